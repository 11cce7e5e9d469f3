import { checkInteger, checkLength, checkOptions, checkText, fail } from "../core/check.ts";
import { checkFunction } from "../core/check-variants.ts";
import type { DenseMatrix, RowMatrix } from "../types.ts";
import type { RankedDestinations, TieRule } from "./intervening.ts";
import { cellFiller, emptyList } from "./intervening-cells.ts";
import { type DestinationRanking, type Ranker, rankerOf } from "./intervening-ranking.ts";
import type { FlowLaw } from "./law.ts";
import { checkMasses } from "./observations.ts";

/** What the laws of intervening opportunities are made of. */
export interface OpportunityLawOptions {
  /** The people of each location. One finite number of at least 0 per location. */
  readonly mass: ArrayLike<number>;
  /** What each location offers, jobs for instance; its mass unless given. */
  readonly opportunities?: ArrayLike<number>;
  /**
   * Distances, or any other cost of going from row to column; only their order counts. The diagonal is not read. Or what
   * `rankDestinations` made of them, for laws that are made many times.
   */
  readonly distances: DenseMatrix | RowMatrix | DestinationRanking;
  /** What to do with destinations that are equally far: `splitTies()` unless given; not to be given beside a ranking. */
  readonly ties?: TieRule;
}

export const OPPORTUNITY_OPTIONS = ["mass", "opportunities", "distances", "ties"] as const;

/** A law: fills `weight` of all destinations of an origin from its own mass and what lies between. */
export type OpportunityKernel = (own: number, ranked: RankedDestinations) => void;

/** The destinations of one origin after the other, with what lies between. */
export interface OpportunityRows {
  readonly locations: number;
  readonly mass: Float64Array;
  /** The opportunities of each location. */
  readonly offered: Float64Array;
  readonly ranker: Ranker;
  readonly ranked: RankedDestinations;
  /** Fills `ranked` but for the weights; returns the rows of the destinations from near to far. */
  readonly look: (origin: number) => Uint32Array;
}

/** Throws unless masses, opportunities and distances are those of the same locations. */
export function opportunityRows(where: string, options: OpportunityLawOptions): OpportunityRows {
  const { mass, opportunities = mass, distances } = options;
  const ranker = rankerOf(where, distances, options.ties);
  const { locations, ties, rank, tied } = ranker;
  checkMasses(where, "mass", mass, locations);
  checkMasses(where, "opportunities", opportunities, locations);
  const own = Float64Array.from(mass);
  const offered = Float64Array.from(opportunities);
  const total = own.reduce((sum, m) => sum + m, 0) + offered.reduce((sum, m) => sum + m, 0);
  if (total === Infinity) fail(where, "mass", "such that all masses and opportunities have a finite sum", total);
  const ranked = emptyList(tied.length, tied);
  return {
    locations,
    mass: own,
    offered,
    ranker,
    ranked,
    look: (origin) => {
      const order = rank(origin);
      gather(offered, order, ranked.opportunities);
      ties.fill(ranked);
      return order;
    },
  };
}

/** The law that a kernel makes, and where it is given the one for logarithms of weights; names of options are not checked. */
export function lawOf(where: string, name: string, options: OpportunityLawOptions, kernel: OpportunityKernel): FlowLaw {
  const rows = opportunityRows(where, options);
  return rowLaw(name, rows.locations, fillerOf(rows, kernel, 0));
}

/**
 * As `lawOf`, for kernels that subtract values of a survival function, so that the weights of several places, one right after the
 * other, add up to that of a single one with all their opportunities. Of the kernel for logarithms of weights, where there is one, too.
 */
export function survivalLawOf(
  where: string,
  name: string,
  options: OpportunityLawOptions,
  kernel: OpportunityKernel,
  logKernel?: OpportunityKernel,
): FlowLaw {
  const rows = opportunityRows(where, options);
  const fillLog = logKernel && fillerOf(rows, logKernel, -Infinity);
  const law = rowLaw(name, rows.locations, fillerOf(rows, kernel, 0), fillLog);
  const { passes } = rows.ranker.ties;
  if (passes !== "together" && passes !== "singly") return law;
  return { ...law, fillCells: cellFiller(rows, logKernel ?? kernel, logKernel === undefined ? 0 : -Infinity) };
}

function fillerOf({ mass, ranked, look }: OpportunityRows, fill: OpportunityKernel, none: number): FlowLaw["fillRow"] {
  return (origin, into) => {
    const order = look(origin);
    fill(mass[origin]!, ranked);
    into.fill(none);
    scatter(ranked.weight, order, into);
  };
}

