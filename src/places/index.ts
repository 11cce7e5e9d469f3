/** Places: where people are and where they live. */

export type * from "../types.ts";
export {
  buildDailyLocations,
  type DailyLocationsOptions,
  type DailyRule,
  type DayChooser,
  lastOfDay,
  mostEventsOfDay,
} from "./daily-location.ts";
export {
  type HomeCounter,
  type HomeCriterion,
  type ModalLastLocationOptions,
  type MostNightsOptions,
  modalLastLocation,
  mostEvents,
  mostNights,
  type Scoreboard,
} from "./home-criteria.ts";
export { detectHomes, type HomesOptions } from "./homes.ts";
export { buildPresence, buildPresenceOfDays, type DaySightings, type PresenceOptions } from "./presence.ts";
