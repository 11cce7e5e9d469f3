import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { buildPeriods } from "../../src/core/periods.ts";
import { rowsOf } from "../../src/core/table.ts";
import {
  buildInteractions,
  buildOwnInteractions,
  buildRecharges,
  buildTraces,
  type Interactions,
  selectDirection,
  selectHours,
  selectKind,
  selectLocated,
  selectPeriod,
  selectReciprocated,
  selectUsers,
  splitPeriods,
} from "../../src/traces/index.ts";
import type { Sequences } from "../../src/types.ts";
import { callsOfPlain, type PlainCall } from "../slow/interactions.ts";
import { antennasOf, callsOf } from "./worlds.ts";

const TEXT = Number.NaN;
const DAY = 86_400;

/** Ana calls Bo, Bo writes to Ana from an unknown place, Cy calls Bo before that. */
const CALLS: readonly PlainCall[] = [
  ["ana", "bo", 100, 1, 2, 30],
  ["bo", "ana", 200, -1, 3, TEXT],
  ["cy", "bo", 50, 4, 5, 60],
];

/** The rows of one user with the contact's name. */
function rowsOfUser(table: Interactions, user: string): Record<string, unknown>[] {
  const u = table.users.indexOf(user);
  return rowsOf(table, table.offsets[u]!, table.offsets[u + 1]!).map((row) => ({
    ...row,
    contact: table.contacts[row.contact],
  }));
}

function eventsOf(times: readonly number[]): Sequences<{ readonly time: Uint32Array }> {
  return {
    users: ["ana"],
    offsets: Uint32Array.of(0, times.length),
    length: times.length,
    columns: { time: Uint32Array.from(times) },
  };
}

describe("interactions of both sides", () => {
  it("are refused for records that each user delivered, which would count twice", () => {
    const calls = { ...callsOfPlain(CALLS), deliveredPerUser: true as const };
    expect(() => buildInteractions(calls)).toThrow(
      "buildInteractions: calls must be records of both sides, got records delivered for each user (buildOwnInteractions counts each of them once)",
    );
  });

  it("show every record to the caller and to the callee, in time order", () => {
    const table = buildInteractions(callsOfPlain(CALLS));
    expect(table.users).toEqual(["ana", "bo", "cy"]);
    expect(table.contacts).toEqual(["ana", "bo", "cy"]);
    const call = { kind: 0, duration: 30, time: 100 };
    const text = { kind: 1, duration: TEXT, time: 200 };
    const early = { kind: 0, duration: 60, time: 50 };
    expect(rowsOfUser(table, "ana")).toEqual([
      { ...call, contact: "bo", outgoing: 1, location: 1, contactLocation: 2 },
      { ...text, contact: "bo", outgoing: 0, location: 3, contactLocation: -1 },
    ]);
    expect(rowsOfUser(table, "bo")).toEqual([
      { ...early, contact: "cy", outgoing: 0, location: 5, contactLocation: 4 },
      { ...call, contact: "ana", outgoing: 0, location: 2, contactLocation: 1 },
      { ...text, contact: "ana", outgoing: 1, location: -1, contactLocation: 3 },
    ]);
  });

  it("show a record of a user with the same user twice, the outgoing side first", () => {
    const table = buildInteractions(callsOfPlain([["ana", "ana", 5, 1, 2, 9]]));
    expect(rowsOfUser(table, "ana").map(({ outgoing, location }) => [outgoing, location])).toEqual([
      [1, 1],
      [0, 2],
    ]);
  });

  it("are the same from several tables with users of their own numbers", () => {
    const whole = buildInteractions(callsOfPlain(CALLS));
    expect(buildInteractions([callsOfPlain(CALLS.slice(0, 1)), callsOfPlain(CALLS.slice(1))])).toEqual(whole);
  });

  it("leave out users without a record, and are empty without records", () => {
    const empty = buildInteractions({ ...callsOfPlain([]), users: ["ana"] });
    expect([empty.users, empty.contacts, empty.length, empty.offsets.length]).toEqual([[], [], 0, 1]);
  });

  it("need a table, and tables over the same antennas", () => {
    expect(() => buildInteractions([])).toThrow("buildInteractions: calls must be at least one table");
    const other = callsOf(antennasOf(2), []);
    expect(() => buildInteractions([callsOfPlain(CALLS), other])).toThrow(/calls must be over the same/);
  });
});