function gather(from: Float64Array, order: Uint32Array, into: Float64Array): void {
  for (let k = 0; k < order.length; k++) into[k] = from[order[k]!]!;
}

function scatter(from: Float64Array, order: Uint32Array, into: Float64Array): void {
  for (let k = 0; k < order.length; k++) into[order[k]!] = from[k]!;
}

/** A law whose rows are asked for by number, which is checked. */
export function rowLaw(
  name: string,
  locations: number,
  fill: FlowLaw["fillRow"],
  fillLog?: FlowLaw["fillRow"],
): FlowLaw {
  const checked =
    (filler: FlowLaw["fillRow"]): FlowLaw["fillRow"] =>
    (row, into) => {
      checkInteger(`the law ${name}`, "row", row, 0, locations - 1);
      checkLength(`the law ${name}`, "into", into.length, locations);
      filler(row, into);
    };
  const law = { name, rows: locations, columns: locations, fillRow: checked(fill) };
  return fillLog === undefined ? law : { ...law, fillLogRow: checked(fillLog) };
}

export interface InterveningLawOptions extends OpportunityLawOptions {
  /** What a comparison is labelled with. */
  readonly name: string;
  /** The share of people who are still looking after so many opportunities, those at home included. It must not rise. */
  readonly survival: (opportunities: number) => number;
}

/**
 * How strongly do places draw people, if you know how many opportunities a person passes before taking one? A law of
 * intervening opportunities of one's own, from its survival function S. Radiation is S(a) = 1 / a, Schneider's law
 * S(a) = exp(−L a).
 *
 * **How** p[o, d] = (S(m + s) − S(m + s + n)) / S(m), with the origin's mass m, the destination's opportunities n and the
 * opportunities s of all places nearer to the origin than the destination, neither of the two included.
 *
 * @param options - masses, distances, the survival function and a name
 * @returns the law. A row adds up to 1 − S(M) / S(m), M being the mass of the origin and all other opportunities together,
 * unless ties are inclusive or exclusive. An origin at whose own mass survival is 0 or infinite has a row of zeros
 * @throws RangeError for masses or opportunities that are not finite or below 0; when a row is read, for distances that are
 * not finite or below 0, or a survival function that rises or is not a number of at least 0
 *
 * **Departs from the paper** it subtracts values of S, and so loses the digits that neighbouring values share. Laws that
 * have a function of their own here do not.
 *
 * **Cost** one sort and n calls of the function per row, O(n) memory
 *
 * [schneider-1959] [simini-2013]
 * @example
 * const distances = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 3, 1, 0, 2, 3, 2, 0) };
 * const survival = (opportunities) => 1 / (1 + opportunities / 10);
 * const law = interveningLaw({ name: "halved by ten", mass: [10, 10, 20], distances, survival });
 * denseFromRows(law).value.slice(0, 3).map((p) => Math.round(1000 * p)); // Float64Array(3) [ 0, 333, 267 ]
 */
export function interveningLaw(options: InterveningLawOptions): FlowLaw {
  const where = "interveningLaw";
  checkOptions(where, options, [...OPPORTUNITY_OPTIONS, "name", "survival"]);
  const { name, survival } = options;
  checkText(where, "name", name);
  checkFunction(where, "survival", survival, "a function of opportunities such as (passed) => 1 / (1 + passed)", 1);
  return lawOf(where, name, options, (own, { count, opportunities, inner, outer, place, weight }) => {
    const start = survival(own);
    if (start === Infinity || start === 0) {
      weight.fill(0);
      return;
    }
    const shareAt = (passed: number, most: number): number => {
      const share = survival(own + passed);
      if (!(share >= 0 && share <= most)) fail(where, `survival(${own + passed})`, `from 0 to ${most}`, share);
      return share;
    };
    let passed = 0;
    let here = shareAt(0, Infinity);
    let density = 0;
    for (let k = 0; k < count; k++) {
      const isNew = k === 0 || inner[k] !== inner[k - 1] || outer[k] !== outer[k - 1];
      if (isNew) {
        const before = inner[k] === passed ? here : shareAt(inner[k]!, start);
        here = shareAt(outer[k]!, before);
        passed = outer[k]!;
        density = place[k] === 0 ? 0 : (before - here) / start / place[k]!;
      }
      weight[k] = opportunities[k]! * density;
    }
  });
}
