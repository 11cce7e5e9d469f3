import { checkOptions, checkText } from "../core/check.ts";
import { checkList, checkLocations } from "../core/check-tables.ts";
import { groupByUserAndTime } from "../core/group.ts";
import { doubled } from "../core/growth.ts";
import { orderOfIds, rankOf } from "../core/ids.ts";
import type { Located, Locations, Refused, Sequences } from "../types.ts";
import { BATCH_ROWS, type Batch, codeOf, reasonOf } from "./batch.ts";
import { readTimes, rowsOfAntennas } from "./call-fields.ts";
import { columnOf, createCsvReader } from "./csv.ts";
import { addId, createDictionary, type Dictionary, findIds, textsOf } from "./dictionary.ts";
import { checkTimeColumn, type TimeColumn } from "./layouts.ts";
import { createRefusalList, refuse, refusedTable } from "./refusals.ts";
import { checkRows, takeRows } from "./row-writer.ts";
import { isUtf8 } from "./utf8.ts";

/**
 * Records of data sessions that name the host: ⟨user, time, host, antenna⟩. What a person reads is among the most telling of
 * all data: count what the question needs and keep no more.
 */

/**
 * The data sessions of each user in time order: `host` is a row of `hosts`, `location` the antenna that served the user, −1
 * where it is not known.
 */
export type Browsing = Located &
  Sequences<{ readonly time: Uint32Array; readonly host: Uint32Array; readonly location: Int32Array }> & {
    readonly hosts: readonly string[];
  };

/** Which column holds what, and the antennas. */
export interface BuildBrowsingOptions {
  readonly user: string;
  readonly time: TimeColumn;
  /** The column of host names, or of addresses that hold one. */
  readonly host: string;
  readonly antenna: string;
  /** The antennas that the records name; an antenna that is not among them is refused, never taken for unknown. */
  readonly antennas: Locations;
  /** Texts that stand for an antenna that is not known: "" and "?" unless given. */
  readonly unknownAntenna?: readonly string[];
}

export interface ReadBrowsingOptions extends BuildBrowsingOptions {
  /** The character between fields, "," unless given. */
  readonly separator?: string;
  /** The names of the columns of a text without a header line. */
  readonly header?: readonly string[];
}

/** Records that could be read, rows that could not, and how many rows there were: browsing.length + refused.length = given. */
export interface BrowsingRead {
  readonly browsing: Browsing;
  readonly refused: Refused;
  readonly given: number;
}

const OPTIONS = ["user", "time", "host", "antenna", "antennas", "unknownAntenna"] as const;
const COLUMNS = ["user", "host", "antenna"] as const;

/**
 * Which hosts did whose phone reach, when, and through which antenna? Data sessions from text with a header line (CSV).
 *
 * **How** As `readCalls` reads. The checks, in order: fields, user and host, time, antenna; the first that fails gives the
 * reason. Hosts are kept as they stand.
 *
 * @param source - the whole text, or its bytes
 * @param options - the columns and the antennas
 * @returns `browsing`, users in the order of their ids, rows in time order, those of the same second in the order given;
 * `refused`, each with its line and one of `REFUSAL_REASONS`; `given`, the number of records after the header
 * @throws RangeError for a column that the header does not have, or has twice; for a source without a header
 * **Cost** O(bytes); 12 bytes per record, twice that while it grows, and the texts
 * @example
 * const antennas = createLocations("antennas", ["A"], [-79.9], [-2.2]);
 * const options = { user: "line", time: { column: "at", format: epochSeconds() }, host: "host", antenna: "cell", antennas };
 * const { browsing, refused } = readBrowsing("line,at,host,cell\nx,1546300900,news.example,A\nx,1546300800,bank.example,?\nx,soon,bank.example,A", options);
 * rowsOf(browsing); // [ { time: 1546300800, host: 1, location: -1 }, { time: 1546300900, host: 0, location: 0 } ]
 * rowsOf(refused); // [ { row: 4, reason: 'time not in the given format' } ]
 */
export function readBrowsing(source: string | Uint8Array, options: ReadBrowsingOptions): BrowsingRead {
  const where = "readBrowsing";
  checkOptions(where, options, [...OPTIONS, "separator", "header"]);
  checkReading(where, options);
  let builder: Builder | null = null;
  const reader = createCsvReader(where, options, {
    header: (names) => {
      builder = createBuilder(where, options, (name) => columnOf(where, names, name));
    },
    take: (batch) => builder!.take(batch),
  });
  reader.push(source);
  reader.end();
  return builder!.finish();
}

/**
 * Which hosts did whose phone reach, when, and through which antenna? Data sessions from objects: rows of a database or of
 * another library's table.
 *
 * **How** Each row's values are taken as text and go the way of `readBrowsing`; in the column of times a `Date` is an instant.
 *
 * @param rows - plain objects, one per record
 * @param options - the columns and the antennas
 * @returns as `readBrowsing`; `row` counts the objects from 1
 * @throws RangeError for a column that none of the rows has
 * **Cost** about 1 µs a row
 * @example
 * const antennas = createLocations("antennas", ["A"], [-79.9], [-2.2]);
 * const options = { user: "line", time: { column: "at", format: epochSeconds() }, host: "host", antenna: "cell", antennas };
 * buildBrowsing([{ line: 7, at: 1546300800, host: "bank.example", cell: "A" }], options).browsing.users; // [ '7' ]
 */
