/** The locations of every user on every local day, with the events there. */
import { buildPresence } from "../dist/index.js";
import { clock, eventsOf } from "./data.mjs";
import { atFullSize, measure, ratioLine, report, sizes, streamingPass } from "./harness.mjs";
import { duckdbOf, prototypes } from "./peers.mjs";

/** Milliseconds on the machine of the prototypes' report, per 10^7 events: distinct users per antenna and day. */
const REPORTED = { prototype: 122, duckdb: 838 };
const kernels = await prototypes();

for (const events of sizes()) {
  const { traces, user, time, location } = eventsOf(events);
  const jobs = [
    streamingPass(time, location),
    { name: "buildPresence", run: () => `${buildPresence(traces, { clock }).length} rows` },
  ];
  if (kernels !== null && traces.users.length * 128 < 2 ** 32) {
    const { day } = kernels.luts();
    const count = new Uint32Array(kernels.A * (kernels.DAYS + 1));
    jobs.push({
      name: "prototype (counts only)",
      run: () => `${kernels.towerDayScratch(traces.offsets, time, location, 0, traces.users.length, day, count)} rows`,
    });
  }
  const duckdb = await duckdbOf(user, time, location);
  if (duckdb !== null) {
    const local = "(t + case when t < 1711846800 then 3600 else 7200 end) // 86400";
    jobs.push({
      name: "DuckDB, one thread",
      run: async () =>
        `${(await duckdb.rows(`select count(*) from (select u, ${local} as d, a, count(*) as n from events group by all)`))[0][0]} rows`,
    });
  }
  const results = await measure(jobs, 3);
  report("Presence", events, results, {
    notes: [
      ratioLine(results, "buildPresence", "prototype (counts only)", atFullSize(events, 3)),
      ratioLine(
        results,
        "buildPresence",
        "DuckDB, one thread",
        atFullSize(events, (3 * REPORTED.prototype) / REPORTED.duckdb),
      ),
    ],
  });
  duckdb?.close();
}
