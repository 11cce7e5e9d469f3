/** Every table that chance could have drawn, with its probability: plain enumerations that the draws and means are held to. */

/** Visits every number of the group in each area, with the probability of all of them together. */
export type Visit = (x: readonly number[], chance: number) => void;

/** All ways for `group` people to be among areas of these sizes, all people alike: fixed margins. */
export function everyPermutation(sizes: readonly number[], group: number, visit: Visit): void {
  const all = sizes.reduce((a, b) => a + b, 0);
  const ways = choose(all, group);
  const x: number[] = [];
  const place = (left: number, product: number): void => {
    if (x.length === sizes.length) {
      if (left === 0) visit(x, product / ways);
      return;
    }
    const size = sizes[x.length]!;
    for (let k = 0; k <= Math.min(size, left); k++) {
      x.push(k);
      place(left - k, product * choose(size, k));
      x.pop();
    }
  };
  place(group, 1);
}

/** All numbers of the group where each person is of it with probability p. */
export function everyBinomial(sizes: readonly number[], p: number, visit: Visit): void {
  const x: number[] = [];
  const place = (product: number): void => {
    if (x.length === sizes.length) {
      visit(x, product);
      return;
    }
    const size = sizes[x.length]!;
    for (let k = 0; k <= size; k++) {
      x.push(k);
      place(product * choose(size, k) * p ** k * (1 - p) ** (size - k));
      x.pop();
    }
  };
  place(1);
}

/** All ways for `people` to be spread over cells with these shares. */
export function everyMultinomial(shares: readonly number[], people: number, visit: Visit): void {
  const x: number[] = [];
  const place = (left: number, rest: number, product: number): void => {
    if (x.length === shares.length - 1) {
      visit([...x, left], product * (rest > 0 ? 1 : left === 0 ? 1 : 0));
      return;
    }
    const p = rest > 0 ? Math.min(1, shares[x.length]! / rest) : 0;
    for (let k = 0; k <= left; k++) {
      x.push(k);
      place(left - k, rest - shares[x.length - 1]!, product * choose(left, k) * p ** k * (1 - p) ** (left - k));
      x.pop();
    }
  };
  place(people, 1, 1);
}

/** D of numbers of a group and sizes of areas; NaN where one of the two is empty. */
export function plainDissimilarity(x: readonly number[], sizes: readonly number[]): number {
  const sumX = x.reduce((a, b) => a + b, 0);
  const sumY = sizes.reduce((a, b) => a + b, 0) - sumX;
  if (sumX === 0 || sumY === 0) return Number.NaN;
  return x.reduce((sum, own, i) => sum + Math.abs(own / sumX - (sizes[i]! - own) / sumY), 0) / 2;
}

/** The mean of a number over what is visited where it is defined. */
export function meanOver(every: (visit: Visit) => void, value: (x: readonly number[]) => number): number {
  let sum = 0;
  let weight = 0;
  every((x, chance) => {
    const v = value(x);
    if (Number.isNaN(v)) return;
    sum += chance * v;
    weight += chance;
  });
  return sum / weight;
}

/** How likely a number is at least as large as observed, of what is visited where it is defined. */
export function tailOver(
  every: (visit: Visit) => void,
  value: (x: readonly number[]) => number,
  observed: number,
): number {
  return meanOver(every, (x) => {
    const v = value(x);
    return Number.isNaN(v) ? v : v >= observed - 1e-12 ? 1 : 0;
  });
}

/** Numbers of ways, exact for the small numbers here. */
export function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return Math.round(ways);
}

/** Probabilities of 0, 1, … of a group among `drawn` of `all`, from the logarithms of the ratios of each to the one before. */
export function hypergeometricTerms(group: number, all: number, drawn: number): number[] {
  const least = Math.max(0, drawn + group - all);
  const most = Math.min(group, drawn);
  const logs = Array.from({ length: most + 1 }, () => -Infinity);
  logs[least] = 0;
  for (let k = least + 1; k <= most; k++) {
    logs[k] = logs[k - 1]! + Math.log(((group - k + 1) * (drawn - k + 1)) / (k * (all - group - drawn + k)));
  }
  const top = Math.max(...logs);
  const terms = logs.map((each) => Math.exp(each - top));
  const sum = terms.reduce((a, b) => a + b);
  return terms.map((term) => term / sum);
}
