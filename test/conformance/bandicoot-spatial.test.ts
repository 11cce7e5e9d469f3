import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { measureAntennaUse } from "../../src/metrics/antenna-use.ts";
import { meanOfDegrees } from "../../src/metrics/centre-of-mass.ts";
import { measureChurnRate } from "../../src/metrics/churn-rate.ts";
import { measureHomeAway } from "../../src/metrics/home-away.ts";
import { measureOverPeriods } from "../../src/metrics/interactions-periods.ts";
import { radiusOfGyration } from "../../src/metrics/radius-of-gyration.ts";
import { uncorrelatedEntropy } from "../../src/metrics/uncorrelated-entropy.ts";
import { buildWeekMatrices } from "../../src/metrics/week-matrices.ts";
import { mostNightEvents } from "../../src/places/criteria-events.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { greatCircle } from "../../src/space/distance-measures.ts";
import { splitPeriods } from "../../src/traces/interactions-periods.ts";
import type { HomePlaces, Traces } from "../../src/types.ts";
import { clock, type Positions, partOf, periodsOver, readPositions } from "./bandicoot-spatial-files.ts";
import { describeData, listed, readJson, readRows, skipped } from "./data.ts";

type Summary = { readonly mean: number; readonly std: number };
/** The measures of every entry (a user, or a user in a period) of traces. */
type Measure = (part: Traces, homes: HomePlaces, known: number) => Float64Array;

const use = (part: Traces): ReturnType<typeof measureAntennaUse>["columns"] =>
  measureAntennaUse(part, { frequentShare: 0.8 }).columns;

const MEASURES: Readonly<Record<string, Measure>> = {
  number_of_antennas: (part) => Float64Array.from(use(part).places),
  frequent_antennas: (part) => Float64Array.from(use(part).frequentPlaces),
  entropy_of_antennas: (part) => uncorrelatedEntropy(part, { base: Math.E }).columns.entropy,
  radius_of_gyration: (part, _homes, known) => radiusOf(part, known),
  percent_at_home: (part, homes) => measureHomeAway(part, homes, { clock }).columns.homeShare,
};

/** Kilometres about the mean of the degrees on bandicoot's sphere; half hours at antennas without coordinates are left out. */
function radiusOf(part: Traces, known: number): Float64Array {
  const options = { centre: meanOfDegrees(), distance: greatCircle({ radiusMeters: 6_371_000 }) };
  return radiusOfGyration(placedOnly(part, known), options).columns.radiusMeters.map((meters) => meters / 1000);
}

/** The rows at antennas whose coordinates are known. */
function placedOnly(part: Traces, known: number): Traces {
  const before = new Uint32Array(part.length + 1);
  for (let i = 0; i < part.length; i++) before[i + 1] = before[i]! + (part.columns.location[i]! < known ? 1 : 0);
  const rows = Array.from(part.columns.location, (l, i) => (l < known ? i : -1)).filter((i) => i >= 0);
  const columns = {
    time: Uint32Array.from(rows, (i) => part.columns.time[i]!),
    location: Uint32Array.from(rows, (i) => part.columns.location[i]!),
  };
  return { ...part, offsets: part.offsets.map((to) => before[to]!), length: rows.length, columns };
}

/** bandicoot's home: the most half hours of the night; of equal places the one that was there first. */
function homeOf({ slots }: Positions): HomePlaces {
  return detectHomes(slots, { criterion: mostNightEvents({ clock, fromHour: 19, toHour: 7 }) });
}

/** The homes of the entries of a table that was split into periods. */
function homesOf(homes: HomePlaces, users: readonly string[]): HomePlaces {
  const columns = { location: Int32Array.from(users, (user) => homes.columns.location[homes.users.indexOf(user)]!) };
  return { locations: homes.locations, users, length: users.length, columns };
}

function summaryOf(split: Parameters<typeof measureOverPeriods>[0], values: ArrayLike<number>): Summary {
  const { mean, std } = measureOverPeriods(split, values).columns;
  return { mean: mean[0]!, std: std[0]! };
}

/** Figures of bandicoot's flattened tables by name: a value, or the mean and standard deviation over weeks. */
function figuresOf(positions: Positions, byWeek: boolean): (key: string) => number | undefined {
  const homes = homeOf(positions);
  const { slots, known: places } = positions;
  const churn = measureChurnRate(slots, { clock });
  const ofWeeks = summaryOf({ ofUsers: slots.users, ofOffsets: churn.offsets }, churn.columns.churn);
  const known = new Map<string, number | Summary>();
  return (key) => {
    const [name = "", week = "", day = "", statistic = ""] = key.split("__");
    if (name === "churn_rate") return ofWeeks[week as keyof Summary];
    const measure = MEASURES[name];
    if (measure === undefined) return undefined;
    const which = `${name} ${week} ${day}`;
    if (!known.has(which)) {
      const part = partOf(slots, week, day);
      const weeks = splitPeriods(part, periodsOver(slots, "week"));
      if (byWeek) known.set(which, summaryOf(weeks, measure(weeks, homesOf(homes, weeks.users), places)));
      else known.set(which, part.length === 0 ? Number.NaN : measure(part, homes, places)[0]!);
    }
    const value = known.get(which)!;
    return typeof value === "number" ? value : value[statistic as keyof Summary];
  };
}

