import { sumOf } from "../core/sums.ts";
import type { Located, Table } from "../types.ts";
import { checkPopulation, type MigrationFlows, marginsOf } from "./migration-margins.ts";

/**
 * Migration of each location: people who came, who left, the difference and the sum of both (`turnover`), each but the
 * last over the population too, and `effectiveness`, the share of the turnover that the population is changed by.
 */
export type RegionMigration = Located &
  Table<{
    readonly inMigrants: Float64Array;
    readonly outMigrants: Float64Array;
    readonly netMigrants: Float64Array;
    readonly turnover: Float64Array;
    readonly inRate: Float64Array;
    readonly outRate: Float64Array;
    readonly netRate: Float64Array;
    readonly effectiveness: Float64Array;
  }>;

/**
 * Which places gain people by migration and which lose them, and how much of the coming and going is for nothing?
 *
 * **How** with I = Σ flows from other locations and O = Σ flows to other locations: net = I − O, turnover = I + O; the rates
 * are I, O and net over the population; effectiveness (the migration effectiveness ratio) = net / turnover.
 *
 * @param flows - migrants by origin and destination, counted or weighted to the population; the diagonal is not read
 * @param population - people of each location, in the unit that the flows have: at risk of leaving for an out-rate, by
 * convention that of the middle of the period (or of its start, for probabilities) for all three rates
 * @returns one row per location. Rates are per period of the flows, and NaN where nobody lives; `effectiveness` is from −1
 * (people only leave) to 1 (only come), NaN without a migrant. `netMigrants` add up to 0
 * @throws RangeError for flows that are not well formed or below 0, and a population that is not finite or below 0
 *
 * **Cost** O(entries + locations)
 *
 * [bell-2002] [shryock-siegel-1976]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * const regions = measureRegionMigration({ locations, ...sparseFromDense(2, 2, [90, 3, 1, 80]) }, [100, 50]);
 * const { netMigrants, outRate, effectiveness } = regions.columns;
 * [netMigrants, outRate, effectiveness]; // [ Float64Array(2) [ -2, 2 ], Float64Array(2) [ 0.03, 0.02 ], Float64Array(2) [ -0.5, 0.5 ] ]
 */
export function measureRegionMigration(flows: MigrationFlows, population: ArrayLike<number>): RegionMigration {
  const where = "measureRegionMigration";
  const { inflow, outflow } = marginsOf(where, flows);
  checkPopulation(where, population, inflow.length);
  const net = inflow.map((came, l) => came - outflow[l]!);
  const turnover = inflow.map((came, l) => came + outflow[l]!);
  const rateOf = (count: Float64Array): Float64Array =>
    count.map((people, l) => (population[l] === 0 ? Number.NaN : people / population[l]!));
  return {
    locations: flows.locations,
    length: inflow.length,
    columns: {
      inMigrants: inflow,
      outMigrants: outflow,
      netMigrants: net,
      turnover,
      inRate: rateOf(inflow),
      outRate: rateOf(outflow),
      netRate: rateOf(net),
      effectiveness: net.map((gain, l) => gain / turnover[l]!),
    },
  };
}

/**
 * How many of all people migrate? The crude migration intensity (probability), of all regions together.
 *
 * **How** Σ flows between different locations / Σ population. It grows with the number of regions that the country is
 * cut into: `courgeauK` compares countries.
 *
 * @param flows - migrants by origin and destination; the diagonal is not read
 * @param population - people of each location, in the unit of the flows
 * @returns migrants per person and period of the flows (times 100 for percent); NaN without people
 * @throws RangeError as `measureRegionMigration`
 *
 * **Cost** O(entries + locations)
 *
 * [bell-2002]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * migrationIntensity({ locations, ...sparseFromDense(2, 2, [90, 3, 1, 80]) }, [100, 60]); // 0.025
 */
export function migrationIntensity(flows: MigrationFlows, population: ArrayLike<number>): number {
  const where = "migrationIntensity";
  const { total, inflow } = marginsOf(where, flows);
  checkPopulation(where, population, inflow.length);
  const people = sumOf(population);
  return people === 0 ? Number.NaN : total / people;
}

/**
 * How well does migration redistribute people? The migration effectiveness index of the whole system.
 *
 * **How** Σ |I − O| / Σ (I + O) over locations, with those who come, I, and those who leave, O.
 *
 * @param flows - migrants by origin and destination; the diagonal is not read
 * @returns from 0 (as many come as leave everywhere) to 1 (nobody comes where somebody leaves; times 100 for percent); NaN
 * without a migrant
 * @throws RangeError for flows that are not well formed or below 0
 *
 * **Cost** O(entries + locations)
 *
 * [bell-2002] [shryock-siegel-1976]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * migrationEffectiveness({ locations, ...sparseFromDense(2, 2, [90, 3, 1, 80]) }); // 0.5
 */
export function migrationEffectiveness(flows: MigrationFlows): number {
  const { inflow, outflow, total } = marginsOf("migrationEffectiveness", flows);
  return netOf(inflow, outflow) / total;
}

/**
 * By how much does migration change where people live? The aggregate net migration rate.
 *
 * **How** ½ Σ |I − O| / Σ population = intensity · effectiveness.
 *
 * @param flows - migrants by origin and destination; the diagonal is not read
 * @param population - people of each location, in the unit of the flows
 * @returns the net change per person and period of the flows (times 100 for percent); NaN without people
 * @throws RangeError as `measureRegionMigration`
 *
 * **Cost** O(entries + locations)
 *
 * [bell-2002]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * aggregateNetMigrationRate({ locations, ...sparseFromDense(2, 2, [90, 3, 1, 80]) }, [100, 60]); // 0.0125
 */
export function aggregateNetMigrationRate(flows: MigrationFlows, population: ArrayLike<number>): number {
  const where = "aggregateNetMigrationRate";
  const { inflow, outflow } = marginsOf(where, flows);
  checkPopulation(where, population, inflow.length);
  const people = sumOf(population);
  return people === 0 ? Number.NaN : netOf(inflow, outflow) / people;
}

/** Half the sum of what locations gain and lose: what they gain. */
function netOf(inflow: Float64Array, outflow: Float64Array): number {
  return sumOf(inflow.map((came, l) => Math.abs(came - outflow[l]!))) / 2;
}
