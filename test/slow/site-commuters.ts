import type { Clock, Traces } from "../../src/types.ts";

/** Working hours, days and sites as the detection of commuters takes them. */
export interface SlowWork {
  readonly clock: Clock;
  readonly fromHour: number;
  readonly toHour: number;
  readonly weekdays: readonly number[];
  readonly sites: readonly (readonly number[])[];
}

/** The working days from first to last on which a user was seen at a site (anywhere: null), by the local hour of each event. */
export function slowWorkingDays(
  traces: Traces,
  user: number,
  work: SlowWork,
  site: number | null,
  first: number,
  last: number,
): number {
  const { clock, fromHour, toHour } = work;
  const days = new Set<number>();
  for (let i = traces.offsets[user]!; i < traces.offsets[user + 1]!; i++) {
    const time = traces.columns.time[i]!;
    const hour = clock.hourOf(time);
    let day = clock.dayOf(time);
    const inside = fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour;
    if (fromHour > toHour && hour < toHour) day--;
    // 1 January 1970 was a Thursday.
    const weekday = (((day + 3) % 7) + 7) % 7;
    if (!inside || !work.weekdays.includes(weekday) || day < first || day > last) continue;
    if (site === null || work.sites[site]!.includes(traces.columns.location[i]!)) days.add(day);
  }
  return days.size;
}