/** Year and number of the ISO week of a Monday, "2014-34". */
function isoWeekOf(monday: number): string {
  const year = new Date((monday + 3) * 86_400_000).getUTCFullYear();
  return `${year}-${Math.floor((monday + 3 - Date.UTC(year, 0, 1) / 86_400_000) / 7) + 1}`;
}

/** The names of a nested object, joined as bandicoot does where it flattens. */
function flattened(value: unknown, name = ""): [string, number | null][] {
  if (typeof value === "number" || value === null) return [[name, value]];
  if (typeof value !== "object") return [];
  return Object.entries(value as object).flatMap(([key, part]) =>
    flattened(part, name === "" ? key : `${name}__${key}`),
  );
}

const SPATIAL =
  /^(number_of_antennas|frequent_antennas|percent_at_home|entropy_of_antennas|radius_of_gyration|churn_rate)__/;

/** Compares every spatial figure that is expected, to so many decimals, and says how many there were. */
function compareFigures(
  expected: readonly [string, number | null][],
  figure: (key: string) => number | undefined,
  decimals: number,
): number {
  let compared = 0;
  for (const [key, value] of expected) {
    if (!SPATIAL.test(key)) continue;
    const got = figure(key)!;
    if (value === null) expect(got, key).toBeNaN();
    else expect(Math.abs(got - value), `${key}: ${got} for ${value}`).toBeLessThan(decimals);
    compared++;
  }
  expect(compared).toBeGreaterThan(0);
  return compared;
}

describeData("bandicoot's manual user: spatial indicators", "01_bandicoot_manual", (folder) => {
  const names = listed(folder, /\.json$/).map((file) => basename(file, ".json"));
  for (const name of names) {
    const expected = flattened(readJson(join(folder, `${name}.json`)));
    for (const file of listed(folder, new RegExp(`^${name}(_\\w+)?\\.csv$`))) {
      it(`${file}: every figure worked out by hand`, () => {
        const user = basename(file, ".csv");
        const options = { towers: file === `${name}.csv` ? join(folder, "towers.csv") : null, network: false };
        const positions = readPositions(join(folder, file), user, options);
        compareFigures(expected, figuresOf(positions, false), 1e-5);
      });
    }
  }
  if (names.length === 0) skipped("users with figures worked out by hand", folder);
});

describeData("bandicoot's network user: spatial indicators", "02_bandicoot_network", (folder) => {
  for (const file of listed(folder, /\.json(\.gz)?$/)) {
    const users = readJson<Record<string, object>>(join(folder, file));
    for (const [user, expected] of Object.entries(users)) {
      it(`${file}: every figure of ${user} by week, part of the week and of the day`, () => {
        const positions = readPositions(join(folder, "network", `${user}.csv`), user, {
          towers: join(folder, "towers.csv"),
          network: true,
        });
        compareFigures(flattened(expected), figuresOf(positions, true), 1e-9);
      });
    }
  }

  const matrices = join(folder, "weekmatrix");
  for (const file of listed(matrices, /^weekmatrix_.*\.csv$/)) {
    const [, user = "", minutes = ""] = /^weekmatrix_(\w+?)_(\d+)min/.exec(file)!;
    const channels = [
      "contactsIn",
      "contactsOut",
      "callsIn",
      "callsOut",
      "textsIn",
      "textsOut",
      "secondsIn",
      "secondsOut",
    ] as const;
    it(`${file}: every cell of the week matrices of ${user}`, () => {
      const positions = readPositions(join(matrices, `${user}.csv`), user, { towers: null, network: false });
      const { interactions } = positions;
      const found = rowsOf(buildWeekMatrices(interactions, { clock, slotMinutes: Number(minutes) }));
      // What a call lasts beyond Sunday midnight belongs to the next week; bandicoot puts it on the Monday before.
      const last = interactions.columns.time.map((time, i) => time + (interactions.columns.duration[i]! || 0));
      const weekOf = (time: number): number => clock.dayOf(time) - clock.weekdayOf(time);
      const carried = interactions.columns.time.filter((time, i) => weekOf(last[i]!) !== weekOf(time)).map(weekOf);
      const cells = new Map<string, number>();
      for (const row of found) {
        channels.forEach((channel, c) => {
          if (row[channel] === 0) return;
          const isCarried = c >= 6 && row.weekday === 0 && carried.includes(row.week - 7);
          const week = isoWeekOf(isCarried ? row.week - 7 : row.week);
          const key = `${week},${c},${row.weekday},${row.slot}`;
          cells.set(key, (cells.get(key) ?? 0) + row[channel]);
        });
      }
      const rows = readRows(join(matrices, file));
      expect(cells).toEqual(
        new Map(
          rows.map((r) => [`${r["year_week"]},${r["channel"]},${r["weekday"]},${r["section"]}`, Number(r["value"])]),
        ),
      );
    });
  }

  for (const file of listed(folder, /^churn.*\.csv$/)) {
    it(`${file}: 1 − cosine of the weekly shares of half hours at each antenna`, () => {
      const { slots } = readPositions(join(folder, file), "user", { towers: null, network: false });
      const weeks = new Map<number, Map<string, string[]>>();
      for (const row of readRows(join(folder, file))) {
        const at = Date.parse(`${row["datetime"]!.replace(" ", "T")}Z`) / 1000;
        const week = Math.floor((Math.floor(at / 86_400) + 3) / 7);
        const halfHours = weeks.get(week) ?? new Map<string, string[]>();
        const halfHour = String(Math.floor(at / 1800));
        halfHours.set(halfHour, [...(halfHours.get(halfHour) ?? []), row["antenna_id"]!]);
        weeks.set(week, halfHours);
      }
      const vectors = [...weeks.values()].map((halfHours) => {
        const count = new Map<string, number>();
        for (const at of halfHours.values()) {
          const often = (antenna: string): number => at.filter((each) => each === antenna).length;
          const place = at.reduce((best, each) => (often(each) > often(best) ? each : best));
          count.set(place, (count.get(place) ?? 0) + 1 / halfHours.size);
        }
        return count;
      });
      const product = (a: Map<string, number>, b: Map<string, number>): number =>
        [...a].reduce((sum, [place, share]) => sum + share * (b.get(place) ?? 0), 0);
      const expected = vectors.slice(1).map((b, k) => {
        const a = vectors[k]!;
        return 1 - product(a, b) / Math.sqrt(product(a, a) * product(b, b));
      });
      const { churn } = measureChurnRate(slots, { clock }).columns;
      expect(churn.length).toBe(expected.length);
      for (let k = 0; k < churn.length; k++) expect(Math.abs(churn[k]! - expected[k]!)).toBeLessThan(1e-12);
    });
  }
});

