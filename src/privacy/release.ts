import { checkInteger, checkOptions, fail, failInWords, isObject } from "../core/check.ts";
import { checkCounts } from "../core/check-tables.ts";
import { checkPeopleOfFlows } from "../core/sparse.ts";
import type { Flows, GroupCounts, Released } from "../types.ts";

/**
 * What of this may be shown? Tables of counts with the small cells hidden: primary suppression by a threshold in distinct
 * people.
 *
 * It is the first lock, not the whole door. It does NOT protect
 * - against differencing: two releases whose areas, days or definitions differ by little, subtracted from each other;
 * - against sums: a hidden cell is known once the total of its row, column or location is published and the other cells
 *   are shown (no further cells are hidden to prevent it);
 * - against one person who makes most of a shown flow: `people` is tested, the share of each of them is not;
 * - against what is true of everyone in a shown cell: a group of twenty who all left says so of each of the twenty;
 * - places found from one person's own points: a list of stops tells where somebody stayed before any count does.
 *   Release counts over zones or antennas.
 *
 * The threshold belongs to the whole table: release after the parts of a partition have been added up, and before counts
 * are weighted up to the population, because ten people of weight 100 are still ten.
 */

export interface ReleaseFlowsOptions {
  /**
   * A cell is shown if at least so many distinct people stand behind it: a whole number of at least 2. The practice
   * differs: Flowminder's published queries keep counts above 15 (16 here), the United Nations handbook on mobile phone
   * data advises against sharing cells of up to 20 people (21 here).
   */
  readonly minPeople: number;
}

export interface ReleaseCountsOptions {
  /** A cell is shown if it counts at least so many people: a whole number of at least 2. For examples see `ReleaseFlowsOptions`. */
  readonly minPeople: number;
}

/**
 * Which flows may be shown? The origin–destination table without the cells that few people stand behind.
 *
 * **How** An entry is kept, value and people as they are, if people ≥ minPeople. An entry of value 0 with nobody behind it
 * is a counted zero like an absent one and counts neither as shown nor as hidden.
 *
 * @param flows - flows with the distinct people of each entry
 * @param options - the threshold, which has no default
 * @returns the flows shown, over the same locations; an absent entry is hidden or zero, and cannot be told apart.
 * `hiddenCells` counts the entries left out; `shown` holds nothing of `flows` but locations, entries and people
 * @throws RangeError for a threshold below 2 or not whole, and for flows that are not well formed
 *
 * **Cost** O(entries + locations)
 *
 * [flowminder-2020] [un-mpd-2022]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const flows = { locations, ...sparseFromDense(2, 2, [0, 40, 3, 0]), people: Uint32Array.of(31, 2) };
 * const released = releaseFlows(flows, { minPeople: 16 });
 * cellOf(released.shown, 0, 1); // 40
 * released.hiddenCells; // 1
 * released.rule; // cells with fewer than 16 distinct people are hidden
 */
export function releaseFlows(flows: Flows, options: ReleaseFlowsOptions): Released<Flows> {
  const where = "releaseFlows";
  checkOptions(where, options, ["minPeople"]);
  const { minPeople } = options;
  checkInteger(where, "minPeople", minPeople, 2);
  if (isObject(flows) && !("people" in flows)) {
    const remedy = "release what was counted, before it is weighted or netted";
    failInWords(where, "flows", "flows with the people behind each entry", "flows without people", remedy);
  }
  checkPeopleOfFlows(where, "flows", flows);
  const { locations, offsets, index, value, people } = flows;
  const n = locations.length;
  const shownOffsets = new Uint32Array(n + 1);
  const kept = new Uint32Array(index.length);
  let at = 0;
  let hiddenCells = 0;
  for (let r = 0; r < n; r++) {
    for (let k = offsets[r]!; k < offsets[r + 1]!; k++) {
      if (people[k]! >= minPeople) kept[at++] = k;
      else if (value[k] !== 0 || people[k] !== 0) hiddenCells++;
    }
    shownOffsets[r + 1] = at;
  }
  const shown: Flows = {
    locations,
    offsets: shownOffsets,
    index: new Uint32Array(at),
    value: new Float64Array(at),
    people: new Uint32Array(at),
  };
  for (let i = 0; i < at; i++) {
    const k = kept[i]!;
    shown.index[i] = index[k]!;
    shown.value[i] = value[k]!;
    shown.people[i] = people[k]!;
  }
  const rule = `cells with fewer than ${minPeople} distinct people are hidden`;
  return { shown, rule, threshold: minPeople, hiddenCells };
}

/**
 * Which counts of people may be shown? The counts by location and group with the small ones hidden.
 *
 * **How** A count below minPeople becomes NaN, zeros included: if zeros were shown, a hidden cell would say that somebody is
 * there, which for a small group in a small place is the very thing to hide. Counts that are not whole numbers, such as
 * people shared out over areas, are compared as they are. The counts must be of people seen, not of people weighted up.
 *
 * @param counts - people of each group in each location
 * @param options - the threshold, which has no default
 * @returns the counts shown, NaN where hidden; `hiddenCells` counts the NaN cells, empty ones among them. `shown` holds
 * nothing of `counts` but locations, labels and counts
 * @throws RangeError for a threshold below 2 or not whole, and for counts that are negative or not finite
 *
 * **Cost** O(locations · groups)
 *
 * [flowminder-2020] [un-mpd-2022]
 *
 * @example
 * const locations = createLocations("zones", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const counts = { locations, labels: ["locals", "refugees"], count: Float64Array.of(900, 31, 700, 4) };
 * const released = releaseCounts(counts, { minPeople: 16 });
 * released.shown.count; // Float64Array(4) [ 900, 31, 700, NaN ]
 * released.rule; // cells with fewer than 16 distinct people, empty cells among them, are hidden
 */
export function releaseCounts(counts: GroupCounts, options: ReleaseCountsOptions): Released<GroupCounts> {
  const where = "releaseCounts";
  checkOptions(where, options, ["minPeople"]);
  const { minPeople } = options;
  checkInteger(where, "minPeople", minPeople, 2);
  checkCounts(where, "counts", counts);
  const { locations, labels, count } = counts;
  const shown: GroupCounts = { locations, labels: labels.slice(), count: new Float64Array(count.length) };
  let hiddenCells = 0;
  for (let i = 0; i < count.length; i++) {
    const people = count[i]!;
    if (!(people >= 0 && people < Infinity)) fail(where, `counts.count[${i}]`, "a finite number of at least 0", people);
    if (people < minPeople) hiddenCells++;
    shown.count[i] = people < minPeople ? Number.NaN : people;
  }
  const rule = `cells with fewer than ${minPeople} distinct people, empty cells among them, are hidden`;
  return { shown, rule, threshold: minPeople, hiddenCells };
}
