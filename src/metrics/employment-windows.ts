import { checkInteger, checkLength, checkOptions, fail } from "../core/check.ts";
import { checkList, checkLists, checkPeople } from "../core/check-tables.ts";
import { checkTraces } from "../core/check-traces.ts";
import { checkClock } from "../core/check-variants.ts";
import { binsOf, calendarOfSequences } from "../core/clock.ts";
import { checkGroups, type GroupsOptions } from "../core/groups.ts";
import { checkNamedWindows, type NamedWindow, windowDaysOf } from "../core/hours.ts";
import type { Clock, DenseMatrix, Located, Traces, UserTable } from "../types.ts";

export interface WindowSimilarityOptions {
  /** The clock of the place. */
  readonly clock: Clock;
  /** The windows of the week, at least two, each with a name: `ACTIVITY_WINDOWS` are working hours, evenings and weekends. */
  readonly windows: readonly NamedWindow[];
  /** How few events in each window are enough to score a user: 1 and above. */
  readonly minEvents: number;
}

/**
 * How alike each user's places are between windows: the similarity of windows v and w of user u is
 * similarity[(u · W + v) · W + w], of W `windows`; NaN for users who are not `scored`.
 */
export type WindowSimilarities = Located &
  UserTable<{ readonly scored: Uint8Array; readonly leastEvents: Uint32Array }> & {
    readonly windows: readonly string[];
    readonly similarity: Float64Array;
    /** How many users have too few events in some window. */
    readonly unscored: number;
  };

/** The mean matrix of each group, windows by windows, and how many of its users it is of; NaN where there is none. */
export interface WindowSimilarityMeans {
  readonly labels: readonly string[];
  readonly windows: readonly string[];
  readonly matrices: readonly DenseMatrix[];
  readonly scored: Uint32Array;
  readonly unscored: Uint32Array;
}

/**
 * Is a person elsewhere during working hours than in the evening and on the weekend? The similarity of one's places between
 * windows of the week, the signature of employment.
 *
 * **How** v[w] counts the user's events by location in window w; similarity[v, w] = Σ v[v] v[w] / √(Σ v[v]² Σ v[w]²), the cosine.
 * An event in windows that overlap counts in each.
 *
 * @param traces - where each user was seen, in time order; at antennas or, after `relocate`, at zones
 * @param options - the clock, the windows, and how few events are enough
 * @returns one row per user: `scored` 1 where each window has `minEvents`, `leastEvents` the events of the window that has fewest;
 * beside it the matrices, from 0 to 1, symmetric, with 1 on the diagonal
 * @throws RangeError for traces out of time order, fewer than two windows, or fewer than one event
 *
 * **Departs from the paper** it names the windows and the Frobenius norm of similarity matrices; the vectors and the cosine are ours.
 *
 * **Cost** O(events · windows + places of a user · windows²)
 *
 * [bakker-2019]
 * @example
 * const zones = createLocations("zones", ["home", "work"], [29, 29.1], [41, 41]);
 * const events = { users: ["ann"], user: new Uint32Array(3), time: Uint32Array.of(36000, 72000, 216000), location: Uint32Array.of(1, 0, 0) };
 * const options = { clock: createClock({ timeZone: "UTC" }), windows: ACTIVITY_WINDOWS, minEvents: 1 };
 * measureWindowSimilarity(buildTracesOfEvents(events, zones), options).similarity.slice(3, 6); // Float64Array(3) [ 0, 1, 1 ]
 */
export function measureWindowSimilarity(traces: Traces, options: WindowSimilarityOptions): WindowSimilarities {
  const where = "measureWindowSimilarity";
  checkTraces(where, traces);
  checkOptions(where, options, ["clock", "windows", "minEvents"]);
  const { clock, windows, minEvents } = options;
  checkClock(where, "clock", clock);
  checkNamedWindows(where, windows);
  if (windows.length < 2) fail(where, "windows", "at least two windows", windows.length);
  checkInteger(where, "minEvents", minEvents, 1);
  const { users, offsets, locations } = traces;
  const { time, location } = traces.columns;
  const size = windows.length;
  const scored = new Uint8Array(users.length);
  const leastEvents = new Uint32Array(users.length);
  const similarity = new Float64Array(users.length * size * size).fill(Number.NaN);
  const calendar = calendarOfSequences(time, offsets, clock);
  const inside = calendar === null ? [] : windows.map((window) => windowDaysOf(calendar, window));
  const { before, perSecond } = calendar === null ? { before: 0, perSecond: 0 } : binsOf(calendar);
  // The user's places are numbered as they come; counts stand place by place, a number for each window.
  const numberOf = new Uint32Array(locations.length);
  const places = new Uint32Array(locations.length);
  let counts = new Float64Array(64 * size);
  let unscored = 0;
  for (let u = 0; u < users.length; u++) {
    let known = 0;
    const events = new Float64Array(size);
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      const l = location[i]!;
      let place = numberOf[l]!;
      if (place === 0) {
        places[known++] = l;
        place = known;
        numberOf[l] = place;
        if (known * size > counts.length) {
          const longer = new Float64Array(2 * counts.length);
          longer.set(counts);
          counts = longer;
        }
        counts.fill(0, (place - 1) * size, place * size);
      }
      const bin = ((time[i]! - before) * perSecond) | 0;
      for (let w = 0; w < size; w++) {
        if (inside[w]![bin] === 0) continue;
        counts[(place - 1) * size + w]!++;
        events[w]!++;
      }
    }
    leastEvents[u] = Math.min(...events);
    if (leastEvents[u]! >= minEvents) {
      scored[u] = 1;
      writeCosines(counts, known, size, similarity.subarray(u * size * size, (u + 1) * size * size));
    } else unscored++;
    for (let k = 0; k < known; k++) numberOf[places[k]!] = 0;
  }
  const columns = { scored, leastEvents };
  return {
    locations,
    users,
    length: users.length,
    columns,
    windows: windows.map(({ id }) => id),
    similarity,
    unscored,
  };
}

