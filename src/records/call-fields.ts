import { fail } from "../core/check.ts";
import type { Locations } from "../types.ts";
import { BATCH_ROWS, type Batch, codeOf } from "./batch.ts";
import { createDictionary, type Dictionary, findId, findIds } from "./dictionary.ts";
import { readDuration } from "./durations.ts";
import type { CallLayout } from "./layouts.ts";
import { bytesOf, viewOf } from "./utf8.ts";

/**
 * The fields of call records: from the bytes of a batch to numbers, one column after the other. Whoever reads a column
 * marks the records that fail; the columns after it leave these out, so that the first check that fails gives the reason.
 */
export interface CallFields {
  /** Numbers of users: the caller, or the user of the row, and the other side; `UNKNOWN_ID` for one that is new. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** 1 where the user of the row is the callee. */
  readonly incoming: Int32Array;
  /** Numbers of `RECORD_KINDS`. */
  readonly kind: Int32Array;
  readonly time: Uint32Array;
  readonly duration: Float64Array;
  /** Rows of the table of antennas, −1 for unknown. */
  readonly firstAntenna: Int32Array;
  readonly secondAntenna: Int32Array;
}

/** Where the ids of users stand in a record; the bytes of the user that all records share, if there is one. */
interface UserPlaces {
  readonly first: number;
  readonly second: number;
  readonly constant: Uint8Array | null;
}

/** Reads the fields of batches; the columns it returns are filled anew for each batch. */
export interface CallFieldReader {
  readonly places: UserPlaces;
  readonly read: (batch: Batch, users: Dictionary) => CallFields;
}

/** Makes a reader of the layout's fields; `columnOf` gives the place of a named column among the fields of a record. */
export function createCallFieldReader(
  where: string,
  layout: CallLayout,
  antennas: Locations,
  unknownAntenna: readonly string[],
  columnOf: (name: string) => number,
): CallFieldReader {
  const optional = (name: string | null): number => (name === null ? -1 : columnOf(name));
  const places: UserPlaces = {
    first: typeof layout.first === "string" ? columnOf(layout.first) : -1,
    second: columnOf(layout.second),
    constant: typeof layout.first === "string" ? null : bytesOf(layout.first.constant),
  };
  const directionAt = optional(layout.direction?.column ?? null);
  const directions = zeroOrOne(layout.direction?.out ?? [], layout.direction?.in ?? []);
  const kindAt = typeof layout.kind === "string" ? -1 : columnOf(layout.kind.column);
  const kinds = typeof layout.kind === "string" ? zeroOrOne([], []) : zeroOrOne(layout.kind.call, layout.kind.text);
  const timeAt = columnOf(layout.time.column);
  const durationAt = optional(layout.duration);
  const firstAntennaAt = columnOf(layout.firstAntenna);
  const secondAntennaAt = optional(layout.secondAntenna);
  const antennaRows = rowsOfAntennas(where, antennas, unknownAntenna);

  const columns: CallFields = {
    first: new Int32Array(BATCH_ROWS),
    second: new Int32Array(BATCH_ROWS),
    incoming: new Int32Array(BATCH_ROWS),
    kind: new Int32Array(BATCH_ROWS).fill(layout.kind === "text" ? 1 : 0),
    time: new Uint32Array(BATCH_ROWS),
    duration: new Float64Array(BATCH_ROWS).fill(Number.NaN),
    firstAntenna: new Int32Array(BATCH_ROWS),
    secondAntenna: new Int32Array(BATCH_ROWS).fill(-1),
  };
  return {
    places,
    read: (batch, users) => {
      const missing = codeOf("caller or callee missing");
      if (places.constant === null) findIds(users, batch, places.first, columns.first, missing, 0);
      else columns.first.fill(findId(users, viewOf(places.constant), 0, places.constant.length));
      findIds(users, batch, places.second, columns.second, missing, 0);
      if (directionAt >= 0) {
        const otherwise = codeOf("direction not among the given texts");
        findIds(directions, batch, directionAt, columns.incoming, 0, otherwise);
      }
      if (kindAt >= 0) findIds(kinds, batch, kindAt, columns.kind, 0, codeOf("kind not among the given texts"));
      if (layout.kind === "byDuration") markTexts(batch, durationAt, columns.kind);
      readTimes(layout, batch, timeAt, columns.time);
      if (durationAt >= 0) readDurations(batch, durationAt, columns.kind, columns.duration);
      const notThere = codeOf("antenna not in the table");
      findIds(antennaRows, batch, firstAntennaAt, columns.firstAntenna, 0, notThere);
      if (secondAntennaAt >= 0) findIds(antennaRows, batch, secondAntennaAt, columns.secondAntenna, 0, notThere);
      return columns;
    },
  };
}

/** A record without a duration is a text. */
function markTexts(batch: Batch, field: number, kind: Int32Array): void {
  const { fields, rows, starts, ends } = batch;
  for (let r = 0, k = field; r < rows; r++, k += fields) kind[r] = starts[k] === ends[k] ? 1 : 0;
}

/** Reads the times of a batch; the records whose time cannot be read are marked. */
export function readTimes(layout: Pick<CallLayout, "time">, batch: Batch, field: number, times: Uint32Array): void {
  const { fields, rows, bytes, starts, ends, reason, instant } = batch;
  const { format } = layout.time;
  for (let r = 0, k = field; r < rows; r++, k += fields) {
    if (reason[r] !== 0) continue;
    if (Number.isNaN(instant[r])) {
      const time = format(bytes, starts[k]!, ends[k]!);
      if (typeof time === "string") reason[r] = codeOf(time);
      else times[r] = time;
    } else {
      const time = Math.floor(instant[r]! / 1000);
      if (time < 0 || time > 0xffff_ffff) reason[r] = codeOf("time outside 1970 to 2106");
      else times[r] = time;
    }
  }
}

function readDurations(batch: Batch, field: number, kind: Int32Array, durations: Float64Array): void {
  const { fields, rows, bytes, starts, ends, reason } = batch;
  for (let r = 0, k = field; r < rows; r++, k += fields) {
    durations[r] = Number.NaN;
    if (reason[r] !== 0 || kind[r] !== 0) continue;
    const duration = readDuration(bytes, starts[k]!, ends[k]!);
    if (typeof duration === "string") reason[r] = codeOf(duration);
    else durations[r] = duration;
  }
}

/** A dictionary of the texts that mean 0 and those that mean 1. */
function zeroOrOne(zeros: string | readonly string[], ones: string | readonly string[]): Dictionary {
  const none = [zeros].flat();
  const texts = [...none, ...[ones].flat()];
  return createDictionary(
    texts,
    texts.map((_, t) => (t < none.length ? 0 : 1)),
  );
}

/** A dictionary of the antennas with their rows, and of the texts that mean unknown with −1. */
export function rowsOfAntennas(where: string, antennas: Locations, unknown: readonly string[]): Dictionary {
  const ids = antennas.columns.id;
  const known = new Set(ids);
  for (const text of unknown) {
    if (known.has(text)) fail(where, "unknownAntenna", "texts that are no antenna's id", text);
  }
  return createDictionary([...ids, ...unknown], [...ids.map((_, row) => row), ...unknown.map(() => -1)]);
}
