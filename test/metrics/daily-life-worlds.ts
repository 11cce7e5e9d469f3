import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import type { Clock, HomePlaces, Locations, Traces } from "../../src/types.ts";
import { type TraceEvent, tracesOf } from "../slow/sequences.ts";

/** Small worlds of which every figure can be worked out by hand. */

export const utc: Clock = createClock({ timeZone: "UTC" });
/** Five antennas on the equator, one degree apart. */
export const line: Locations = createLocations("antennas", ["A", "B", "C", "D", "E"], [0, 1, 2, 3, 4], [0, 0, 0, 0, 0]);

/** Monday 4 January 2016, 00:00 UTC. */
const MONDAY = 1_451_865_600;
export const MONDAY_DAY = 16_804;

/** Events of one user as "day hour:minute place", days counted from Monday 4 January 2016. */
function lifeOf(user: string, events: readonly string[]): TraceEvent[] {
  return events.map((text) => {
    const [, day, hour, minute, place] = /^(\d+) (\d\d):(\d\d) (\w)$/.exec(text)!;
    const time = MONDAY + 86_400 * Number(day) + 3600 * Number(hour) + 60 * Number(minute);
    return [user, time, line.columns.id.indexOf(place!)];
  });
}

export function worldOf(lives: Readonly<Record<string, readonly string[]>>): Traces {
  return tracesOf(
    Object.entries(lives).flatMap(([user, events]) => lifeOf(user, events)),
    line,
    Object.keys(lives),
  );
}

/** Homes by the letter of the antenna; "" for none. */
export function homesAt(homes: Readonly<Record<string, string>>): HomePlaces {
  const users = Object.keys(homes);
  const location = Int32Array.from(users, (user) => line.columns.id.indexOf(homes[user]!));
  return { locations: line, users, length: users.length, columns: { location } };
}
