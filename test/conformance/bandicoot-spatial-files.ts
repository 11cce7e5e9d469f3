import { existsSync } from "node:fs";
import { join } from "node:path";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildPeriods, buildWeeks } from "../../src/core/periods.ts";
import { buildSlotLocations } from "../../src/places/slot-locations.ts";
import { buildCalls } from "../../src/records/calls.ts";
import { oneSide } from "../../src/records/layouts.ts";
import { localTime } from "../../src/records/local-time.ts";
import { buildOwnInteractions, type Interactions, type OwnCalls } from "../../src/traces/interactions.ts";
import { selectReciprocated } from "../../src/traces/interactions-reciprocity.ts";
import { selectHours, selectUsers } from "../../src/traces/interactions-selection.ts";
import type { Clock, Periods, Traces } from "../../src/types.ts";
import { readRows } from "./data.ts";

/** Records in bandicoot's layout as it sees them: half-hour positions of one user, unknown antennas being places too. */

/** bandicoot keeps times without a zone; UTC keeps them as they stand too. */
export const clock: Clock = createClock({ timeZone: "UTC" });

interface PositionsOptions {
  /** The file of the antennas; none where the records hold coordinates or nothing but ids. */
  readonly towers: string | null;
  /** Whether records that the other side's file does not have are dropped, as bandicoot does where it reads a network. */
  readonly network: boolean;
}

/** One user's calls and texts, and positions: a row per half hour; locations whose coordinates are not known come after `known` of them. */
export interface Positions {
  readonly interactions: Interactions;
  readonly slots: Traces;
  readonly known: number;
}

type Row = Record<string, string>;

const read = new Map<string, Row[]>();

/** The rows of a file, in bandicoot's own layout or in Orange's, which has no header and coordinates in place of antennas. */
function rowsOfFile(path: string): Row[] {
  const known = read.get(path);
  if (known !== undefined) return known;
  const rows = readRows(path);
  const result = rows.every((row) => "interaction" in row) ? rows : readOrange(path);
  read.set(path, result);
  return result;
}

function readOrange(path: string): Row[] {
  const header = "call_type;basic_service;user;correspondent_id;datetime;call_duration;longitude;latitude";
  const names = header.split(";");
  const lines = [Object.keys(readRows(path)[0]!).join(), ...readRows(path).map((row) => Object.values(row)[0]!)];
  return lines.map((line) => {
    const cells = line.split(";");
    const row = Object.fromEntries(names.map((name, c) => [name, cells[c]!]));
    const text = row["basic_service"] !== "11";
    return {
      interaction: text ? "text" : "call",
      direction: row["call_type"] === "1" ? "out" : "in",
      correspondent_id: row["correspondent_id"]!,
      datetime: row["datetime"]!,
      call_duration: text ? "" : row["call_duration"]!,
      antenna_id: `${row["latitude"]},${row["longitude"]}`,
    };
  });
}

export function readPositions(path: string, user: string, options: PositionsOptions): Positions {
  const folder = join(path, "..");
  const ownRows = rowsOfFile(path);
  const contacts = options.network ? [...new Set(ownRows.map((row) => row["correspondent_id"]!))] : [];
  const others = contacts.filter((contact) => contact !== "" && existsSync(join(folder, `${contact}.csv`)));
  const files = new Map([[user, ownRows]]);
  for (const other of others) if (!files.has(other)) files.set(other, rowsOfFile(join(folder, `${other}.csv`)));
  const towers = options.towers === null ? [] : readRows(options.towers).filter((row) => row["antenna_id"] !== "");
  const ids = new Map<string, readonly [lon: number, lat: number]>(
    towers.map((row) => [row["antenna_id"]!, [Number(row["longitude"]), Number(row["latitude"])] as const]),
  );
  const all = [...files.values()].flat();
  for (const row of all) {
    const [lat, lon] = row["antenna_id"]!.split(",").map(Number);
    if (lon !== undefined) ids.set(row["antenna_id"]!, [lon, lat!]);
  }
  const known = ids.size;
  for (const row of all) {
    // Python reads "1:02:00" too.
    row["datetime"] = row["datetime"]!.replace(/ (\d):/, " 0$1:");
    row["antenna_id"] ||= "no antenna";
    if (!ids.has(row["antenna_id"]!)) ids.set(row["antenna_id"]!, [0, 0]);
  }
  const points = [...ids.values()];
  const antennas = createLocations(
    "antennas",
    [...ids.keys()],
    points.map(([lon]) => lon),
    points.map(([, lat]) => lat),
  );
  const deliveries = [...files].map(([owner, rows]): OwnCalls => {
    const layout = oneSide({
      user: { constant: owner },
      contact: "correspondent_id",
      direction: { column: "direction", out: "out", in: "in" },
      kind: { column: "interaction", call: "call", text: "text" },
      time: { column: "datetime", format: localTime({ pattern: "YYYY-MM-DD HH:mm:ss", clock }) },
      duration: "call_duration",
      antenna: "antenna_id",
    });
    return { owner, calls: buildCalls(rows, { antennas, layout }).calls };
  });
  const interactions = buildOwnInteractions(deliveries);
  const kept = options.network ? selectReciprocated(interactions, { maxDifferenceSeconds: 29 }) : interactions;
  const own = selectUsers(kept, (id) => id === user);
  const traces: Traces = {
    locations: antennas,
    users: own.users,
    offsets: own.offsets,
    length: own.length,
    columns: { time: own.columns.time, location: Uint32Array.from(own.columns.location) },
    unlocated: 0,
  };
  return { interactions: own, slots: buildSlotLocations(traces, { clock, slotMinutes: 30 }), known };
}

/** bandicoot's parts of the week and of the day; the weekday is that of the record, also after midnight. */
export function partOf(slots: Traces, week: string, day: string): Traces {
  let part = slots;
  if (week === "weekend") part = selectHours(part, { clock, fromHour: 0, toHour: 24, weekdays: [5, 6] });
  if (week === "weekday") part = selectHours(part, { clock, fromHour: 0, toHour: 24, weekdays: [0, 1, 2, 3, 4] });
  if (day === "day") part = selectHours(part, { clock, fromHour: 7, toHour: 19 });
  if (day === "night") part = selectHours(part, { clock, fromHour: 19, toHour: 7 });
  return part;
}

/** The weeks, from Monday, or the days over which the rows stretch. */
export function periodsOver(slots: Traces, unit: "week" | "day"): Periods {
  const firstDay = clock.dayOf(slots.columns.time[0]!);
  const lastDay = clock.dayOf(slots.columns.time[slots.length - 1]!);
  if (unit === "week") return buildWeeks({ clock, firstDay, lastDay });
  const days = Array.from({ length: lastDay - firstDay + 1 }, (_, d) => firstDay + d);
  return buildPeriods({ firstDay: days, lastDay: days }, clock);
}
