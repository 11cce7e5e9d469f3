/** Worlds with a known truth: invented countries, lives and call records for tests, benchmarks and demonstrations. */
export { CALLS_DEFAULTS, type CallsOptions, generateCalls } from "./calls.ts";
export { EVENTS_DEFAULTS, type EventsOptions, generateEvents } from "./events.ts";
export {
  generateLives,
  type GroupOptions,
  HABITS_DEFAULTS,
  type Lives,
  LIVES_DEFAULTS,
  type LivesOptions,
  type PeriodColumns,
} from "./lives.ts";
export { type Habits, whereaboutsOf } from "./whereabouts.ts";
export { generateWorld, type World, WORLD_DEFAULTS, type WorldOptions } from "./world.ts";
export {
  compareHomes,
  compareMigrations,
  type CompareMigrationsOptions,
  type HomesScore,
  type MigrationsScore,
} from "./scores.ts";
