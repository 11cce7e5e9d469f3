import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createRandom } from "../../src/core/random.ts";
import { cellOf } from "../../src/core/sparse.ts";
import { sumOf } from "../../src/core/sums.ts";
import { findZones } from "../../src/space/zone-index.ts";
import { generateCalls } from "../../src/synthetic/calls.ts";
import { generateLives, type Lives } from "../../src/synthetic/lives.ts";
import { compareHomes } from "../../src/synthetic/scores.ts";
import { compareMigrations } from "../../src/synthetic/scores-migrations.ts";
import { buildAliasTable } from "../../src/synthetic/weighted-choice.ts";
import { whereaboutsOf } from "../../src/synthetic/whereabouts.ts";
import { generateWorld, type World } from "../../src/synthetic/world.ts";
import type { HomePlaces, Moves } from "../../src/types.ts";
import { probabilitiesOf } from "../synthetic/probabilities.ts";

const worlds = fc
  .record({
    seed: fc.integer(),
    districts: fc.integer({ min: 2, max: 30 }),
    more: fc.integer({ min: 0, max: 60 }),
    areaKm2: fc.constantFrom(50, 5_000, 100_000, 3_000_000),
    urbanShare: fc.constantFrom(0, 0.5, 1),
    centre: fc.record({ lon: fc.integer({ min: -180, max: 180 }), lat: fc.integer({ min: -90, max: 90 }) }),
  })
  .map(({ seed, more, ...options }) => ({
    ...options,
    random: createRandom(seed),
    antennas: options.districts + more,
  }));

const lifeOptions = fc.record({
  people: fc.integer({ min: 2, max: 60 }),
  days: fc.integer({ min: 2, max: 60 }),
  firstDay: fc.integer({ min: 1, max: 20_000 }),
  moverShare: fc.constantFrom(0, 0.3, 1),
  tripShare: fc.constantFrom(0, 0.3, 1),
  tripDays: fc.integer({ min: 1, max: 20 }),
});

function livesOf(world: World, options: object, seed: string): Lives {
  return generateLives(world, { random: createRandom(seed), people: 2, days: 2, firstDay: 1, ...options });
}

const smallWorld = generateWorld({ random: createRandom("law"), antennas: 40, districts: 6 });

