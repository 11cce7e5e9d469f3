/**
 * The suffix automaton of one user's sequence of places, grown one row at a time: a finite automaton that accepts exactly
 * what can be read anywhere in the rows so far. It has at most two states and three transitions per row.
 *
 * State 0 is the start. A state stands for a set of sequences that end at the same rows: `length` is that of the longest,
 * `link` the state of the longest end of it that is in another set. The transitions of the start are a table by location,
 * `first`; those of the other states are lists: `head` of a state, `next` of a transition.
 */
export interface SuffixAutomaton {
  readonly length: Int32Array;
  readonly link: Int32Array;
  readonly head: Int32Array;
  readonly next: Int32Array;
  readonly target: Int32Array;
  readonly symbol: Uint32Array;
  readonly first: Int32Array;
  states: number;
  transitions: number;
  /** The state of all rows so far. */
  last: number;
}

const NONE = -1;

/** Space for sequences of up to `rows` rows over so many locations; the automaton of no rows. */
export function createSuffixAutomaton(rows: number, locations: number): SuffixAutomaton {
  const automaton = {
    length: new Int32Array(2 * rows + 2),
    link: new Int32Array(2 * rows + 2),
    head: new Int32Array(2 * rows + 2),
    next: new Int32Array(4 * rows + 4),
    target: new Int32Array(4 * rows + 4),
    symbol: new Uint32Array(4 * rows + 4),
    first: new Int32Array(locations).fill(NONE),
    states: 1,
    transitions: 0,
    last: 0,
  };
  automaton.link[0] = NONE;
  return automaton;
}

/** Makes the automaton of no rows of one whose rows were at these locations. */
export function clearAutomaton(automaton: SuffixAutomaton, location: Uint32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) automaton.first[location[i]!] = NONE;
  automaton.states = 1;
  automaton.transitions = 0;
  automaton.last = 0;
}

/** The state that `location` leads to; −1 if there is none. */
export function stepOf(
  { first, head, next, target, symbol }: SuffixAutomaton,
  state: number,
  location: number,
): number {
  if (state === 0) return first[location]!;
  let e = head[state]!;
  while (e >= 0 && symbol[e] !== location) e = next[e]!;
  return e < 0 ? NONE : target[e]!;
}

/** The state of what is left of a sequence that was read up to `state`, when only its last `kept` rows are kept. */
export function shortenedTo({ length, link }: SuffixAutomaton, state: number, kept: number): number {
  let s = state;
  while (s > 0 && length[link[s]!]! >= kept) s = link[s]!;
  return s;
}

/** Appends a row. */
export function appendRow(automaton: SuffixAutomaton, location: number): void {
  const { length, link, head } = automaton;
  const current = automaton.states++;
  length[current] = length[automaton.last]! + 1;
  head[current] = NONE;
  let p = automaton.last;
  let found = NONE;
  while (p >= 0) {
    found = stepOf(automaton, p, location);
    if (found >= 0) break;
    addTransition(automaton, p, location, current);
    p = link[p]!;
  }
  if (p < 0) link[current] = 0;
  else if (length[p]! + 1 === length[found]) link[current] = found;
  else {
    const copy = splitState(automaton, found, length[p]! + 1);
    redirect(automaton, p, location, found, copy);
    link[found] = copy;
    link[current] = copy;
  }
  automaton.last = current;
}

function addTransition(automaton: SuffixAutomaton, state: number, location: number, to: number): void {
  if (state === 0) {
    automaton.first[location] = to;
    return;
  }
  const e = automaton.transitions++;
  automaton.symbol[e] = location;
  automaton.target[e] = to;
  automaton.next[e] = automaton.head[state]!;
  automaton.head[state] = e;
}

/** A copy of `state` for what of it is no longer than `most`. */
function splitState(automaton: SuffixAutomaton, state: number, most: number): number {
  const { length, link, head, next, target, symbol } = automaton;
  const copy = automaton.states++;
  length[copy] = most;
  link[copy] = link[state]!;
  head[copy] = NONE;
  for (let e = head[state]!; e >= 0; e = next[e]!) addTransition(automaton, copy, symbol[e]!, target[e]!);
  return copy;
}

/** Leads `location` from `state` and those it links to, as far as it leads to `from`, to `to` instead. */
function redirect(automaton: SuffixAutomaton, state: number, location: number, from: number, to: number): void {
  const { first, link, head, next, target, symbol } = automaton;
  for (let p = state; p > 0; p = link[p]!) {
    let e = head[p]!;
    while (e >= 0 && symbol[e] !== location) e = next[e]!;
    if (e < 0 || target[e] !== from) return;
    target[e] = to;
  }
  if (first[location] === from) first[location] = to;
}
