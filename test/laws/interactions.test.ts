import fc from "fast-check";
import { expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { buildPeriods, buildWeeks } from "../../src/core/periods.ts";
import { rowsOf } from "../../src/core/table.ts";
import {
  measureActiveDays,
  measureCallDurations,
  measureContactBalance,
  measureContactConcentration,
  measureContactEntropy,
  measureContacts,
  measureConversations,
  measureDurationConcentration,
  measureInteractionsPerContact,
  measureInterEventTimes,
  measureOverPeriods,
  measureResponseDelays,
  measureWeightedContactBalance,
} from "../../src/metrics/index.ts";
import {
  buildInteractions,
  buildOwnInteractions,
  type Interactions,
  selectDirection,
  selectHours,
  selectKind,
  selectPeriod,
  selectReciprocated,
  selectUsers,
  splitPeriods,
} from "../../src/traces/index.ts";
import type { Periods, Sequences, UserTable } from "../../src/types.ts";
import {
  byContact,
  callsOfPlain,
  type PlainCall,
  type PlainInteraction,
  plainConversations,
  plainDelays,
  plainEntropy,
  plainInteractions,
  plainMoments,
  plainTop,
} from "../slow/interactions.ts";

const DAY = 86_400;
const WEEK = 7 * DAY;
const DAYS = 20;
const utc = createClock({ timeZone: "UTC" });
const clock = createClock({ timeZone: "+05:45" });
const GAP = { gapSeconds: 3600 };

const person = fc.constantFrom("u1", "u2", "u3", "u4", "x9");
const antenna = fc.integer({ min: -1, max: 8 });
/** Bursts of two hours, in which conversations arise, on any of the days. */
const second = fc
  .tuple(fc.integer({ min: 1, max: DAYS }), fc.constantFrom(6, 12, 18, 23), fc.integer({ min: 0, max: 120 }))
  .map(([day, hour, minute]) => day * DAY + hour * 3600 + minute * 60);
const seconds = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 600 }));
const record: fc.Arbitrary<PlainCall> = fc.tuple(person, person, second, antenna, antenna, seconds);
const records = fc.array(record, { maxLength: 150, size: "max" });
/** Few people who write most of the time, on two evenings. */
const chats = fc.array(
  fc.tuple(
    fc.constantFrom("u1", "u2", "u3"),
    fc.constantFrom("u1", "u2"),
    fc
      .tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 0, max: 600 }))
      .map(([day, minute]) => day * DAY + minute * 60),
    antenna,
    antenna,
    fc.oneof({ weight: 5, arbitrary: fc.constant(Number.NaN) }, fc.constant(60)),
  ),
  { maxLength: 100, size: "max" },
);
const RUNS = { seed: 42, numRuns: 60 };

/** Every measure of a row per user, by name. */
const MEASURES: Readonly<Record<string, (table: Interactions) => UserTable>> = {
  measureContacts,
  measureContactEntropy: (table) => measureContactEntropy(table, { base: 2 }),
  measureInteractionsPerContact,
  measureContactBalance,
  measureWeightedContactBalance,
  measureContactConcentration: (table) => measureContactConcentration(table, { share: 0.8 }),
  measureDurationConcentration: (table) => measureDurationConcentration(table, { share: 0.8 }),
  measureCallDurations,
  measureActiveDays: (table) => measureActiveDays(table, { clock }),
  measureInterEventTimes,
  measureConversations: (table) => measureConversations(table, GAP),
  measureResponseDelays: (table) => measureResponseDelays(table, GAP),
};

function plainRows(table: Interactions): PlainInteraction[][] {
  return table.users.map((user, u) =>
    rowsOf(table, table.offsets[u]!, table.offsets[u + 1]!).map((row) => ({
      user,
      contact: table.contacts[row.contact]!,
      time: row.time,
      outgoing: row.outgoing === 1,
      text: row.kind === 1,
      duration: row.duration,
      location: row.location,
      contactLocation: row.contactLocation,
    })),
  );
}

it("interactions are both sides of every record, by user and in stable order of time", () => {
  fc.assert(
    fc.property(records, fc.nat(150), (rows, cut) => {
      const plain = plainInteractions(rows);
      const table = buildInteractions([callsOfPlain(rows.slice(0, cut)), callsOfPlain(rows.slice(cut))]);
      expect(table.users).toEqual([...plain.keys()]);
      expect(plainRows(table)).toEqual([...plain.values()]);
      expect(buildInteractions(callsOfPlain(rows))).toEqual(table);
    }),
    RUNS,
  );
});

