import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import {
  buildCalls,
  localTime,
  oneSide,
  type ReadCallsOptions,
  type RefusalReason,
  readAntennas,
  readCalls,
  readCallsStream,
} from "../../src/records/index.ts";
import { cutAt, readPieces, rowsOfPlain, rowsRead, streamOf } from "../records/reading.ts";
import { type PlainOptions, plainCalls } from "../slow/calls.ts";
import { plainRecords } from "../slow/csv.ts";
import { localTimeByIntl } from "../slow/local-time.ts";

const TIME_ZONE = "Europe/Rome";
const antennas = createLocations("antennas", ["T1", "T2", "é 3"], [9, 10, 11], [45, 46, 47]);
const columns = {
  user: "user",
  contact: "contact",
  direction: "direction",
  kind: "kind",
  time: "when",
  duration: "seconds",
  antenna: "antenna",
} as const;
const names = ["antenna", "user", "extra", "direction", "when", "contact", "kind", "seconds"];
const layout = oneSide({
  user: "user",
  contact: "contact",
  direction: { column: "direction", out: "out", in: "in" },
  kind: { column: "kind", call: "call", text: "text" },
  time: {
    column: "when",
    format: localTime({ pattern: "YYYY-MM-DD HH:mm:ss", clock: createClock({ timeZone: TIME_ZONE }) }),
  },
  duration: "seconds",
  antenna: "antenna",
});
const options: ReadCallsOptions = { layout, antennas };

/** The plain form of `localTime`: Intl asked of every instant within a day of the text. */
const byIntl = localTimeByIntl(TIME_ZONE);
const instants = new Map<string, number | RefusalReason>();
function timeOf(text: string): number | RefusalReason {
  if (text === "") return "time missing";
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return "time not in the given format";
  const local = Date.parse(`${text.replace(" ", "T")}Z`) / 1000;
  const exists = !Number.isNaN(local) && new Date(local * 1000).toISOString().startsWith(text.replace(" ", "T"));
  if (!exists) return "date or time of day that does not exist";
  const known = instants.get(text);
  if (known !== undefined) return known;
  const found = [3600, 7200].map((offset) => local - offset).filter((t) => t + byIntl(t).offset === local);
  const answer: number | RefusalReason =
    found.length === 1
      ? found[0]!
      : found.length === 0
        ? "local time skipped by a change of the clock"
        : "local time repeated by a change of the clock";
  instants.set(text, answer);
  return answer;
}
const plain: PlainOptions = { columns, timeOf, antennas: new Set(antennas.columns.id) };

/** A value of each column, mostly good. */
const mostly = (good: readonly string[], bad: readonly string[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: fc.constantFrom(...bad) });
const user = mostly(["u1", "u2", "u3", "ü", "u10", 'a "b"', "x,y", "l\nf"], ["", " "]);
const when = mostly(
  ["2020-03-28 23:59:59", "2020-03-29 01:59:59", "2020-03-29 03:00:00", "2020-10-25 01:00:00", "2020-12-31 12:00:00"],
  [
    "",
    "2020-03-29 02:30:00",
    "2020-10-25 02:30:00",
    "2020-02-30 10:00:00",
    "2020-01-01 24:00:00",
    "29-03-2020 10:00:00",
  ],
);
const row = fc.tuple(
  mostly(["T1", "T2", "é 3", "", "?"], ["T9", " T1"]),
  user,
  fc.constantFrom("", "kept out", '"'),
  mostly(["out", "in"], ["", "Out", "sideways"]),
  when,
  user,
  mostly(["call", "text"], ["", "mms"]),
  mostly(["0", "12", "3.5"], ["", "-1", "x"]),
);

/** A row as it could stand in a file: fields quoted where they must be or where it pleases; sometimes a field lost or a mark too many. */
const line = fc
  .tuple(row, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), fc.integer({ min: 0, max: 40 }))
  .map(([fields, quotes, flaw]) => {
    const written = fields.map((field, f) =>
      quotes[f] || /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field,
    );
    if (flaw === 0) return written.slice(1).join(",");
    if (flaw === 1) return `"${written.join(",")}`;
    if (flaw === 2) return "";
    return written.join(",");
  });
const end = fc.constantFrom("\n", "\r\n");
const file = fc
  .tuple(fc.constantFrom("", "\uFEFF"), fc.array(fc.tuple(line, end), { maxLength: 40 }), fc.boolean())
  .map(([mark, lines, open]) => {
    const text = `${mark}${names.join(",")}\n${lines.map(([written, ending]) => written + ending).join("")}`;
    return open && text.endsWith("\n") ? text.slice(0, -1) : text;
  });
const cuts = fc.array(fc.nat(4000), { maxLength: 8 });

