import { join } from "node:path";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { sparseFromEntries } from "../../src/core/sparse.ts";
import { buildCalls } from "../../src/records/calls.ts";
import { oneSide } from "../../src/records/layouts.ts";
import { localTime } from "../../src/records/local-time.ts";
import { buildTraces } from "../../src/traces/traces.ts";
import type { Calls, Clock, Crosswalk, Locations, Traces } from "../../src/types.ts";
import { readRows } from "./data.ts";

/** The files of a folder with FlowKit's layout, read through the walk's own first steps. */
export interface FlowkitWorld {
  readonly clock: Clock;
  /** One row per version of a cell: cells move, and their versions have dates of service. */
  readonly antennas: Locations;
  /** Rows of cells_localities.csv, in the order of the antennas. */
  readonly versions: readonly Record<string, string>[];
  /** Crosswalks from cell versions to another column of cells_localities.csv: "pcod", "admin1", "site_id". */
  readonly crosswalkTo: (column: string) => Crosswalk;
  /** Traces of the given files over the local days from … to, both included ("2016-01-01"). */
  readonly traces: (files: readonly string[], from?: string, to?: string) => Traces;
  /** How many records the files hold, and how many were refused. */
  readonly counts: (files: readonly string[]) => { given: number; kept: number; refused: number };
}

export function openFlowkit(folder: string): FlowkitWorld {
  // FlowKit keeps times without a zone and compares them as they stand; UTC keeps them as they stand too.
  const clock = createClock({ timeZone: "UTC" });
  const versions = readRows(join(folder, "cells_localities.csv"));
  const idOf = (row: Record<string, string>): string => `${row["id"]} version ${row["version"]}`;
  const antennas = createLocations(
    "antennas",
    versions.map(idOf),
    versions.map((row) => Number(row["lon"])),
    versions.map((row) => Number(row["lat"])),
  );
  const versionsOf = new Map<string, Record<string, string>[]>();
  for (const row of versions) versionsOf.set(row["id"]!, [...(versionsOf.get(row["id"]!) ?? []), row]);
  const antennaOn = (cell: string, date: string): string => {
    const served = versionsOf
      .get(cell)
      ?.filter(
        (row) =>
          row["date_of_first_service"]! <= date &&
          (row["date_of_last_service"] === "" || date <= row["date_of_last_service"]!),
      );
    return served?.length === 1 ? idOf(served[0]!) : `${cell} not in service on ${date}`;
  };
  const rowsOfFile = new Map<string, Record<string, string>[]>();
  const rows = (file: string): Record<string, string>[] => {
    const known =
      rowsOfFile.get(file) ??
      readRows(join(folder, `${file}.csv.gz`)).map((row) => {
        const at = row["start_time"] ?? row["datetime"]!;
        return { ...row, at, antenna: antennaOn(row["location_id"]!, at.slice(0, 10)) };
      });
    rowsOfFile.set(file, known);
    return known;
  };
  const read = (file: string, from = "0", to = "9"): ReturnType<typeof buildCalls> => {
    const isCall = file === "calls";
    const layout = oneSide({
      user: "msisdn",
      contact: "msisdn_counterpart",
      direction: { column: "outgoing", out: "True", in: "False" },
      time: { column: "at", format: localTime({ pattern: "YYYY-MM-DD HH:mm:ss", clock }) },
      antenna: "antenna",
      ...(isCall ? { duration: "duration" } : {}),
      kind: isCall ? "call" : "text",
    });
    return buildCalls(
      rows(file).filter((row) => row["at"]!.slice(0, 10) >= from && row["at"]!.slice(0, 10) <= to),
      { layout, antennas },
    );
  };
  return {
    clock,
    antennas,
    versions,
    crosswalkTo: (column) => {
      const ids = [...new Set(versions.map((row) => row[column]!))].sort();
      const to = createLocations("zones", ids, new Float64Array(ids.length), new Float64Array(ids.length));
      const target = versions.map((row) => ids.indexOf(row[column]!));
      const from = versions.map((_, i) => i);
      const toTotal = new Float64Array(ids.length);
      for (const row of target) toTotal[row]!++;
      return {
        from: antennas,
        to,
        basis: "points",
        fromTotal: new Float64Array(from.length).fill(1),
        toTotal,
        shares: sparseFromEntries(
          from.length,
          ids.length,
          from,
          target,
          from.map(() => 1),
        ),
      };
    },
    traces: (files, from, to) => buildTraces(files.map((file): Calls => read(file, from, to).calls)),
    counts: (files) => {
      const reads = files.map((file) => read(file));
      const sum = (part: (read: (typeof reads)[number]) => number): number =>
        reads.reduce((total, one) => total + part(one), 0);
      return {
        given: sum((one) => one.given),
        kept: sum((one) => one.calls.length),
        refused: sum((one) => one.refused.length),
      };
    },
  };
}
