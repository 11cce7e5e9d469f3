import { checkInteger } from "../core/check.ts";
import { AT_HOME, DISPLACED, type DisplacementStates, RETURNED } from "../core/displacement-states.ts";

/** The days from `from` to the one before `to`, counted from the event day. */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

/** The days asked for, which must be among those that are followed; all of them unless given. */
export function daySpanOf(
  where: string,
  options: { readonly fromDaysAfter?: number | undefined; readonly toDaysAfter?: number | undefined },
  followDays: number,
): DaySpan {
  const { fromDaysAfter: from = 0, toDaysAfter: to = followDays + 1 } = options;
  checkInteger(where, "fromDaysAfter", from, 0, followDays);
  checkInteger(where, "toDaysAfter", to, from + 1, followDays + 1);
  return { from, to };
}

/** The users with each home: those of home h are user[start[h]] … user[start[h + 1] − 1]. */
export interface HomeUsers {
  readonly start: Uint32Array;
  readonly user: Uint32Array;
}

export function usersByHome(home: Int32Array, locations: number): HomeUsers {
  const start = new Uint32Array(locations + 1);
  for (let u = 0; u < home.length; u++) if (home[u]! >= 0) start[home[u]! + 1]!++;
  for (let h = 0; h < locations; h++) start[h + 1]! += start[h]!;
  const next = start.slice(0, locations);
  const user = new Uint32Array(start[locations]!);
  for (let u = 0; u < home.length; u++) if (home[u]! >= 0) user[next[home[u]!]!++] = u;
  return { start, user };
}

/** Whether a person of this status is somewhere and has a baseline home. */
export function isPlaced(status: number): boolean {
  return status === AT_HOME || status === DISPLACED || status === RETURNED;
}

/**
 * Where the people of one home were: for the `count` places reached, ascending, the person-days there in each of the days of
 * the span, `people` of place k on day d at daily[k · days + d]; and `seen`, their sum over places.
 */
export interface PlacesOfHome {
  readonly places: readonly number[];
  readonly daily: Float64Array;
  readonly seen: Float64Array;
}

/** Makes the function that counts where the people of a home were on each day of a span. */
export function createPlacesOfHome(states: DisplacementStates, span: DaySpan): (home: number) => PlacesOfHome {
  const { offsets, eventDay, locations } = states;
  const { firstDay, days, status, location } = states.columns;
  const { start, user } = usersByHome(states.home, locations.length);
  const width = span.to - span.from;
  const rowOf = new Int32Array(locations.length).fill(-1);
  return (home) => {
    const reached: number[] = [];
    for (let k = start[home]!; k < start[home + 1]!; k++) {
      for (let r = offsets[user[k]!]!; r < offsets[user[k]! + 1]!; r++) {
        const first = firstDay[r]! - eventDay;
        if (first >= span.to || first + days[r]! <= span.from || !isPlaced(status[r]!)) continue;
        if (rowOf[location[r]!]! < 0) rowOf[location[r]!] = reached.push(location[r]!);
      }
    }
    reached.sort((a, b) => a - b);
    for (let k = 0; k < reached.length; k++) rowOf[reached[k]!] = k;
    const daily = new Float64Array(reached.length * width);
    const seen = new Float64Array(width);
    for (let k = start[home]!; k < start[home + 1]!; k++) {
      for (let r = offsets[user[k]!]!; r < offsets[user[k]! + 1]!; r++) {
        if (!isPlaced(status[r]!)) continue;
        const first = firstDay[r]! - eventDay - span.from;
        const after = Math.min(width, first + days[r]!);
        const row = rowOf[location[r]!]! * width;
        for (let d = Math.max(0, first); d < after; d++) {
          daily[row + d]!++;
          seen[d]!++;
        }
      }
    }
    for (const l of reached) rowOf[l] = -1;
    return { places: reached, daily, seen };
  };
}
