import { checkInteger, checkLength, checkOptions, fail, failInWords } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import type { RowReader } from "../core/row-matrix.ts";
import { sumOf } from "../core/sums.ts";
import { drawMultinomial, drawPoisson } from "../core/variates.ts";
import type { Random } from "../types.ts";

/** Expected flows as a draw reads them. */
export interface ExpectedRows {
  readonly rows: number;
  readonly columns: number;
  readonly read: RowReader;
}

/** How whole flows are drawn around expected ones; made by `multinomialByOrigin`, `poissonDraws` and their kin. */
export interface FlowDraw {
  readonly name: string;
  /** Looks at the expected flows as a whole where the draw has to, and returns how one row of them is drawn. */
  readonly start: (where: string, expected: ExpectedRows, random: Random) => RowDraw;
}

/** Writes whole flows for the expected cells of a row. */
export type RowDraw = (row: number, cells: Float64Array, into: Float64Array) => void;

export interface MultinomialByOriginOptions {
  /** How many leave each origin: whole numbers. The sums of the expected rows, which then have to be whole, unless given. */
  readonly outflows?: ArrayLike<number>;
}

/**
 * Every person who leaves an origin chooses a destination, independently of all others: the outflow of each origin is kept.
 * What arrives is random, also where the expected flows keep inflows: there is no simple sampler that keeps both.
 *
 * **How** per origin a multinomial of its outflow, with probabilities expected[o, d] / outflow[o]. Where outflows are given and
 * a row adds up to less, as under `asProbabilities`, the rest goes nowhere.
 *
 * @param options - outflows, if they are not the sums of the rows
 * @returns the draw, for `generateFlows`. A sum within a thousandth of a whole number is taken for it
 * @throws RangeError for outflows that are not whole; from `generateFlows` for row sums that are not, or above their outflow
 *
 * **Cost** per origin as many draws as it has people or destinations, whichever are fewer
 *
 * [devroye-1986]
 * @example
 * const expected = { rows: 2, columns: 2, value: Float64Array.of(0, 7, 5, 0) };
 * generateFlows(expected, { draw: multinomialByOrigin(), random: createRandom(1) }).value; // Float64Array(2) [ 7, 5 ]
 */
export function multinomialByOrigin(options: MultinomialByOriginOptions = {}): FlowDraw {
  const name = "multinomialByOrigin";
  checkOptions(name, options, ["outflows"]);
  const { outflows } = options;
  if (outflows !== undefined) {
    checkList(name, "outflows", outflows);
    for (let o = 0; o < outflows.length; o++) checkInteger(name, `outflows[${o}]`, outflows[o]!, 0);
  }
  return {
    name: "multinomial by origin",
    start: (where, { rows, columns }, random) => {
      if (outflows !== undefined) checkLength(where, "outflows", outflows.length, rows);
      const weights = new Float64Array(columns + 1);
      const drawn = new Float64Array(columns + 1);
      const sums = new Float64Array(columns + 1);
      return (row, cells, into) => {
        const sum = sumOf(cells, 0, columns);
        const outflow = outflows === undefined ? wholeSum(where, row, sum) : outflows[row]!;
        const rest = outflow - sum;
        weights.set(cells);
        weights[columns] = outflows !== undefined && rest > SAME_SUM * outflow ? rest : 0;
        if (outflows !== undefined && -rest > SAME_SUM * outflow) {
          failInWords(where, `the sum of expected row ${row}`, `at most its outflow, ${outflow}`, String(sum));
        }
        drawMultinomial(outflow, weights, columns + 1, drawn, sums, random);
        into.set(drawn.subarray(0, columns));
      };
    },
  };
}

/**
 * Every person who moves chooses an origin and a destination, independently of all others: only the total is kept.
 *
 * **How** a multinomial of the total over the origins, by the sums of their rows, and then of each origin's people over its
 * destinations.
 *
 * @returns the draw, for `generateFlows`; the expected total must be whole, or within a thousandth of it
 *
 * **Cost** the expected flows are read twice
 *
 * [devroye-1986]
 * @example
 * const expected = { rows: 2, columns: 2, value: Float64Array.of(0, 7.5, 4.5, 0) };
 * const { value } = generateFlows(expected, { draw: multinomialTotal(), random: createRandom(1) });
 * value[0] + value[1]; // 12
 */
