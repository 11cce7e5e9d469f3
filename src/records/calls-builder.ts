import { checkText, fail } from "../core/check.ts";
import { checkList, checkLocations } from "../core/check-tables.ts";
import { doubled } from "../core/growth.ts";
import { orderOfIds, rankOf } from "../core/ids.ts";
import type { Calls, Locations, Refused } from "../types.ts";
import { type Batch, reasonOf } from "./batch.ts";
import { type CallFields, createCallFieldReader } from "./call-fields.ts";
import { addId, createDictionary, textsOf } from "./dictionary.ts";
import { createDuplicateFinder } from "./duplicates.ts";
import { type CallLayout, checkLayout } from "./layouts.ts";
import { createRefusalList, type RefusalReason, refuse, refusedTable } from "./refusals.ts";
import { isUtf8, viewOf } from "./utf8.ts";

/** What to make of records: their layout, the antennas, and which of the records that could be doubted to keep. */
export interface BuildCallsOptions {
  /** Which column holds what: `bothSides(…)` or `oneSide(…)`. */
  readonly layout: CallLayout;
  /** The antennas that the records name; an antenna that is not among them is refused, never taken for unknown. */
  readonly antennas: Locations;
  /** Texts that stand for an antenna that is not known: "" and "?" unless given. */
  readonly unknownAntenna?: readonly string[];
  /**
   * A record that knows no antenna of either side says who called whom and when, but places nobody: "keep" it (the
   * default; the tuple allows it, and contacts are counted from it) or "refuse" it.
   */
  readonly missingAntenna?: "keep" | "refuse";
  /**
   * A record that is the same as an earlier kept one in all seven columns of the table: "keep" it (the default, because
   * two texts within one second can be true) or "refuse" it.
   */
  readonly duplicates?: "keep" | "refuse";
}

/** The names of `BuildCallsOptions`. */
export const BUILD_OPTIONS = ["layout", "antennas", "unknownAntenna", "missingAntenna", "duplicates"] as const;

/** Throws unless layout, antennas and the texts for unknown ones are what they should be. */
export function checkReading(where: string, { layout, antennas, unknownAntenna = [] }: BuildCallsOptions): void {
  checkLayout(where, layout);
  checkLocations(where, "antennas", antennas);
  checkList(where, "unknownAntenna", unknownAntenna);
  for (const [t, text] of unknownAntenna.entries()) checkText(where, `unknownAntenna[${t}]`, text);
}

/** Records that could be read, rows that could not, and how many rows there were: calls.length + refused.length = given. */
export interface CallsRead {
  readonly calls: Calls;
  readonly refused: Refused;
  readonly given: number;
}

/** Takes records, a batch after the other. */
export interface CallsBuilder {
  readonly take: (batch: Batch) => void;
  readonly finish: () => CallsRead;
}

const FIRST_ROWS = 1 << 12;

