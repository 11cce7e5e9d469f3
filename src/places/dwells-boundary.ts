/**
 * When does a dwell begin and end, where the phone was heard at one antenna and next at another? Between the two events
 * nobody knows; the field has three conventions.
 */

/**
 * Parts the time between the last event of a dwell and the next event, elsewhere. Both are whole seconds;
 * last ≤ leftAt ≤ arrivedAt ≤ next must hold.
 */
export interface DwellBoundary {
  readonly name: string;
  /** When the dwell that was left is over. */
  readonly leftAt: (last: number, next: number) => number;
  /** When the dwell that follows begins. */
  readonly arrivedAt: (last: number, next: number) => number;
}

/**
 * A dwell lasts from its first to its last event and not longer: nothing is assumed about the time between, which is
 * that of a trip.
 *
 * @returns a boundary for `detectDwells`
 * @example
 * atLastEvent().leftAt(100, 200); // 100
 */
export function atLastEvent(): DwellBoundary {
  return { name: "at the last event", leftAt: (last) => last, arrivedAt: (_, next) => next };
}

/**
 * The time between two places is halved: a dwell ends, and the next one begins, half-way between their events (half a
 * second goes to the later one). Fair on average where nothing is known of the trip.
 *
 * @returns a boundary for `detectDwells`
 * @example
 * halfwayToNextEvent().leftAt(100, 201); // 150
 */
export function halfwayToNextEvent(): DwellBoundary {
  const middle = (last: number, next: number): number => Math.floor((last + next) / 2);
  return { name: "half-way", leftAt: middle, arrivedAt: middle };
}

/**
 * A dwell lasts until the next event elsewhere, as stays from positions do that end with the first one outside: true where
 * phones report each change of antenna, as signalling does.
 *
 * @returns a boundary for `detectDwells`
 * [li-2008]
 * @example
 * untilNextEvent().leftAt(100, 200); // 200
 */
export function untilNextEvent(): DwellBoundary {
  return { name: "until the next event", leftAt: (_, next) => next, arrivedAt: (_, next) => next };
}