describe("interactions of the owners' sides", () => {
  const ana = callsOfPlain([
    ["ana", "bo", 100, 1, -1, 30],
    ["cy", "ana", 90, -1, 2, TEXT],
  ]);
  const bo = callsOfPlain([["ana", "bo", 100, -1, 2, 30]]);

  it("count a record that both sides delivered once for each of them", () => {
    const table = buildOwnInteractions([
      { owner: "bo", calls: bo },
      { owner: "ana", calls: ana },
    ]);
    expect(table.users).toEqual(["ana", "bo"]);
    expect(table.contacts).toEqual(["ana", "bo", "cy"]);
    expect(rowsOfUser(table, "ana").map(({ contact, outgoing, location }) => [contact, outgoing, location])).toEqual([
      ["cy", 0, 2],
      ["bo", 1, 1],
    ]);
    expect(rowsOfUser(table, "bo").map(({ contact, outgoing, location }) => [contact, outgoing, location])).toEqual([
      ["ana", 0, 2],
    ]);
  });

  it("keep owners without a record and join the tables of one owner", () => {
    const table = buildOwnInteractions([
      { owner: "zoe", calls: callsOfPlain([]) },
      { owner: "ana", calls: callsOfPlain([["cy", "ana", 90, -1, 2, TEXT]]) },
      { owner: "ana", calls: callsOfPlain([["ana", "bo", 100, 1, -1, 30]]) },
    ]);
    expect(table.users).toEqual(["ana", "zoe"]);
    expect(table.offsets).toEqual(Uint32Array.of(0, 2, 2));
    const none = buildOwnInteractions([{ owner: "zoe", calls: callsOfPlain([]) }]);
    expect([none.users, none.length]).toEqual([["zoe"], 0]);
  });

  it("see owners who call themselves from the side whose antenna is known", () => {
    const self = callsOfPlain([
      ["ana", "ana", 1, -1, 2, 9],
      ["ana", "ana", 2, 1, -1, 9],
      ["ana", "ana", 3, -1, -1, 9],
    ]);
    const { columns } = buildOwnInteractions([{ owner: "ana", calls: self }]);
    expect(columns.outgoing).toEqual(Uint8Array.of(0, 1, 1));
    expect(columns.location).toEqual(Int32Array.of(2, 1, -1));
  });

  it("refuse a record between others, and to begin without a table", () => {
    expect(() => buildOwnInteractions([{ owner: "cy", calls: bo }])).toThrow(
      'buildOwnInteractions: row 0 of the calls of "cy" must be a record of this owner, got one between others',
    );
    expect(() => buildOwnInteractions([])).toThrow(/deliveries must be at least one table with its owner, got none/);
    expect(() => buildOwnInteractions([null as never])).toThrow(/each of the deliveries must be/);
  });
});

