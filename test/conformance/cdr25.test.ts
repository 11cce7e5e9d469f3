import { createReadStream, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import {
  type AntennasRead,
  type CallsRead,
  localTime,
  oneSide,
  type ReadCallsOptions,
  type RefusalReason,
  readAntennas,
  readCalls,
  readCallsStream,
} from "../../src/records/index.ts";
import { rowsOfPlain, rowsRead } from "../records/reading.ts";
import { type PlainOptions, plainCalls } from "../slow/calls.ts";
import { describeData, listed, readJson, readRows, skipped } from "./data.ts";

/** Columns of the layout of this folder; a file of records that lacks the user belongs to the user it is named after. */
const COLUMNS = {
  kind: "interaction",
  direction: "direction",
  contact: "correspondent_id",
  time: "datetime",
  duration: "call_duration",
  antenna: "antenna_id",
} as const;
const USER = "user_id";
/** Local times of this zone, which never changes its clock, so that the plain form is one subtraction. */
const OFFSET_SECONDS = 7200;
const clock = createClock({ timeZone: "Africa/Kigali" });

describeData("03_cdr25: generated records with dirty rows", "03_cdr25", (path) => {
  const tables = [path, join(path, "records")]
    .flatMap((folder) => listed(folder, /\.csv$/).map((name) => join(folder, name)))
    .map((file) => ({ file, header: readFileSync(file, "utf8").split(/\r?\n/, 1)[0]!.split(",") }));
  const files = tables.filter(({ header }) => Object.values(COLUMNS).every((name) => header.includes(name)));
  const towers = tables.filter(({ header }) =>
    [COLUMNS.antenna, "latitude", "longitude"].every((name) => header.includes(name)),
  );
  if (files.length === 0 || towers.length !== 1) {
    skipped("records and antennas", path);
    return;
  }
  const tower = towers[0]!.file;
  const read: AntennasRead = readAntennas(readFileSync(tower), {
    id: COLUMNS.antenna,
    lon: "longitude",
    lat: "latitude",
  });
  const known = new Set(readRows(tower).map((row) => row[COLUMNS.antenna]!));

  const optionsOf = (file: string, header: readonly string[]): ReadCallsOptions => ({
    antennas: read.antennas,
    layout: oneSide({
      user: header.includes(USER) ? USER : { constant: basename(file, ".csv") },
      contact: COLUMNS.contact,
      direction: { column: COLUMNS.direction, out: "out", in: "in" },
      kind: { column: COLUMNS.kind, call: "call", text: "text" },
      time: { column: COLUMNS.time, format: localTime({ pattern: "YYYY-MM-DD HH:mm:ss", clock }) },
      duration: COLUMNS.duration,
      antenna: COLUMNS.antenna,
    }),
  });
  const plainOf = (file: string, header: readonly string[]): PlainOptions => ({
    columns: { ...COLUMNS, user: header.includes(USER) ? USER : null },
    constant: basename(file, ".csv"),
    timeOf,
    antennas: known,
  });

  it("every antenna is read", () => {
    expect(read.refused.length).toBe(0);
    expect(read.antennas.columns.id).toEqual(readRows(tower).map((row) => row[COLUMNS.antenna]));
    expect(Array.from(read.antennas.columns.lat)).toEqual(readRows(tower).map((row) => Number(row["latitude"])));
  });

  for (const { file, header } of files) {
    const name = file.slice(path.length + 1);

    it(`${name}: every dirty row is refused with its reason, every other one is kept, kept + refused = given`, () => {
      const bytes = readFileSync(file);
      for (const choice of [{}, { missingAntenna: "refuse", duplicates: "refuse" }] as const) {
        const calls = readCalls(bytes, { ...optionsOf(file, header), ...choice });
        const plain = plainCalls(bytes.toString("utf8"), {
          ...plainOf(file, header),
          ...("duplicates" in choice ? { unplaced: choice.missingAntenna, duplicates: choice.duplicates } : {}),
        });
        expect(rowsRead(calls)).toEqual(rowsOfPlain(plain));
        expect(calls.given).toBe(plain.length);
        expect(calls.calls.length + calls.refused.length).toBe(calls.given);
      }
    });

    it(`${name}: a stream of it gives the same as the whole`, async () => {
      const whole = readCalls(readFileSync(file), optionsOf(file, header));
      for (const highWaterMark of [1000, 65_536]) {
        const stream = createReadStream(file, { highWaterMark });
        expect(await readCallsStream(stream, optionsOf(file, header))).toEqual(whole);
      }
    });
  }

  const alone = files.filter(({ header }) => !header.includes(USER));
  const together = files.filter(({ header }) => header.includes(USER));
  for (const { file, header } of alone.length > 0 ? together : []) {
    it(`${file.slice(path.length + 1)}: the files of single users are its partition`, () => {
      const whole = readCalls(readFileSync(file), optionsOf(file, header));
      const parts = alone.map((part) => readCalls(readFileSync(part.file), optionsOf(part.file, part.header)));
      expect(parts.flatMap((part) => rowsRead(part).kept)).toEqual(rowsRead(whole).kept);
      expect(parts.flatMap((part) => part.refused.columns.reason)).toEqual(whole.refused.columns.reason);
      expect(sum(parts.map((part) => part.given))).toBe(whole.given);
    });
  }

  /**
   * bandicoot counts per user the rows that it ignores and, per field, the flaws in them. It takes a row with an antenna
   * that is not in the table, and one without an antenna, as rows without a place; it does not look for duplicates.
   */
  for (const name of listed(join(path, "expected"), /home_rog_churn_network\.json$/)) {
    const expected = readJson<Record<string, { n_ignored: Record<string, number> }>>(join(path, "expected", name));
    for (const { file, header } of alone) {
      const user = basename(file, ".csv");
      if (expected[user] === undefined) continue;
      it(`${name}: of ${user} as many rows are refused as bandicoot ignores, antennas that are not in the table apart`, () => {
        const { calls, refused, given }: CallsRead = readCalls(readFileSync(file), optionsOf(file, header));
        const ignored = expected[user]!.n_ignored;
        const outside = refused.columns.reason.filter((reason) => reason === "antenna not in the table").length;
        expect(refused.length - outside).toBe(ignored["all"]);
        expect(given - calls.length - outside).toBe(ignored["all"]);
        // Where each ignored row has one flaw, the reasons are bandicoot's fields.
        const flaws = sum(Object.entries(ignored).map(([field, n]) => (field === "all" ? 0 : n)));
        if (flaws !== ignored["all"]) return;
        const fields = refused.columns.reason.map((reason) => FIELD_OF[reason as RefusalReason]);
        for (const field of ["interaction", "direction", "correspondent_id", "datetime", "call_duration"]) {
          expect(fields.filter((f) => f === field).length, field).toBe(ignored[field]);
        }
      });
    }
  }
});

/** bandicoot's name of the field in which a reason lies. */
const FIELD_OF: Partial<Record<RefusalReason, string>> = {
  "kind not among the given texts": "interaction",
  "direction not among the given texts": "direction",
  "caller or callee missing": "correspondent_id",
  "time missing": "datetime",
  "time not in the given format": "datetime",
  "date or time of day that does not exist": "datetime",
  "call without duration": "call_duration",
  "duration not a number of seconds": "call_duration",
  "negative duration": "call_duration",
};

/** Seconds since 1970 UTC of a local time, digit by digit and by the calendar of JavaScript, or why there are none. */
function timeOf(text: string): number | RefusalReason {
  if (text === "") return "time missing";
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return "time not in the given format";
  const iso = `${text.replace(" ", "T")}.000Z`;
  const milliseconds = Date.parse(iso);
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString() !== iso) {
    return "date or time of day that does not exist";
  }
  return milliseconds / 1000 - OFFSET_SECONDS;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