it("the sides of owners are their part of both sides, and all of them reciprocated", () => {
  fc.assert(
    fc.property(records, (rows) => {
      const others = rows.filter(([caller, callee]) => caller !== callee);
      const whole = buildInteractions(callsOfPlain(others));
      const deliveries = whole.users.map((owner) => ({
        owner,
        calls: callsOfPlain(others.filter(([caller, callee]) => caller === owner || callee === owner)),
      }));
      if (deliveries.length === 0) return;
      const own = buildOwnInteractions(deliveries);
      expect(plainRows(own)).toEqual(plainRows(whole));
      expect(selectReciprocated(own, { maxDifferenceSeconds: 0 })).toEqual(own);
    }),
    RUNS,
  );
});

it("counts, entropies and concentrations are those of the contacts one by one", () => {
  fc.assert(
    fc.property(records, (rows) => {
      const table = buildInteractions(callsOfPlain(rows));
      const counts = rowsOf(measureContacts(table));
      const entropy = rowsOf(measureContactEntropy(table, { base: Math.E }));
      const top = rowsOf(measureContactConcentration(table, { share: 0.8 }));
      const topTime = rowsOf(measureDurationConcentration(table, { share: 0.8 }));
      const balance = rowsOf(measureContactBalance(table));
      const weighted = rowsOf(measureWeightedContactBalance(table));
      plainRows(table).forEach((own, u) => {
        const contacts = byContact(own);
        const numbers = contacts.map((each) => each.length);
        const out = contacts.map((each) => each.filter((row) => row.outgoing).length);
        expect(counts[u]).toMatchObject({ interactions: own.length, contacts: contacts.length });
        expect(counts[u]!.outgoing).toBe(out.reduce((a, b) => a + b, 0));
        expect(entropy[u]!.entropy).toBeCloseTo(plainEntropy(numbers), 12);
        expect(top[u]!.topContacts).toBe(plainTop(numbers, 0.8));
        const times = byContact(own.filter((row) => !row.text)).map((each) =>
          each.reduce((sum, row) => sum + row.duration, 0),
        );
        expect(topTime[u]!.topContacts).toBe(plainTop(times, 0.8));
        expect(balance[u]!.mean).toBeCloseTo(plainMoments(out.map((n, c) => n / numbers[c]!)).mean, 12);
        expect(weighted[u]!.std).toBeCloseTo(plainMoments(out.map((n) => n / own.length)).std, 12);
      });
    }),
    RUNS,
  );
});

it("conversations and delays are those of the runs of texts with each contact", () => {
  let answers = 0;
  fc.assert(
    fc.property(chats, (rows) => {
      const table = buildInteractions(callsOfPlain(rows));
      const measured = rowsOf(measureConversations(table, GAP));
      const delays = rowsOf(measureResponseDelays(table, GAP));
      plainRows(table).forEach((own, u) => {
        const runs = plainConversations(own, GAP.gapSeconds);
        const begun = runs.filter((texts) => texts[0]!.outgoing);
        const answered = runs.filter((texts) => !texts[0]!.outgoing && texts.some((text) => text.outgoing));
        expect(measured[u]).toMatchObject({
          conversations: runs.length,
          initiated: begun.length,
          answered: answered.length,
        });
        const plain = plainDelays(own, GAP.gapSeconds);
        expect(delays[u]!.count).toBe(plain.length);
        if (plain.length > 0) expect(delays[u]!.mean).toBeCloseTo(plainMoments(plain).mean, 9);
        answers += plain.length;
      });
    }),
    RUNS,
  );
  expect(answers).toBeGreaterThan(100);
});

it("every measure gives the same rows for any partition of the users", () => {
  fc.assert(
    fc.property(records, fc.func(fc.boolean()), (rows, inFirst) => {
      const table = buildInteractions(callsOfPlain(rows));
      const parts = [true, false].map((part) => selectUsers(table, (user, _rows) => inFirst(user) === part));
      for (const [name, measure] of Object.entries(MEASURES)) {
        const whole = measure(table);
        const byUser = new Map(whole.users.map((user, u) => [user, rowsOf(whole)[u]]));
        const apart = parts
          .map((part) => measure(part))
          .flatMap((part) => part.users.map((user, u) => [user, rowsOf(part)[u]] as const));
        expect(new Map(apart), name).toEqual(new Map(apart.map(([user]) => [user, byUser.get(user)])));
        expect(apart.length, name).toBe(whole.length);
      }
    }),
    { seed: 42, numRuns: 20 },
  );
});

