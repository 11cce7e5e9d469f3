import { randomGamma, randomLogNormal } from "d3-random";
import { checkInteger, checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkLists, checkLocations } from "../core/check-tables.ts";
import { checkRandom } from "../core/check-variants.ts";
import { createLocations } from "../core/locations.ts";
import { cos, sin } from "../core/math.ts";
import { buildTessellation } from "../space/tessellation.ts";
import { findZones } from "../space/zone-index.ts";
import type { Locations, Random, Zones } from "../types.ts";
import { idsOf } from "./ids.ts";
import { drawApart, drawLand, type Land, type Spot } from "./land.ts";

/** An invented country: where its people could live, and how many do. */
export interface World {
  /** One zone, the country: a mainland with a bay and an island. */
  readonly border: Zones;
  /** The districts that share out the land. */
  readonly districts: Zones;
  readonly antennas: Locations & { readonly kind: "antennas" };
  /** The district in which each antenna stands. */
  readonly districtOf: Uint32Array;
  /** People who live around each antenna. */
  readonly people: Float64Array;
  /** People of each district: those of its antennas. */
  readonly population: Float64Array;
}

export interface WorldOptions {
  readonly random: Random;
  /** How many antennas, at least as many as districts. */
  readonly antennas: number;
  /** How many districts, at least 2. */
  readonly districts: number;
  /** Middle of the country in degrees: where no land is, unless given. */
  readonly centre?: { readonly lon: number; readonly lat: number };
  /** Area of the country in km². */
  readonly areaKm2?: number;
  /** People in the country, at least one for every antenna. */
  readonly population?: number;
  /** How many cities, fewer than districts; the k-th has 1 / k of the people of the first. */
  readonly cities?: number;
  /** Share of the people who live in cities, and of the antennas that stand there. */
  readonly urbanShare?: number;
}

/**
 * What a world is made of unless told otherwise. Our own choice throughout: a country of the size of Iceland in the
 * middle of the Atlantic, where no land is, with more than half of its people in its cities.
 */
export const WORLD_DEFAULTS = {
  centre: { lon: -38, lat: 30 },
  areaKm2: 100_000,
  population: 1_000_000,
  cities: 6,
  urbanShare: 0.6,
} as const;

/** Scale of the first city's radius as a share of the square root of the country's area. */
const CITY_RADIUS = 0.012;
/** Spread (σ of the logarithm) of people per antenna within a city and in the country. */
const PEOPLE_SIGMA = 0.5;
/** Points among which the next city and the next district seat are chosen: more make a more even spread. */
const CITY_CANDIDATES = 4;
const SEAT_CANDIDATES = 8;

/**
 * Where could these people live? An invented country with a coast, districts and antennas: dense in a few cities,
 * sparse elsewhere.
 *
 * **How** The coast is a ring of random waves with a bay, and an island beside it; its area is `areaKm2`. City k has
 * people in proportion to 1 / k (Zipf) and density that falls exponentially with the distance from its middle
 * (Clark): density ∝ e^(−distance / scale), scale ∝ √(1 / k). Districts are the Voronoi cells of seats on the sphere,
 * cut at the coast; the seats are the cities and then points spread over the land. The first antenna of each district
 * stands at its seat; of the others `urbanShare` stand in cities in proportion to their people and the rest anywhere.
 * The people of a city, and those of the countryside, are shared among their antennas in proportion to a log-normal
 * weight.
 *
 * @param options - the random source, how many antennas and districts; see `WorldOptions`
 * @returns border, districts ("D01", …), antennas ("A0001", …), the district of each antenna, people per antenna and per
 * district (whole numbers that sum to `population`). Every antenna stands on land, no two at the same point, and
 * every district has at least one. Coordinates have six decimals.
 * @throws RangeError for numbers out of range
 *
 * **Cost** O(antennas · corners of the coast + districts²).
 *
 * [zipf-1949] [clark-1951] [mitchell-1991]
 *
 * @example
 * const world = generateWorld({ random: createRandom(1), antennas: 100, districts: 8 });
 * world.districts.columns.id[0]; // 'D01'
 * Math.round(world.border.areaM2[0] / 1e6); // 100000
 */
