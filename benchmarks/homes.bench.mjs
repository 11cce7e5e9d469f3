/** The home of every user: most distinct nights, and most events. */
import { detectHomes, modalLastLocation, mostEvents, mostNights } from "../dist/index.js";
import { clock, eventsOf } from "./data.mjs";
import { atFullSize, measure, ratioLine, report, sizes, streamingPass } from "./harness.mjs";
import { duckdbOf, prototypes } from "./peers.mjs";

/** Milliseconds on the machine of the prototypes' report, per 10^7 events. */
const REPORTED = { prototype: 56, duckdb: 261 };
const kernels = await prototypes();

for (const events of sizes()) {
  const { traces, user, time, location } = eventsOf(events);
  const nights = mostNights({ clock, fromHour: 22, toHour: 7 });
  const people = traces.users.length;
  const mine = detectHomes(traces, { criterion: nights }).columns;
  const found = mine.location.reduce((n, home) => n + (home >= 0 ? 1 : 0), 0);
  const jobs = [
    streamingPass(time, location),
    {
      name: "mostNights 22–7",
      run: () => {
        const homes = detectHomes(traces, { criterion: nights });
        return `${found} of ${homes.length} have a home`;
      },
    },
    { name: "mostEvents", run: () => detectHomes(traces, { criterion: mostEvents() }).length },
    { name: "modalLastLocation", run: () => detectHomes(traces, { criterion: modalLastLocation({ clock }) }).length },
  ];
  if (kernels !== null) {
    const { night, nNights } = kernels.luts();
    const home = new Uint16Array(people);
    const support = new Uint16Array(people);
    jobs.push({
      name: "prototype, nights",
      run: () => {
        kernels.homeLUT(traces.offsets, time, location, 0, people, night, nNights, home, support);
        let differ = 0;
        for (let u = 0; u < people; u++)
          if (support[u] !== mine.support[u] || (mine.tied[u] === 0 && support[u] > 0 && home[u] !== mine.location[u]))
            differ++;
        return `${differ} people differ`;
      },
    });
  }
  const duckdb = await duckdbOf(user, time, location);
  if (duckdb !== null) {
    const local = "(t + case when t < 1711846800 then 3600 else 7200 end)";
    const query = `select u, arg_max(a, n), max(n) from (select u, a, count(distinct (l - 25200) // 86400) as n from
      (select u, a, ${local} as l from events) where l % 86400 < 25200 or l % 86400 >= 79200 group by all) group by u`;
    jobs.push({
      name: "DuckDB, nights, one thread",
      run: async () => {
        await duckdb.rows(`create or replace temp table h as ${query}`);
        return `${(await duckdb.rows("select count(*) from h"))[0][0]} of ${people} have a home`;
      },
    });
  }
  const results = await measure(jobs, 3);
  report("Homes", events, results, {
    notes: [
      ratioLine(results, "mostNights 22–7", "prototype, nights", atFullSize(events, 3)),
      ratioLine(
        results,
        "mostNights 22–7",
        "DuckDB, nights, one thread",
        atFullSize(events, (3 * REPORTED.prototype) / REPORTED.duckdb),
      ),
    ],
  });
  duckdb?.close();
}