it("a shift by whole weeks changes no measure and no selection of hours", () => {
  fc.assert(
    fc.property(records, fc.integer({ min: 1, max: 2000 }), (rows, weeks) => {
      const later = rows.map(([a, b, at, ...rest]): PlainCall => [a, b, at + weeks * WEEK, ...rest]);
      const table = buildInteractions(callsOfPlain(rows));
      const shifted = buildInteractions(callsOfPlain(later));
      for (const [name, measure] of Object.entries(MEASURES)) expect(measure(shifted), name).toEqual(measure(table));
      const window = { clock, fromHour: 19, toHour: 7, weekdays: [4, 5] };
      const kept = selectHours(table, window);
      expect(selectHours(shifted, window).columns.contact).toEqual(kept.columns.contact);
    }),
    { seed: 42, numRuns: 20 },
  );
});

it("what is selected and what is not are the whole, in its order", () => {
  const timesOf = (table: Interactions): number[] => Array.from(table.columns.time);
  fc.assert(
    fc.property(records, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 23 }), (rows, from, hours) => {
      const table = buildInteractions(callsOfPlain(rows));
      const to = (from + hours) % 24;
      const pairs = [
        [selectKind(table, "call"), selectKind(table, "text")],
        [selectDirection(table, "in"), selectDirection(table, "out")],
        [selectPeriod(table, { from: 0, to: 9 * DAY }), selectPeriod(table, { from: 9 * DAY, to: 99 * DAY })],
        [
          selectHours(table, { clock, fromHour: from, toHour: to }),
          selectHours(table, { clock, fromHour: to, toHour: from }),
        ],
      ] as const;
      for (const [one, other] of pairs) {
        expect([...timesOf(one), ...timesOf(other)].sort()).toEqual(timesOf(table).sort());
        expect(one.users).toEqual(table.users);
      }
      const [inside] = pairs[3];
      expect(timesOf(inside).every((at) => (clock.hourOf(at) - from + 24) % 24 < hours)).toBe(true);
    }),
    RUNS,
  );
});

it("a measure of split weeks is that of each week selected, and their counts add up", () => {
  const weeks: Periods = buildWeeks({ clock: utc, firstDay: 367, lastDay: 367 + DAYS });
  fc.assert(
    fc.property(records, (rows) => {
      const later = rows.map(([a, b, at, ...rest]): PlainCall => [a, b, at + 366 * DAY, ...rest]);
      const table = buildInteractions(callsOfPlain(later));
      const split = splitPeriods(table, weeks);
      const measured = rowsOf(measureConversations(split, GAP));
      const { start, end } = weeks.columns;
      split.users.forEach((user, k) => {
        expect(user).toBe(table.users[split.user[k]!]);
        const week = selectPeriod(table, { from: start[split.period[k]!]!, to: end[split.period[k]!]! });
        const alone = selectUsers(week, (id) => id === user);
        expect(measured[k]).toEqual(rowsOf(measureConversations(alone, GAP))[0]);
      });
      const perWeek = measureContacts(split).columns.interactions;
      const { mean, count } = measureOverPeriods(split, perWeek).columns;
      const all = measureContacts(table).columns.interactions;
      all.forEach((n, u) => {
        expect(mean[u]! * count[u]!).toBeCloseTo(n, 9);
      });
    }),
    { seed: 42, numRuns: 20 },
  );
});

it("periods that overlap give every user the rows between their borders", () => {
  const stretch = fc.tuple(fc.integer({ min: 1, max: DAYS }), fc.integer({ min: 0, max: 6 }));
  fc.assert(
    fc.property(records, fc.array(stretch, { maxLength: 6 }), (rows, stretches) => {
      const sorted = stretches.sort((a, b) => a[0] - b[0]);
      const days = { firstDay: sorted.map(([day]) => day), lastDay: sorted.map(([day, more]) => day + more) };
      const periods = buildPeriods(days, clock);
      const table = buildInteractions(callsOfPlain(rows));
      const split = splitPeriods<Sequences<{ time: Uint32Array }>>(table, periods);
      const expected = table.users.flatMap((_, u) =>
        sorted.flatMap((_stretch, p) => {
          const own = Array.from(table.columns.time.subarray(table.offsets[u], table.offsets[u + 1]));
          const inside = own.filter((at) => {
            const day = clock.dayOf(at);
            return day >= days.firstDay[p]! && day <= days.lastDay[p]!;
          });
          return inside.length === 0 ? [] : [{ u, p, inside }];
        }),
      );
      const got = Array.from(split.user, (u, k) => ({
        u,
        p: split.period[k],
        inside: Array.from(split.columns.time.subarray(split.offsets[k], split.offsets[k + 1])),
      }));
      expect(got).toEqual(expected);
    }),
    RUNS,
  );
});
