import { checkCrosswalk } from "../core/check-crosswalk.ts";
import { sortFirst } from "../core/order.ts";
import type { Crosswalk, Presence } from "../types.ts";
import { largestShares } from "./largest-shares.ts";

/** Presence over other locations; `unlocated` counts the events left out because they lie in none of these. */
export type RelocatedPresence = Presence & { readonly unlocated: number };

/** As `relocatePresence` for presence that is well formed; `name` is that of the crosswalk. */
export function relocated(where: string, name: string, presence: Presence, crosswalk: Crosswalk): RelocatedPresence {
  checkCrosswalk(where, name, crosswalk, { from: presence.locations });
  const target = largestShares(crosswalk);
  const { users, offsets: rows } = presence;
  const { day: days, location: places, events: counts } = presence.columns;
  const offsets = new Uint32Array(users.length + 1);
  const day = new Int32Array(presence.length);
  const location = new Uint32Array(presence.length);
  const events = new Uint32Array(presence.length);
  const tally = new Uint32Array(crosswalk.to.length);
  const touched = new Uint32Array(crosswalk.to.length);
  let at = 0;
  let unlocated = 0;
  for (let u = 0; u < users.length; u++) {
    const end = rows[u + 1]!;
    for (let i = rows[u]!; i < end; ) {
      const today = days[i]!;
      let distinct = 0;
      for (; i < end && days[i] === today; i++) {
        const to = target[places[i]!]!;
        if (to < 0) {
          unlocated += counts[i]!;
          continue;
        }
        if (tally[to] === 0) touched[distinct++] = to;
        tally[to]! += counts[i]!;
      }
      sortFirst(touched, distinct);
      for (let t = 0; t < distinct; t++) {
        const l = touched[t]!;
        day[at] = today;
        location[at] = l;
        events[at++] = tally[l]!;
        tally[l] = 0;
      }
    }
    offsets[u + 1] = at;
  }
  const columns = { day: day.slice(0, at), location: location.slice(0, at), events: events.slice(0, at) };
  return { locations: crosswalk.to, users, offsets, length: at, columns, unlocated };
}
