import { fail, isObject } from "../core/check.ts";
import { checkList, checkTable, failShape } from "../core/check-tables.ts";
import { log } from "../core/math.ts";
import type { UserTable } from "../types.ts";
import { checkedUnit, type Entropies } from "./entropy-tables.ts";

/** The limit of predictability of each user, with what it was computed from. */
export type Predictabilities = UserTable<{
  readonly places: Uint32Array;
  readonly entropy: Float64Array;
  readonly predictability: Float64Array;
}>;

/** An entropy that is above log N by no more than this share of it is log N. */
const ROUNDING = 1e-12;
/** Each halving gives a binary digit of 1 − Π, which lies between 0 and 1: beyond the last one that a number near 1 has. */
const HALVINGS = 60;

/**
 * How often could the best possible method guess a person's next place? The limit of predictability, by Fano's inequality.
 *
 * **How** Π is the root, from 1 / N to 1, of S = −Π log Π − (1 − Π) log(1 − Π) + (1 − Π) log(N − 1), with S the entropy and
 * N the places of the user; the right side falls from log N to 0 on the way. By bisection, to 1e-15.
 *
 * It is a limit for whoever knows only the sequence of places, and only as good as the entropy: the Lempel–Ziv estimate
 * from few events is too high or too low by far more than Π is interesting. Larger areas and longer steps of time raise it.
 *
 * @param entropies - what `realEntropy`, `uncorrelatedEntropy` or `randomEntropy` gives, in any base: of these Π is the limit
 * for who knows the order of places, how often each is visited, or only how many there are
 * @returns one row per user: `places`, `entropy` and `predictability` from 1 / N to 1. It is 1 for a user of one place,
 * whatever the estimate of the entropy; NaN where the entropy is NaN and where it is above log N, which no sequence of N
 * places has: the estimate is then too high, and the equation has no root
 * @throws RangeError for a table without a base, or an entropy below 0
 *
 * **Cost** some 2 µs a user.
 *
 * [song-2010-limits]
 *
 * @example
 * const antennas = createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]);
 * const location = Uint32Array.from({ length: 40 }, (_, i) => i % 2);
 * const events = { users: ["ann"], user: new Uint32Array(40), time: Uint32Array.from(location.keys()), location };
 * const entropies = realEntropy(buildTracesOfEvents(events, antennas), { base: 2 });
 * maximumPredictability(entropies).columns.predictability[0].toFixed(6); // 0.891603
 */
export function maximumPredictability(entropies: Entropies): Predictabilities {
  const where = "maximumPredictability";
  const such = "entropies as realEntropy and uncorrelatedEntropy give them";
  if (!isObject(entropies) || typeof (entropies as { base?: unknown }).base !== "number") {
    failShape(where, "entropies", such, entropies);
  }
  checkTable(where, "entropies", entropies, ["places", "entropy"], such);
  checkList(where, "entropies.users", entropies.users);
  const unit = checkedUnit(where, entropies.base);
  const { places, entropy } = entropies.columns;
  const predictability = new Float64Array(entropies.length);
  for (let u = 0; u < entropies.length; u++) {
    const nats = entropy[u]! * unit;
    if (nats < 0) fail(where, `entropies.columns.entropy[${u}]`, "of at least 0", entropy[u]);
    predictability[u] = limitOf(nats, places[u]!);
  }
  return { users: entropies.users, length: entropies.length, columns: { places, entropy, predictability } };
}

function limitOf(nats: number, places: number): number {
  if (Number.isNaN(nats) || places === 0) return Number.NaN;
  if (places === 1) return 1;
  const most = log(places);
  if (nats > most * (1 + ROUNDING)) return Number.NaN;
  const others = log(places - 1);
  // miss = 1 − Π: near Π = 1 it keeps the digits that Π has not.
  let low = 0;
  let high = 1 - 1 / places;
  for (let k = 0; k < HALVINGS; k++) {
    const miss = (low + high) / 2;
    const hit = 1 - miss;
    if (-hit * log(hit) - miss * log(miss) + miss * others < nats) low = miss;
    else high = miss;
  }
  return 1 - (low + high) / 2;
}
