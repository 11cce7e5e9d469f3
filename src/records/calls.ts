import { checkOptions, fail } from "../core/check.ts";
import {
  BUILD_OPTIONS,
  type BuildCallsOptions,
  type CallsBuilder,
  type CallsRead,
  checkReading,
  createCallsBuilder,
} from "./calls-builder.ts";
import { type CsvReader, columnOf, createCsvReader } from "./csv.ts";
import { columnsOf } from "./layouts.ts";
import { checkRows, takeRows } from "./row-writer.ts";

/** How a text of call records is laid out, and what to make of it. */
export interface ReadCallsOptions extends BuildCallsOptions {
  /** The character between fields, "," unless given. */
  readonly separator?: string;
  /** The names of the columns of a text without a header line. */
  readonly header?: readonly string[];
}

/**
 * Who was in touch with whom, when, and through which antennas? Call records from text with a header line (CSV).
 *
 * **How** One pass over the bytes. A record is caller, callee, time, the antennas of both sides, duration and kind; the
 * columns are found by their names in the header and read as the layout says. The checks, in order: fields, ids,
 * direction, kind, time, duration, antennas, duplicates; the first that fails gives the reason. A record of a user with
 * themselves (a mailbox, a forwarded call) is kept. Where a column of durations is named a call needs one and a text does
 * not. Text is UTF-8 with or without a byte order mark; lines end with LF or CRLF; quoted fields may hold separators,
 * line breaks and doubled quotation marks; nothing is trimmed.
 *
 * @param source - the whole text, or its bytes; for files that do not fit, see `readCallsStream`
 * @param options - layout, antennas, and what to do with unknown antennas and duplicates
 * @returns `calls` in the order of the rows, with `users` sorted by id and only those of rows that were kept; `refused`,
 *   each with the line on which its record starts (the header is line 1) and one of `REFUSAL_REASONS`; `given`, the number
 *   of records after the header: calls.length + refused.length = given. Lines without any character are no records.
 * @throws RangeError for a column that the header does not have, or has twice; for a source without a header
 * **Cost** O(bytes), some 7–10 ns each (100–140 MB/s); 29 bytes per record, twice that while it grows, and the ids
 * [survey]
 * @example
 * const antennas = createLocations("antennas", ["3", "7", "10"], [12.4, 12.5, 12.6], [41.9, 41.8, 41.7]);
 * const clock = createClock({ timeZone: "Europe/Rome" });
 * const time = { column: "Timestamp", format: localTime({ pattern: "DD-MM-YYYY HH:mm:ss", clock }) };
 * const layout = bothSides({ caller: "Caller", callee: "Callee", callerAntenna: "Origin", calleeAntenna: "Destination", time });
 * const text = "Caller,Callee,Origin,Destination,Timestamp\nu1,u1713,3,7,01-01-2020 14:07:24\nu1,u3131,10,?,01-01-2020 18:11:37\nu1,u3131,11,?,02-01-2020 08:00:00";
 * const { calls, refused, given } = readCalls(text, { layout, antennas });
 * rowsOf(calls)[1]; // { caller: 0, callee: 2, time: 1577898697, callerAntenna: 2, calleeAntenna: -1, duration: NaN, kind: 0 }
 * rowsOf(refused); // [ { row: 4, reason: 'antenna not in the table' } ]
 * calls.length + refused.length === given; // true
 */
export function readCalls(source: string | Uint8Array, options: ReadCallsOptions): CallsRead {
  const where = "readCalls";
  const { reader, finish } = callsReader(where, options);
  reader.push(source);
  reader.end();
  return finish();
}

