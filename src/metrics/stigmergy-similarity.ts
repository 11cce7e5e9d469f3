import { checkInteger, checkLength, checkOptions, checkSameLocations, fail } from "../core/check.ts";
import { checkList, checkLists, checkLocations } from "../core/check-tables.ts";
import { checkTraces } from "../core/check-traces.ts";
import { calendarOfSequences } from "../core/clock.ts";
import { checkGroupNumbers } from "../core/groups.ts";
import type { Traces, UserTable } from "../types.ts";
import { groupNumberOf } from "./segregation-counts.ts";
import { checkRules, markWeights, stepTable, type Trails } from "./stigmergy-trails.ts";

export interface StigmergicSimilarityOptions {
  /** The name of the group. */
  readonly group: string;
  /** The name of the group that it is compared with. */
  readonly against: string;
}

/** The similarity of two trails: its mean over the steps that have one, that of the last step, and that of each step (NaN where neither group has a trail). */
export interface StigmergicSimilarity {
  readonly mean: number;
  readonly last: number;
  readonly definedSteps: number;
  readonly bySteps: Float64Array;
}

export interface UserStigmergicSimilarityOptions {
  /** The name of the group whose trail each user's is compared with. */
  readonly against: string;
  /** The group of each user of the traces, numbering the labels of the trails: who is of the group is taken out of its trail. */
  readonly groupOf: ArrayLike<number>;
}

/** One row per user: mean over the steps that have a similarity, similarity of the last step, and how many steps have one. */
export type UserStigmergicSimilarity = UserTable<{
  readonly mean: Float64Array;
  readonly last: Float64Array;
  readonly definedSteps: Uint32Array;
}>;

/**
 * Do two groups leave their marks in the same places at the same times? Mobility similarity by stigmergy.
 *
 * **How** similarity[s] = Σ min(a, b) / Σ max(a, b) over the locations, with a and b the trails of the groups after step s, each
 * divided by the people of its group (the Ružička similarity); mean = its mean over the steps in which either has a trail.
 *
 * @param trails - the trails of the groups, from `buildTrails`
 * @param options - the names of the two groups
 * @returns `mean`, `last`, `bySteps`, from 0 (never near one another) to 1 (the same trails); NaN where neither has a trail, or a
 * group has nobody. With `keptShare` 0 each step is compared by itself; with a mark that reaches no other location space is
 * out of it
 * @throws RangeError for groups that are not there, or trails of another shape
 *
 * **Departs from the paper** which gives the idea: marks, trails, evaporation, and how like two trails are. That overlap is minimum over
 * maximum, and trails are per person, is ours.
 *
 * **Cost** O(steps · locations)
 *
 * [alfeo-2019] [ruzicka-1958]
 * @example
 * const zones = createLocations("zones", ["A", "B"], [29, 29.5], [0, 0]);
 * const events = { users: ["ann", "bo"], user: Uint32Array.of(0, 1), time: Uint32Array.of(36000, 36000), location: Uint32Array.of(0, 1) };
 * const rules = { clock: createClock({ timeZone: "UTC" }), mark: boxMark({ reachMeters: 100 }), keptShare: 0.5, stepHours: 24 };
 * const trails = buildTrails(buildTracesOfEvents(events, zones), { ...rules, groupOf: [0, 1], labels: ["refugees", "locals"] });
 * stigmergicSimilarity(trails, { group: "refugees", against: "locals" }).mean; // 0
 */
export function stigmergicSimilarity(trails: Trails, options: StigmergicSimilarityOptions): StigmergicSimilarity {
  const where = "stigmergicSimilarity";
  checkTrails(where, trails);
  checkOptions(where, options, ["group", "against"]);
  const { labels, people, steps, trail } = trails;
  const group = groupNumberOf(where, "group", labels, options.group);
  const against = groupNumberOf(where, "against", labels, options.against);
  if (group === against) fail(where, "against", "another group", options.against);
  const n = trails.locations.length;
  const bySteps = new Float64Array(steps);
  for (let s = 0; s < steps; s++) {
    const a = (group * steps + s) * n;
    const b = (against * steps + s) * n;
    let least = 0;
    let most = 0;
    for (let l = 0; l < n; l++) {
      const x = trail[a + l]! / people[group]!;
      const y = trail[b + l]! / people[against]!;
      least += Math.min(x, y);
      most += Math.max(x, y);
    }
    bySteps[s] = least / most;
  }
  let sum = 0;
  let definedSteps = 0;
  for (const value of bySteps) {
    if (Number.isNaN(value)) continue;
    sum += value;
    definedSteps++;
  }
  return { mean: sum / definedSteps, last: steps === 0 ? Number.NaN : bySteps[steps - 1]!, definedSteps, bySteps };
}

/**
 * How much does each person move as a group does? The likeness of one's own trail and that of the people of a group.
 *
 * **How** as `stigmergicSimilarity`, with the trail of the user, laid by the rules of the trails, for the one group, and the others of the
 * group, without the user, for the other.
 *
 * @param traces - where each user was seen, in time order, over the locations of the trails
 * @param trails - the trails of the groups, from `buildTrails`, which the users of `against` must have been laid in
 * @param options - the group, and the group of each user
 * @returns one row per user: `mean`, `last` from 0 to 1, `definedSteps`; NaN for who is never seen in these days, and where a group has nobody else. One person's trail is
 * thinner than a group's, and the similarity low: compare people with one another, not with that of two groups
 * @throws RangeError for traces out of time order or over other locations, and for groups that are not there
 *
 * **Cost** O(events + users · steps · locations that a user's marks reach)
 *
 * [alfeo-2019]
 * @example
 * const zones = createLocations("zones", ["A", "B"], [29, 29.5], [0, 0]);
 * const events = { users: ["ann", "bo"], user: Uint32Array.of(0, 1), time: Uint32Array.of(36000, 36000), location: Uint32Array.of(0, 0) };
 * const traces = buildTracesOfEvents(events, zones);
 * const rules = { clock: createClock({ timeZone: "UTC" }), mark: boxMark({ reachMeters: 100 }), keptShare: 0.5, stepHours: 24 };
 * const trails = buildTrails(traces, { ...rules, groupOf: [0, 1], labels: ["refugees", "locals"] });
 * measureStigmergicSimilarity(traces, trails, { against: "locals", groupOf: [0, 1] }).columns.mean; // Float64Array(2) [ 1, NaN ]
 */