describe("laws of worlds, lives and calls", () => {
  it("an alias table holds exactly the shares of any weights", () => {
    const weights = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e9, noNaN: true })), {
      minLength: 1,
      maxLength: 50,
    });
    fc.assert(
      fc.property(weights, (given) => {
        const total = given.reduce((sum, weight) => sum + weight, 0);
        fc.pre(total > 0);
        const probabilities = probabilitiesOf(buildAliasTable("law", "weights", given));
        for (let i = 0; i < given.length; i++) {
          expect(Math.abs(probabilities[i]! - given[i]! / total)).toBeLessThan(1e-12);
          if (given[i] === 0) expect(probabilities[i]).toBe(0);
        }
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("antennas stand on land in their districts, districts share out the land, people are counted once", () => {
    fc.assert(
      fc.property(worlds, (options) => {
        const world = generateWorld(options);
        const { lon, lat } = world.antennas.columns;
        expect(findZones(world.border, lon, lat).every((zone) => zone === 0)).toBe(true);
        expect(findZones(world.districts, lon, lat)).toEqual(Int32Array.from(world.districtOf));
        expect(new Set(world.districtOf).size).toBe(options.districts);
        expect(sumOf(world.districts.areaM2) / world.border.areaM2[0]!).toBeCloseTo(1, 9);
        expect(sumOf(world.population)).toBe(sumOf(world.people));
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("a life is told for every day, and at every hour its person is at home, at work or at a place of theirs", () => {
    fc.assert(
      fc.property(lifeOptions, fc.string(), (options, seed) => {
        const lives = livesOf(smallWorld, options, seed);
        const { offsets, columns } = lives.periods;
        for (let u = 0; u < options.people; u++) {
          let p = offsets[u]!;
          for (let day = options.firstDay; day < options.firstDay + options.days; day++) {
            if (columns.lastDay[p]! < day) p++;
            const told = columns.firstDay[p]! <= day && day <= columns.lastDay[p]!;
            const places = [columns.home[p], columns.work[p], ...lives.others.subarray(12 * p, 12 * (p + 1))];
            if (!told || !places.includes(whereaboutsOf(lives, u, day, (u * 7 + day) % 24)))
              expect.fail(`${u}, ${day}`);
          }
          expect(p).toBe(offsets[u + 1]! - 1);
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("contacts are mutual, and nobody is a contact of their own", () => {
    fc.assert(
      fc.property(lifeOptions, fc.string(), (options, seed) => {
        const { contacts } = livesOf(smallWorld, options, seed);
        for (let u = 0; u < options.people; u++) {
          expect(cellOf(contacts, u, u)).toBe(0);
          for (let v = 0; v < u; v++) if (cellOf(contacts, u, v) !== cellOf(contacts, v, u)) expect.fail(`${u}, ${v}`);
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("records are in the order of time, within the days, and on hours that the clock shows", () => {
    const zones = ["UTC", "+05:45", "Europe/Paris", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe"];
    const clocks = zones.map((timeZone) => createClock({ timeZone }));
    fc.assert(
      fc.property(lifeOptions, fc.string(), fc.constantFrom(...clocks), (options, seed, clock) => {
        const lives = livesOf(smallWorld, { ...options, firstDay: options.firstDay + 1000 }, seed);
        const random = createRandom(seed);
        const { length, columns } = generateCalls(smallWorld, lives, { random, clock });
        expect(length).toBe(options.people * options.days);
        for (let i = 0; i < length; i++) {
          const time = columns.time[i]!;
          const ordered = i === 0 || time >= columns.time[i - 1]!;
          const within = clock.dayOf(time) >= lives.firstDay && clock.dayOf(time) < lives.firstDay + lives.days;
          const shown = clock.timesOf(time + clock.offsetOf(time)).includes(time);
          if (!ordered || !within || !shown || columns.caller[i] === columns.callee[i])
            expect.fail(`row ${i}, ${time}`);
        }
      }),
      { seed: 42, numRuns: 40 },
    );
  });

  it("scores of parts of the people add up to the scores of all", () => {
    fc.assert(
      fc.property(lifeOptions, fc.string(), fc.nat(60), (options, seed, cut) => {
        const truth = livesOf(smallWorld, { ...options, moverShare: 0.7 }, seed);
        const other = livesOf(smallWorld, { ...options, moverShare: 0.7 }, `${seed} too`);
        const at = Math.min(cut, options.people);
        const homes = [0, at].map((from, part) =>
          compareHomes(homesOfPart(other.homes, from, part === 0 ? at : options.people), truth.homes),
        );
        const allHomes = compareHomes(other.homes, truth.homes);
        expect(homes[0]!.right + homes[1]!.right).toBe(allHomes.right);
        expect(homes[0]!.found + homes[1]!.found).toBe(allHomes.found);
        const found = withDay(truth.migrations);
        const tolerance = { toleranceDays: 3 };
        const moves = [0, at].map((from, part) =>
          compareMigrations(found, movesOfPart(truth.migrations, from, part === 0 ? at : options.people), tolerance),
        );
        const all = compareMigrations(found, truth.migrations, tolerance);
        expect(all.right).toBe(truth.migrations.length);
        expect(moves[0]!.right + moves[1]!.right).toBe(all.right);
        expect(moves[0]!.planted + moves[1]!.planted).toBe(all.planted);
      }),
      { seed: 42, numRuns: 40 },
    );
  });
});

function homesOfPart(homes: HomePlaces, from: number, to: number): HomePlaces {
  const columns = { location: homes.columns.location.slice(from, to) };
  return { ...homes, users: homes.users.slice(from, to), length: to - from, columns };
}

function movesOfPart(moves: Moves, from: number, to: number): Moves {
  const first = moves.offsets[from]!;
  const last = moves.offsets[to]!;
  const { origin, destination, leftDay, arrivedDay } = moves.columns;
  return {
    ...moves,
    users: moves.users.slice(from, to),
    offsets: moves.offsets.slice(from, to + 1).map((row) => row - first),
    length: last - first,
    columns: {
      origin: origin.slice(first, last),
      destination: destination.slice(first, last),
      leftDay: leftDay.slice(first, last),
      arrivedDay: arrivedDay.slice(first, last),
    },
  };
}

function withDay(moves: Moves): Moves<Moves["columns"] & { readonly day: Int32Array }> {
  return { ...moves, columns: { ...moves.columns, day: moves.columns.arrivedDay } };
}
