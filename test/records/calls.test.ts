import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import {
  bothSides,
  type CallsRead,
  epochSeconds,
  isoTime,
  localTime,
  oneSide,
  RECORD_KINDS,
  REFUSAL_REASONS,
  type ReadCallsOptions,
  readCalls,
  readCallsStream,
} from "../../src/records/index.ts";
import { rowsRead, streamOf } from "./reading.ts";

const antennas = createLocations("antennas", ["7", "8", "3", "10"], [1, 2, 3, 4], [5, 6, 7, 8]);
const time = { column: "time", format: epochSeconds() };
const both = bothSides({ caller: "caller", callee: "callee", callerAntenna: "from", calleeAntenna: "to", time });
const direction = { column: "direction", out: "out", in: "in" };
const kind = { column: "kind", call: "call", text: "text" };
const one = oneSide({
  user: "user",
  contact: "contact",
  direction,
  time,
  antenna: "antenna",
  duration: "seconds",
  kind,
});

const readBoth = (lines: string, options: Partial<ReadCallsOptions> = {}): CallsRead =>
  readCalls(`caller,callee,time,from,to\n${lines}`, { layout: both, antennas, ...options });
const readOne = (lines: string, options: Partial<ReadCallsOptions> = {}): CallsRead =>
  readCalls(`user,contact,direction,kind,time,seconds,antenna\n${lines}`, { layout: one, antennas, ...options });
const reasons = (read: CallsRead): readonly string[] => read.refused.columns.reason;

describe("records with both sides", () => {
  it("read the survey's Table 1, with the unknown antenna of another operator's customer", () => {
    const clock = createClock({ timeZone: "Europe/Rome" });
    const layout = bothSides({
      caller: "Caller",
      callee: "Callee",
      callerAntenna: "Origin",
      calleeAntenna: "Destination",
      time: { column: "Timestamp", format: localTime({ pattern: "DD-MM-YYYY HH:mm:ss", clock }) },
    });
    const { calls, refused, given } = readCalls(
      `Caller,Callee,Origin,Destination,Timestamp
u1,u3652,7,8,01-01-2020 11:50:32
u1,u1713,3,7,01-01-2020 14:07:24
u1,u3131,10,?,01-01-2020 18:11:37
`,
      { layout, antennas },
    );
    expect(given).toBe(3);
    expect(refused.length).toBe(0);
    expect(calls.users).toEqual(["u1", "u1713", "u3131", "u3652"]);
    expect(calls.locations).toBe(antennas);
    expect(calls.length).toBe(3);
    expect(calls.columns).toEqual({
      caller: Uint32Array.of(0, 0, 0),
      callee: Uint32Array.of(3, 1, 2),
      time: Uint32Array.of(...["10:50:32", "13:07:24", "17:11:37"].map((t) => Date.parse(`2020-01-01T${t}Z`) / 1000)),
      callerAntenna: Int32Array.of(0, 2, 3),
      calleeAntenna: Int32Array.of(1, 0, -1),
      duration: Float64Array.of(Number.NaN, Number.NaN, Number.NaN),
      kind: Uint8Array.of(0, 0, 0),
    });
  });

  it("an id that is not in the table of antennas is refused on either side, never taken for unknown", () => {
    const read = readBoth("a,b,1,7,9\na,b,1,9,7\na,b,1,?,\n");
    expect(reasons(read)).toEqual(["antenna not in the table", "antenna not in the table"]);
    expect([...read.calls.columns.callerAntenna, ...read.calls.columns.calleeAntenna]).toEqual([-1, -1]);
  });

  it("the texts that mean an unknown antenna are the user's to say", () => {
    const read = readBoth("a,b,1,NULL,7\na,b,1,?,7\na,b,1,,7\n", { unknownAntenna: ["NULL", "-1"] });
    expect(read.calls.length).toBe(1);
    expect(reasons(read)).toEqual(["antenna not in the table", "antenna not in the table"]);
    expect(() => readBoth("", { unknownAntenna: ["7"] })).toThrow(/unknownAntenna/);
  });

  it("a record that places nobody is kept unless it is to be refused", () => {
    const lines = "a,b,1,?,?\na,b,2,7,?\na,b,3,?,7\n";
    expect(readBoth(lines).calls.length).toBe(3);
    const read = readBoth(lines, { missingAntenna: "refuse" });
    expect(Array.from(read.calls.columns.time)).toEqual([2, 3]);
    expect(reasons(read)).toEqual(["no antenna known"]);
  });

  it("a record of a user with themselves is kept", () => {
    expect(readBoth("a,a,1,7,7\n").calls.users).toEqual(["a"]);
  });
});

