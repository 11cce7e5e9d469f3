/** Origin–destination counts of consecutive events, with the distinct people behind every pair. */
import { countTransitions } from "../dist/index.js";
import { eventsOf } from "./data.mjs";
import { atFullSize, measure, ratioLine, report, sizes, streamingPass } from "./harness.mjs";
import { duckdbOf, prototypes } from "./peers.mjs";

/** Milliseconds on the machine of the prototypes' report, per 10^7 events; both count moves, not people. */
const REPORTED = { prototype: 112, duckdb: 1202 };
const kernels = await prototypes();

for (const events of sizes()) {
  const { traces, user, time, location } = eventsOf(events);
  const total = (flows) => flows.value.reduce((sum, x) => sum + x, 0);
  const jobs = [
    streamingPass(location),
    {
      name: "countTransitions (moves and people)",
      run: () => {
        const flows = countTransitions(traces);
        return `${total(flows)} moves, ${flows.value.length} pairs`;
      },
    },
  ];
  if (kernels !== null) {
    const cells = new Uint32Array(kernels.A * kernels.A);
    jobs.push({
      name: "prototype, dense (moves)",
      run: () => `${kernels.odDense(traces.offsets, location, 0, traces.users.length, cells)} moves`,
    });
  }
  const duckdb = await duckdbOf(user, time, location);
  if (duckdb !== null) {
    const query = `select p, a, count(*) as n, count(distinct u) as k from
      (select u, a, lag(a) over (partition by u order by t) as p from events) where p is not null and p <> a group by all`;
    jobs.push({
      name: "DuckDB, one thread (moves and people)",
      run: async () => {
        const [[moves, pairs]] = await duckdb.rows(`select sum(n)::bigint, count(*) from (${query})`);
        return `${moves} moves, ${pairs} pairs`;
      },
    });
    const plain = query.replace(", count(distinct u) as k", "");
    jobs.push({
      name: "DuckDB, one thread (moves)",
      run: async () => `${(await duckdb.rows(`select sum(n)::bigint from (${plain})`))[0][0]} moves`,
    });
  }
  const results = await measure(jobs, 3);
  report("Transitions", events, results, {
    notes: [
      ratioLine(results, "countTransitions (moves and people)", "prototype, dense (moves)", atFullSize(events, 3)),
      ratioLine(
        results,
        "countTransitions (moves and people)",
        "DuckDB, one thread (moves)",
        atFullSize(events, (3 * REPORTED.prototype) / REPORTED.duckdb),
      ),
    ],
  });
  duckdb?.close();
}
