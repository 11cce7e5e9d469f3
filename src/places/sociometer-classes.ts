import { checkNumber, checkOptions, fail } from "../core/check.ts";
import { checkDense, checkLists, checkSequences } from "../core/check-tables.ts";
import type { Located, Sequences } from "../types.ts";
import type { CallProfiles } from "./call-profiles.ts";
import { type Archetype, archetypeRows, IN_TRANSIT, SOCIOMETER_ARCHETYPES } from "./sociometer-archetypes.ts";
import { createNearest, isTied, type Nearest } from "./sociometer-nearest.ts";

export interface UserClassesOptions {
  /** The typical profiles: `SOCIOMETER_ARCHETYPES` unless given, those of `fitArchetypes`, or your own. */
  readonly archetypes?: readonly Archetype[];
  /**
   * A profile with a single cell and a sum below this is in transit: 0.5 unless given, which is up to two weekdays of one
   * week and no day of a weekend; 0 for no such class. From 0 to 1.
   */
  readonly inTransitBelow?: number;
}

/** The archetypes and the rule for people in transit of the Sociometer's authors. [telecom-analytics] */
export const USER_CLASSES_DEFAULTS = {
  archetypes: SOCIOMETER_ARCHETYPES as readonly Archetype[],
  inTransitBelow: 0.5,
} as const;

/** The classes in the rows of users: `label` numbers `labels`. `windowDays` are the first local days of the windows. */
export type UserClasses = Located &
  Sequences<{
    readonly location: Uint32Array;
    readonly window: Uint32Array;
    readonly label: Uint8Array;
    readonly days: Uint32Array;
    readonly archetype: Int32Array;
    readonly distance: Float64Array;
    readonly runnerUp: Int32Array;
    readonly runnerUpDistance: Float64Array;
    readonly tied: Uint8Array;
  }> & { readonly labels: readonly string[]; readonly windowDays: Int32Array };

/**
 * Who is a resident of a zone, who a commuter, who a visitor, and who was only passing by?
 *
 * **How** A profile with exactly one cell above 0 and a sum below inTransitBelow is in transit. Every other profile has
 * the class of the archetype that is nearest to it, by distance = √(Σ over cells of (profile − archetype)²); of archetypes
 * equally near, the one listed first.
 *
 * @param profiles - call profiles
 * @param options - the archetypes and the rule for people in transit, if they are others
 * @returns a row for each row of `profiles`, in their order. `label` numbers `labels`: the classes of the archetypes in the
 * order in which they first occur, then "in transit". `archetype` is the row of the nearest archetype and `distance` how
 * far it is: −1 and NaN in transit. `runnerUp` is the class of the nearest archetype of any other class than `label` (in
 * transit: of any class) and `runnerUpDistance` how far that is: −1 and NaN where there is one class only. `tied` is 1 if
 * the runner-up is as near as the nearest. `days` is that of the profiles
 * @throws RangeError for profiles that are not as `buildCallProfiles` makes them, archetypes of another number of cells or
 * with values that are not from 0 to 1, and more than 255 classes
 *
 * **Departs from the paper** The authors cluster the profiles first and give every profile the class of its cluster's
 * centre, which makes the class of one person depend on all others; that is done by `archetypes: fitArchetypes(…).archetypes`.
 *
 * **Cost** O(rows · archetypes · cells): about a microsecond a row.
 *
 * [furletti-2012] [furletti-2014] [telecom-analytics]
 *
 * @example
 * const zones = createLocations("zones", ["A"], [10.4], [43.7]);
 * const time = Uint32Array.from({ length: 20 }, (_, d) => 86400 * (4 + 7 * Math.floor(d / 5) + (d % 5)) + 36000);
 * const traces = buildTracesOfEvents({ users: ["ann"], user: new Uint32Array(20), time, location: new Uint32Array(20) }, zones);
 * const days = { firstDay: 4, lastDay: 31, weekOrder: busiestWeeksFirst() };
 * const classes = detectUserClasses(buildCallProfiles(traces, { clock: createClock({ timeZone: "UTC" }), ...days }));
 * classes.labels[classes.columns.label[0]]; // commuter
 * [classes.columns.days[0], classes.columns.distance[0] < classes.columns.runnerUpDistance[0]]; // [ 20, true ]
 */
