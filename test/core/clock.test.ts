import { describe, expect, it } from "vitest";
import { calendarOfSequences, createClock, localDays, localHours, weekdayOfDay } from "../../src/core/clock.ts";
import { createRandom } from "../../src/core/random.ts";
import type { Clock } from "../../src/types.ts";
import { changesByIntl, localTimeByIntl } from "../slow/local-time.ts";

/** Zones with plain rules, and every kind of odd one. */
const ZONES = [
  "UTC",
  "Europe/Luxembourg",
  "Europe/London", // summer time all year until 1971
  "Europe/Istanbul", // changed its zone in 2016
  "Europe/Moscow",
  "America/New_York",
  "America/St_Johns", // changes at one minute past midnight, two hours in 1988
  "America/Sao_Paulo", // changes at midnight: no 00:00 on that day
  "America/Caracas", // half an hour in 2007 and back in 2016
  "America/Havana",
  "Asia/Kathmandu", // +05:30, then +05:45
  "Asia/Kolkata",
  "Asia/Tehran",
  "Asia/Pyongyang",
  "Asia/Gaza", // changes at odd minutes, Ramadan set apart until 2086
  "Africa/Casablanca", // goes back for Ramadan
  "Africa/Cairo",
  "Africa/Monrovia", // −00:44:30 until 1972
  "Africa/Juba",
  "Australia/Lord_Howe", // summer time of half an hour
  "Pacific/Chatham", // +12:45
  "Pacific/Apia", // skipped 30 December 2011
  "Pacific/Kwajalein", // skipped a day in 1993
  "Pacific/Kiritimati",
  "Antarctica/Troll", // summer time of two hours
];
const RANDOM_INSTANTS = 20_000;
const LAST_SECOND = 2 ** 32 - 1;

const utc = (text: string): number => Date.parse(`${text}Z`) / 1000;

/** Instants that one zone is asked about: everywhere, and within hours of each change, to the second. */
function instantsOf(changes: readonly number[], seed: string): Uint32Array {
  const random = createRandom(seed);
  const instants = [0, 1, LAST_SECOND - 1, LAST_SECOND];
  for (let i = 0; i < RANDOM_INSTANTS; i++) instants.push(Math.floor(random() * 2 ** 32));
  for (const change of changes) {
    instants.push(change - 1, change, change + 1);
    for (let i = 0; i < 6; i++) instants.push(change + Math.floor((random() - 0.5) * 8 * 3600));
    for (let i = 0; i < 2; i++) instants.push(change + Math.floor((random() - 0.5) * 48 * 3600));
  }
  return Uint32Array.from(instants.filter((time) => time >= 0 && time <= LAST_SECOND));
}

/** The local time of which a bin says something, at its first and last second. */
function wrongBins(clock: Clock, first: number, last: number): number {
  const { start, binSeconds, day, hour } = clock.calendarOf(first, last);
  let wrong = start <= first && start + binSeconds * day.length > last && hour.length === day.length ? 0 : 1;
  for (let b = 0; b < day.length; b++) {
    for (const time of [start + b * binSeconds, Math.min(start + (b + 1) * binSeconds - 1, LAST_SECOND)]) {
      if (clock.dayOf(time) !== day[b] || clock.hourOf(time) !== hour[b]) wrong++;
      if (clock.offsetOf(time) !== clock.offsetOf(start + b * binSeconds)) wrong++;
    }
  }
  return wrong;
}