/** Makes a builder of call records; `columnOf` gives the place of a named column among the fields of a record. */
export function createCallsBuilder(
  where: string,
  options: BuildCallsOptions,
  columnOf: (name: string) => number,
): CallsBuilder {
  const { layout, antennas } = options;
  const refuseUnplaced = isRefusal(where, "missingAntenna", options.missingAntenna);
  const refuseDuplicates = isRefusal(where, "duplicates", options.duplicates);
  const unknown = options.unknownAntenna ?? ["", "?"];
  const reader = createCallFieldReader(where, layout, antennas, unknown, columnOf);

  const users = createDictionary();
  const refused = createRefusalList();
  let given = 0;
  let rows = 0;
  let columns = {
    caller: new Uint32Array(FIRST_ROWS),
    callee: new Uint32Array(FIRST_ROWS),
    time: new Uint32Array(FIRST_ROWS),
    callerAntenna: new Int32Array(FIRST_ROWS),
    calleeAntenna: new Int32Array(FIRST_ROWS),
    duration: new Float64Array(FIRST_ROWS),
    kind: new Uint8Array(FIRST_ROWS),
  };
  const isEarlier = createDuplicateFinder();

  const refuseRow = (row: number, reason: RefusalReason): void => refuse(refused, row, reason);

  /** Numbers of both users of a record, at least one of them new; false where an id is not text. */
  const learn = (batch: Batch, r: number, fields: CallFields): boolean => {
    const { bytes, starts, ends } = batch;
    const { first, second, constant } = reader.places;
    const firstBytes = constant ?? bytes;
    const firstFrom = constant === null ? starts[r * batch.fields + first]! : 0;
    const firstTo = constant === null ? ends[r * batch.fields + first]! : constant.length;
    const secondFrom = starts[r * batch.fields + second]!;
    const secondTo = ends[r * batch.fields + second]!;
    if (!isUtf8(firstBytes, firstFrom, firstTo) || !isUtf8(bytes, secondFrom, secondTo)) return false;
    fields.first[r] = addId(users, viewOf(firstBytes), firstFrom, firstTo);
    fields.second[r] = addId(users, viewOf(bytes), secondFrom, secondTo);
    return true;
  };

  const take = (batch: Batch): void => {
    given += batch.rows;
    while (rows + batch.rows > columns.time.length) grow();
    const { caller, callee, time, callerAntenna, calleeAntenna, duration, kind } = columns;
    const fields = reader.read(batch, users);
    const { first, second, incoming, firstAntenna, secondAntenna } = fields;
    for (let r = 0; r < batch.rows; r++) {
      if (batch.reason[r] !== 0) {
        refuseRow(batch.row[r]!, reasonOf(batch.reason[r]!));
        continue;
      }
      if (refuseUnplaced && firstAntenna[r]! < 0 && secondAntenna[r]! < 0) {
        refuseRow(batch.row[r]!, "no antenna known");
        continue;
      }
      if ((first[r]! < 0 || second[r]! < 0) && !learn(batch, r, fields)) {
        refuseRow(batch.row[r]!, "id not in UTF-8");
        continue;
      }
      const turned = incoming[r] !== 0;
      caller[rows] = turned ? second[r]! : first[r]!;
      callee[rows] = turned ? first[r]! : second[r]!;
      time[rows] = fields.time[r]!;
      callerAntenna[rows] = turned ? secondAntenna[r]! : firstAntenna[r]!;
      calleeAntenna[rows] = turned ? firstAntenna[r]! : secondAntenna[r]!;
      duration[rows] = fields.duration[r]!;
      kind[rows] = fields.kind[r]!;
      if (refuseDuplicates && isEarlier(columns, rows)) refuseRow(batch.row[r]!, "duplicate of an earlier row");
      else rows++;
    }
  };

  const grow = (): void => {
    columns = {
      caller: doubled(columns.caller),
      callee: doubled(columns.callee),
      time: doubled(columns.time),
      callerAntenna: doubled(columns.callerAntenna),
      calleeAntenna: doubled(columns.calleeAntenna),
      duration: doubled(columns.duration),
      kind: doubled(columns.kind),
    };
  };

  return {
    take,
    finish: () => {
      const ids = textsOf(users);
      const order = orderOfIds(ids);
      const rank = rankOf(order);
      const { caller, callee } = columns;
      for (let r = 0; r < rows; r++) {
        caller[r] = rank[caller[r]!]!;
        callee[r] = rank[callee[r]!]!;
      }
      const kept = {
        caller: caller.slice(0, rows),
        callee: callee.slice(0, rows),
        time: columns.time.slice(0, rows),
        callerAntenna: columns.callerAntenna.slice(0, rows),
        calleeAntenna: columns.calleeAntenna.slice(0, rows),
        duration: columns.duration.slice(0, rows),
        kind: columns.kind.slice(0, rows),
      };
      const delivered = layout.direction === null ? {} : { deliveredPerUser: true as const };
      return {
        calls: {
          length: rows,
          columns: kept,
          users: Array.from(order, (u) => ids[u]!),
          locations: antennas,
          ...delivered,
        },
        refused: refusedTable(refused),
        given,
      };
    },
  };
}

function isRefusal(where: string, name: string, choice: "keep" | "refuse" = "keep"): boolean {
  if (choice !== "keep" && choice !== "refuse") fail(where, name, '"keep" or "refuse"', choice);
  return choice === "refuse";
}
