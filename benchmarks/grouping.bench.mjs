/** From rows in random or time order to one time-ordered sequence per user. */
import { buildTracesOfEvents } from "../dist/index.js";
import { eventsOf, inTimeOrder, shuffled } from "./data.mjs";
import { atFullSize, measure, ratioLine, report, sizes, streamingPass } from "./harness.mjs";
import { duckdbOf } from "./peers.mjs";

/** Milliseconds of the prototypes and of DuckDB on the machine of their report, per 10^7 rows. */
const REPORTED = { "random order": { prototype: 664, duckdb: 1418 }, "time order": { prototype: 280, duckdb: 1357 } };

for (const events of sizes()) {
  const sorted = eventsOf(events);
  const { users, locations } = { users: sorted.traces.users, locations: sorted.traces.locations };
  for (const [order, rows] of [
    ["random order", shuffled(sorted)],
    ["time order", inTimeOrder(sorted)],
  ]) {
    const jobs = [
      streamingPass(rows.user, rows.time, rows.location),
      {
        name: "buildTracesOfEvents",
        run: () => {
          const { columns } = buildTracesOfEvents({ users, ...rows }, locations);
          let wrong = 0;
          for (let i = 0; i < columns.time.length; i++) if (columns.time[i] !== sorted.time[i]) wrong++;
          return `${wrong} of ${columns.time.length} times out of place`;
        },
      },
    ];
    const duckdb = await duckdbOf(rows.user, rows.time, rows.location);
    if (duckdb !== null) {
      jobs.push({
        name: "DuckDB, one thread",
        run: () =>
          duckdb.rows("create or replace temp table s as select u, t, a from events order by u, t").then(() => ""),
      });
    }
    const results = await measure(jobs, 3);
    const { prototype, duckdb: peer } = REPORTED[order];
    report(`Grouping, ${order}`, events, results, {
      unit: "rows",
      notes: [
        ratioLine(results, "buildTracesOfEvents", "DuckDB, one thread", atFullSize(events, (3 * prototype) / peer)),
        ratioLine(results, "buildTracesOfEvents", "streaming pass"),
      ],
    });
    duckdb?.close();
  }
}
