import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { cellOf } from "../../src/core/sparse.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { generateLives, type Lives, type LivesOptions } from "../../src/synthetic/lives.ts";
import { generateWorld, type World } from "../../src/synthetic/world.ts";
import { homesByDay } from "../slow/lives.ts";

const world: World = generateWorld({ random: createRandom("world"), antennas: 150, districts: 12 });
const FIRST = 16_801;

function livesOf(options: Partial<LivesOptions> = {}, seed = 1): Lives {
  return generateLives(world, { random: createRandom(seed), people: 2000, days: 120, firstDay: FIRST, ...options });
}

function meters(a: number, b: number): number {
  const { lon, lat } = world.antennas.columns;
  return greatCircleMeters(lon[a]!, lat[a]!, lon[b]!, lat[b]!);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Index of dissimilarity of the first two groups over the districts where they start. */
function dissimilarity(lives: Lives): number {
  const count = [new Float64Array(world.districts.length), new Float64Array(world.districts.length)];
  const size = [0, 0];
  const { group, startHome } = lives.people.columns;
  for (let u = 0; u < group.length; u++) {
    count[group[u]!]![world.districtOf[startHome[u]!]!]!++;
    size[group[u]!]!++;
  }
  let sum = 0;
  for (let d = 0; d < world.districts.length; d++) {
    sum += Math.abs(count[0]![d]! / size[0]! - count[1]![d]! / size[1]!);
  }
  return sum / 2;
}

/** Share of the contacts' entries for which a fact holds. */
function shareOfContacts(lives: Lives, fact: (u: number, v: number) => boolean): number {
  const { offsets, index } = lives.contacts;
  let yes = 0;
  for (let u = 0; u < lives.users.length; u++) {
    for (let k = offsets[u]!; k < offsets[u + 1]!; k++) if (fact(u, index[k]!)) yes++;
  }
  return yes / index.length;
}

describe("generateLives", () => {
  const lives = livesOf();

  it("the same seed gives the same lives, another seed others", () => {
    expect(livesOf()).toEqual(lives);
    const other = livesOf({}, 2);
    expect(other.people.columns.startHome).not.toEqual(lives.people.columns.startHome);
    expect(other.seed).not.toBe(lives.seed);
  });

  it("users are numbered in the order of their ids", () => {
    expect(lives.users[0]).toBe("P000001");
    expect(lives.users[1999]).toBe("P002000");
    expect([...lives.users].sort()).toEqual(lives.users);
  });

  it("the periods of a life cover its days, one after another", () => {
    const { offsets, columns, length } = lives.periods;
    expect(offsets[2000]).toBe(length);
    for (let u = 0; u < 2000; u++) {
      expect(columns.firstDay[offsets[u]!]).toBe(FIRST);
      expect(columns.lastDay[offsets[u + 1]! - 1]).toBe(FIRST + 119);
      for (let p = offsets[u]!; p < offsets[u + 1]!; p++) {
        expect(columns.lastDay[p]!).toBeGreaterThanOrEqual(columns.firstDay[p]!);
        if (p > offsets[u]!) expect(columns.firstDay[p]).toBe(columns.lastDay[p - 1]! + 1);
      }
    }
  });

  it("a trip leads to another district and back to the same home, work and places", () => {
    const { offsets, columns } = lives.periods;
    const { home, work, trip } = columns;
    let trips = 0;
    for (let u = 0; u < 2000; u++) {
      expect(trip[offsets[u]!]).toBe(0);
      expect(trip[offsets[u + 1]! - 1]).toBe(0);
      for (let p = offsets[u]!; p < offsets[u + 1]!; p++) {
        if (trip[p] === 0) continue;
        trips++;
        expect(home[p + 1]).toBe(home[p - 1]);
        expect(work[p + 1]).toBe(work[p - 1]);
        expect(lives.others.slice(12 * (p + 1), 12 * (p + 2))).toEqual(lives.others.slice(12 * (p - 1), 12 * p));
        expect(world.districtOf[home[p]!]).not.toBe(world.districtOf[home[p - 1]!]);
        expect(columns.lastDay[p]! - columns.firstDay[p]!).toBeGreaterThanOrEqual(1);
      }
    }
    // 15 % of the people, less the trips that would not end in time or touch a migration.
    expect(trips).toBeGreaterThan(200);
    expect(trips).toBeLessThan(300);
  });

  it("the planted migrations are the changes of home, between two districts and on two days in a row", () => {
    const { migrations } = lives;
    const { startHome, endHome } = lives.people.columns;
    expect(migrations.locations).toBe(world.districts);
    let movers = 0;
    for (let u = 0; u < 2000; u++) {
      const from = migrations.offsets[u]!;
      const moved = migrations.offsets[u + 1]! - from;
      expect(moved).toBe(startHome[u] === endHome[u] ? 0 : 1);
      if (moved === 0) continue;
      movers++;
      const { origin, destination, leftDay, arrivedDay } = migrations.columns;
      expect(origin[from]).toBe(world.districtOf[startHome[u]!]);
      expect(destination[from]).toBe(world.districtOf[endHome[u]!]);
      expect(origin[from]).not.toBe(destination[from]);
      expect(arrivedDay[from]).toBe(leftDay[from]! + 1);
      expect(arrivedDay[from]! > FIRST && arrivedDay[from]! < FIRST + 120).toBe(true);
    }
    expect(movers).toBe(migrations.length);
    // 5 % of 2000, four standard deviations around it.
    expect(Math.abs(movers - 100)).toBeLessThan(4 * Math.sqrt(2000 * 0.05 * 0.95));
  });

  it("migrations fall on the days asked for, the first and the last included", () => {
    const { arrivedDay } = livesOf({ moverShare: 1, movesFromDay: 60, movesToDay: 64 }).migrations.columns;
    expect([...new Set(arrivedDay)].sort()).toEqual([60, 61, 62, 63, 64].map((day) => FIRST + day));
  });

  it("the true home is where a person lived on most days, as counted day by day", () => {
    const often = livesOf({ people: 300, days: 31, moverShare: 0.6, tripShare: 0.6, tripDays: 3 }, 5);
    expect(often.homes).toEqual({ ...often.homes, ...homesByDay(often, null, world.antennas) });
    expect(often.homeDistricts).toEqual({
      ...often.homeDistricts,
      ...homesByDay(often, world.districtOf, world.districts),
    });
    const evenly = livesOf({ people: 100, days: 10, moverShare: 1, tripShare: 0, movesFromDay: 5, movesToDay: 5 });
    expect(evenly.homes.columns.tied).toEqual(new Uint8Array(100).fill(1));
    expect(evenly.homes.columns.share).toEqual(new Float64Array(100).fill(0.5));
  });

  it("groups have the shares asked for and move as often as they are told", () => {
    const groups = [
      { label: "a", share: 0.7, moverShare: 0 },
      { label: "b", share: 0.3, moverShare: 1 },
    ];
    const two = livesOf({ groups });
    expect(two.labels).toEqual(["a", "b"]);
    const b = two.people.columns.group.reduce((sum, g) => sum + g, 0);
    expect(Math.abs(b - 600)).toBeLessThan(4 * Math.sqrt(2000 * 0.3 * 0.7));
    for (let u = 0; u < 2000; u++) {
      expect(two.migrations.offsets[u + 1]! - two.migrations.offsets[u]!).toBe(two.people.columns.group[u]);
    }
  });

  it("a concentrated group lives apart, one without concentration lives as all do", () => {
    const apart = (concentration: number): number =>
      dissimilarity(
        livesOf({
          people: 10_000,
          groups: [
            { label: "a", share: 0.5 },
            { label: "b", share: 0.5, concentration },
          ],
        }),
      );
    expect(apart(0)).toBeLessThan(0.04);
    expect(apart(1)).toBeGreaterThan(0.15);
    expect(apart(2)).toBeGreaterThan(apart(1));
  });

  it("the way to work gets shorter with commuteKm, and workerShare of the people have one", () => {
    const way = (commuteKm: number): number => {
      const { home, work } = livesOf({ commuteKm }).periods.columns;
      return mean([...home].flatMap((h, p) => (work[p]! < 0 ? [] : [meters(h, work[p]!)])));
    };
    expect(way(2)).toBeLessThan(way(6));
    expect(way(6)).toBeLessThan(way(30));
    expect(livesOf({ workerShare: 0 }).periods.columns.work.every((work) => work === -1)).toBe(true);
    const { offsets, columns } = lives.periods;
    let workers = 0;
    for (let u = 0; u < 2000; u++) if (columns.work[offsets[u]!]! >= 0) workers++;
    expect(Math.abs(workers - 1300)).toBeLessThan(4 * Math.sqrt(2000 * 0.65 * 0.35));
  });

  it("other places are never the home", () => {
    for (let i = 0; i < lives.others.length; i++) {
      if (lives.others[i] === lives.periods.columns.home[Math.floor(i / 12)]) expect.fail(`place ${i} is the home`);
    }
  });

  it("migrations are shorter the more distance counts", () => {
    const way = (distanceExponent: number): number => {
      const { startHome, endHome } = livesOf({ distanceExponent, moverShare: 1 }).people.columns;
      return mean([...startHome].map((home, u) => meters(home, endHome[u]!)));
    };
    expect(way(1)).toBeLessThan(0.95 * way(0));
    expect(way(3)).toBeLessThan(0.9 * way(1));
  });

  it("trips are as long as told", () => {
    const daysOf = (tripDays: number): number => {
      const { columns } = livesOf({ tripDays, tripShare: 1, days: 3000, moverShare: 0 }).periods;
      const lengths = [...columns.trip].flatMap((trip, p) =>
        trip === 1 ? [columns.lastDay[p]! - columns.firstDay[p]! + 1] : [],
      );
      return lengths.sort((x, y) => x - y)[lengths.length >> 1]!;
    };
    expect(Math.abs(daysOf(8) - 8)).toBeLessThanOrEqual(1);
    expect(Math.abs(daysOf(30) - 30)).toBeLessThanOrEqual(3);
    expect(livesOf({ tripShare: 0 }).periods.columns.trip.every((trip) => trip === 0)).toBe(true);
  });

  it("calling rates have mean 1 and a heavy tail, or none", () => {
    const rates = [...livesOf({ people: 50_000 }).people.columns.rate].sort((x, y) => y - x);
    expect(Math.abs(mean(rates) - 1)).toBeLessThan(0.03);
    // The top tenth of a log-normal with σ = 1 holds Φ(1 − Φ⁻¹(0.9)) = 38.9 %.
    expect(Math.abs(mean(rates.slice(0, 5000)) / 10 - 0.389)).toBeLessThan(0.02);
    expect(livesOf({ rateSigma: 0 }).people.columns.rate).toEqual(new Float64Array(2000).fill(1));
  });

  it("everyone has a contact other than themselves, contacts are mutual and some people have many", () => {
    const { offsets, index, value } = lives.contacts;
    const degrees: number[] = [];
    for (let u = 0; u < 2000; u++) {
      degrees.push(offsets[u + 1]! - offsets[u]!);
      expect(offsets[u + 1]!).toBeGreaterThan(offsets[u]!);
      for (let k = offsets[u]!; k < offsets[u + 1]!; k++) {
        if (index[k] === u || cellOf(lives.contacts, index[k]!, u) !== value[k]) expect.fail(`${u} and ${index[k]}`);
      }
    }
    degrees.sort((x, y) => x - y);
    expect(degrees[1999]!).toBeGreaterThan(4 * degrees[1000]!);
  });

  it("contacts are more alike with homophily and nearer with nearness", () => {
    const { group } = lives.people.columns;
    const alike = (homophily: number): number => {
      const those = livesOf({ homophily });
      return shareOfContacts(those, (u, v) => those.people.columns.group[u] === those.people.columns.group[v]);
    };
    const newcomers = group.reduce((sum, g) => sum + g, 0) / 2000;
    const byChance = newcomers ** 2 + (1 - newcomers) ** 2;
    const none = livesOf({ homophily: 0, nearness: 0 });
    const { group: groups } = none.people.columns;
    expect(Math.abs(shareOfContacts(none, (u, v) => groups[u] === groups[v]) - byChance)).toBeLessThan(0.03);
    expect(alike(0.5)).toBeGreaterThan(byChance + 0.05);
    expect(alike(1)).toBeGreaterThan(0.99);
    const near = (nearness: number): number => {
      const those = livesOf({ nearness });
      const district = Array.from(those.people.columns.startHome, (home) => world.districtOf[home]!);
      return shareOfContacts(those, (u, v) => district[u] === district[v]);
    };
    expect(near(0.8)).toBeGreaterThan(near(0) + 0.5);
  });

  it("two people know each other", () => {
    const two = livesOf({ people: 2 });
    expect(two.contacts.index).toEqual(Uint32Array.of(1, 0));
  });

  it("refuses numbers out of range and says which", () => {
    expect(() => livesOf({ people: 1 })).toThrow(/generateLives: people must be/);
    expect(() => livesOf({ days: 1 })).toThrow(/days/);
    expect(() => livesOf({ firstDay: 0 })).toThrow(/firstDay/);
    expect(() => livesOf({ movesFromDay: 0 })).toThrow(/movesFromDay/);
    expect(() => livesOf({ movesToDay: 120 })).toThrow(/movesToDay/);
    expect(() => livesOf({ movesFromDay: 50, movesToDay: 49 })).toThrow(/movesToDay/);
    expect(() => livesOf({ tripShare: -0.1 })).toThrow(/tripShare/);
    expect(() => livesOf({ contacts: 0 })).toThrow(/contacts/);
    expect(() => livesOf({ habits: { workByDay: 0.9 } })).toThrow(/habits\.homeByDay/);
    expect(() => livesOf({ groups: [{ label: "a", share: 0.9 }] })).toThrow(/sum of the groups' shares must be 1/);
    const twice = { label: "a", share: 0.5 };
    expect(() => livesOf({ groups: [twice, twice] })).toThrow(/groups\[1\]\.label/);
  });
});