describe("records with one side", () => {
  it("the direction decides who calls, and the antenna is the user's", () => {
    const { calls } = readOne("u,v,out,call,1,10,7\nu,v,in,call,2,20,8\n");
    expect(calls.users).toEqual(["u", "v"]);
    expect(Array.from(calls.columns.caller)).toEqual([0, 1]);
    expect(Array.from(calls.columns.callee)).toEqual([1, 0]);
    expect(Array.from(calls.columns.callerAntenna)).toEqual([0, -1]);
    expect(Array.from(calls.columns.calleeAntenna)).toEqual([-1, 1]);
  });

  it("a row without its only antenna is kept unless it is to be refused", () => {
    expect(readOne("u,v,in,text,1,,\n").calls.length).toBe(1);
    expect(reasons(readOne("u,v,in,text,1,,\nu,v,out,text,1,,\n", { missingAntenna: "refuse" }))).toEqual([
      "no antenna known",
      "no antenna known",
    ]);
  });

  it("a file may belong to one user whom no column names", () => {
    const layout = oneSide({ user: { constant: "ü00" }, contact: "contact", direction, time, antenna: "antenna" });
    const { calls } = readCalls("contact,direction,time,antenna\nv,out,1,7\nü00,in,2,8\nw,in,3,8", {
      layout,
      antennas,
    });
    expect(calls.users).toEqual(["v", "w", "ü00"]);
    expect(Array.from(calls.columns.caller)).toEqual([2, 2, 1]);
    expect(Array.from(calls.columns.callee)).toEqual([0, 2, 2]);
    const none = readCalls("contact,direction,time,antenna\n,out,1,7", { layout, antennas });
    expect(none.calls.users).toEqual([]);
    expect(() => oneSide({ user: { constant: "" }, contact: "c", direction, time, antenna: "a" })).toThrow(RangeError);
  });

  it("several texts may mean one thing", () => {
    const layout = oneSide({
      user: "user",
      contact: "contact",
      time,
      antenna: "antenna",
      direction: { column: "type", out: ["MOC", "SMO"], in: ["MTC", "SMT"] },
      kind: { column: "type", call: ["MOC", "MTC"], text: ["SMO", "SMT"] },
    });
    const text = "user,contact,time,antenna,type\nu,v,1,7,MOC\nu,v,1,7,SMT\nu,v,1,7,SMO\nu,v,1,7,MTC\nu,v,1,7,GPRS";
    const read = readCalls(text, { layout, antennas });
    expect(Array.from(read.calls.columns.caller)).toEqual([0, 1, 0, 1]);
    expect(Array.from(read.calls.columns.kind)).toEqual([0, 1, 1, 0]);
    expect(reasons(read)).toEqual(["direction not among the given texts"]);
    const twice = { column: "d", out: ["x", "y"], in: "y" };
    expect(() => oneSide({ user: "u", contact: "c", direction: twice, time, antenna: "a" })).toThrow(
      /texts of direction/,
    );
    const same = { column: "k", call: "x", text: "x" };
    expect(() => oneSide({ user: "u", contact: "c", direction, time, antenna: "a", kind: same })).toThrow(
      /texts of kind/,
    );
  });
});