describe("selections", () => {
  const table = buildInteractions(callsOfPlain(CALLS));

  it("keep the second at which a period begins and not the one at which it ends", () => {
    const kept = selectPeriod(table, { from: 50, to: 100 });
    expect(kept.columns.time).toEqual(Uint32Array.of(50, 50));
    expect(kept.users).toEqual(table.users);
    expect(kept.offsets).toEqual(Uint32Array.of(0, 0, 1, 2));
    expect(kept.contacts).toBe(table.contacts);
  });

  it("take calls and texts, and the directions, apart", () => {
    expect(selectKind(table, "text").length + selectKind(table, "call").length).toBe(table.length);
    expect(Array.from(selectKind(table, "text").columns.time)).toEqual([200, 200]);
    expect(Array.from(selectDirection(table, "out").columns.time)).toEqual([100, 200, 50]);
    expect(Array.from(selectDirection(table, "in").columns.time)).toEqual([200, 50, 100]);
  });

  it("leave out the sides whose place is not known: what is left are the events of traces", () => {
    const located = selectLocated(table);
    const traces = buildTraces(callsOfPlain(CALLS));
    expect(Array.from(located.columns.location)).toEqual(Array.from(traces.columns.location));
    expect(located.columns.time).toEqual(traces.columns.time);
  });

  it("give the night to the day on which it begins, unless the weekdays are selected first", () => {
    const clock = createClock({ timeZone: "UTC" });
    // Day 4 of 1970 was a Monday: Monday 2 h, Monday 20 h, Tuesday 2 h, Tuesday 7 h.
    const at = [4 * DAY + 7200, 4 * DAY + 72_000, 5 * DAY + 7200, 5 * DAY + 25_200];
    const night = { clock, fromHour: 19, toHour: 7 };
    expect(Array.from(selectHours(eventsOf(at), { ...night, weekdays: [0] }).columns.time)).toEqual(at.slice(1, 3));
    const monday = selectHours(eventsOf(at), { clock, fromHour: 0, toHour: 24, weekdays: [0] });
    expect(Array.from(selectHours(monday, night).columns.time)).toEqual(at.slice(0, 2));
    expect(Array.from(selectHours(eventsOf(at), night).columns.time)).toEqual(at.slice(0, 3));
    expect(selectHours(eventsOf([]), night).length).toBe(0);
  });

  it("keep users by id or by number of rows, in their order, and leave contacts be", () => {
    const panel = new Set(["cy", "ana"]);
    const kept = selectUsers(table, (user) => panel.has(user));
    expect(kept.users).toEqual(["ana", "cy"]);
    expect(kept.contacts).toEqual(["ana", "bo", "cy"]);
    expect(rowsOfUser(kept, "cy")).toEqual(rowsOfUser(table, "cy"));
    expect(selectUsers(table, (_, rows) => rows === 3).users).toEqual(["bo"]);
    expect(selectUsers(table, (user) => user === "").length).toBe(0);
  });

  it("take rows of words along with those of numbers", () => {
    const columns = { time: Uint32Array.of(1, 2, 3), word: ["a", "b", "c"] };
    const words = { users: ["u"], offsets: Uint32Array.of(0, 3), length: 3, columns };
    expect(selectPeriod(words, { from: 2, to: 9 }).columns).toEqual({ time: Uint32Array.of(2, 3), word: ["b", "c"] });
  });

  it("refuse rows out of time order, other kinds and directions, and periods that end before they begin", () => {
    expect(() => selectPeriod(eventsOf([2, 1]), { from: 0, to: 9 })).toThrow(
      "selectPeriod: events.columns.time[1] must be in time order within its user, from 2, got 1",
    );
    expect(() => selectPeriod(table, { from: 5, to: 4 })).toThrow(/to must be a finite number of at least 5, got 4/);
    expect(() => selectKind(table, "sms" as never)).toThrow(/kind must be "call" or "text", got "sms"/);
    expect(() => selectDirection(table, "both" as never)).toThrow(/direction must be "in" or "out"/);
  });

  it("refuse a contact that does not exist", () => {
    const broken = { ...table, contacts: ["ana"] };
    expect(() => selectReciprocated(broken, { maxDifferenceSeconds: 0 })).toThrow(
      /interactions.columns.contact\[0\] must be below the 1 contacts, got 1/,
    );
  });
});

describe("periods", () => {
  const clock = createClock({ timeZone: "UTC" });
  const columns = { time: Uint32Array.of(DAY, DAY + 1, 3 * DAY, DAY, 2 * DAY) };
  const events = { users: ["ana", "bo", "cy"], offsets: Uint32Array.of(0, 3, 3, 5), length: 5, columns };

  it("give an entry to each user and period with a row, and none to the others", () => {
    const split = splitPeriods(events, buildPeriods({ firstDay: [1, 3], lastDay: [2, 3] }, clock));
    expect(split.users).toEqual(["ana", "ana", "cy"]);
    expect(split.offsets).toEqual(Uint32Array.of(0, 2, 3, 5));
    expect(split.columns.time).toEqual(columns.time);
    expect(split.user).toEqual(Uint32Array.of(0, 0, 2));
    expect(split.period).toEqual(Uint32Array.of(0, 1, 0));
    expect(split.ofUsers).toEqual(events.users);
    expect(split.ofOffsets).toEqual(Uint32Array.of(0, 2, 2, 3));
  });

  it("that overlap share rows, and what is in none is left out", () => {
    const split = splitPeriods(events, buildPeriods({ firstDay: [1, 1, 3], lastDay: [1, 3, 4] }, clock));
    expect(Array.from(split.period)).toEqual([0, 1, 2, 0, 1]);
    expect(split.offsets).toEqual(Uint32Array.of(0, 2, 5, 6, 7, 9));
    const early = splitPeriods(events, buildPeriods({ firstDay: [9], lastDay: [9] }, clock));
    expect([early.length, early.users.length, early.ofUsers.length]).toEqual([0, 0, 3]);
  });
});

