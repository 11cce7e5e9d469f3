import { randomLogNormal, randomNormal } from "d3-random";
import { doubled } from "../core/growth.ts";
import { exp, log, pow } from "../core/math.ts";
import { greatCircleMeters } from "../core/sphere.ts";
import type { Random, Sequences } from "../types.ts";
import type { Absence, AbsenceCountry, AbsencePlan } from "./absences.ts";
import type { GroupOptions, PeriodColumns } from "./lives.ts";
import { buildAliasTable, drawAlias, drawRunningSum } from "./weighted-choice.ts";
import type { World } from "./world.ts";

/** What drawing residences needs of `LivesOptions`. */
interface ResidenceSettings {
  readonly random: Random;
  readonly days: number;
  readonly firstDay: number;
  readonly groups: readonly GroupOptions[];
  readonly moverShare: number;
  readonly movesFromDay: number;
  readonly movesToDay: number;
  readonly tripShare: number;
  readonly tripDays: number;
  readonly distanceExponent: number;
  readonly rateSigma: number;
  readonly absences: readonly AbsencePlan[];
}

interface Residences {
  readonly group: Uint32Array;
  readonly rate: Float64Array;
  readonly planned: readonly PlannedAbsence[];
  /** Without a place of work yet: −1 everywhere. */
  readonly periods: Sequences<PeriodColumns>;
}

/** An absence of a person that a plan drew and that fits their life. */
export interface PlannedAbsence extends Absence {
  readonly user: number;
  readonly plan: number;
  /** The antenna where they live. */
  readonly home: number;
}

/** Room for periods per person, to begin with. */
const PERIODS = 4;
/** σ of the logarithm of the days of a trip, and the fewest. */
const TRIP_SIGMA = 0.7;
const FEWEST_TRIP_DAYS = 2;
/** Districts nearer than this attract as if they were this far. */
const NEAREST_KM = 1;

/** Draws who belongs to which group, how much everyone calls and where everyone lives from when to when. */
export function drawResidences(world: World, users: readonly string[], settings: ResidenceSettings): Residences {
  const { random, groups, days, firstDay, movesFromDay, movesToDay } = settings;
  const pull = drawPull(world, groups, random);
  const groupTable = buildAliasTable(
    "generateLives",
    "groups.share",
    groups.map((each) => each.share),
  );
  const homeTables = pull.map((ofDistrict) =>
    buildAliasTable(
      "generateLives",
      "people",
      world.people.map((people, a) => people * ofDistrict[world.districtOf[a]!]!),
    ),
  );
  const destinations = createDestinations(world, pull, settings.distanceExponent, random);
  const drawRate = randomLogNormal.source(random)(-(settings.rateSigma * settings.rateSigma) / 2, settings.rateSigma);
  const drawTripDays = randomLogNormal.source(random)(log(settings.tripDays), TRIP_SIGMA);

  const country: AbsenceCountry = {
    districts: world.districts.length,
    districtOf: world.districtOf,
    labels: groups.map((each) => each.label),
    drawElsewhere: destinations.draw,
    drawIn: destinations.drawIn,
  };
  const plans = settings.absences.map((plan) => plan.start(country, random));

  const people = users.length;
  const group = new Uint32Array(people);
  const rate = new Float64Array(people);
  const planned: PlannedAbsence[] = [];
  const offsets = new Uint32Array(people + 1);
  let first = new Int32Array(PERIODS * people);
  let home = new Uint32Array(PERIODS * people);
  let trip = new Uint8Array(PERIODS * people);
  let at = 0;
  const add = (day: number, place: number, away: number): void => {
    if (at === first.length) {
      first = doubled(first);
      home = doubled(home);
      trip = doubled(trip);
    }
    first[at] = firstDay + day;
    home[at] = place;
    trip[at++] = away;
  };
  for (let u = 0; u < people; u++) {
    const g = drawAlias(groupTable, random);
    group[u] = g;
    // To single precision, which hides the last digits in which machines' logarithms may differ.
    rate[u] = Math.fround(drawRate());
    const origin = drawAlias(homeTables[g]!, random);
    const moves = random() < (groups[g]!.moverShare ?? settings.moverShare);
    const moveDay = moves ? movesFromDay + Math.floor(random() * (movesToDay - movesFromDay + 1)) : Infinity;
    const target = moves ? destinations.draw(origin, g) : origin;
    const homeOn = (day: number): number => (day < moveDay ? origin : target);
    const away: Absence[] = [];
    if (random() < settings.tripShare) {
      const fromDay = 1 + Math.floor(random() * (days - 1));
      const backDay = fromDay + Math.max(FEWEST_TRIP_DAYS, Math.round(drawTripDays()));
      if (backDay < days && (backDay < moveDay || fromDay > moveDay)) {
        away.push({ fromDay, backDay, antenna: destinations.draw(homeOn(fromDay), g) });
      }
    }
    for (let plan = 0; plan < plans.length; plan++) {
      for (const absence of plans[plan]!({ group: g, days, homeOn })) {
        if (!fits(absence, days, moveDay, away)) continue;
        away.push(absence);
        planned.push({ ...absence, user: u, plan, home: homeOn(absence.fromDay) });
      }
    }
    add(0, origin, 0);
    let moved = !moves;
    for (const { fromDay, backDay, antenna } of away.sort((a, b) => a.fromDay - b.fromDay)) {
      if (!moved && moveDay < fromDay) {
        add(moveDay, target, 0);
        moved = true;
      }
      add(fromDay, antenna, 1);
      if (backDay < days) add(backDay, homeOn(backDay), 0);
    }
    if (!moved) add(moveDay, target, 0);
    offsets[u + 1] = at;
  }
  const last = new Int32Array(at);
  for (let u = 0; u < people; u++) {
    for (let p = offsets[u]!; p < offsets[u + 1]!; p++) {
      last[p] = p + 1 < offsets[u + 1]! ? first[p + 1]! - 1 : firstDay + days - 1;
    }
  }
  const columns = {
    firstDay: first.slice(0, at),
    lastDay: last,
    home: home.slice(0, at),
    work: new Int32Array(at).fill(-1),
    trip: trip.slice(0, at),
  };
  return { group, rate, planned, periods: { users, offsets, length: at, columns } };
}