export function multinomialTotal(): FlowDraw {
  return {
    name: "multinomial of the total",
    start: (where, { rows, columns, read }, random) => {
      const outflows = new Float64Array(rows);
      for (let row = 0; row < rows; row++) outflows[row] = sumOf(read(row), 0, columns);
      const total = wholeOf(sumOf(outflows));
      if (total === null) fail(where, "the sum of all expected flows", "whole", sumOf(outflows));
      const people = new Float64Array(rows);
      drawMultinomial(total, outflows, rows, people, new Float64Array(rows), random);
      const sums = new Float64Array(columns);
      return (row, cells, into) => {
        drawMultinomial(people[row]!, cells, columns, into, sums, random);
      };
    },
  };
}

/**
 * Every flow is a count of its own, independent of all others: no total is kept, and the variance of each is its mean. The
 * model that a Poisson fit supposes.
 *
 * **How** per origin a Poisson number of people with the mean of the row's sum, spread over the destinations by a multinomial,
 * which is the same as a Poisson number for each.
 *
 * @returns the draw, for `generateFlows`; sums of rows are at most 2⁵²
 *
 * **Cost** as `multinomialByOrigin`
 *
 * [devroye-1986] [hormann-1993]
 * @example
 * const expected = { rows: 1, columns: 2, value: Float64Array.of(0, 1e6) };
 * const { value } = generateFlows(expected, { draw: poissonDraws(), random: createRandom(1) });
 * Math.abs(value[0] - 1e6) < 5000; // true
 */
export function poissonDraws(): FlowDraw {
  return {
    name: "Poisson",
    start: (where, { columns }, random) => {
      const sums = new Float64Array(columns);
      return (row, cells, into) => {
        const mean = sumOf(cells, 0, columns);
        if (!(mean <= MOST)) fail(where, `the sum of expected row ${row}`, `at most ${MOST}`, mean);
        drawMultinomial(drawPoisson(mean, random), cells, columns, into, sums, random);
      };
    },
  };
}

/**
 * Expected flows rounded down, and the people that this leaves over placed at random: each origin keeps its outflow, each flow
 * is the expected one on average and varies less than a count would.
 *
 * **How** floor(expected), and a multinomial of the rest by what the rounding took from each flow.
 *
 * @returns the draw, for `generateFlows`; sums of rows must be whole, or within a thousandth of it
 *
 * **Departs from the paper** TDLM places the rest by the expected flows themselves, which makes large flows too large on
 * average and small ones too small: `flooredDraws`.
 *
 * **Cost** as `multinomialByOrigin`
 *
 * [lenormand-2016]
 * @example
 * const expected = { rows: 1, columns: 3, value: Float64Array.of(2, 3.5, 1.5) };
 * generateFlows(expected, { draw: roundedDraws(), random: createRandom(1) }).value[0]; // 2
 */
export function roundedDraws(): FlowDraw {
  return flooredBy("rounded down, the rest by what rounding took", false);
}

/**
 * Expected flows rounded down, and the people that this leaves over placed at random by the size of the flows: the draw of
 * TDLM's production-constrained model, for comparison with it.
 *
 * **How** floor(expected), and a multinomial of the rest in proportion to the expected flows. Not unbiased: the mean of a flow
 * is floor(expected) + rest · expected / outflow.
 *
 * @returns the draw, for `generateFlows`; sums of rows must be whole, or within a thousandth of it
 *
 * **Cost** as `multinomialByOrigin`
 *
 * [lenormand-2016]
 * @example
 * const expected = { rows: 1, columns: 2, value: Float64Array.of(2.5, 0.5) };
 * const { value } = generateFlows(expected, { draw: flooredDraws(), random: createRandom(1) });
 * value.reduce((a, b) => a + b); // 3
 */
