/**
 * The order of the weeks within a call profile: as they were, or the busiest first.
 */

/**
 * Which week of a window comes first in its profile. `order` gets, for one profile, how busy each week was and writes the
 * numbers of the weeks, 0 … 3, in the order in which their cells are to stand.
 */
export interface WeekOrder {
  readonly name: string;
  readonly order: (activity: Float64Array, weeks: Uint8Array) => void;
}

/**
 * Weeks stand in a call profile in the order of the calendar.
 *
 * **How** week w of the window has the cells of place w. Archetypes that speak of the first week, such as the visitors of
 * the Sociometer, then mean the first week of the window and no other.
 *
 * @returns an order for `buildCallProfiles`
 *
 * [telecom-analytics]
 *
 * @example
 * calendarWeeks().name; // 'weeks of the calendar'
 */
export function calendarWeeks(): WeekOrder {
  return { name: "weeks of the calendar", order: orderByCalendar };
}

/**
 * Weeks stand in a call profile from the busiest to the least busy, so that it does not matter when in the window a person
 * came: a week's visit is the same profile in whichever week it was.
 *
 * **How** a week is as busy as the sum of its cells is large; weeks that are equally busy stay in the order of the calendar.
 *
 * @returns an order for `buildCallProfiles`
 *
 * [telecom-analytics]
 *
 * @example
 * busiestWeeksFirst().name; // 'busiest weeks first'
 */
export function busiestWeeksFirst(): WeekOrder {
  return { name: "busiest weeks first", order: orderByActivity };
}

function orderByCalendar(_activity: Float64Array, weeks: Uint8Array): void {
  for (let w = 0; w < weeks.length; w++) weeks[w] = w;
}

function orderByActivity(activity: Float64Array, weeks: Uint8Array): void {
  for (let w = 0; w < weeks.length; w++) {
    let place = w;
    while (place > 0 && activity[weeks[place - 1]!]! < activity[w]!) {
      weeks[place] = weeks[place - 1]!;
      place--;
    }
    weeks[place] = w;
  }
}
