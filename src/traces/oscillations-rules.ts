/**
 * Which antenna does an oscillation stand for? The papers choose the one seen most, of the oscillation or of the user.
 */

/** Chooses one of the locations of the events first … end of one user. */
export interface OscillationRule {
  readonly name: string;
  /**
   * `location` is the column of the traces; `within` counts the events of each location in the oscillation (0 in all
   * others), `ofUser` those that the user has there in the whole of the traces.
   */
  readonly choose: (
    location: Uint32Array,
    first: number,
    end: number,
    within: Uint32Array,
    ofUser: Uint32Array,
  ) => number;
}

/**
 * The location seen most during the oscillation; of equal ones that where the user has more events in all, then the lower
 * row. A jump to the antenna of one's home in the middle of work stays a jump.
 *
 * @returns a rule for `suppressOscillations`
 * [wu-2014]
 * @example
 * mostSeenInOscillation().name; // 'most seen in the oscillation'
 */
export function mostSeenInOscillation(): OscillationRule {
  return {
    name: "most seen in the oscillation",
    choose: (location, first, end, within, ofUser) => bestOf(location, first, end, within, ofUser),
  };
}

/**
 * The location of the oscillation where the user has most events in the whole of the traces; of equal ones that seen more
 * during the oscillation, then the lower row. Two antennas of one home are the same one every night.
 *
 * @returns a rule for `suppressOscillations`
 * [wang-chen-2018]
 * @example
 * mostSeenByUser().name; // 'most seen by the user'
 */
export function mostSeenByUser(): OscillationRule {
  return {
    name: "most seen by the user",
    choose: (location, first, end, within, ofUser) => bestOf(location, first, end, ofUser, within),
  };
}

function bestOf(
  location: Uint32Array,
  first: number,
  end: number,
  score: Uint32Array,
  tieBreaker: Uint32Array,
): number {
  let best = location[first]!;
  for (let i = first + 1; i <= end; i++) {
    const l = location[i]!;
    if (score[l]! < score[best]!) continue;
    if (score[l]! > score[best]! || tieBreaker[l]! > tieBreaker[best]!) best = l;
    else if (tieBreaker[l] === tieBreaker[best] && l < best) best = l;
  }
  return best;
}
