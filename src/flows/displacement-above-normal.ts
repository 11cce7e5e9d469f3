import { checkOptions, checkSameLocations, failInWords } from "../core/check.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import { checkDisplacementStates, type DisplacementStates } from "../core/displacement-states.ts";
import { createTable } from "../core/table.ts";
import type { Located, Table } from "../types.ts";
import { createPlacesOfHome, daySpanOf, type PlacesOfHome } from "./displacement-rows.ts";

export interface CompareDisplacedFlowsOptions {
  /** The first day compared, in days after the event day and after that of the comparison; 0 unless given. */
  readonly fromDaysAfter?: number;
  /** The day after the last one compared, counted likewise; after the last one followed unless given. */
  readonly toDaysAfter?: number;
}

/**
 * A row for each pair of home and place. `people`: on a day, on average, of those with this home in this place; `normalPeople`
 * and `normalStd` the average and the standard deviation over the days of the comparison; `above` = people − normalPeople.
 * `share`, `normalShare`, `normalShareStd`, `aboveShare`: the same of shares among all of this home who were somewhere.
 */
export type AboveNormalFlows = Located &
  Table<{
    readonly origin: Uint32Array;
    readonly destination: Uint32Array;
    readonly people: Float64Array;
    readonly normalPeople: Float64Array;
    readonly normalStd: Float64Array;
    readonly above: Float64Array;
    readonly share: Float64Array;
    readonly normalShare: Float64Array;
    readonly normalShareStd: Float64Array;
    readonly aboveShare: Float64Array;
  }>;

/**
 * How many more people of each area are in each other area than would be without the event?
 *
 * **How** F(t) = people of home i in j, t days after the event; G(t) the same in a period without event, at the same distance
 * from its own baseline, since ever more people are elsewhere than at a home that grows old. above = mean F − mean G over the
 * days fromDaysAfter ≤ t < toDaysAfter. The shares F(t) / Σj F(t) and G(t) / Σj G(t) are free of how many SIMs there are and
 * how many of them are silent: use them where the two periods differ in that.
 *
 * @param event - states after the event: `detectDisplacement`
 * @param normal - states after a day without event, of equal length and found by the same rules; a day of the same weekday
 * and season
 * @param options - the days to compare
 * @returns a row for each pair with people in either period, in order of origin and destination, those who are at home
 * (origin = destination) among them. Standard deviations are those of a sample (÷ n − 1), NaN over fewer than two days. A
 * share is the mean over the days on which somebody of the home was somewhere, NaN without such a day
 * @throws RangeError for states that are not well formed, over different locations, or of different length
 *
 * **Cost** O(person-days with a place); at most 8 · days bytes for each place reached from one home
 *
 * [wilson-2016]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [85.3, 84], [27.7, 28.2]);
 * const homes = { locations: zones, users: ["ann", "bo"], length: 2, columns: { location: Int32Array.of(0, 0) } };
 * const options = { eventDay: 0, followDays: 0, minLostDays: 1 };
 * const statesOf = (location) => detectDisplacement(buildPresenceOfDays({ user: ["ann", "bo"], day: [0, 0], location }, zones), homes, options);
 * const { destination, above } = compareDisplacedFlows(statesOf([1, 1]), statesOf([0, 1])).columns;
 * [destination, above]; // [ Uint32Array(2) [ 0, 1 ], Float64Array(2) [ -1, 1 ] ]
 */
export function compareDisplacedFlows(
  event: DisplacementStates,
  normal: DisplacementStates,
  options: CompareDisplacedFlowsOptions = {},
): AboveNormalFlows {
  const where = "compareDisplacedFlows";
  for (const [name, states] of [["event", event] as const, ["normal", normal] as const]) {
    checkDisplacementStates(where, name, states);
    checkUsersOnce(where, name, states.users);
  }
  const { locations } = event;
  checkSameLocations(where, "normal.locations", normal.locations, locations);
  if (normal.followDays !== event.followDays) {
    failInWords(where, "normal.followDays", `${event.followDays}, as in event`, `${normal.followDays}`);
  }
  checkOptions(where, options, ["fromDaysAfter", "toDaysAfter"]);
  const span = daySpanOf(where, options, event.followDays);
  const eventOf = createPlacesOfHome(event, span);
  const normalOf = createPlacesOfHome(normal, span);
  const rows: number[][] = Array.from({ length: 10 }, () => []);
  for (let origin = 0; origin < locations.length; origin++) {
    const after = eventOf(origin);
    const before = normalOf(origin);
    const rowAfter = new Map(after.places.map((l, k) => [l, k]));
    const rowBefore = new Map(before.places.map((l, k) => [l, k]));
    const places = [...new Set([...after.places, ...before.places])].sort((a, b) => a - b);
    for (const l of places) {
      const f = figuresOf(after, rowAfter.get(l));
      const g = figuresOf(before, rowBefore.get(l));
      const row = [origin, l, f.people, g.people, g.std, f.people - g.people];
      row.push(f.share, g.share, g.shareStd, f.share - g.share);
      for (const [c, figure] of row.entries()) rows[c]!.push(figure);
    }
  }
  const [origin, destination, ...figures] = rows;
  const [people, normalPeople, normalStd, above, share, normalShare, normalShareStd, aboveShare] = figures.map((list) =>
    Float64Array.from(list),
  );
  const table = createTable({
    origin: Uint32Array.from(origin!),
    destination: Uint32Array.from(destination!),
    people: people!,
    normalPeople: normalPeople!,
    normalStd: normalStd!,
    above: above!,
    share: share!,
    normalShare: normalShare!,
    normalShareStd: normalShareStd!,
    aboveShare: aboveShare!,
  });
  return { locations, ...table };
}

/** Mean and standard deviation over days of the people in the k-th place of a home, and of their share; of nobody if there is no k. */
function figuresOf(
  { daily, seen }: PlacesOfHome,
  k: number | undefined,
): { people: number; std: number; share: number; shareStd: number } {
  const width = seen.length;
  const from = k === undefined ? 0 : k * width;
  let sum = 0;
  let shares = 0;
  let days = 0;
  for (let d = 0; d < width; d++) {
    const count = k === undefined ? 0 : daily[from + d]!;
    sum += count;
    if (seen[d] === 0) continue;
    shares += count / seen[d]!;
    days++;
  }
  const people = sum / width;
  const share = shares / days;
  let squares = 0;
  let shareSquares = 0;
  for (let d = 0; d < width; d++) {
    const count = k === undefined ? 0 : daily[from + d]!;
    squares += (count - people) * (count - people);
    if (seen[d]! > 0) shareSquares += (count / seen[d]! - share) * (count / seen[d]! - share);
  }
  return { people, std: stdOf(squares, width), share, shareStd: stdOf(shareSquares, days) };
}

function stdOf(squares: number, days: number): number {
  return days < 2 ? Number.NaN : Math.sqrt(squares / (days - 1));
}
