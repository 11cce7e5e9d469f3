import { createLocations } from "../../src/core/locations.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import type { Locations, Presence } from "../../src/types.ts";

/** Where one person is: runs of days in a place, "." for days on which the person is not seen. */
export type Spells = readonly (readonly [place: string, days: number])[];

const PLACES: Locations = createLocations(
  "zones",
  ["A", "B", "C", "D"],
  Float64Array.of(0, 1, 2, 3),
  Float64Array.of(0, 0, 0, 0),
);

/** Daily locations of people who begin on one day, 2014-01-01 unless given. */
export function dailyOf(lives: Readonly<Record<string, Spells>>, firstDay = 16_071): Presence {
  const user: string[] = [];
  const day: number[] = [];
  const location: number[] = [];
  for (const [id, spells] of Object.entries(lives)) {
    let today = firstDay;
    for (const [place, days] of spells) {
      for (let d = 0; d < days; d++, today++) {
        if (place === ".") continue;
        user.push(id);
        day.push(today);
        location.push(PLACES.columns.id.indexOf(place));
      }
    }
  }
  return buildPresenceOfDays({ user, day, location }, PLACES);
}

/** So many times the same spells. */
export function again(times: number, spells: Spells): Spells {
  return Array.from({ length: times }, () => spells).flat();
}
