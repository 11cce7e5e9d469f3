import { checkInteger, checkOptions, fail } from "../core/check.ts";
import { checkRandom } from "../core/check-variants.ts";
import type { Random } from "../types.ts";
import type { CallProfiles } from "./call-profiles.ts";
import { type Archetype, archetypeRows, SOCIOMETER_ARCHETYPES } from "./sociometer-archetypes.ts";
import { checkProfiles } from "./sociometer-classes.ts";
import { distinctProfiles, drawCentres, type KMeansRun, runKMeans } from "./sociometer-k-means.ts";
import { createNearest, type Nearest } from "./sociometer-nearest.ts";

export interface FitArchetypesOptions {
  /** The source of random numbers with which the first centres are drawn. */
  readonly random: Random;
  /** The archetypes that name the clusters; `SOCIOMETER_ARCHETYPES` unless given. */
  readonly archetypes?: readonly Archetype[];
  /** How many clusters; 100 unless given. At most as many as there are different profiles. */
  readonly clusters?: number;
  /** After so many iterations a run ends, converged or not; 20 unless given. */
  readonly maxIterations?: number;
  /** How many runs, of which the one with the least inertia counts; 5 unless given. */
  readonly runs?: number;
}

/** The settings of the Sociometer's authors. [telecom-analytics] */
export const FIT_ARCHETYPES_DEFAULTS = {
  archetypes: SOCIOMETER_ARCHETYPES as readonly Archetype[],
  clusters: 100,
  maxIterations: 20,
  runs: 5,
} as const;

/**
 * Archetypes found in data. `archetypes` are the centres of the clusters, each with the class of the archetype nearest to
 * it; `people` the profiles in each cluster (0 only in a run that has not converged) and `labelDistance` how far its centre is from the archetype that named it.
 * `inertia` is the sum of the squared distances of all profiles to their centres, `iterations` and `converged` those of the
 * run that had least of it, and `inertiaOfRuns` that of every run.
 */
export interface FittedArchetypes {
  readonly archetypes: readonly Archetype[];
  readonly people: Float64Array;
  readonly labelDistance: Float64Array;
  readonly inertia: number;
  readonly iterations: number;
  readonly converged: boolean;
  readonly inertiaOfRuns: Float64Array;
}

/**
 * Which typical profiles do the people of this country have? Clusters of call profiles, named by the published archetypes.
 *
 * **How** k-means by Lloyd's iterations on Euclidean distances; the first centres are profiles drawn by k-means++; a
 * cluster that loses all its profiles takes the one farthest from its centre. Of equally near centres the lower number
 * wins; a run has converged when no profile changes its cluster. Each centre then has the class of the nearest archetype.
 * Equal profiles are counted, put in order and clustered once, so that the same people in another order give the same bytes.
 *
 * @param profiles - call profiles of all people, or of a sample of them
 * @param options - the random source; the archetypes, the number of clusters, of iterations and of runs
 * @returns the clusters with their evidence. `detectUserClasses(profiles, { archetypes: fitted.archetypes })` gives every
 * profile, also of others than those clustered, the class of its cluster
 * @throws RangeError for fewer different profiles than clusters, and for profiles or archetypes that are not well formed
 *
 * **Departs from the paper** The authors draw the first centres without regard to distance; k-means++ draws them apart,
 * which needs fewer runs.
 *
 * **Cost** O(runs · iterations · different profiles · clusters · cells): 5–15 ns for each profile and cluster of an
 * iteration, so that 150,000 profiles, 100 clusters, 20 iterations and 5 runs take some 15 s.
 *
 * [telecom-analytics] [lloyd-1982] [arthur-vassilvitskii-2007]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B"], [10.4, 11.2], [43.7, 43.8]);
 * const time = Uint32Array.from({ length: 28 }, (_, d) => 86400 * (4 + d) + 36000);
 * const events = { users: ["ann"], user: new Uint32Array(28), time, location: Uint32Array.from(time, (_, d) => (d < 9 ? 1 : 0)) };
 * const days = { firstDay: 4, lastDay: 31, weekOrder: calendarWeeks() };
 * const profiles = buildCallProfiles(buildTracesOfEvents(events, zones), { clock: createClock({ timeZone: "UTC" }), ...days });
 * const fitted = fitArchetypes(profiles, { random: createRandom(1), clusters: 2 });
 * [fitted.inertia, fitted.converged]; // [ 0, true ]
 */
export function fitArchetypes(profiles: CallProfiles, options: FitArchetypesOptions): FittedArchetypes {
  const where = "fitArchetypes";
  checkProfiles(where, profiles);
  checkOptions(where, options, ["random", "archetypes", "clusters", "maxIterations", "runs"]);
  const { random, archetypes, clusters, maxIterations, runs } = { ...FIT_ARCHETYPES_DEFAULTS, ...options };
  checkRandom(where, "random", random);
  checkInteger(where, "clusters", clusters, 1);
  checkInteger(where, "maxIterations", maxIterations, 1);
  checkInteger(where, "runs", runs, 1);
  const { rows, columns: cells, value } = profiles.profiles;
  const typical = archetypeRows(where, "archetypes", archetypes, cells);
  const distinct = distinctProfiles(value, rows, cells);
  if (clusters > distinct.count) {
    fail(where, "clusters", `at most ${distinct.count}, as many as there are different profiles`, clusters);
  }
  const inertiaOfRuns = new Float64Array(runs);
  let best: KMeansRun | null = null;
  for (let run = 0; run < runs; run++) {
    const found = runKMeans(distinct, drawCentres(distinct, clusters, random), maxIterations);
    inertiaOfRuns[run] = found.inertia;
    if (best === null || found.inertia < best.inertia) best = found;
  }
  const { centres, people, inertia, iterations, converged } = best!;
  const found: Nearest = { archetype: -1, squared: 0, runnerUp: -1, runnerUpSquared: 0 };
  const search = createNearest(typical, found);
  const labelDistance = new Float64Array(clusters);
  const fitted: Archetype[] = [];
  for (let k = 0; k < clusters; k++) {
    search(centres, k * cells);
    labelDistance[k] = Math.sqrt(found.squared);
    const label = typical.labels[typical.labelOf[found.archetype]!]!;
    fitted.push({ label, profile: Array.from(centres.subarray(k * cells, (k + 1) * cells)) });
  }
  return { archetypes: fitted, people, labelDistance, inertia, iterations, converged, inertiaOfRuns };
}
