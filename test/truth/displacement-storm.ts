import { createClock } from "../../src/core/clock.ts";
import { createRandom } from "../../src/core/random.ts";
import { modalDailyLocation } from "../../src/places/criteria-days.ts";
import { buildDailyLocations, lastOfDay } from "../../src/places/daily-location.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { buildPresence } from "../../src/places/presence.ts";
import { buildPointCrosswalk } from "../../src/space/crosswalk.ts";
import { generateLives } from "../../src/synthetic/lives.ts";
import { generateWorld } from "../../src/synthetic/world.ts";
import { buildTracesOfEvents } from "../../src/traces/events.ts";
import { selectPeriod } from "../../src/traces/interactions-selection.ts";
import { relocate } from "../../src/traces/relocation.ts";
import type { HomePlaces, Presence } from "../../src/types.ts";

/**
 * A storm planted by hand in a synthetic country: two of six districts are struck on the event day, two in five of their
 * people flee to another district and come back after a random time, if they do; every day 3 in 100 people are elsewhere
 * anyway; from the event day on 10 in 100 SIMs of the whole country are silent for ever.
 */

const BASELINE_DAYS = 42;
export const FOLLOW_DAYS = 38;
export const STRUCK: readonly number[] = [0, 1];
const FIRST_DAY = 19_783;
export const EVENT_DAY: number = FIRST_DAY + BASELINE_DAYS;
const DAYS = BASELINE_DAYS + FOLLOW_DAYS + 1;
const CLOCK = createClock({ timeZone: "UTC" });

export interface Storm {
  readonly daily: Presence;
  /** Homes found in the 42 days before. */
  readonly homes: HomePlaces;
  /** How many people truly live in each district, and how many of these are elsewhere on each day after the event. */
  readonly population: readonly number[];
  readonly truth: readonly (readonly number[])[];
  /** How many of these have fled, the others being elsewhere as on any day. */
  readonly fled: readonly (readonly number[])[];
  /** The true district of each person on every day from the event day on, and the true homes. */
  readonly trueDaily: Presence;
  readonly trueHomes: HomePlaces;
}

export interface StormOptions {
  readonly seed: number;
  readonly people: number;
  /** Events of those who fled, per event that they would have at home. */
  readonly awayRate?: number;
}

export function plantStorm({ seed, people, awayRate = 1 }: StormOptions): Storm {
  const world = generateWorld({ random: createRandom(`world ${seed}`), antennas: 60, districts: 6 });
  const random = createRandom(`storm ${seed}`);
  const lives = generateLives(world, {
    random: createRandom(`lives ${seed}`),
    people,
    days: DAYS,
    firstDay: FIRST_DAY,
    moverShare: 0,
    tripShare: 0,
  });
  const { startHome, rate } = lives.people.columns;
  const antennasOf = Array.from({ length: 6 }, (_, d) =>
    [...world.districtOf.keys()].filter((a) => world.districtOf[a] === d),
  );
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const elsewhere = (antenna: number): number => {
    const others = [0, 1, 2, 3, 4, 5].filter((d) => d !== world.districtOf[antenna] && antennasOf[d]!.length > 0);
    return pick(antennasOf[pick(others)]!);
  };
  const events = { user: [] as number[], time: [] as number[], location: [] as number[] };
  const truth = Array.from({ length: 6 }, () => new Array<number>(FOLLOW_DAYS + 1).fill(0));
  const fledOf = truth.map(() => new Array<number>(FOLLOW_DAYS + 1).fill(0));
  const population = new Array<number>(6).fill(0);
  const trueDays = { day: [] as number[], location: [] as number[] };
  for (let u = 0; u < people; u++) {
    const home = startHome[u]!;
    const district = world.districtOf[home]!;
    population[district]!++;
    const silent = random() < 0.1;
    const flees = STRUCK.includes(district) && random() < 0.4;
    const refuge = elsewhere(home);
    const backDay = BASELINE_DAYS + 1 + Math.floor(-15 * Math.log(1 - random()));
    for (let d = 0; d < DAYS; d++) {
      const fled = flees && d >= BASELINE_DAYS && d < backDay;
      const place = fled ? refuge : random() < 0.03 ? elsewhere(home) : home;
      if (d >= BASELINE_DAYS) {
        trueDays.day.push(FIRST_DAY + d);
        trueDays.location.push(world.districtOf[place]!);
        if (fled) fledOf[district]![d - BASELINE_DAYS]!++;
        if (world.districtOf[place] !== district) truth[district]![d - BASELINE_DAYS]!++;
      }
      if (silent && d >= BASELINE_DAYS) continue;
      // Whether there is any event on the day, at a rate of one a day on average.
      if (random() < Math.exp(-rate[u]! * (fled ? awayRate : 1))) continue;
      events.user.push(u);
      events.time.push((FIRST_DAY + d) * 86_400 + Math.floor(random() * 86_400));
      events.location.push(place);
    }
  }
  const antennas = buildTracesOfEvents(
    {
      users: lives.users,
      user: Uint32Array.from(events.user),
      time: Uint32Array.from(events.time),
      location: Uint32Array.from(events.location),
    },
    world.antennas,
  );
  const traces = relocate(antennas, buildPointCrosswalk(world.antennas, world.districts));
  const before = selectPeriod(traces, { from: FIRST_DAY * 86_400, to: EVENT_DAY * 86_400 });
  const homes = detectHomes(buildPresence(before, { clock: CLOCK }), { criterion: modalDailyLocation() });
  const width = FOLLOW_DAYS + 1;
  const locations = traces.locations;
  return {
    daily: buildDailyLocations(traces, { clock: CLOCK, choose: lastOfDay() }),
    homes,
    population,
    truth,
    fled: fledOf,
    trueDaily: {
      locations,
      users: lives.users,
      offsets: Uint32Array.from({ length: people + 1 }, (_, u) => u * width),
      length: people * width,
      columns: {
        day: Int32Array.from(trueDays.day),
        location: Uint32Array.from(trueDays.location),
        events: new Uint32Array(people * width).fill(1),
      },
    },
    trueHomes: {
      locations,
      users: lives.users,
      length: people,
      columns: { location: Int32Array.from(startHome, (antenna) => world.districtOf[antenna]!) },
    },
  };
}