describe("calls and texts", () => {
  it("RECORD_KINDS names the numbers of the column", () => {
    const { calls } = readOne("u,v,out,call,1,10,7\nu,v,in,text,2,,8\n");
    expect(Array.from(calls.columns.kind, (k) => RECORD_KINDS[k])).toEqual(["call", "text"]);
  });

  it("a call needs a duration where the file has a column of them; a text has none, whatever stands there", () => {
    const read = readOne("u,v,out,call,1,10,7\nu,v,out,call,1,,7\nu,v,out,text,1,,7\nu,v,out,text,1,99,7\n");
    expect(read.calls.columns.duration).toEqual(Float64Array.of(10, Number.NaN, Number.NaN));
    expect(reasons(read)).toEqual(["call without duration"]);
  });

  it("durations are numbers of seconds, whole or not, zero or more", () => {
    const good = ["0", "0.0", "3393.0", "12.75", "007", "86400", "12345678901234567890", "5."];
    const bad = ["x", "00:05:12", "1e3", "12s", " 5", "+5", ".5", "-", "NaN", "1,5x"];
    const read = readOne([...good, ...bad].map((text) => `u,v,out,call,1,"${text}",7`).join("\n"));
    expect(Array.from(read.calls.columns.duration)).toEqual(good.map(Number));
    expect(reasons(read)).toEqual(bad.map(() => "duration not a number of seconds"));
    expect(reasons(readOne("u,v,out,call,1,-5,7\nu,v,out,call,1,-0.5,7"))).toEqual([
      "negative duration",
      "negative duration",
    ]);
    expect(readOne("u,v,out,call,1,-0,7").calls.columns.duration).toEqual(Float64Array.of(0));
  });

  it("a file may hold one kind only", () => {
    const layout = (kind?: "call" | "text") =>
      bothSides({
        caller: "caller",
        callee: "callee",
        callerAntenna: "from",
        calleeAntenna: "to",
        time,
        ...(kind ? { kind } : {}),
      });
    expect(Array.from(readBoth("a,b,1,7,8", { layout: layout() }).calls.columns.kind)).toEqual([0]);
    expect(Array.from(readBoth("a,b,1,7,8", { layout: layout("text") }).calls.columns.kind)).toEqual([1]);
    expect(() => layout("mms" as "text")).toThrow(/kind must be/);
  });

  it("where a text is a record without a duration, the duration decides", () => {
    const sides = { caller: "a", callee: "b", callerAntenna: "x", calleeAntenna: "y", time };
    const layout = bothSides({ ...sides, duration: "d", kind: "byDuration" });
    const read = readCalls("a,b,x,y,time,d\nu,v,7,8,1,\nu,v,7,8,2,0\nu,v,7,8,3,x", { layout, antennas });
    expect(Array.from(read.calls.columns.kind)).toEqual([1, 0]);
    expect(Array.from(read.calls.columns.duration)).toEqual([Number.NaN, 0]);
    expect(reasons(read)).toEqual(["duration not a number of seconds"]);
    expect(() => bothSides({ ...sides, kind: "byDuration" })).toThrow(/duration must be/);
  });
});