/** The cosines between all pairs of windows, of counts place by place. */
function writeCosines(counts: Float64Array, places: number, size: number, into: Float64Array): void {
  for (let v = 0; v < size; v++) {
    for (let w = v; w < size; w++) {
      let sum = 0;
      for (let k = 0; k < places; k++) sum += counts[k * size + v]! * counts[k * size + w]!;
      into[v * size + w] = sum;
    }
  }
  for (let v = 0; v < size; v++) {
    for (let w = v + 1; w < size; w++) {
      const norms = Math.sqrt(into[v * size + v]!) * Math.sqrt(into[w * size + w]!);
      into[v * size + w] = into[v * size + w]! / norms;
      into[w * size + v] = into[v * size + w]!;
    }
  }
  for (let v = 0; v < size; v++) into[v * size + v] = 1;
}

/**
 * What does the week of a whole group look like? The mean of the similarities between windows over the users of each group.
 *
 * **How** mean[v, w] = Σ similarity[v, w] of the scored users of the group / how many they are
 *
 * @param similarities - similarities between windows of each user, from `measureWindowSimilarity`
 * @param options - the group of each user and the names of the groups: both or neither
 * @returns for each group its matrix, NaN where nobody is scored, and how many users are scored and are not. The matrix of those
 * who are known to work is a template for `measureEmploymentScore`, and two matrices are compared by `economicIntegration`
 * @throws RangeError for a table of another shape, or groups without names
 *
 * **Cost** O(users · windows²)
 *
 * [bakker-2019]
 * @example
 * const locations = createLocations("zones", ["A"], [29], [41]);
 * const columns = { scored: Uint8Array.of(1, 1), leastEvents: Uint32Array.of(5, 5) };
 * const similarity = Float64Array.of(1, 0.25, 0.25, 1, 1, 0.75, 0.75, 1);
 * const similarities = { locations, users: ["a", "b"], length: 2, columns, windows: ["work", "home"], similarity, unscored: 0 };
 * meanWindowSimilarity(similarities).matrices[0].value; // Float64Array(4) [ 1, 0.5, 0.5, 1 ]
 */
export function meanWindowSimilarity(
  similarities: WindowSimilarities,
  options: GroupsOptions = {},
): WindowSimilarityMeans {
  const where = "meanWindowSimilarity";
  checkWindowSimilarities(where, similarities);
  checkOptions(where, options, ["groupOf", "labels"]);
  const { users, windows, similarity, columns } = similarities;
  const { groupOf, labels } = checkGroups(where, options, users.length);
  const size = windows.length * windows.length;
  const sums = labels.map(() => new Float64Array(size));
  const scored = new Uint32Array(labels.length);
  const unscored = new Uint32Array(labels.length);
  for (let u = 0; u < users.length; u++) {
    const group = groupOf[u]!;
    if (columns.scored[u] === 0) {
      unscored[group]!++;
      continue;
    }
    scored[group]!++;
    for (let k = 0; k < size; k++) sums[group]![k]! += similarity[u * size + k]!;
  }
  const matrices = sums.map((sum, g): DenseMatrix => {
    return { rows: windows.length, columns: windows.length, value: sum.map((x) => x / scored[g]!) };
  });
  return { labels, windows: windows.slice(), matrices, scored, unscored };
}

/** Throws unless there is a square of similarities for each user. */
export function checkWindowSimilarities(where: string, similarities: WindowSimilarities): void {
  checkPeople(where, "similarities", similarities, ["scored", "leastEvents"]);
  checkLists(
    where,
    "similarities",
    similarities,
    ["windows", "similarity"],
    "similarities between windows of each user",
  );
  checkLength(where, "similarities.users", similarities.users.length, similarities.length);
  const size = similarities.windows.length * similarities.windows.length;
  checkList(where, "similarities.similarity", similarities.similarity);
  checkLength(where, "similarities.similarity", similarities.similarity.length, similarities.length * size);
}
