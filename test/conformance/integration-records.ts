import { existsSync } from "node:fs";
import { join } from "node:path";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildTracesOfEvents } from "../../src/traces/events.ts";
import type { Calls, Clock, Locations, Traces } from "../../src/types.ts";
import { readRows } from "./data.ts";

/** The call records of a folder with `<prefix>_events.csv`, `<prefix>_towers.csv` and `<prefix>_users.csv`, as the package's tables. */
export interface IntegrationRecords {
  /** The local times of the file, read as UTC: hours and days as they stand. */
  readonly clock: Clock;
  /** Every user of the users' file, in order of the ids. */
  readonly users: readonly string[];
  /** Groups in the order of the file; the last one is that of callees who are nobody's: "unknown". */
  readonly labels: readonly string[];
  /** The group of each of `users`. */
  readonly groupOf: Uint8Array;
  /** Towers on the plane of the file, drawn small around 0° N 0° E, where plane and globe are one: see `metersPerKm`. */
  readonly towers: Locations;
  /** How many metres on the globe of `towers` a kilometre of the file is. */
  readonly metersPerKm: number;
  readonly districts: Locations;
  /** The row of `districts` in which each tower stands. */
  readonly districtOf: Uint32Array;
  /** Every call, in the order of the file; unknown callees are the user behind `users`, whose id is "?". */
  readonly calls: Calls;
  /** Where the callers of `users` were, at the towers and in the districts. */
  readonly traces: Traces;
  readonly districtTraces: Traces;
}

/** A kilometre is drawn as one metre: over 10 m the globe differs from the plane by less than 1e-11 of a distance. */
const METERS_PER_KM = 1;
const METERS_PER_DEGREE = (6_371_008.8 * Math.PI) / 180;

/** Whether the folder has all three files. */
export function hasRecords(folder: string, prefix: string): boolean {
  return ["events", "towers", "users"].every((part) => existsSync(join(folder, `${prefix}_${part}.csv`)));
}

export function openRecords(folder: string, prefix: string): IntegrationRecords {
  const [events, towerRows, userRows] = ["events", "towers", "users"].map((part) =>
    readRows(join(folder, `${prefix}_${part}.csv`)),
  ) as [Record<string, string>[], Record<string, string>[], Record<string, string>[]];
  const clock = createClock({ timeZone: "UTC" });
  const people = [...userRows].sort((a, b) => (a["user"]! < b["user"]! ? -1 : 1));
  const users = people.map((row) => row["user"]!);
  const labels = [...new Set([...userRows.map((row) => row["group"]!), "unknown"])];
  const towers = createLocations(
    "antennas",
    towerRows.map((row) => row["tower"]!),
    towerRows.map((row) => (Number(row["x_km"]) * METERS_PER_KM) / METERS_PER_DEGREE),
    towerRows.map((row) => (Number(row["y_km"]) * METERS_PER_KM) / METERS_PER_DEGREE),
  );
  const names = [...new Set(towerRows.map((row) => row["district"]!))];
  const meanOf = (name: string, column: Float64Array): number => {
    const own = column.filter((_, t) => towerRows[t]!["district"] === name);
    return own.reduce((sum, x) => sum + x, 0) / own.length;
  };
  const districts = createLocations(
    "zones",
    names,
    names.map((name) => meanOf(name, towers.columns.lon)),
    names.map((name) => meanOf(name, towers.columns.lat)),
  );
  const districtOf = Uint32Array.from(towerRows, (row) => names.indexOf(row["district"]!));
  const towerOf = new Map(towers.columns.id.map((id, t) => [id, t]));
  const userOf = new Map(users.map((id, u) => [id, u]));
  const time = Uint32Array.from(events, (row) => Date.parse(`${row["time_local"]}Z`) / 1000);
  const caller = Uint32Array.from(events, (row) => userOf.get(row["caller"]!)!);
  const tower = Uint32Array.from(events, (row) => towerOf.get(row["tower"]!)!);
  const calls: Calls = {
    locations: towers,
    users: [...users, "?"],
    length: events.length,
    columns: {
      caller,
      callee: Uint32Array.from(events, (row) => userOf.get(row["callee"]!) ?? users.length),
      time,
      callerAntenna: Int32Array.from(tower),
      calleeAntenna: new Int32Array(events.length).fill(-1),
      duration: new Float64Array(events.length).fill(Number.NaN),
      kind: new Uint8Array(events.length),
    },
  };
  const traces = buildTracesOfEvents({ users, user: caller, time, location: tower }, towers);
  const districtTraces: Traces = {
    ...traces,
    locations: districts,
    columns: { time: traces.columns.time, location: traces.columns.location.map((t) => districtOf[t]!) },
  };
  return {
    clock,
    users,
    labels,
    groupOf: Uint8Array.from(people, (row) => labels.indexOf(row["group"]!)),
    towers,
    metersPerKm: METERS_PER_KM,
    districts,
    districtOf,
    calls,
    traces,
    districtTraces,
  };
}
