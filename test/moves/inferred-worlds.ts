import { createClock } from "../../src/core/clock.ts";
import { dateOfDay, dayOfDate } from "../../src/core/dates.ts";
import { buildMonths } from "../../src/core/periods.ts";
import type { Clock, HomePlacesByPeriod, Locations, Moves, Periods } from "../../src/types.ts";
import { zonesOf } from "./stages.ts";

/** Homes by month written as text: a letter a month, the id of the home, "." where there is none. */

export const UTC: Clock = createClock({ timeZone: "UTC" });

/** So many calendar months from a day on. */
export function monthsFrom(first: string, count: number): Periods {
  const lastDay = dayOfDate(first) + 30.5 * (count - 1);
  return buildMonths({ clock: UTC, firstDay: dayOfDate(first), lastDay: Math.floor(lastDay) });
}

export function historyOf(
  lives: Readonly<Record<string, string>>,
  periods: Periods = monthsFrom("2016-01-15", Object.values(lives)[0]!.length),
  locations: Locations = zonesOf(["A", "B", "C", "D"]),
): HomePlacesByPeriod {
  const users = Object.keys(lives);
  const count = periods.length;
  const location = Int32Array.from(
    users.flatMap((user) => [...lives[user]!.replaceAll(" ", "")].map((id) => locations.columns.id.indexOf(id))),
  );
  const period = Uint32Array.from(location, (_, row) => row % count);
  const offsets = Uint32Array.from({ length: users.length + 1 }, (_, u) => u * count);
  return { locations, users, offsets, length: location.length, columns: { period, location }, periods };
}

/** Moves as text: "A>B 2016-03". */
export function told({ locations, length, columns }: Moves, from = 0, to: number = length): string[] {
  const id = locations.columns.id;
  return Array.from({ length: to - from }, (_, i) => {
    const row = from + i;
    return `${id[columns.origin[row]!]}>${id[columns.destination[row]!]} ${dateOfDay(columns.arrivedDay[row]!).slice(0, 7)}`;
  });
}