/** Whether an absence lies within the days, with a day at home before and after, away from the migration and from other absences. */
function fits({ fromDay, backDay }: Absence, days: number, moveDay: number, others: readonly Absence[]): boolean {
  if (!(fromDay >= 1 && fromDay < days && backDay > fromDay)) return false;
  if (backDay >= moveDay && fromDay <= moveDay) return false;
  return others.every((other) => fromDay > other.backDay || backDay < other.fromDay);
}

/** How strongly each district draws each group: e^(concentration · z). */
function drawPull(world: World, groups: readonly GroupOptions[], random: Random): Float64Array[] {
  const normal = randomNormal.source(random)();
  return groups.map(({ concentration }) =>
    Float64Array.from(world.population, () => exp((concentration ?? 0) * normal())),
  );
}

/** Antennas in other districts: the district ∝ people · pull / km^exponent, in it the antenna ∝ people. */
function createDestinations(
  world: World,
  pull: readonly Float64Array[],
  exponent: number,
  random: Random,
): {
  readonly draw: (antenna: number, group: number, barred?: Uint8Array) => number;
  readonly drawIn: (district: number) => number;
} {
  const { districts, districtOf, population } = world;
  const count = districts.length;
  const nearness = new Float64Array(count * count);
  const { lon, lat } = districts.columns;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const km = greatCircleMeters(lon[i]!, lat[i]!, lon[j]!, lat[j]!) / 1000;
      nearness[i * count + j] = i === j ? 0 : pow(Math.max(NEAREST_KM, km), -exponent);
    }
  }
  // Antennas district by district, with running sums of their people.
  const from = new Uint32Array(count + 1);
  for (const district of districtOf) from[district + 1]!++;
  for (let d = 0; d < count; d++) from[d + 1]! += from[d]!;
  const place = from.slice(0, count);
  const antennas = new Uint32Array(districtOf.length);
  for (let a = 0; a < districtOf.length; a++) antennas[place[districtOf[a]!]!++] = a;
  const people = new Float64Array(antennas.length);
  for (let d = 0; d < count; d++) {
    let sum = 0;
    for (let k = from[d]!; k < from[d + 1]!; k++) {
      sum += world.people[antennas[k]!]!;
      people[k] = sum;
    }
  }
  const sums = new Float64Array(count);
  const drawIn = (district: number): number =>
    antennas[drawRunningSum(people, from[district]!, from[district + 1]!, random)]!;
  return {
    drawIn,
    draw: (antenna, group, barred) => {
      const origin = districtOf[antenna]!;
      let sum = 0;
      for (let j = 0; j < count; j++) {
        if (barred?.[j] !== 1) sum += population[j]! * pull[group]![j]! * nearness[origin * count + j]!;
        sums[j] = sum;
      }
      return drawIn(drawRunningSum(sums, 0, count, random));
    },
  };
}