describe("reciprocated interactions", () => {
  const own = (rows: Readonly<Record<string, readonly PlainCall[]>>): Interactions =>
    buildOwnInteractions(Object.entries(rows).map(([owner, calls]) => ({ owner, calls: callsOfPlain(calls) })));
  const timesOf = (table: Interactions): Record<string, unknown[]> =>
    Object.fromEntries(table.users.map((user) => [user, rowsOfUser(table, user).map(({ time }) => time)]));

  it("are those of which both sides tell, and those whose other side is not in the table", () => {
    const table = own({
      ana: [
        ["ana", "bo", 100, 1, -1, 30],
        ["ana", "bo", 300, 1, -1, TEXT],
        ["x", "ana", 400, -1, 1, 8],
      ],
      bo: [["ana", "bo", 129, -1, 1, 30]],
    });
    expect(timesOf(selectReciprocated(table, { maxDifferenceSeconds: 29 }))).toEqual({ ana: [100, 400], bo: [129] });
    expect(timesOf(selectReciprocated(table, { maxDifferenceSeconds: 28 }))).toEqual({ ana: [400], bo: [] });
  });

  it("agree in kind, duration and direction, and are with the user, not with another one", () => {
    const mine: PlainCall = ["ana", "bo", 100, 1, -1, 30];
    const others: readonly PlainCall[] = [
      ["ana", "bo", 100, -1, 1, 31],
      ["ana", "bo", 100, -1, 1, TEXT],
      ["bo", "ana", 100, 1, -1, 30],
      ["cy", "bo", 100, -1, 1, 30],
    ];
    for (const other of others) {
      expect(
        timesOf(selectReciprocated(own({ ana: [mine], bo: [other] }), { maxDifferenceSeconds: 9 }))["ana"],
      ).toEqual([]);
    }
    const texts = own({ ana: [["bo", "ana", 100, -1, 1, TEXT]], bo: [["bo", "ana", 91, 1, -1, TEXT]] });
    expect(selectReciprocated(texts, { maxDifferenceSeconds: 9 }).length).toBe(2);
  });
});

describe("recharges", () => {
  it("are in the order of users and time, those of one second in the order given", () => {
    const recharges = buildRecharges({
      users: ["bo", "ana"],
      user: [0, 1, 0, 0],
      time: [9, 5, 3, 9],
      amount: [1, 2, 3, 4],
    });
    expect(recharges.users).toEqual(["ana", "bo"]);
    expect(recharges.offsets).toEqual(Uint32Array.of(0, 1, 4));
    expect(rowsOf(recharges).map(({ amount }) => amount)).toEqual([2, 3, 1, 4]);
  });

  it("have amounts of 0 or above, whole seconds and users that exist once", () => {
    const right = { users: ["a"], user: [0], time: [1], amount: [1] };
    expect(() => buildRecharges({ ...right, amount: [Number.NaN] })).toThrow(/amount\[0\] must be a finite number/);
    expect(() => buildRecharges({ ...right, amount: [-1] })).toThrow(
      /amount\[0\] must be a finite number of at least 0/,
    );
    expect(() => buildRecharges({ ...right, time: [1.5] })).toThrow(
      /time\[0\] must be whole seconds since 1970, got 1.5/,
    );
    expect(() => buildRecharges({ ...right, user: [1] })).toThrow(/user\[0\] must be a row of the 1 users, got 1/);
    expect(() => buildRecharges({ ...right, users: ["a", "a"] })).toThrow(/users must be all different, got "a"/);
    expect(() => buildRecharges({ ...right, time: [] })).toThrow(/recharges.time must be of length 1, got 0/);
  });
});
