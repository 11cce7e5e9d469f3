/**
 * The suffix automaton of one user's sequence of places, grown one row at a time: a finite automaton that accepts exactly
 * what can be read anywhere in the rows so far. It has at most two states and three transitions per row.
 *
 * State 0 is the start. A state stands for a set of subsequences that end at the same rows; `length` is that of the longest,
 * `link` the state of the longest of its ends that is in another set. The transitions of the start are a table by location,
 * those of the other states lists: `head` of a state, `next` of a transition.
 */
export interface SuffixAutomaton {
  /** Forgets everything: the automaton of no rows. */
  readonly clear: () => void;
  /** Appends a row. */
  readonly append: (location: number) => void;
  /** The state that `location` leads to; −1 if there is none. */
  readonly step: (state: number, location: number) => number;
  /** The state of what is left of a sequence read up to `state` when only its last `length` rows are kept. */
  readonly shorten: (state: number, length: number) => number;
}

const NONE = -1;

/** Space for sequences of up to `rows` rows over so many locations. */
export function createSuffixAutomaton(rows: number, locations: number): SuffixAutomaton {
  const length = new Int32Array(2 * rows + 2);
  const link = new Int32Array(2 * rows + 2);
  const head = new Int32Array(2 * rows + 2);
  const next = new Int32Array(4 * rows + 4);
  const target = new Int32Array(4 * rows + 4);
  const symbol = new Uint32Array(4 * rows + 4);
  const first = new Int32Array(locations).fill(NONE);
  const used = new Uint32Array(Math.min(rows, locations));
  let usedCount = 0;
  let states = 1;
  let transitions = 0;
  let last = 0;
  link[0] = NONE;
  head[0] = NONE;

  const step = (state: number, location: number): number => {
    if (state === 0) return first[location]!;
    let e = head[state]!;
    while (e >= 0 && symbol[e] !== location) e = next[e]!;
    return e < 0 ? NONE : target[e]!;
  };
  const add = (state: number, location: number, to: number): void => {
    if (state === 0) {
      first[location] = to;
      used[usedCount++] = location;
      return;
    }
    symbol[transitions] = location;
    target[transitions] = to;
    next[transitions] = head[state]!;
    head[state] = transitions++;
  };
  /** A copy of `state` for what of it is no longer than `most`. */
  const split = (state: number, most: number): number => {
    const copy = states++;
    length[copy] = most;
    link[copy] = link[state]!;
    head[copy] = NONE;
    for (let e = head[state]!; e >= 0; e = next[e]!) add(copy, symbol[e]!, target[e]!);
    return copy;
  };
  /** Leads `location` from `state` and those it links to, as far as it leads to `from`, to `to` instead. */
  const redirect = (state: number, location: number, from: number, to: number): void => {
    for (let p = state; p >= 0; p = link[p]!) {
      if (p === 0) {
        if (first[location] === from) first[location] = to;
        return;
      }
      let e = head[p]!;
      while (e >= 0 && symbol[e] !== location) e = next[e]!;
      if (e < 0 || target[e] !== from) return;
      target[e] = to;
    }
  };
  return {
    clear: () => {
      for (let k = 0; k < usedCount; k++) first[used[k]!] = NONE;
      usedCount = 0;
      states = 1;
      transitions = 0;
      last = 0;
      head[0] = NONE;
    },
    append: (location) => {
      const current = states++;
      length[current] = length[last]! + 1;
      head[current] = NONE;
      let p = last;
      let found = NONE;
      while (p >= 0) {
        found = step(p, location);
        if (found >= 0) break;
        add(p, location, current);
        p = link[p]!;
      }
      if (p < 0) link[current] = 0;
      else if (length[p]! + 1 === length[found]) link[current] = found;
      else {
        const copy = split(found, length[p]! + 1);
        redirect(p, location, found, copy);
        link[found] = copy;
        link[current] = copy;
      }
      last = current;
    },
    step,
    shorten: (state, kept) => {
      let s = state;
      while (s > 0 && length[link[s]!]! >= kept) s = link[s]!;
      return s;
    },
  };
}
