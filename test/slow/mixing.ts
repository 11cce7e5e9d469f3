/** Mixing of groups from lists of calls, cell by cell and pair by pair. */

/** One call; seconds are NaN where they are not known. */
export interface SlowCall {
  readonly from: number;
  readonly to: number;
  readonly time?: number;
  readonly seconds?: number;
}

export interface SlowCell {
  readonly calls: number;
  readonly timed: number;
  readonly seconds: number;
  readonly contacts: number;
  readonly callers: number;
  readonly callees: number;
}

/** The cell from group a to group b. */
export function slowCell(calls: readonly SlowCall[], groupOf: readonly number[], a: number, b: number): SlowCell {
  const own = calls.filter(({ from, to }) => from !== to && groupOf[from] === a && groupOf[to] === b);
  const known = own.map(({ seconds = Number.NaN }) => seconds).filter((seconds) => !Number.isNaN(seconds));
  return {
    calls: own.length,
    timed: known.length,
    seconds: known.reduce((sum, x) => sum + x, 0),
    contacts: new Set(own.map(({ from, to }) => `${from} ${to}`)).size,
    callers: new Set(own.map(({ from }) => from)).size,
    callees: new Set(own.map(({ to }) => to)).size,
  };
}

/** Σ o_u i_v / (S − i_u) over all pairs of different people. */
export function slowExpectedByUsers(calls: readonly SlowCall[], groupOf: readonly number[], groups: number): number[] {
  const others = calls.filter(({ from, to }) => from !== to);
  const out = groupOf.map((_, u) => others.filter(({ from }) => from === u).length);
  const received = groupOf.map((_, u) => others.filter(({ to }) => to === u).length);
  const expected = new Array<number>(groups * groups).fill(0);
  groupOf.forEach((a, u) => {
    groupOf.forEach((b, v) => {
      if (u === v || out[u] === 0) return;
      expected[a * groups + b]! += (out[u]! * received[v]!) / (others.length - received[u]!);
    });
  });
  return expected;
}

/** Spectral segregation of undirected ties of weight 1: powers of the whole matrix of a group, shifted by 1, component by component. */
export function slowSpectral(calls: readonly SlowCall[], groupOf: readonly number[]): number[] {
  const n = groupOf.length;
  const tied = Array.from({ length: n }, () => new Set<number>());
  for (const { from, to } of calls) {
    if (from === to) continue;
    tied[from]!.add(to);
    tied[to]!.add(from);
  }
  const own = (u: number): number[] => [...tied[u]!].filter((v) => groupOf[v] === groupOf[u]);
  const component = (u: number): number[] => {
    const found = new Set([u]);
    for (const v of found) for (const w of own(v)) found.add(w);
    return [...found];
  };
  const values = new Array<number>(n).fill(0);
  const done = new Set<number>();
  for (let u = 0; u < n; u++) {
    const people = component(u);
    if (done.has(u) || people.length === 1) continue;
    let v = new Map(people.map((person) => [person, 1]));
    let value = 0;
    for (let k = 0; k < 3000; k++) {
      const next = people.map((person): [number, number] => {
        const sum = own(person).reduce((total, w) => total + v.get(w)!, 0);
        return [person, v.get(person)! + sum / tied[person]!.size];
      });
      const size = Math.max(...next.map(([, x]) => x));
      value = size - 1;
      v = new Map(next.map(([person, x]) => [person, x / size]));
    }
    const mean = [...v.values()].reduce((sum, x) => sum + x, 0) / people.length;
    for (const person of people) {
      done.add(person);
      values[person] = (value * v.get(person)!) / mean;
    }
  }
  return values;
}

/** Every way to deal out the labels, as often as it comes up among permutations of people. */
export function everyPermutation<T>(labels: readonly T[]): T[][] {
  if (labels.length < 2) return [labels.slice()];
  return labels.flatMap((label, k) =>
    everyPermutation([...labels.slice(0, k), ...labels.slice(k + 1)]).map((rest) => [label, ...rest]),
  );
}
