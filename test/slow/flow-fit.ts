/** Fit of flows by the formulas, cell by cell over whole lists, to check the readings by rows. */

export interface SlowFit {
  readonly [name: string]: number;
}

/** Cells of pairs, in any order: observed, expected, distance. */
export type SlowCell = readonly [observed: number, expected: number, distance: number];

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const xlog = (x: number, ratio: number): number => (x === 0 ? 0 : x * Math.log(ratio));

/** ln x! of a whole number by its product. */
function slowLogFactorial(x: number): number {
  let result = 0;
  for (let k = 2; k <= x; k++) result += Math.log(k);
  return result;
}

export function slowFlowFit(cells: readonly SlowCell[], binWidth: number): SlowFit {
  const n = cells.length;
  const t = cells.map(([x]) => x);
  const e = cells.map(([, y]) => y);
  const [sumT, sumE] = [sum(t), sum(e)];
  const meanT = sumT / n;
  const mins = sum(cells.map(([x, y]) => Math.min(x, y)));
  const squares = sum(cells.map(([x, y]) => (x - y) ** 2));
  const rmse = Math.sqrt(squares / n);
  const bins = new Set(cells.map(([, , d]) => Math.floor(d / binWidth)));
  const inBin = (values: readonly number[], bin: number): number =>
    sum(values.filter((_, k) => Math.floor(cells[k]![2] / binWidth) === bin));
  const p = t.map((x) => x / sumT);
  const q = e.map((y) => y / sumE);
  const middle = p.map((each, k) => (each + q[k]!) / 2);
  const divergence = (a: readonly number[], b: readonly number[]): number =>
    sum(a.map((each, k) => xlog(each, each / b[k]!)));
  const seen = p.map((each, k) => (q[k]! > 0 ? each : 0));
  const jensen = (divergence(p, middle) + divergence(q, middle)) / 2;
  return {
    pairs: n,
    observedTrips: sumT,
    expectedTrips: sumE,
    commonPartOfCommuters: (2 * mins) / (sumT + sumE),
    commonPartOfLinks:
      (2 * cells.filter(([x, y]) => x > 0 && y > 0).length) /
      (t.filter((x) => x > 0).length + e.filter((y) => y > 0).length),
    commonPartOfDistances: (2 * sum([...bins].map((bin) => Math.min(inBin(t, bin), inBin(e, bin))))) / (sumT + sumE),
    successRate: mins / sumT,
    sorensenMean: sum(cells.map(([x, y]) => (x + y > 0 ? (2 * Math.min(x, y)) / (x + y) : 0))) / n,
    rootMeanSquareError: rmse,
    meanAbsoluteError: sum(cells.map(([x, y]) => Math.abs(x - y))) / n,
    nrmsePerTrip: Math.sqrt(squares / sumT),
    nrmseOfTotal: rmse / sumT,
    nrmseOfMean: rmse / meanT,
    nrmseOfRange: rmse / (Math.max(...t) - Math.min(...t)),
    rSquared: 1 - squares / sum(t.map((x) => (x - meanT) ** 2)),
    pearson: slowPearson(t, e),
    kullbackLeibler: divergence(p, q),
    kullbackLeiblerOfForeseen: divergence(seen, q),
    jensenShannon: jensen,
    jensenShannonDistance: Math.sqrt(jensen / Math.log(2)),
    poissonDeviance: 2 * sum(cells.map(([x, y]) => xlog(x, x / y) - x + y)),
    poissonLogLikelihood: sum(cells.map(([x, y]) => (x === 0 ? 0 : x * Math.log(y)) - y - slowLogFactorial(x))),
    observedMean: sum(cells.map(([x, , d]) => x * d)) / sumT,
    expectedMean: sum(cells.map(([, y, d]) => y * d)) / sumE,
    kolmogorovSmirnov: Math.max(
      ...cells.map(([, , far]) =>
        Math.abs(
          sum(cells.map(([x, , d]) => (d <= far ? x : 0))) / sumT -
            sum(cells.map(([, y, d]) => (d <= far ? y : 0))) / sumE,
        ),
      ),
    ),
    spearman: slowPearson(slowRanks(t), slowRanks(e)),
  };
}

function slowPearson(x: readonly number[], y: readonly number[]): number {
  const [meanX, meanY] = [sum(x) / x.length, sum(y) / y.length];
  const over = (a: readonly number[], ma: number, b: readonly number[], mb: number): number =>
    sum(a.map((each, k) => (each - ma) * (b[k]! - mb)));
  return over(x, meanX, y, meanY) / Math.sqrt(over(x, meanX, x, meanX) * over(y, meanY, y, meanY));
}

/** The rank of a value: one more than are less, and half of those that are equal to it besides. */
function slowRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const less = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return less + (equal + 1) / 2;
  });
}

/** Kolmogorov's limit by the alternating series alone, long enough for any λ that is not tiny. */
export function slowKolmogorovTail(lambda: number): number {
  let tail = 0;
  for (let k = 1; k < 2000; k++) tail += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * lambda * lambda);
  return tail;
}

/** The figure that scikit-mobility calls common part of commuters by distance: the flows themselves in ten classes of their size. */
export function flowSizeCommonPart(observed: readonly number[], expected: readonly number[]): number {
  const classes = (values: readonly number[]): number[] => {
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const counts = new Array<number>(10).fill(0);
    for (const value of values) counts[Math.min(9, Math.floor((10 * (value - least)) / (most - least)))]!++;
    return counts;
  };
  const [a, b] = [classes(observed), classes(expected)];
  return (2 * sum(a.map((count, k) => Math.min(count, b[k]!)))) / (sum(a) + sum(b));
}
