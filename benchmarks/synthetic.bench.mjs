/** A synthetic country, its traces, and a release: what tests and demonstrations pay. */
import {
  buildTraces,
  countTransitions,
  createRandom,
  formatFlowsCsv,
  generateCalls,
  generateLives,
  generateWorld,
  releaseFlows,
} from "../dist/index.js";
import { clock, eventsOf } from "./data.mjs";
import { measure, report, sizes, streamingPass } from "./harness.mjs";

for (const records of sizes()) {
  const world = generateWorld({ random: createRandom(1), antennas: 500, districts: 20 });
  const people = Math.max(100, Math.round(records / 90));
  const lives = generateLives(world, { random: createRandom(2), people, days: 90, firstDay: 19_786 });
  const calls = generateCalls(world, lives, { random: createRandom(3), clock });
  const flows = countTransitions(buildTraces(calls));
  const results = await measure(
    [
      streamingPass(calls.columns.caller, calls.columns.callee, calls.columns.time),
      {
        name: "generateLives",
        run: () =>
          `${generateLives(world, { random: createRandom(2), people, days: 90, firstDay: 19_786 }).users.length} people`,
      },
      {
        name: "generateCalls",
        run: () => `${generateCalls(world, lives, { random: createRandom(3), clock }).length} records`,
      },
      { name: "generateEvents", run: () => `${eventsOf(records).traces.length} events` },
      { name: "buildTraces", run: () => `${buildTraces(calls).length} events` },
      {
        name: "releaseFlows and formatFlowsCsv",
        run: () => `${formatFlowsCsv(releaseFlows(flows, { minPeople: 16 })).length} characters`,
      },
    ],
    3,
  );
  report("Synthetic", calls.length, results, { unit: "records" });
}