/**
 * Who was in touch with whom, when, and through which antennas? Call records from text that comes in pieces: a file of any
 * length, a download, the output of an unpacker.
 *
 * **How** As `readCalls`; the pieces may be cut anywhere, also inside a character or a quoted field.
 *
 * @param source - pieces of text or bytes, in order: a Node stream, a web stream, an async generator
 * @param options - as for `readCalls`
 * @returns a promise of what `readCalls` gives for the whole text
 * @throws RangeError as `readCalls`; the promise is rejected also when the source fails
 * **Cost** as `readCalls`; beyond the columns the memory is that of one piece and the longest record
 * @example
 * async function* pieces() { yield "caller,callee,at,a,b\nx,"; yield "y,1577898697,A,?\n"; }
 * const time = { column: "at", format: epochSeconds() };
 * const layout = bothSides({ caller: "caller", callee: "callee", callerAntenna: "a", calleeAntenna: "b", time });
 * const antennas = createLocations("antennas", ["A"], [12.4], [41.9]);
 * (await readCallsStream(pieces(), { layout, antennas })).calls.users; // [ 'x', 'y' ]
 */
export async function readCallsStream(
  source: AsyncIterable<Uint8Array | string>,
  options: ReadCallsOptions,
): Promise<CallsRead> {
  const where = "readCallsStream";
  const { reader, finish } = callsReader(where, options);
  if (
    ArrayBuffer.isView(source) ||
    !(isIterable(source, Symbol.asyncIterator) || isIterable(source, Symbol.iterator))
  ) {
    fail(where, "source", "a stream of text or bytes", source);
  }
  for await (const piece of source) reader.push(piece);
  reader.end();
  return finish();
}

/**
 * Who was in touch with whom, when, and through which antennas? Call records from objects: rows of a database, of JSON, of
 * another library's table.
 *
 * **How** Each row's values are taken as text and then go the way of `readCalls`: the same columns, checks and reasons.
 * Numbers, big integers and booleans are written as JavaScript writes them; undefined, null and NaN are empty. In the
 * column of times a `Date` is an instant of its own and the format is not asked.
 *
 * @param rows - plain objects, one per record
 * @param options - layout, antennas, and what to do with unknown antennas and duplicates
 * @returns as `readCalls`; `row` counts the objects from 1
 * @throws RangeError for a column that none of the rows has, so that a wrong name is not taken for empty values
 * **Cost** about 1 µs a row
 * @example
 * const antennas = createLocations("antennas", ["7", "8"], [12.4, 12.5], [41.9, 41.8]);
 * const time = { column: "at", format: isoTime() };
 * const layout = bothSides({ caller: "from", callee: "to", callerAntenna: "a", calleeAntenna: "b", time });
 * const row = { from: "u1", to: 3652, a: 7, b: null, at: new Date("2020-01-01T10:50:32Z") };
 * const { calls, refused } = buildCalls([row, { ...row, at: "2020-02-30T10:00:00Z" }], { layout, antennas });
 * calls.users; // [ '3652', 'u1' ]
 * rowsOf(refused); // [ { row: 2, reason: 'date or time of day that does not exist' } ]
 */
export function buildCalls(rows: Iterable<Readonly<Record<string, unknown>>>, options: BuildCallsOptions): CallsRead {
  const where = "buildCalls";
  checkOptions(where, options, BUILD_OPTIONS);
  checkReading(where, options);
  checkRows(where, rows);
  const columns = columnsOf(options.layout);
  const builder = createCallsBuilder(where, options, (name) => columns.indexOf(name));
  takeRows(where, rows, columns, options.layout.time.column, builder.take);
  return builder.finish();
}

/** Whether an object can be iterated over; text does not count. */
function isIterable(value: unknown, by: symbol): boolean {
  return typeof value === "object" && value !== null && by in value;
}

/** A reader of text that feeds a builder of call records. */
function callsReader(where: string, options: ReadCallsOptions): { reader: CsvReader; finish: () => CallsRead } {
  checkOptions(where, options, [...BUILD_OPTIONS, "separator", "header"]);
  checkReading(where, options);
  let builder: CallsBuilder | null = null;
  const reader = createCsvReader(where, options, {
    header: (names) => {
      builder = createCallsBuilder(where, options, (name) => columnOf(where, names, name));
    },
    take: (batch) => builder!.take(batch),
  });
  return { reader, finish: () => builder!.finish() };
}