export function buildBrowsing(
  rows: Iterable<Readonly<Record<string, unknown>>>,
  options: BuildBrowsingOptions,
): BrowsingRead {
  const where = "buildBrowsing";
  checkOptions(where, options, OPTIONS);
  checkReading(where, options);
  checkRows(where, rows);
  const columns = [...new Set([...COLUMNS.map((name) => options[name]), options.time.column])];
  const builder = createBuilder(where, options, (name) => columns.indexOf(name));
  takeRows(where, rows, columns, options.time.column, builder.take);
  return builder.finish();
}

function checkReading(where: string, options: BuildBrowsingOptions): void {
  for (const name of COLUMNS) checkText(where, name, options[name]);
  checkTimeColumn(where, options.time);
  checkLocations(where, "antennas", options.antennas);
  const { unknownAntenna = [] } = options;
  checkList(where, "unknownAntenna", unknownAntenna);
  for (const [t, text] of unknownAntenna.entries()) checkText(where, `unknownAntenna[${t}]`, text);
}

interface Builder {
  readonly take: (batch: Batch) => void;
  readonly finish: () => BrowsingRead;
}

function createBuilder(where: string, options: BuildBrowsingOptions, placeOf: (name: string) => number): Builder {
  const { antennas, unknownAntenna = ["", "?"] } = options;
  const places = { user: placeOf(options.user), host: placeOf(options.host), antenna: placeOf(options.antenna) };
  const timeAt = placeOf(options.time.column);
  const antennaRows = rowsOfAntennas(where, antennas, unknownAntenna);
  const users = createDictionary();
  const hosts = createDictionary();
  const refused = createRefusalList();
  const read = {
    user: new Int32Array(BATCH_ROWS),
    host: new Int32Array(BATCH_ROWS),
    antenna: new Int32Array(BATCH_ROWS),
  };
  const times = new Uint32Array(BATCH_ROWS);
  let given = 0;
  let rows = 0;
  let user = new Uint32Array(BATCH_ROWS);
  let time = new Uint32Array(BATCH_ROWS);
  let host = new Uint32Array(BATCH_ROWS);
  let location = new Int32Array(BATCH_ROWS);

  /** Whether field `place` of record r is text. */
  const isText = (batch: Batch, r: number, place: number): boolean => {
    const k = r * batch.fields + place;
    return isUtf8(batch.bytes, batch.starts[k]!, batch.ends[k]!);
  };
  /** The number of the text in field `place` of record r, which gets one if it has none. */
  const learn = (dictionary: Dictionary, batch: Batch, r: number, place: number, known: number): number => {
    const k = r * batch.fields + place;
    return known >= 0 ? known : addId(dictionary, batch.view, batch.starts[k]!, batch.ends[k]!);
  };

  return {
    take: (batch) => {
      given += batch.rows;
      while (rows + batch.rows > time.length) {
        user = doubled(user);
        time = doubled(time);
        host = doubled(host);
        location = doubled(location);
      }
      const missing = codeOf("user or host missing");
      findIds(users, batch, places.user, read.user, missing, 0);
      findIds(hosts, batch, places.host, read.host, missing, 0);
      readTimes(options, batch, timeAt, times);
      findIds(antennaRows, batch, places.antenna, read.antenna, 0, codeOf("antenna not in the table"));
      for (let r = 0; r < batch.rows; r++) {
        if (batch.reason[r] === 0 && !(isText(batch, r, places.user) && isText(batch, r, places.host))) {
          batch.reason[r] = codeOf("id not in UTF-8");
        }
        if (batch.reason[r] !== 0) {
          refuse(refused, batch.row[r]!, reasonOf(batch.reason[r]!));
          continue;
        }
        user[rows] = learn(users, batch, r, places.user, read.user[r]!);
        host[rows] = learn(hosts, batch, r, places.host, read.host[r]!);
        time[rows] = times[r]!;
        location[rows++] = read.antenna[r]!;
      }
    },
    finish: () => {
      const ids = textsOf(users);
      const order = orderOfIds(ids);
      const rank = rankOf(order);
      const numbers = user.subarray(0, rows).map((u) => rank[u]!);
      const own = Uint32Array.from({ length: rows }, (_, i) => i);
      const grouped = groupByUserAndTime(numbers, time.slice(0, rows), own, ids.length);
      const columns = {
        time: grouped.time,
        host: grouped.value.map((row) => host[row]!),
        location: Int32Array.from(grouped.value, (row) => location[row]!),
      };
      const names = Array.from(order, (u) => ids[u]!);
      const { offsets } = grouped;
      const browsing = { locations: antennas, users: names, offsets, length: rows, columns, hosts: textsOf(hosts) };
      return { browsing, refused: refusedTable(refused), given };
    },
  };
}
