import { checkOptions } from "../core/check.ts";
import type { Traces } from "../types.ts";
import { checkedUnit, type Entropies, type EntropyOptions, logOf, tableOfLogs } from "./entropy-tables.ts";
import {
  byEvents,
  checkPlaceWeight,
  clearPlaceBoard,
  createPlaceBoard,
  type PlaceBoard,
  type PlaceWeight,
} from "./place-weights.ts";
import type { SeenPlaces } from "./seen-places.ts";

export interface UncorrelatedEntropyOptions<Rows extends SeenPlaces = Traces> extends EntropyOptions {
  /** What a place weighs: `byEvents()` unless given; `byDwell()` on stays. */
  readonly weight?: PlaceWeight<Rows>;
}

/** As all entropies, with the share of what it could be at most. */
export type UncorrelatedEntropies = Entropies<{ readonly entropy: Float64Array; readonly evenness: Float64Array }>;

/**
 * How evenly is a person seen at different places, whatever their order? The uncorrelated (Shannon) entropy.
 *
 * **How** entropy = −Σ p log p, p the share of the user's events, or of the time, at a place; evenness = entropy / log N,
 * N the places: the normalised entropy, which has no base.
 *
 * Estimated from few events it is too low, and it grows with their number: compare people over as many events each.
 *
 * @param seen - where each user was seen: traces, stays, daily locations
 * @param options - the base of the logarithm, and so the unit; what a place weighs
 * @returns one row per user: `rows`; `places`; `entropy` from 0 to log N, NaN without rows or weight; `evenness` from 0 to
 * 1, NaN with fewer than two places. The table carries its `base`
 * @throws RangeError for a base that is not above 1, and for rows at locations that do not exist
 *
 * **Departs from the source** scikit-mobility's normalised entropy of a single place is 0.
 *
 * **Cost** O(rows + places of all users): 4 ns a row and some 10 ns for each place of each user.
 *
 * [song-2010-limits]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const events = { users: ["ann"], user: new Uint32Array(4), time: Uint32Array.of(1, 2, 3, 4), location: Uint32Array.of(0, 1, 0, 0) };
 * const { entropy, evenness } = uncorrelatedEntropy(buildTracesOfEvents(events, antennas), { base: 2 }).columns;
 * [entropy[0].toFixed(6), evenness[0].toFixed(6)]; // [ '0.811278', '0.811278' ]
 */
export function uncorrelatedEntropy<Rows extends SeenPlaces = Traces>(
  seen: Rows,
  options: UncorrelatedEntropyOptions<Rows>,
): UncorrelatedEntropies {
  const where = "uncorrelatedEntropy";
  checkOptions(where, options, ["base", "weight"]);
  const { base, weight = byEvents() } = options;
  checkPlaceWeight(where, seen, weight);
  const unit = checkedUnit(where, base);
  const { users, offsets } = seen;
  const length = users.length;
  const rows = new Uint32Array(length);
  const places = new Uint32Array(length);
  const entropy = new Float64Array(length);
  const evenness = new Float64Array(length);
  const board = createPlaceBoard(seen.locations.length);
  const count = weight.start(seen);
  const logs = tableOfLogs();
  for (let u = 0; u < length; u++) {
    count(offsets[u]!, offsets[u + 1]!, board);
    rows[u] = offsets[u + 1]! - offsets[u]!;
    places[u] = board.count;
    const nats = natsOf(board, logs);
    entropy[u] = nats / unit;
    evenness[u] = Math.min(1, nats / logOf(board.count, logs));
    clearPlaceBoard(board);
  }
  return { users, length, base, columns: { rows, places, entropy, evenness } };
}

/** log W − Σ w log w / W, which takes no logarithm of a share: weights are counts more often than not. */
function natsOf(board: PlaceBoard, logs: Float64Array): number {
  const { places, weight, count } = board;
  let total = 0;
  let sum = 0;
  for (let k = 0; k < count; k++) {
    const w = weight[places[k]!]!;
    if (w > 0) sum += w * logOf(w, logs);
    total += w;
  }
  if (total === 0) return Number.NaN;
  return count === 1 ? 0 : Math.max(0, logOf(total, logs) - sum / total);
}
