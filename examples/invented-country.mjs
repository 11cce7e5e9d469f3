/** A synthetic country with its truth: where everybody lived and who moved when. */
import { createRandom, generateCalls, generateLives, generateWorld } from "../dist/index.js";

/** The first local day of the story: Monday, 4 March 2024; daylight saving begins on its fourth Sunday. */
const FIRST_DAY = 19786;

export function inventCountry({ people, days, seed }, clock) {
  const random = createRandom(/^-?\d+$/.test(seed) ? Number(seed) : seed);
  const world = generateWorld({ random, antennas: 400, districts: 25 });
  const story = { random, people: Number(people), days: Number(days), firstDay: FIRST_DAY };
  // Moves fall where a stay of 40 days fits before and after, so that each could be found.
  const lives = generateLives(world, {
    ...story,
    moverShare: 0.08,
    movesFromDay: 45,
    movesToDay: Math.max(45, story.days - 45),
  });
  const calls = generateCalls(world, lives, { random, clock });
  return {
    title: "A walk through a synthetic country",
    source: `a synthetic country of ${Number(people).toLocaleString("en-US")} people and ${days} days (seed ${seed})`,
    antennas: world.antennas,
    districts: world.districts,
    border: world.border,
    calls: [calls],
    given: calls.length,
    refused: [],
    population: world.population,
    truth: lives,
  };
}
