import { addRow, type CellReader, dotRow } from "../core/row-cells.ts";

/** A matrix of fitted flows: originFactor · cell · destinationFactor, with the sums of its rows and columns. */
export interface FittedFlows {
  readonly read: CellReader;
  readonly originFactors: Float64Array;
  readonly destinationFactors: Float64Array;
  readonly outflows: Float64Array;
  readonly inflows: Float64Array;
}

const MAX_ITERATIONS = 500;

/**
 * What constants of destinations take of a term, once constants of origins have taken their part: the x of S x = rest, with
 * S = diag(inflows) − Mᵀ diag(outflows)⁻¹ M for the fitted flows M. Starts from the x given and writes the answer into it;
 * returns what it leaves of the right side.
 *
 * **How** conjugate gradients with diag(inflows) as preconditioner: M is read once an iteration. S takes a number that all
 * destinations of a connected part share for 0, and so does the right side, so that it does not matter that S has no inverse.
 *
 * @param rest - Σ fitted · (term less its mean in the row), for each destination
 * @param tolerance - the size of what is left, as a share of that of `rest`, in the norm of the preconditioner
 */
export function destinationMeans(
  flows: FittedFlows,
  rest: Float64Array,
  x: Float64Array,
  tolerance: number,
): Float64Array {
  const { inflows } = flows;
  const size = normOf(rest, inflows);
  const left = rest.slice();
  if (x.some((value) => value !== 0)) {
    const taken = timesS(flows, x);
    for (let d = 0; d < left.length; d++) left[d]! -= taken[d]!;
    // A start that is no better than none is none.
    if (!(normOf(left, inflows) < size)) {
      x.fill(0);
      left.set(rest);
    }
  }
  let norm = normOf(left, inflows);
  const direction = new Float64Array(x.length);
  for (let d = 0; d < x.length; d++) direction[d] = inflows[d]! > 0 ? left[d]! / inflows[d]! : 0;
  for (let iteration = 0; iteration < MAX_ITERATIONS && norm > tolerance * tolerance * size; iteration++) {
    const image = timesS(flows, direction);
    const curvature = dot(direction, image);
    if (!(curvature > 0)) break;
    const length = norm / curvature;
    for (let d = 0; d < x.length; d++) {
      x[d]! += length * direction[d]!;
      left[d]! -= length * image[d]!;
    }
    const next = normOf(left, inflows);
    for (let d = 0; d < x.length; d++) {
      direction[d] = inflows[d]! > 0 ? left[d]! / inflows[d]! + (next / norm) * direction[d]! : 0;
    }
    norm = next;
  }
  return left;
}

/** S x. */
function timesS(
  { read, originFactors, destinationFactors, outflows, inflows }: FittedFlows,
  x: Float64Array,
): Float64Array {
  const weighted = x.map((value, d) => value * destinationFactors[d]!);
  const image = new Float64Array(x.length);
  for (let o = 0; o < outflows.length; o++) {
    if (outflows[o] === 0) continue;
    const cells = read(o);
    const mean = (originFactors[o]! * dotRow(cells, weighted)) / outflows[o]!;
    addRow(cells, -originFactors[o]! * mean, image);
  }
  for (let d = 0; d < x.length; d++) image[d] = inflows[d]! * x[d]! + destinationFactors[d]! * image[d]!;
  return image;
}

function normOf(x: Float64Array, inflows: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < x.length; d++) if (inflows[d]! > 0) sum += (x[d]! * x[d]!) / inflows[d]!;
  return sum;
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < x.length; d++) sum += x[d]! * y[d]!;
  return sum;
}
