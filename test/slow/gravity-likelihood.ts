/** A gravity model as a table of pairs: the flow, the two places, and the terms that have a coefficient. */
export interface PairRow {
  readonly flow: number;
  readonly origin: number;
  readonly destination: number;
  readonly terms: readonly number[];
}

/** Whether a model has one constant, one for each origin or destination, or both. */
export type PlainConstants = "one" | "origins" | "destinations" | "both";

/**
 * Σ flow · ln mean − mean − ln flow! at some coefficients, as it is written, with the constants that are best there: for each
 * group of pairs ln(flows / Σ exp), for both sides in turn until they stay.
 */
export function plainLikelihood(rows: readonly PairRow[], constants: PlainConstants, at: readonly number[]): number {
  const predictors = rows.map((row) => row.terms.reduce((sum, term, t) => sum + term * at[t]!, 0));
  const settle = (groupOf: (row: PairRow) => number): number => {
    const flows: number[] = [];
    const means: number[] = [];
    rows.forEach((row, r) => {
      const group = groupOf(row);
      flows[group] = (flows[group] ?? 0) + row.flow;
      means[group] = (means[group] ?? 0) + Math.exp(predictors[r]!);
    });
    let largest = 0;
    rows.forEach((row, r) => {
      const step = Math.log(flows[groupOf(row)]! / means[groupOf(row)]!);
      predictors[r]! += step;
      largest = Math.max(largest, Math.abs(step));
    });
    return largest;
  };
  const groupings = {
    one: [() => 0],
    origins: [(row: PairRow) => row.origin],
    destinations: [(row: PairRow) => row.destination],
    both: [(row: PairRow) => row.origin, (row: PairRow) => row.destination],
  }[constants];
  for (let turn = 0; turn < 5000; turn++) if (Math.max(...groupings.map(settle)) < 1e-14) break;
  return rows.reduce((sum, { flow }, r) => {
    let logFactorial = 0;
    for (let x = 2; x <= flow; x++) logFactorial += Math.log(x);
    return sum + flow * predictors[r]! - Math.exp(predictors[r]!) - logFactorial;
  }, 0);
}

/** The highest point of a function by comparing its values only: the simplex of Nelder and Mead, begun anew where it ended. */
export function highestPoint(of: (at: readonly number[]) => number, start: readonly number[]): number[] {
  let best = [...start];
  for (const size of [1, 0.05, 0.001]) best = climbSimplex(of, best, size);
  return best;
}

function climbSimplex(of: (at: readonly number[]) => number, start: readonly number[], size: number): number[] {
  const point = (at: number[]): { at: number[]; value: number } => ({ at, value: of(at) });
  const corners = [point([...start]), ...start.map((_, t) => point(start.map((x, u) => (u === t ? x + size : x))))];
  const k = start.length;
  for (let round = 0; round < 150 * k; round++) {
    corners.sort((a, b) => b.value - a.value);
    const worst = corners[k]!;
    if (corners[0]!.value - worst.value < 1e-13 * Math.abs(worst.value)) break;
    const middle = start.map((_, t) => corners.slice(0, k).reduce((sum, corner) => sum + corner.at[t]! / k, 0));
    const along = (share: number): ReturnType<typeof point> => {
      return point(middle.map((m, t) => m + share * (worst.at[t]! - m)));
    };
    const mirrored = along(-1);
    if (mirrored.value > corners[0]!.value) {
      const farther = along(-2);
      corners[k] = farther.value > mirrored.value ? farther : mirrored;
    } else if (mirrored.value > corners[k - 1]!.value) corners[k] = mirrored;
    else {
      const nearer = along(mirrored.value > worst.value ? -0.5 : 0.5);
      if (nearer.value > Math.max(worst.value, mirrored.value)) corners[k] = nearer;
      else {
        const top = corners[0]!.at;
        for (let c = 1; c <= k; c++) corners[c] = point(corners[c]!.at.map((x, t) => (x + top[t]!) / 2));
      }
    }
  }
  return corners.reduce((high, corner) => (corner.value > high.value ? corner : high)).at;
}