export function generateWorld(options: WorldOptions): World {
  const where = "generateWorld";
  const named = Object.keys(WORLD_DEFAULTS) as (keyof typeof WORLD_DEFAULTS)[];
  checkOptions(where, options, ["random", "antennas", "districts", ...named]);
  const { random, antennas, districts, centre, areaKm2, population, urbanShare } = { ...WORLD_DEFAULTS, ...options };
  checkRandom(where, "random", random);
  checkOptions(where, centre, ["lon", "lat"], "centre");
  checkInteger(where, "districts", districts, 2);
  const { cities = Math.min(WORLD_DEFAULTS.cities, districts - 1) } = options;
  checkInteger(where, "antennas", antennas, districts);
  checkNumber(where, "centre.lon", centre.lon, -180, 180);
  checkNumber(where, "centre.lat", centre.lat, -90, 90);
  checkNumber(where, "areaKm2", areaKm2, 1, 1e7);
  checkInteger(where, "population", population, antennas);
  checkInteger(where, "cities", cities, 1, districts - 1);
  checkNumber(where, "urbanShare", urbanShare, 0, 1);

  const land = drawLand(random, centre.lon, centre.lat, areaKm2 * 1e6, "country");
  const seats: Spot[] = [];
  while (seats.length < cities) seats.push(drawApart(land, seats, CITY_CANDIDATES));
  while (seats.length < districts) seats.push(drawApart(land, seats, SEAT_CANDIDATES));

  const { spots, city } = placeAntennas(random, land, seats, antennas, cities, urbanShare, Math.sqrt(areaKm2) * 1000);
  const table = createLocations(
    "antennas",
    idsOf("A", antennas, 4),
    spots.map((spot) => spot.lon),
    spots.map((spot) => spot.lat),
  );
  const seatTable = createLocations(
    "antennas",
    idsOf("D", districts, 2),
    table.columns.lon.subarray(0, districts),
    table.columns.lat.subarray(0, districts),
  );
  const { cells } = buildTessellation(seatTable, { border: land.border });
  const found = findZones(cells, table.columns.lon, table.columns.lat);
  const districtOf = Uint32Array.from(found, (district, a) =>
    district >= 0 ? district : fail(where, `the district of antenna ${a}`, "found", district),
  );
  const people = sharePeople(random, city, cities, population, urbanShare);
  const perDistrict = new Float64Array(districts);
  for (let a = 0; a < antennas; a++) perDistrict[districtOf[a]!]! += people[a]!;
  return { border: land.border, districts: cells, antennas: table, districtOf, people, population: perDistrict };
}

/** Throws unless the value is a world. */
export function checkWorld(where: string, world: World): void {
  checkLists(where, "world", world, ["districtOf", "people", "population"], "a world made by generateWorld");
  checkLocations(where, "world.antennas", world.antennas);
  checkLocations(where, "world.districts", world.districts);
}

/** Points of antennas, all different, and the city of each: 0 the first one, `cities` for the countryside. */
function placeAntennas(
  random: Random,
  land: Land,
  seats: readonly Spot[],
  antennas: number,
  cities: number,
  urbanShare: number,
  meters: number,
): { spots: readonly Spot[]; city: Uint32Array } {
  const spots: Spot[] = seats.slice();
  const taken = new Set(spots.map((spot) => `${spot.lon} ${spot.lat}`));
  const city = new Uint32Array(antennas).fill(cities);
  for (let c = 0; c < cities; c++) city[c] = c;
  const radius = randomGamma.source(random)(2);
  const rest = antennas - seats.length;
  const urban = Math.round(rest * urbanShare);
  for (let i = 0; i < rest; i++) {
    // The antennas of cities come first, so that the share of each city is met and not drawn.
    const c = i < urban ? cityOf(i / urban, cities) : cities;
    city[spots.length] = c;
    for (let added = false; !added; ) {
      const spot = c < cities ? drawInCity(random, land, seats[c]!, radius() * cityScale(c, meters)) : land.draw();
      const key = spot === null ? "" : `${spot.lon} ${spot.lat}`;
      if (spot === null || taken.has(key)) continue;
      taken.add(key);
      spots.push(spot);
      added = true;
    }
  }
  return { spots, city };
}

function cityScale(c: number, meters: number): number {
  return (CITY_RADIUS * meters) / Math.sqrt(c + 1);
}

function drawInCity(random: Random, land: Land, middle: Spot, radius: number): Spot | null {
  const angle = random() * 2 * Math.PI;
  return land.spotAt(middle.x + radius * cos(angle), middle.y + radius * sin(angle));
}

/** The city below which the share `x` of all cities' people lives, the largest city first. */
function cityOf(x: number, cities: number): number {
  const total = harmonic(cities);
  let c = 0;
  while (c < cities - 1 && harmonic(c + 1) <= x * total) c++;
  return c;
}

function harmonic(n: number): number {
  let sum = 0;
  for (let k = 1; k <= n; k++) sum += 1 / k;
  return sum;
}

/** Whole people per antenna, at least one each, `population` in all. */
function sharePeople(
  random: Random,
  city: Uint32Array,
  cities: number,
  population: number,
  urbanShare: number,
): Float64Array {
  const draw = randomLogNormal.source(random)(0, PEOPLE_SIGMA);
  const weight = Float64Array.from(city, () => draw());
  const weightOf = new Float64Array(cities + 1);
  for (let a = 0; a < city.length; a++) weightOf[city[a]!]! += weight[a]!;
  const shareOf = new Float64Array(cities + 1);
  for (let c = 0; c < cities; c++) shareOf[c] = urbanShare / (c + 1) / harmonic(cities);
  shareOf[cities] = 1 - urbanShare;
  const people = new Float64Array(city.length);
  const toShare = population - city.length;
  let sum = 0;
  let given = 0;
  for (let a = 0; a < city.length; a++) {
    sum += (shareOf[city[a]!]! * weight[a]!) / weightOf[city[a]!]!;
    const upTo = a === city.length - 1 ? toShare : Math.min(toShare, Math.round(sum * toShare));
    people[a] = 1 + upTo - given;
    given = upTo;
  }
  return people;
}
