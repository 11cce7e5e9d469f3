import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createRandom } from "../../src/core/random.ts";
import { rowsOf } from "../../src/core/table.ts";
import {
  eachDay,
  eachHourOfDay,
  eachWeek,
  eachWeekday,
  type TrackingPeriods,
  wholeSpan,
} from "../../src/metrics/tracking-periods.ts";
import { measureTrackingQuality } from "../../src/metrics/tracking-quality.ts";
import { staysOf } from "../places/stops-worlds.ts";
import { placesOf } from "../slow/sequences.ts";

const PLACES = placesOf(1);
const HOUR = 3600;
const DAY = 24 * HOUR;
const utc = createClock({ timeZone: "UTC" });
const luxembourg = createClock({ timeZone: "Europe/Luxembourg" });

/** [period, tracked seconds, seconds] of one user with these stays. */
function qualityOf(per: TrackingPeriods, ...stays: [start: number, end: number][]): number[][] {
  const rows = staysOf({ a: stays.map(([start, end]) => [start, end, 0] as const) }, PLACES);
  const result = measureTrackingQuality(rows, { per });
  return rowsOf(result).map(({ period, trackedSeconds, seconds, quality }) => {
    expect(quality).toBe(trackedSeconds / seconds);
    return [period, trackedSeconds, seconds];
  });
}

describe("tracking quality", () => {
  it("of the whole span is what is covered from the first to the last tracked second", () => {
    expect(qualityOf(wholeSpan(), [100, 200], [200, 250], [400, 500])).toEqual([[0, 250, 400]]);
  });

  it("of days shares a stay out at midnight", () => {
    expect(qualityOf(eachDay({ clock: utc }), [DAY - 100, 2 * DAY + 7])).toEqual([
      [0, 100, DAY],
      [1, DAY, DAY],
      [2, 7, DAY],
    ]);
  });

  it("of days on which the clock changes counts 23 and 25 hours", () => {
    const day = luxembourg.dayOf(1711846800);
    const [from, to] = [luxembourg.timesOf(day * DAY)[0]!, luxembourg.timesOf((day + 1) * DAY)[0]!];
    expect(to - from).toBe(23 * HOUR);
    expect(qualityOf(eachDay({ clock: luxembourg }), [from, to])).toEqual([[day, 23 * HOUR, 23 * HOUR]]);
    // The hour from 2 to 3 is missing on that day: of three days two have it.
    const hours = qualityOf(eachHourOfDay({ clock: luxembourg }), [from - DAY, to + DAY]);
    expect(hours.map(([hour, tracked, seconds]) => [hour, tracked, seconds])).toEqual(
      Array.from({ length: 24 }, (_, h) => [h, (h === 2 ? 2 : 3) * HOUR, (h === 2 ? 2 : 3) * HOUR]),
    );
    const autumn = luxembourg.dayOf(1729990800);
    const first = luxembourg.timesOf(autumn * DAY)[0]!;
    expect(qualityOf(eachDay({ clock: luxembourg }), [first, first + HOUR])).toEqual([[autumn, HOUR, 25 * HOUR]]);
  });

  it("of weeks runs from Monday to Sunday", () => {
    // Day 4 is Monday, 5 January 1970.
    expect(qualityOf(eachWeek({ clock: utc }), [10 * DAY + 5, 10 * DAY + 6], [11 * DAY - 1, 11 * DAY + 2])).toEqual([
      [4, 2, 7 * DAY],
      [11, 2, 7 * DAY],
    ]);
  });

  it("of weekdays and hours counts all weeks and days from the first to the last with tracking", () => {
    const stays: [number, number][] = [
      [4 * DAY, 4 * DAY + 60],
      [25 * DAY + HOUR - 10, 25 * DAY + HOUR + 20],
    ];
    expect(qualityOf(eachWeekday({ clock: utc }), ...stays)).toEqual([[0, 90, 4 * DAY]]);
    expect(qualityOf(eachHourOfDay({ clock: utc }), ...stays)).toEqual([
      [0, 70, 22 * HOUR],
      [1, 20, HOUR],
    ]);
  });

  it("has no row without tracked time, and a user without one keeps the place", () => {
    const rows = staysOf({ a: [[5, 5, 0]], b: [[5, 10, 0]], c: [] }, PLACES);
    const result = measureTrackingQuality(rows, { per: eachDay({ clock: utc }) });
    expect([...result.offsets]).toEqual([0, 0, 1, 1]);
    expect(measureTrackingQuality(staysOf({}, PLACES), { per: eachWeek({ clock: utc }) }).length).toBe(0);
  });

  it("of random stays is that of a sum over seconds", () => {
    const random = createRandom("tracking");
    const zone = createClock({ timeZone: "+05:45" });
    for (let round = 0; round < 20; round++) {
      const stays: [number, number][] = [];
      let time = Math.floor(40 * DAY * random());
      for (let i = 0; i < 5; i++) {
        time += Math.floor(random() ** 3 * 3 * DAY);
        stays.push([time, time + Math.floor(random() * 9000)]);
        time = stays.at(-1)![1];
      }
      const keys: [TrackingPeriods, (t: number) => number][] = [
        [eachDay({ clock: zone }), zone.dayOf],
        [eachWeek({ clock: zone }), (t) => zone.dayOf(t) - zone.weekdayOf(t)],
        [eachWeekday({ clock: zone }), zone.weekdayOf],
        [eachHourOfDay({ clock: zone }), zone.hourOf],
      ];
      for (const [per, keyOf] of keys) {
        const tracked = new Map<number, number>();
        for (const [start, end] of stays) {
          for (let t = start; t < end; t++) tracked.set(keyOf(t), (tracked.get(keyOf(t)) ?? 0) + 1);
        }
        const found = qualityOf(per, ...stays).map(([period, seconds]) => [period, seconds]);
        expect(found).toEqual([...tracked].sort((a, b) => a[0] - b[0]));
      }
    }
  });
});