export function measureStigmergicSimilarity(
  traces: Traces,
  trails: Trails,
  options: UserStigmergicSimilarityOptions,
): UserStigmergicSimilarity {
  const where = "measureStigmergicSimilarity";
  checkTraces(where, traces);
  checkTrails(where, trails);
  checkSameLocations(where, "traces.locations", traces.locations, trails.locations);
  checkOptions(where, options, ["against", "groupOf"]);
  const { users, offsets } = traces;
  const { time, location } = traces.columns;
  const { labels, people, steps, trail, keptShare } = trails;
  const against = groupNumberOf(where, "against", labels, options.against);
  const { groupOf } = options;
  checkList(where, "groupOf", groupOf);
  checkLength(where, "groupOf", groupOf.length, users.length);
  checkGroupNumbers(where, groupOf, labels.length);
  const n = trails.locations.length;
  const mean = new Float64Array(users.length).fill(Number.NaN);
  const last = new Float64Array(users.length).fill(Number.NaN);
  const definedSteps = new Uint32Array(users.length);
  const totals = Float64Array.from({ length: steps }, (_, s) => {
    const from = (against * steps + s) * n;
    return trail.subarray(from, from + n).reduce((sum, x) => sum + x, 0);
  });
  const stepOf = stepTable(trails, calendarOfSequences(time, offsets, trails.clock));
  const spread = markWeights(trails.locations, trails.mark);
  const own = new Float64Array(n);
  const reached = new Uint32Array(n);
  const seen = new Uint8Array(n);
  for (let u = 0; u < users.length; u++) {
    const member = groupOf[u] === against;
    const events = eventsByStep(time, location, offsets[u]!, offsets[u + 1]!, stepOf);
    if (events.length === 0) continue;
    const others = people[against]! - (member ? 1 : 0);
    let count = 0;
    let i = 0;
    let sum = 0;
    for (let s = 0; s < steps; s++) {
      for (let k = 0; k < count; k++) own[reached[k]!]! *= keptShare;
      for (; i < events.length && events[i]!.step === s; i++) {
        const l = events[i]!.location;
        for (let k = spread.offsets[l]!; k < spread.offsets[l + 1]!; k++) {
          const c = spread.index[k]!;
          if (seen[c] === 0) {
            seen[c] = 1;
            reached[count++] = c;
          }
          own[c]! += spread.value[k]!;
        }
      }
      const group = trail.subarray((against * steps + s) * n, (against * steps + s + 1) * n);
      const similarity = overlapOf({ own, reached, count }, group, totals[s]!, others, member);
      last[u] = similarity;
      if (Number.isNaN(similarity)) continue;
      sum += similarity;
      definedSteps[u]!++;
    }
    mean[u] = sum / definedSteps[u]!;
    for (let k = 0; k < count; k++) {
      own[reached[k]!] = 0;
      seen[reached[k]!] = 0;
    }
  }
  return { users, length: users.length, columns: { mean, last, definedSteps } };
}

interface OwnTrail {
  readonly own: Float64Array;
  /** The locations that have ever been reached: the first `count`. */
  readonly reached: Uint32Array;
  readonly count: number;
}

/** Σ min / Σ max of one's own trail and that of so many others of a group, whose sum has this total and may hold one's own. */
function overlapOf(
  { own, reached, count }: OwnTrail,
  group: Float64Array,
  total: number,
  others: number,
  member: boolean,
): number {
  if (others === 0) return Number.NaN;
  let least = 0;
  let mine = 0;
  for (let k = 0; k < count; k++) {
    const c = reached[k]!;
    const x = own[c]!;
    // What rounding leaves of a sum without its only part is nothing.
    const y = Math.max(0, member ? group[c]! - x : group[c]!) / others;
    least += Math.min(x, y);
    mine += x;
  }
  const theirs = Math.max(0, member ? total - mine : total) / others;
  return least / (mine + theirs - least);
}

/** The events of one user that lie in a step, in order of the steps: clocks that are set back over midnight break that of time. */
function eventsByStep(
  time: Uint32Array,
  location: Uint32Array,
  from: number,
  to: number,
  stepOf: (time: number) => number,
): readonly { readonly step: number; readonly location: number }[] {
  const events: { step: number; location: number }[] = [];
  for (let i = from; i < to; i++) {
    const step = stepOf(time[i]!);
    if (step >= 0) events.push({ step, location: location[i]! });
  }
  return events.sort((a, b) => a.step - b.step);
}

/** Throws unless the trails are ones that `buildTrails` makes. */
function checkTrails(where: string, trails: Trails): void {
  checkLists(where, "trails", trails, ["labels", "people", "trail"], "trails made by buildTrails");
  checkLocations(where, "trails.locations", trails.locations);
  checkRules(where, trails);
  checkInteger(where, "trails.firstDay", trails.firstDay);
  checkInteger(where, "trails.steps", trails.steps, 0);
  const { labels, people, steps, trail, locations } = trails;
  checkLength(where, "trails.people", people.length, labels.length);
  checkLength(where, "trails.trail", trail.length, labels.length * steps * locations.length);
}