describe.each(ZONES)("a clock of %s", (timeZone) => {
  const localTime = localTimeByIntl(timeZone);
  const changes = changesByIntl(localTime);
  const clock = createClock({ timeZone });

  it("shows the days, hours, weekdays and offsets of Intl, near changes too", () => {
    const wrong: string[] = [];
    for (const time of instantsOf(changes, timeZone)) {
      const shown = {
        offset: clock.offsetOf(time),
        day: clock.dayOf(time),
        hour: clock.hourOf(time),
        weekday: clock.weekdayOf(time),
      };
      const expected = localTime(time);
      if (
        shown.offset !== expected.offset ||
        shown.day !== expected.day ||
        shown.hour !== expected.hour ||
        shown.weekday !== expected.weekday
      ) {
        wrong.push(`${time}: ${JSON.stringify(shown)}, Intl ${JSON.stringify(expected)}`);
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it("has calendars with no change of day, hour or offset inside a bin", () => {
    let wrong = 0;
    for (const change of changes) {
      // A range that ends, and one that begins, seconds away from the change: its bin reaches over the change.
      wrong += wrongBins(clock, Math.max(0, change - 9), change - 3);
      wrong += wrongBins(clock, change + 3, Math.min(LAST_SECOND, change + 9));
      wrong += wrongBins(clock, Math.max(0, change - 30 * 3600), Math.min(LAST_SECOND, change + 30 * 3600));
    }
    wrong += wrongBins(clock, 0, 5 * 86_400);
    wrong += wrongBins(clock, LAST_SECOND - 86_400, LAST_SECOND);
    expect(wrong).toBe(0);
  });

  it("gives back every time from its local time, at most two of them, in order", () => {
    let wrong = 0;
    for (const time of instantsOf(changes, `${timeZone} back`)) {
      const local = time + clock.offsetOf(time);
      const times = clock.timesOf(local);
      if (!times.includes(time) || times.length > 2) wrong++;
      if (times.length === 2 && times[0]! >= times[1]!) wrong++;
      for (const other of times) if (other + clock.offsetOf(other) !== local) wrong++;
    }
    expect(wrong).toBe(0);
  });

  it("reads whole columns as it reads single times, whatever calendar it has kept", () => {
    for (const change of changes.slice(-40)) {
      const near = Uint32Array.of(change - 20, change - 2);
      const after = Uint32Array.of(change + 30, change - 1, change, change + 800, change - 800);
      for (const times of [near, after]) {
        expect(Array.from(localDays(times, clock))).toEqual(Array.from(times, clock.dayOf));
        expect(Array.from(localHours(times, clock))).toEqual(Array.from(times, clock.hourOf));
      }
    }
    const random = createRandom(7);
    const times = Uint32Array.from({ length: 5_000 }, () => utc("2010-01-01") + Math.floor(random() * 4e8));
    expect(Array.from(localDays(times, clock))).toEqual(Array.from(times, clock.dayOf));
    expect(Array.from(localHours(times, clock))).toEqual(Array.from(times, clock.hourOf));
  });
});

describe("known local times", () => {
  it("moves Nepal from +05:30 to +05:45 at the start of 1986", () => {
    const clock = createClock({ timeZone: "Asia/Kathmandu" });
    const change = utc("1985-12-31T18:30:00");
    expect(clock.offsetOf(change - 1)).toBe(19_800);
    expect(clock.offsetOf(change)).toBe(20_700);
  });

  it("keeps the seconds of Liberia's offset before 1972", () => {
    const clock = createClock({ timeZone: "Africa/Monrovia" });
    const change = utc("1972-01-07T00:44:30");
    expect(clock.offsetOf(change - 1)).toBe(-2670);
    expect(clock.offsetOf(change)).toBe(0);
    expect(clock.dayOf(0)).toBe(-1);
    expect(clock.hourOf(0)).toBe(23);
    expect(clock.calendarOf(0, 86_400).binSeconds).toBe(30);
  });

  it("has no 30 December 2011 in Samoa", () => {
    const clock = createClock({ timeZone: "Pacific/Apia" });
    const change = utc("2011-12-30T10:00:00");
    const skipped = utc("2011-12-30T00:00:00") / 86_400;
    expect(clock.dayOf(change - 1)).toBe(skipped - 1);
    expect(clock.dayOf(change)).toBe(skipped + 1);
    for (let hour = 0; hour < 24; hour++) expect(clock.timesOf(skipped * 86_400 + hour * 3600)).toEqual([]);
  });

  it("has no time for a local time that is skipped", () => {
    const clock = createClock({ timeZone: "America/New_York" });
    expect(clock.timesOf(utc("2021-03-14T01:59:59"))).toEqual([utc("2021-03-14T06:59:59")]);
    expect(clock.timesOf(utc("2021-03-14T02:00:00"))).toEqual([]);
    expect(clock.timesOf(utc("2021-03-14T02:59:59"))).toEqual([]);
    expect(clock.timesOf(utc("2021-03-14T03:00:00"))).toEqual([utc("2021-03-14T07:00:00")]);
  });

  it("has two times for a local time that is repeated", () => {
    const clock = createClock({ timeZone: "America/New_York" });
    const twice = [utc("2021-11-07T05:30:00"), utc("2021-11-07T06:30:00")];
    expect(clock.timesOf(utc("2021-11-07T01:30:00"))).toEqual(twice);
    const lordHowe = createClock({ timeZone: "Australia/Lord_Howe" });
    const halfHour = [utc("2021-04-03T14:45:00"), utc("2021-04-03T15:15:00")];
    expect(lordHowe.timesOf(utc("2021-04-04T01:45:00"))).toEqual(halfHour);
  });

  it("has no time for local times outside 1970 to 2106", () => {
    const clock = createClock({ timeZone: "UTC" });
    expect(clock.timesOf(-1)).toEqual([]);
    expect(clock.timesOf(2 ** 32)).toEqual([]);
    expect(clock.timesOf(2 ** 32 - 1)).toEqual([2 ** 32 - 1]);
  });

  it("counts the days of the week from Monday", () => {
    expect(weekdayOfDay(0)).toBe(3); // Thursday
    expect(weekdayOfDay(-1)).toBe(2);
    expect(weekdayOfDay(-3)).toBe(0);
    expect(weekdayOfDay(-4)).toBe(6);
    expect(createClock({ timeZone: "UTC" }).weekdayOf(utc("2024-02-25T12:00:00"))).toBe(6); // Sunday
  });
});

describe("a clock of a fixed offset", () => {
  it.each([
    ["UTC", 0],
    ["+00:00", 0],
    ["-00:00", 0],
    ["+05:45", 20_700],
    ["-03:30", -12_600],
    ["+14:00", 50_400],
    ["-18:59", -68_340],
  ])("%s adds %i seconds everywhere", (timeZone, offset) => {
    const clock = createClock({ timeZone });
    expect(clock.timeZone).toBe(timeZone);
    const random = createRandom(timeZone);
    for (let i = 0; i < 1000; i++) {
      const time = Math.floor(random() * 2 ** 32);
      const local = time + offset;
      expect(clock.offsetOf(time)).toBe(offset);
      expect(clock.dayOf(time)).toBe(Math.floor(local / 86_400));
      expect(clock.hourOf(time)).toBe(Math.floor(local / 3600) - 24 * Math.floor(local / 86_400));
      expect(clock.timesOf(local)).toEqual([time]);
    }
  });
});

describe("calendars of columns", () => {
  const clock = createClock({ timeZone: "Europe/Luxembourg" });

  it("are empty over no times", () => {
    expect(localDays(new Uint32Array(0), clock)).toEqual(new Int32Array(0));
    expect(localHours(new Uint32Array(0), clock)).toEqual(new Uint8Array(0));
    expect(calendarOfSequences(new Uint32Array(0), Uint32Array.of(0, 0, 0), clock)).toBeNull();
    expect(calendarOfSequences(new Uint32Array(0), Uint32Array.of(0), clock)).toBeNull();
  });

  it("of sequences reach from the earliest first row to the latest last row, users without rows passed over", () => {
    const times = Uint32Array.from([500_000, 2_000_000, 100_000, 200_000, 900_000]);
    const calendar = calendarOfSequences(times, Uint32Array.of(0, 0, 2, 2, 4, 5, 5), clock)!;
    expect(calendar.start).toBeLessThanOrEqual(100_000);
    expect(calendar.start).toBeGreaterThan(100_000 - 900);
    expect(calendar.start + calendar.binSeconds * calendar.day.length).toBeGreaterThan(2_000_000);
    expect(calendar.day[Math.floor((2_000_000 - calendar.start) / calendar.binSeconds)]).toBe(clock.dayOf(2_000_000));
  });

  it("are kept while times lie within them, and made anew when they do not", () => {
    const fresh = createClock({ timeZone: "+01:00" });
    const wide = fresh.calendarOf(1_000_000, 3_000_000);
    expect(fresh.calendarOf(1_500_000, 2_000_000)).toBe(wide);
    expect(fresh.calendarOf(999_000 - 900, 2_000_000)).not.toBe(wide);
  });
});

describe("wrong arguments of clocks", () => {
  it.each(["Mars/Olympus", "", "+5:45", "+19:00", "+05:60", "-18:60", "local", "Asia/Kathmandu "])(
    "%j is no time zone",
    (timeZone) => {
      expect(() => createClock({ timeZone })).toThrow(RangeError);
      expect(() => createClock({ timeZone })).toThrow(/^createClock: timeZone must be .*, got "/);
    },
  );

  it("a missing time zone is never replaced by that of the machine", () => {
    for (const timeZone of [undefined, null, 60, { timeZone: "UTC" }]) {
      expect(() => createClock({ timeZone } as unknown as { timeZone: string })).toThrow(RangeError);
    }
  });

  it("times outside 1970 to 2106 are refused", () => {
    const clock = createClock({ timeZone: "Asia/Kathmandu" });
    for (const time of [-1, 2 ** 32, Number.NaN, Infinity]) {
      expect(() => clock.dayOf(time)).toThrow(RangeError);
      expect(() => clock.hourOf(time)).toThrow(RangeError);
      expect(() => clock.weekdayOf(time)).toThrow(RangeError);
      expect(() => clock.offsetOf(time)).toThrow(RangeError);
      expect(() => clock.calendarOf(time, time)).toThrow(RangeError);
    }
    expect(() => clock.timesOf(Number.NaN)).toThrow(RangeError);
    expect(() => clock.calendarOf(20, 10)).toThrow(RangeError);
  });
});