export function flooredDraws(): FlowDraw {
  return flooredBy("rounded down, the rest by the flows", true);
}

function flooredBy(name: string, byFlows: boolean): FlowDraw {
  return {
    name,
    start: (where, { columns }, random) => {
      const floors = new Float64Array(columns);
      const left = new Float64Array(columns);
      const sums = new Float64Array(columns);
      return (row, cells, into) => {
        const rest = floorCells(where, row, cells, columns, floors, left);
        drawMultinomial(rest, byFlows ? cells : left, columns, into, sums, random);
        for (let c = 0; c < columns; c++) into[c]! += floors[c]!;
      };
    },
  };
}

/**
 * Expected flows rounded so that each origin keeps its outflow: down, and up where rounding down takes most. The method of
 * largest remainders, known from the seats of parliaments.
 *
 * **How** floor(expected), and one person more for the flows with the largest remainders, as many as the row lacks; who goes
 * where remainders are equal is drawn.
 *
 * @returns the draw, for `generateFlows`; sums of rows must be whole, or within a thousandth of it. Small flows vanish: of many
 * flows of 0.1 from one origin most are 0, and the others 1
 *
 * **Cost** O(destinations · log destinations) per origin
 *
 * [balinski-young-2001]
 * @example
 * const expected = { rows: 1, columns: 3, value: Float64Array.of(2.4, 3.4, 1.2) };
 * generateFlows({ ...expected, value: expected.value.map((x) => x / 7 * 8) }, { draw: largestRemainders(), random: createRandom(1) }).value; // Float64Array(3) [ 3, 4, 1 ]
 */
export function largestRemainders(): FlowDraw {
  return {
    name: "largest remainders",
    start: (where, { columns }, random) => {
      const left = new Float64Array(columns);
      return (row, cells, into) => {
        const rest = floorCells(where, row, cells, columns, into, left);
        if (rest === 0) return;
        const order = Uint32Array.from(left.keys()).sort((a, b) => left[b]! - left[a]!);
        const last = left[order[rest - 1]!]!;
        let places = rest;
        let tied = 0;
        for (let c = 0; c < columns; c++) {
          if (left[c] === last) tied++;
          else if (left[c]! > last) {
            into[c]!++;
            places--;
          }
        }
        for (let c = 0; c < columns && places > 0; c++) {
          if (left[c] !== last) continue;
          if (places === tied || random() * tied < places) {
            into[c]!++;
            places--;
          }
          tied--;
        }
      };
    },
  };
}

/** Sums that are the same but for rounding and for the tolerance of balancing. */
const SAME_SUM = 1e-9;
/** Up to this mean a Poisson number is a whole number that can be told from the next: 2⁵². */
const MOST = 4_503_599_627_370_496;
/** A sum of flows this near to a whole number of people is that number. */
const WHOLE = 1e-3;

/** Writes floors and what they leave; returns how many people the floors leave over of the row's sum. */
function floorCells(
  where: string,
  row: number,
  cells: Float64Array,
  columns: number,
  floors: Float64Array,
  left: Float64Array,
): number {
  let rest = wholeSum(where, row, sumOf(cells, 0, columns));
  for (let c = 0; c < columns; c++) {
    floors[c] = Math.floor(cells[c]!);
    left[c] = cells[c]! - floors[c]!;
    rest -= floors[c]!;
  }
  return rest;
}

function wholeSum(where: string, row: number, sum: number): number {
  const whole = wholeOf(sum);
  if (whole !== null) return whole;
  const remedy = "scale the flows to whole outflows, or draw by poissonDraws()";
  return failInWords(where, `the sum of expected row ${row}`, "whole", String(sum), remedy);
}

function wholeOf(sum: number): number | null {
  const whole = Math.round(sum);
  return Math.abs(sum - whole) <= WHOLE && whole <= Number.MAX_SAFE_INTEGER ? whole : null;
}
