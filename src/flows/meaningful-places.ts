import { checkOptions, checkSameLocations, checkText, fail } from "../core/check.ts";
import { checkLabels, checkLocatedOrNone } from "../core/check-places.ts";
import { checkSequences } from "../core/check-tables.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { sparseFromEntries } from "../core/sparse.ts";
import type { Flows, GroupCounts, Located, Sequences } from "../types.ts";

/** Places of people in locations, such as homes and workplaces in districts: −1 is none; `label` numbers `labels`. */
export type LabelledPlaces = Located &
  Sequences<{ readonly location: Int32Array; readonly label: Uint8Array }> & { readonly labels: readonly string[] };

/** People by location and label, and beside them those of each label whose place lies in no location. */
export type MeaningfulCounts = GroupCounts & { readonly without: Float64Array };

/**
 * How many people have a place of each label where? Homes, workplaces and other labelled places by district.
 *
 * **How** A user with n places of a label adds 1 / n to the location of each of them; `without` takes what lies in no
 * location. The counts of a label and `without` add up to the users who have a place of that label.
 *
 * @param places - the location and the label of each place of each user
 * @returns counts over the locations, `labels` as given, with `without`. A count is at most the number of people behind it,
 * so that a release by a threshold hides rather more
 * @throws RangeError for a location or a label that is not there
 *
 * **Cost** O(places + locations · labels)
 *
 * [zagatti-2018] [flowkit]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const columns = { location: Int32Array.of(0, 1, 1), label: Uint8Array.of(1, 1, 0) };
 * const places = { locations: zones, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns, labels: ["unknown", "home"] };
 * countMeaningfulPlaces(places).count; // Float64Array(4) [ 0, 0.5, 1, 0.5 ]
 */
export function countMeaningfulPlaces(places: LabelledPlaces): MeaningfulCounts {
  const where = "countMeaningfulPlaces";
  checkPlaces(where, "places", places);
  const { locations, labels, users, offsets } = places;
  const { location, label } = places.columns;
  const count = new Float64Array(locations.length * labels.length);
  const without = new Float64Array(labels.length);
  const own = new Uint32Array(labels.length);
  for (let u = 0; u < users.length; u++) {
    own.fill(0);
    for (let row = offsets[u]!; row < offsets[u + 1]!; row++) own[label[row]!]!++;
    for (let row = offsets[u]!; row < offsets[u + 1]!; row++) {
      const l = label[row]!;
      if (location[row] === -1) without[l]! += 1 / own[l]!;
      else count[location[row]! * labels.length + l]! += 1 / own[l]!;
    }
  }
  return { locations, labels: labels.slice(), count, without };
}

export interface CountMeaningfulFlowsOptions {
  /** The label of the places that people come from, such as "home". */
  readonly originLabel: string;
  /** The label of the places that they go to, such as "work". */
  readonly destinationLabel: string;
}

/** Flows between labelled places, and the people for whom one end lies in no location. */
export type MeaningfulFlows = Flows & { readonly without: number };

/**
 * How many people live where and work where? Flows between the places of one label and those of another.
 *
 * **How** Users are matched by id. One with a places of the first label and b of the second adds 1 / (a · b) to each of the
 * a · b pairs of their locations; `without` takes the pairs of which one end lies in no location. Flows and `without` add
 * up to the users who have places of both labels. Pairs within a location are on the diagonal.
 *
 * @param origins - places of people, with their labels
 * @param destinations - places of the same or other people, over the same locations: the same table, or one of later days
 * @param options - the two labels
 * @returns flows over the locations, `people` the distinct users behind each entry, with `without`
 * @throws RangeError for tables over different locations, a label that is not one of theirs, or an id given twice
 *
 * **Cost** O(Σ a · b + entries)
 *
 * [zagatti-2018] [flowkit]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
 * const columns = { location: Int32Array.of(0, 0, 1), label: Uint8Array.of(0, 1, 1) };
 * const places = { locations: zones, users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns, labels: ["home", "work"] };
 * const flows = countMeaningfulFlows(places, places, { originLabel: "home", destinationLabel: "work" });
 * toMatrix(flows).to2DArray(); // [ [ 0.5, 0.5 ], [ 0, 0 ] ]
 */
export function countMeaningfulFlows(
  origins: LabelledPlaces,
  destinations: LabelledPlaces,
  options: CountMeaningfulFlowsOptions,
): MeaningfulFlows {
  const where = "countMeaningfulFlows";
  checkPlaces(where, "origins", origins);
  checkPlaces(where, "destinations", destinations);
  checkSameLocations(where, "destinations.locations", destinations.locations, origins.locations);
  checkOptions(where, options, ["originLabel", "destinationLabel"]);
  const from = labelOf(where, "originLabel", options.originLabel, origins);
  const to = labelOf(where, "destinationLabel", options.destinationLabel, destinations);
  const there = usersById(where, "destinations", destinations);
  usersById(where, "origins", origins);
  const { locations, users } = origins;
  const n = locations.length;
  const entries = { origin: [] as number[], destination: [] as number[], value: [] as number[] };
  const cells = new Map<number, number>();
  let without = 0;
  for (let u = 0; u < users.length; u++) {
    const v = there.get(users[u]!);
    if (v === undefined) continue;
    const starts = locationsOf(origins, u, from);
    const ends = locationsOf(destinations, v, to);
    const weight = 1 / (starts.length * ends.length);
    cells.clear();
    for (const a of starts) {
      for (const b of ends) {
        if (a < 0 || b < 0) without += weight;
        else cells.set(a * n + b, (cells.get(a * n + b) ?? 0) + weight);
      }
    }
    for (const [cell, value] of cells) {
      entries.origin.push(Math.floor(cell / n));
      entries.destination.push(cell % n);
      entries.value.push(value);
    }
  }
  const { origin, destination, value } = entries;
  const flows = sparseFromEntries(n, n, origin, destination, value);
  const people = sparseFromEntries(n, n, origin, destination, new Uint8Array(origin.length).fill(1));
  return { locations, ...flows, people: Uint32Array.from(people.value), without };
}

/** The locations of user u's places with the label. */
function locationsOf({ offsets, columns }: LabelledPlaces, u: number, label: number): number[] {
  const found: number[] = [];
  for (let row = offsets[u]!; row < offsets[u + 1]!; row++) {
    if (columns.label[row] === label) found.push(columns.location[row]!);
  }
  return found;
}

function labelOf(where: string, name: string, label: string, { labels }: LabelledPlaces): number {
  checkText(where, name, label);
  const number = labels.indexOf(label);
  if (number < 0) fail(where, name, `one of the labels ${labels.join(", ")}`, label);
  return number;
}

function usersById(where: string, name: string, { users }: LabelledPlaces): Map<string, number> {
  const rows = new Map<string, number>();
  users.forEach((user, u) => {
    if (rows.has(user)) fail(where, `${name}.users`, "all different", user);
    rows.set(user, u);
  });
  return rows;
}

function checkPlaces(where: string, name: string, places: LabelledPlaces): void {
  checkSequences(where, name, places, ["location", "label"]);
  checkUsersOnce(where, name, places.users);
  checkLocatedOrNone(where, `${name}.columns.location`, places.columns.location, places.locations.length);
  checkLabels(where, name, places);
}
