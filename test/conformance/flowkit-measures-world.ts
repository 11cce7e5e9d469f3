import { join } from "node:path";
import { createLocations } from "../../src/core/locations.ts";
import { buildCalls } from "../../src/records/calls.ts";
import { bothSides, type CallLayout, oneSide } from "../../src/records/layouts.ts";
import { epochSeconds } from "../../src/records/time-formats.ts";
import { buildTracesOfEvents } from "../../src/traces/events.ts";
import {
  buildInteractions,
  buildOwnInteractions,
  type Interactions,
  type OwnCalls,
} from "../../src/traces/interactions.ts";
import type { Calls, Locations, Traces } from "../../src/types.ts";
import { readRows } from "./data.ts";

type Row = Readonly<Record<string, string>>;

const TIME = { column: "second", format: epochSeconds() };
const rowsOfPath = new Map<string, readonly Row[]>();

/** The rows of one of FlowKit's event tables with from ≤ date < to ("2016-01-01"), with `at` and `second`, the time of each. */
export function eventRows(folder: string, file: string, from = "0", to = "9"): Row[] {
  const path = join(folder, `${file}.csv.gz`);
  const known =
    rowsOfPath.get(path) ??
    readRows(path).map((row) => {
      const at = row["start_time"] ?? row["datetime"]!;
      return { ...row, at, second: String(Date.parse(`${at.replace(" ", "T")}Z`) / 1000) };
    });
  rowsOfPath.set(path, known);
  return known.filter((row) => row["at"]!.slice(0, 10) >= from && row["at"]!.slice(0, 10) < to);
}

/** The events of a table of any kind, data sessions and top-ups with them: when each subscriber had one, wherever. */
export function eventsOf(folder: string, file: string): Traces {
  const rows = eventRows(folder, file);
  const users = [...new Set(rows.map((row) => row["msisdn"]!))];
  const numberOf = new Map(users.map((user, u) => [user, u]));
  const user = Uint32Array.from(rows, (row) => numberOf.get(row["msisdn"]!)!);
  const time = Uint32Array.from(rows, (row) => Number(row["second"]));
  const anywhere = createLocations("zones", ["anywhere"], [0], [0]);
  return buildTracesOfEvents({ users, user, time, location: new Uint32Array(rows.length) }, anywhere);
}

/** The cells by their ids, each once: where its first version stood. */
function cellsOf(folder: string): Locations {
  const rows = new Map(
    readRows(join(folder, "cells_localities.csv"))
      .map((row) => [row["id"]!, row] as const)
      .reverse(),
  );
  const lon = Array.from(rows.values(), (row) => Number(row["lon"]));
  const lat = Array.from(rows.values(), (row) => Number(row["lat"]));
  return createLocations("antennas", [...rows.keys()], lon, lat);
}

function callsOf(rows: readonly Row[], layout: CallLayout, antennas: Locations): Calls {
  const { calls, refused } = buildCalls(rows, { layout, antennas });
  if (refused.length > 0) throw new Error(`${refused.length} rows refused`);
  return calls;
}

/** Calls and texts of each subscriber from the subscriber's own rows: a call within the network has two. */
export function readInteractions(folder: string, files: readonly string[], from?: string, to?: string): Interactions {
  const cells = cellsOf(folder);
  const deliveries: OwnCalls[] = [];
  for (const file of files) {
    const rows = new Map<string, Row[]>();
    for (const row of eventRows(folder, file, from, to)) {
      const own = rows.get(row["msisdn"]!);
      if (own === undefined) rows.set(row["msisdn"]!, [row]);
      else own.push(row);
    }
    for (const [owner, own] of rows) {
      const layout = oneSide({
        user: { constant: owner },
        contact: "msisdn_counterpart",
        direction: { column: "outgoing", out: "True", in: "False" },
        time: TIME,
        antenna: "location_id",
        ...(file === "calls" ? { duration: "duration", kind: "call" } : { kind: "text" }),
      });
      deliveries.push({ owner, calls: callsOf(own, layout, cells) });
    }
  }
  return buildOwnInteractions(deliveries);
}

/** Calls and texts within the network with the cells of both sides: the two rows of an event are one record. */
export function readPairedInteractions(folder: string, files: readonly string[]): Interactions {
  const cells = cellsOf(folder);
  const layout = bothSides({ caller: "from", callee: "to", time: TIME, callerAntenna: "here", calleeAntenna: "there" });
  return buildInteractions(
    files.map((file) => {
      const incoming = new Map<string, Row>();
      const rows = eventRows(folder, file);
      for (const row of rows) if (row["outgoing"] === "False") incoming.set(row["id"]!, row);
      const paired = rows.flatMap((row) => {
        const other = incoming.get(row["id"]!);
        if (row["outgoing"] !== "True" || other === undefined) return [];
        const places = { here: row["location_id"]!, there: other["location_id"]! };
        return [{ from: row["msisdn"]!, to: other["msisdn"]!, second: row["second"]!, ...places }];
      });
      return callsOf(paired, layout, cells);
    }),
  );
}
