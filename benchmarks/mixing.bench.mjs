/** Who calls whom: the ties of calls, the mixing of groups, its permutation test and spectral segregation. */
import {
  assortativity,
  buildCallTies,
  buildWeeks,
  countMixing,
  countMixingByPeriod,
  createClock,
  createRandom,
  measureSocialIntegration,
  spectralSegregation,
  testMixing,
} from "../dist/index.js";
import { measure, report, sizes, streamingPass } from "./harness.mjs";

const LABELS = ["locals", "refugees", "others"];
const PERMUTATIONS = 999;
/** Calls per person, and how many different people each one calls at most. */
const CALLS = 20;
const FRIENDS = 8;

/** Calls of people to a few friends each, mostly near in number and half of the time of their group. */
function callsOf(events) {
  const random = createRandom("mixing");
  const people = Math.floor(events / CALLS);
  const groupOf = Uint8Array.from({ length: people }, () => (random() < 0.8 ? 0 : random() < 0.8 ? 1 : 2));
  const friends = new Uint32Array(people * FRIENDS);
  for (let f = 0; f < friends.length; f++) {
    const u = Math.floor(f / FRIENDS);
    let v = u;
    for (let tries = 0; tries < 4; tries++) {
      v = Math.floor(random() < 0.7 ? (u + 1 + random() * 500) % people : random() * people);
      if (groupOf[v] === groupOf[u] || random() < 0.5) break;
    }
    friends[f] = v;
  }
  const columns = {
    caller: new Uint32Array(events),
    callee: new Uint32Array(events),
    time: new Uint32Array(events),
    duration: new Float64Array(events),
  };
  for (let i = 0; i < events; i++) {
    const u = Math.floor(random() * people);
    columns.caller[i] = u;
    columns.callee[i] = friends[u * FRIENDS + Math.floor(random() * random() * FRIENDS)];
    columns.time[i] = 1_483_228_800 + Math.floor(random() * 28 * 86_400);
    columns.duration[i] = Math.floor(random() * 300);
  }
  return { calls: { users: Array.from({ length: people }, (_, u) => `u${u}`), length: events, columns }, groupOf };
}

const clock = createClock({ timeZone: "UTC" });
const periods = buildWeeks({ clock, firstDay: 17_168, lastDay: 17_190 });

for (const events of sizes()) {
  const { calls, groupOf } = callsOf(events);
  const groups = { groupOf, labels: LABELS };
  const ties = buildCallTies(calls);
  const index = (mixing) => assortativity(mixing);
  const replicates = events > 2e6 ? 99 : PERMUTATIONS;
  const results = await measure(
    [
      streamingPass(calls.columns.caller, calls.columns.callee),
      { name: "buildCallTies", run: () => `${buildCallTies(calls).length} ties` },
      { name: "countMixing of calls", run: () => countMixing(calls, groups).columns.contacts[1] },
      { name: "countMixing of ties", run: () => countMixing(ties, groups).columns.contacts[1] },
      {
        name: `countMixingByPeriod, ${periods.length} weeks`,
        run: () => countMixingByPeriod(calls, { ...groups, periods }).columns.contacts[1],
      },
      {
        name: "measureSocialIntegration",
        run: () => measureSocialIntegration(calls, { ...groups, group: "refugees", against: "locals" }).length,
      },
      {
        name: `testMixing, ${replicates} permutations`,
        run: () => {
          const options = { ...groups, column: "calls", index, replicates, random: createRandom(1) };
          return `z ${testMixing(ties, options).z.toFixed(1)}`;
        },
      },
      {
        name: "spectralSegregation",
        run: () => {
          const { groupSegregation, iterations, converged } = spectralSegregation(ties, {
            ...groups,
            column: "contacts",
          });
          return `${groupSegregation[1].toFixed(4)}, ${iterations} steps, ${converged ? "converged" : "not converged"}`;
        },
      },
    ],
    3,
  );
  report("mixing of groups", events, results, { unit: "calls" });
}