export function detectUserClasses(profiles: CallProfiles, options: UserClassesOptions = {}): UserClasses {
  const where = "detectUserClasses";
  checkProfiles(where, profiles);
  checkOptions(where, options, ["archetypes", "inTransitBelow"]);
  const { archetypes, inTransitBelow } = { ...USER_CLASSES_DEFAULTS, ...options };
  checkNumber(where, "inTransitBelow", inTransitBelow, 0, 1);
  const { columns: cells, value } = profiles.profiles;
  const typical = archetypeRows(where, "archetypes", archetypes, cells);
  const { labelOf } = typical;
  const labels = typical.labels.includes(IN_TRANSIT) ? typical.labels : [...typical.labels, IN_TRANSIT];
  const transit = labels.indexOf(IN_TRANSIT);
  const n = profiles.length;
  const label = new Uint8Array(n);
  const archetype = new Int32Array(n);
  const distance = new Float64Array(n);
  const runnerUp = new Int32Array(n);
  const runnerUpDistance = new Float64Array(n);
  const tied = new Uint8Array(n);
  const found: Nearest = { archetype: -1, squared: 0, runnerUp: -1, runnerUpSquared: 0 };
  const search = createNearest(typical, found);
  for (let r = 0; r < n; r++) {
    search(value, r * cells);
    if (isInTransit(value, r * cells, cells, inTransitBelow)) {
      label[r] = transit;
      archetype[r] = -1;
      distance[r] = Number.NaN;
      runnerUp[r] = labelOf[found.archetype]!;
      runnerUpDistance[r] = Math.sqrt(found.squared);
    } else {
      label[r] = labelOf[found.archetype]!;
      archetype[r] = found.archetype;
      distance[r] = Math.sqrt(found.squared);
      runnerUp[r] = found.runnerUp < 0 ? -1 : labelOf[found.runnerUp]!;
      runnerUpDistance[r] = Math.sqrt(found.runnerUpSquared);
      tied[r] = isTied(found) ? 1 : 0;
    }
  }
  const { location, window, days } = profiles.columns;
  return {
    locations: profiles.locations,
    users: profiles.users,
    offsets: profiles.offsets,
    length: n,
    columns: {
      location: location.slice(),
      window: window.slice(),
      label,
      days: days.slice(),
      archetype,
      distance,
      runnerUp,
      runnerUpDistance,
      tied,
    },
    labels,
    windowDays: profiles.windowDays.slice(),
  };
}

/** Throws unless the value is a table of call profiles with a row of cells, finite ones, for each of its rows. */
export function checkProfiles(where: string, profiles: CallProfiles): void {
  checkSequences(where, "profiles", profiles, ["location", "window", "days", "events"]);
  checkLists(where, "profiles", profiles, ["windowDays"], "call profiles, as buildCallProfiles makes them");
  checkDense(where, "profiles.profiles", profiles.profiles);
  const { rows, value } = profiles.profiles;
  if (rows !== profiles.length) fail(where, "profiles.profiles.rows", `${profiles.length}`, rows);
  for (let i = 0; i < value.length; i++) {
    const cell = value[i]!;
    if (!(cell >= 0 && cell <= 1)) checkNumber(where, `profiles.profiles.value[${i}]`, cell, 0, 1);
  }
}

function isInTransit(value: Float64Array, at: number, cells: number, below: number): boolean {
  let filled = 0;
  let sum = 0;
  for (let c = 0; c < cells; c++) {
    const cell = value[at + c]!;
    if (cell === 0) continue;
    filled++;
    sum += cell;
  }
  return filled === 1 && sum < below;
}