describe("laws of records", () => {
  it("the reader of bytes finds the records that a plain reader finds, however the text is cut", () => {
    const nasty = fc
      .array(fc.constantFrom('"', '"', ",", "\n", "\r", "\r\n", "a", "é", "𝄞", ",x", '""'), { maxLength: 60 })
      .map((parts) => `h1,h2\n${parts.join("")}`);
    fc.assert(
      fc.property(nasty, cuts, (text, places) => {
        const expected = plainRecords(text)
          .slice(1)
          .map(({ line, fields }) => ({
            line,
            fields:
              fields === null ? "quotation mark out of place" : fields.length === 2 ? fields : "wrong number of fields",
          }));
        expect(readPieces(cutAt(Buffer.from(text), places)).records).toEqual(expected);
        expect(readPieces([text]).records).toEqual(expected);
      }),
      { seed: 42, numRuns: 3000 },
    );
  });

  it("what is kept and what is refused, and why, is as in a plain reader; kept + refused = given", () => {
    fc.assert(
      fc.property(
        file,
        fc.constantFrom("keep", "refuse"),
        fc.constantFrom("keep", "refuse"),
        (text, unplaced, duplicates) => {
          const read = readCalls(text, { ...options, missingAntenna: unplaced, duplicates });
          const expected = plainCalls(text, { ...plain, unplaced, duplicates });
          expect(rowsRead(read)).toEqual(rowsOfPlain(expected));
          expect(read.given).toBe(expected.length);
          expect(read.calls.length + read.refused.length).toBe(read.given);
          expect(read.calls.users).toEqual([...new Set(read.calls.users)].sort());
        },
      ),
      { seed: 42, numRuns: 500 },
    );
  });

  it("a text gives the same whole, as bytes, and in pieces cut anywhere", async () => {
    await fc.assert(
      fc.asyncProperty(file, cuts, async (text, places) => {
        const whole = readCalls(text, options);
        const bytes = Buffer.from(text);
        expect(readCalls(bytes, options)).toEqual(whole);
        expect(await readCallsStream(streamOf(cutAt(bytes, places)), options)).toEqual(whole);
        const at = [...places].sort((a, b) => a - b);
        const texts = [0, ...at].map((from, c) => text.slice(from, at[c]));
        expect(await readCallsStream(streamOf(texts), options)).toEqual(whole);
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("a file in two halves gives the union of the rows", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), fc.nat(40), (rows, at) => {
        const split = Math.min(at, rows.length);
        const textOf = (part: readonly (readonly string[])[]): string =>
          [names, ...part]
            .map((fields) => fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(","))
            .join("\n");
        const whole = readCalls(textOf(rows), options);
        const halves = [rows.slice(0, split), rows.slice(split)].map((part) => readCalls(textOf(part), options));
        const [first, second] = halves.map(rowsRead);
        expect([...first!.kept, ...second!.kept]).toEqual(rowsRead(whole).kept);
        expect(halves[0]!.given + halves[1]!.given).toBe(whole.given);
        expect([...halves[0]!.refused.columns.reason, ...halves[1]!.refused.columns.reason]).toEqual(
          whole.refused.columns.reason,
        );
        expect([...new Set(halves.flatMap((half) => half.calls.users))].sort()).toEqual(whole.calls.users);
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("objects give what the text with their values gives", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
        const objects = rows.map((fields) => Object.fromEntries(fields.map((field, f) => [names[f]!, field])));
        const text = [names, ...rows]
          .map((fields) => fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(","))
          .join("\n");
        const fromText = readCalls(text, options);
        const fromObjects = buildCalls(objects, options);
        expect(fromObjects.calls).toEqual(fromText.calls);
        expect(fromObjects.refused.columns.reason).toEqual(fromText.refused.columns.reason);
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("of antennas too: kept + refused = given, and the kept ones differ in id", () => {
    const antenna = fc.tuple(
      fc.constantFrom("A", "B", "C", ""),
      fc.constantFrom("1", "-180", "200", "x", ""),
      fc.constantFrom("1", "-90", "91", "x", ""),
    );
    fc.assert(
      fc.property(fc.array(antenna, { maxLength: 12 }), (rows) => {
        const text = ["id,lon,lat", ...rows.map((fields) => fields.join(","))].join("\n");
        const read = readAntennas(text, { id: "id", lon: "lon", lat: "lat" });
        expect(read.antennas.length + read.refused.length).toBe(read.given);
        expect(read.given).toBe(rows.length);
        const good = rows.filter(([id, lon, lat]) => id !== "" && /^(1|-180)$/.test(lon) && /^(1|-90)$/.test(lat));
        expect(read.antennas.columns.id).toEqual([...new Set(good.map(([id]) => id))]);
      }),
      { seed: 42, numRuns: 300 },
    );
  });
});