describeData("bandicoot's figures of generated records: spatial indicators", "03_cdr25", (folder) => {
  const results = join(folder, "expected");
  const towers = join(folder, "towers.csv");
  const read = new Map<string, Positions>();
  const positionsOf = (user: string): Positions => {
    const path = join(folder, "records", `${user}.csv`);
    const positions = read.get(user) ?? readPositions(path, user, { towers, network: true });
    read.set(user, positions);
    return positions;
  };

  for (const file of listed(results, /^all_.*\.json(\.gz)?$/)) {
    it(`${file}: every spatial figure of every user`, () => {
      for (const [user, expected] of Object.entries(readJson<Record<string, object>>(join(results, file)))) {
        const byWeek = Object.entries(expected).some(
          ([key, value]) => key === "reporting__groupby" && value === "week",
        );
        compareFigures(flattened(expected), figuresOf(positionsOf(user), byWeek), 1e-9);
      }
    });
  }

  it("records without an antenna in the table are places for bandicoot; without them there are fewer, and more is home", () => {
    for (const user of Object.keys(readJson<object>(join(results, listed(results, /^home.*\.json$/)[0]!)))) {
      const { slots, known } = positionsOf(user);
      const homes = homeOf(positionsOf(user));
      const placed = placedOnly(slots, known);
      const unknown = new Set(slots.columns.location.filter((l) => l >= known)).size;
      expect(use(placed).places[0], user).toBe(use(slots).places[0]! - unknown);
      const share = (of: Traces): number => measureHomeAway(of, homes, { clock }).columns.homeShare[0]!;
      const home = homes.columns.location[0]!;
      expect(share(placed), user).toBe(slots.columns.location.filter((l) => l === home).length / placed.length);
      if (placed.length < slots.length) expect(share(placed), user).toBeGreaterThan(share(slots));
    }
  });

  for (const file of listed(results, /^home.*\.json$/)) {
    type Expected = {
      home: string;
      churn_rate: number[];
      radius_of_gyration_day: Record<string, Record<string, (number | null)[]>>;
    };
    it(`${file}: home, churn between weeks and radius of gyration by day of every user`, () => {
      for (const [user, expected] of Object.entries(readJson<Record<string, Expected>>(join(results, file)))) {
        const positions = positionsOf(user);
        const homes = homeOf(positions);
        expect(homes.locations.columns.id[homes.columns.location[0]!], user).toBe(expected.home);
        const { churn } = measureChurnRate(positions.slots, { clock }).columns;
        expect(churn.length, user).toBe(expected.churn_rate.length);
        for (let k = 0; k < churn.length; k++) expect(Math.abs(churn[k]! - expected.churn_rate[k]!)).toBeLessThan(1e-9);
        for (const [week, parts] of Object.entries(expected.radius_of_gyration_day)) {
          for (const [day, radii] of Object.entries(parts)) {
            const part = partOf(positions.slots, week, day);
            const days = radiusOf(splitPeriods(part, periodsOver(part, "day")), positions.known);
            expect(days.length, user).toBe(radii.length);
            days.forEach((value, d) => {
              if (radii[d] === null) expect(value).toBeNaN();
              else expect(Math.abs(value - radii[d]!), `${user}, day ${d}`).toBeLessThan(1e-9);
            });
          }
        }
      }
    });
  }
});
