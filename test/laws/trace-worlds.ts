import fc from "fast-check";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import type { Locations, Traces } from "../../src/types.ts";
import { type TraceEvent, tracesOf } from "../slow/sequences.ts";

/** Random traces of a few people over a few days, in zones whose clocks change within them. */

/** Five antennas 600 m apart on a line along the equator. */
export const PLACES: Locations = createLocations(
  "antennas",
  Array.from({ length: 5 }, (_, l) => `L${l}`),
  Array.from({ length: 5 }, (_, l) => l * 0.0054),
  new Float64Array(5),
);
export const USERS: readonly string[] = ["u1", "u2", "u3", "u4"];

/** Zones with changes of the clock in the span of their events; the last one sets clocks back over midnight. */
const ZONES: readonly { clock: ReturnType<typeof createClock>; from: string }[] = [
  { clock: createClock({ timeZone: "UTC" }), from: "2016-01-01" },
  { clock: createClock({ timeZone: "Asia/Kathmandu" }), from: "1985-12-29" },
  { clock: createClock({ timeZone: "Europe/Luxembourg" }), from: "2024-03-28" },
  { clock: createClock({ timeZone: "Pacific/Apia" }), from: "2011-12-27" },
  { clock: createClock({ timeZone: "America/St_Johns" }), from: "2008-10-31" },
];
const DAYS = 6;

export const zone: fc.Arbitrary<(typeof ZONES)[number]> = fc.constantFrom(...ZONES);
/** Seconds after the start: anywhere, or within two hours of the change of clocks that the spans contain. */
const second = fc.oneof(
  fc.integer({ min: 0, max: DAYS * 86_400 - 1 }),
  fc.integer({ min: 2 * 86_400 + 5400, max: 2 * 86_400 + 12_600 }),
);
const event = fc.tuple(fc.constantFrom("u1", "u2", "u3"), second, fc.integer({ min: 0, max: 4 }));
export const events: fc.Arbitrary<[string, number, number][]> = fc.array(event, { maxLength: 120, size: "max" });

/** u4 never has an event. */
export function worldOf(rows: readonly TraceEvent[], from: string): Traces {
  const start = Date.parse(`${from}T00:00:00Z`) / 1000;
  return tracesOf(
    rows.map(([user, after, location]) => [user, start + after, location]),
    PLACES,
    USERS,
  );
}

export const hours: fc.Arbitrary<[number, number]> = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 24 }))
  .filter(([fromHour, toHour]) => fromHour !== toHour);