describe("refused rows", () => {
  it("come back with their line and the first reason that holds; kept and refused add up to given", () => {
    const read = readOne(
      [
        "u,v,out,call,1,10,7",
        "u,v,out,call,1,10",
        'u,v,"out"x,call,1,10,7',
        ",v,sideways,call,x,x,9",
        "u,,out,call,1,10,7",
        "u,v,sideways,mms,x,x,9",
        "u,v,out,mms,x,x,9",
        "u,v,out,call,,x,9",
        "u,v,out,call,x,x,9",
        "u,v,out,call,5000000000,x,9",
        "u,v,out,call,1,,9",
        "u,v,out,call,1,x,9",
        "u,v,out,call,1,-1,9",
        "u,v,out,call,1,1,9",
        "",
        "u,v,in,text,1,,?",
      ].join("\n"),
      { missingAntenna: "refuse" },
    );
    expect(rowsRead(read).refused).toEqual([
      { line: 3, reason: "wrong number of fields" },
      { line: 4, reason: "quotation mark out of place" },
      { line: 5, reason: "caller or callee missing" },
      { line: 6, reason: "caller or callee missing" },
      { line: 7, reason: "direction not among the given texts" },
      { line: 8, reason: "kind not among the given texts" },
      { line: 9, reason: "time missing" },
      { line: 10, reason: "time not in the given format" },
      { line: 11, reason: "time outside 1970 to 2106" },
      { line: 12, reason: "call without duration" },
      { line: 13, reason: "duration not a number of seconds" },
      { line: 14, reason: "negative duration" },
      { line: 15, reason: "antenna not in the table" },
      { line: 17, reason: "no antenna known" },
    ]);
    expect(read.calls.length).toBe(1);
    expect(read.given).toBe(15);
    const order = rowsRead(read).refused.map(({ reason }) => REFUSAL_REASONS.indexOf(reason as "id missing"));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it("leave no trace among the users", () => {
    const read = readOne("z,y,out,call,x,10,7\nu,v,out,call,1,10,7\nw,x,out,call,1,10,9");
    expect(read.calls.users).toEqual(["u", "v"]);
  });

  it("a separator that is not the file's is an error about the header, not a file of refused rows", () => {
    expect(() => readBoth("", { separator: ";" })).toThrow(
      'readCalls: column "caller" must be one of the header\'s (caller,callee,time,from,to), got "caller"',
    );
  });

  it("a column that the header has twice is an error", () => {
    expect(() => readCalls("caller,caller,callee,time,from,to\n", { layout: both, antennas })).toThrow(/once/);
  });

  it("other arguments that are wrong are errors", () => {
    expect(() => readBoth("", { duplicates: "drop" as "keep" })).toThrow(/duplicates must be/);
    expect(() => readBoth("", { missingAntenna: "drop" as "keep" })).toThrow(/missingAntenna must be/);
    expect(() => readCalls(7 as unknown as string, { layout: both, antennas })).toThrow(/source must be/);
    expect(() => readCalls("", { layout: both, antennas })).toThrow(/header line/);
  });
});

describe("ids", () => {
  it("are texts: users are sorted by them, whatever their order in the file, and 10 comes before 9", () => {
    const { calls } = readBoth("9,10,1,7,8\nb,010,1,7,8\na,9,1,7,8\n");
    expect(calls.users).toEqual(["010", "10", "9", "a", "b"]);
    expect(Array.from(calls.columns.caller)).toEqual([2, 4, 3]);
    expect(Array.from(calls.columns.callee)).toEqual([1, 0, 2]);
  });

  it("may be any text, quoted or not", () => {
    const { calls } = readBoth('"Smith, ""J""",é𝄞\u00a0,1,7,8\n');
    expect(calls.users).toEqual(['Smith, "J"', "é𝄞\u00a0"]);
  });

  it("that are not UTF-8 are refused, because other bytes could not be told apart", () => {
    const bytes = Buffer.from(
      "caller,callee,time,from,to\nM\xfcller,b,1,7,8\nb,M\xfcller,1,7,8\nb,c,1,7,8\n",
      "latin1",
    );
    const read = readCalls(bytes, { layout: both, antennas });
    expect(reasons(read)).toEqual(["id not in UTF-8", "id not in UTF-8"]);
    expect(read.calls.users).toEqual(["b", "c"]);
  });
});

describe("duplicates", () => {
  const lines =
    "u,v,out,call,1,10,7\nu,v,out,call,1,10,7\nu,v,out,text,1,,7\nu,v,out,text,1,,7\nu,v,out,call,1,11,7\nu,v,in,call,1,10,7\n";

  it("are kept unless they are to be refused: two texts within one second can be true", () => {
    expect(readOne(lines).calls.length).toBe(6);
    const read = readOne(lines, { duplicates: "refuse" });
    expect(rowsRead(read).refused).toEqual([
      { line: 3, reason: "duplicate of an earlier row" },
      { line: 5, reason: "duplicate of an earlier row" },
    ]);
    expect(read.calls.length + read.refused.length).toBe(read.given);
  });

  it("are rows the same in every one of the columns", () => {
    const row = { user: "u", contact: "v", direction: "out", kind: "call", time: "1", seconds: "10", antenna: "7" };
    const others = [
      { user: "w" },
      { contact: "w" },
      { direction: "in" },
      { kind: "text" },
      { time: "2" },
      { seconds: "11" },
      { antenna: "8" },
    ];
    for (const other of others) {
      const two = [row, { ...row, ...other }, row].map((r) => Object.values(r).join(",")).join("\n");
      expect(rowsRead(readOne(two, { duplicates: "refuse" })).refused.map(({ line }) => line)).toEqual([4]);
    }
  });

  it("are so with both sides and without durations", () => {
    const layout = bothSides({ caller: "a", callee: "b", callerAntenna: "x", calleeAntenna: "y", time, kind });
    const row = { a: "u", b: "v", x: "7", y: "8", time: "1", kind: "call" };
    for (const other of [
      { a: "w" },
      { b: "w" },
      { x: "8" },
      { x: "" },
      { y: "7" },
      { y: "?" },
      { time: "2" },
      { kind: "text" },
    ]) {
      const two = [Object.keys(row), ...[row, { ...row, ...other }, row].map((r) => Object.values(r))];
      const read = readCalls(two.join("\n"), { layout, antennas, duplicates: "refuse" });
      expect(rowsRead(read).refused).toEqual([{ line: 4, reason: "duplicate of an earlier row" }]);
    }
  });

  it("are told from thousands of rows that differ in one antenna only", () => {
    const ids = Array.from({ length: 80 }, (_, i) => `A${i}`);
    const many = createLocations("antennas", ids, new Float64Array(80), new Float64Array(80));
    const lines = ids.flatMap((x) => ids.map((y) => `a,b,1,${x},${y}`));
    const read = readBoth([...lines, ...lines].join("\n"), { antennas: many, duplicates: "refuse" });
    expect([read.calls.length, read.refused.length]).toEqual([6400, 6400]);
  });

  it("are found among many rows", () => {
    const many = Array.from({ length: 30_000 }, (_, i) => `u${i % 97},v${i % 89},out,call,${i},${i % 7},7`).join("\n");
    const read = readOne(`${many}\n${many}`, { duplicates: "refuse" });
    expect(read.calls.length).toBe(30_000);
    expect(Array.from(read.refused.columns.row)).toEqual(Array.from({ length: 30_000 }, (_, i) => 30_002 + i));
  });
});

describe("streams", () => {
  const header = "caller,callee,time,from,to\n";
  const text = `${header}ü,"b,c",1,7,?\nx,y,2,9,8\n"d\nd",e,3,8,7`;

  it("give the same as the whole text, in pieces of text or of bytes", async () => {
    const options = { layout: both, antennas };
    const whole = readCalls(text, options);
    const bytes = Buffer.from(text);
    const single = [...bytes].map((byte) => Uint8Array.of(byte));
    expect(await readCallsStream(streamOf(single), options)).toEqual(whole);
    expect(await readCallsStream(streamOf([...text]), options)).toEqual(whole);
    expect(await readCallsStream(streamOf([bytes]), options)).toEqual(whole);
    expect(readCalls(bytes, options)).toEqual(whole);
    expect(readCalls(new Uint8Array(bytes), options)).toEqual(whole);
    expect(whole.given).toBe(3);
    expect(rowsRead(whole).refused).toEqual([{ line: 3, reason: "antenna not in the table" }]);
  });

  it("that fail reject", async () => {
    async function* broken(): AsyncGenerator<string> {
      yield header;
      throw new Error("disk gone");
    }
    await expect(readCallsStream(broken(), { layout: both, antennas })).rejects.toThrow("disk gone");
    await expect(readCallsStream(streamOf(["a,b\n"]), { layout: both, antennas })).rejects.toThrow(RangeError);
  });

  it("columns grow to any length", () => {
    const rows = 20_000;
    const lines = Array.from({ length: rows }, (_, i) => `u${i},u${rows - 1 - i},${i},${i % 2 ? "7" : "10"},8`).join(
      "\n",
    );
    const { calls, given } = readBoth(lines);
    expect(given).toBe(rows);
    expect(calls.length).toBe(rows);
    expect(calls.users.length).toBe(rows);
    for (const column of Object.values(calls.columns)) expect(column.length).toBe(rows);
    for (let i = 0; i < rows; i += 37) {
      expect(calls.users[calls.columns.caller[i]!]).toBe(`u${i}`);
      expect(calls.users[calls.columns.callee[i]!]).toBe(`u${rows - 1 - i}`);
      expect(calls.columns.time[i]).toBe(i);
      expect(calls.columns.callerAntenna[i]).toBe(i % 2 ? 0 : 3);
    }
  });

  it("a file without a header has its columns named", () => {
    const options = { layout: both, antennas, header: ["caller", "callee", "time", "from", "to"] };
    expect(readCalls("a,b,1,7,8\nc,d,x,7,8", options)).toMatchObject({
      calls: { length: 1 },
      refused: { columns: { row: Float64Array.of(2) } },
      given: 2,
    });
  });

  it("a file with a header only has no records", () => {
    const { calls, refused, given } = readBoth("");
    expect([calls.length, refused.length, given, calls.users.length]).toEqual([0, 0, 0, 0]);
  });
});

describe("one layout for many readings", () => {
  it("a layout and a format keep nothing from one reading to the next", () => {
    const clock = createClock({ timeZone: "Europe/Rome" });
    const formats = [localTime({ pattern: "YYYY-MM-DD HH:mm:ss", clock }), isoTime()];
    const layouts = formats.map((format) =>
      bothSides({
        caller: "caller",
        callee: "callee",
        callerAntenna: "from",
        calleeAntenna: "to",
        time: { column: "time", format },
      }),
    );
    const lines = "a,b,2020-02-30 00:00:00,7,8\na,b,2020-03-01 00:00:00,7,8\nc,d,2020-03-01 00:00:00+01:00,7,8\n";
    for (const layout of layouts) expect(readBoth(lines, { layout })).toEqual(readBoth(lines, { layout }));
    expect(layouts.map((layout) => readBoth(lines, { layout }).calls.users)).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });
});
