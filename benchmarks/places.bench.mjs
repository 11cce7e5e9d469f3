/**
 * Four measures of people side by side in one run: home by nights, the place of each day, radius of gyration and entropy,
 * each beside the terse prototype and DuckDB on one thread.
 */
import {
  buildDailyLocations,
  detectHomes,
  greatCircle,
  mostEventsOfDay,
  mostNights,
  radiusOfGyration,
  sphericalMean,
  uncorrelatedEntropy,
} from "../dist/index.js";
import { clock, eventsOf } from "./data.mjs";
import { atFullSize, measure, ratioLine, report, sizes, streamingPass } from "./harness.mjs";
import { duckdbOf, prototypes } from "./peers.mjs";

/** Milliseconds on the machine of the prototypes' report, per 10^7 events, and the least times that DuckDB is to take. */
const REPORTED = {
  nights: { prototype: 56, duckdb: 261, times: 4 },
  daily: { prototype: 114, duckdb: 1218, times: 9 },
  radius: { prototype: 63, duckdb: 312, times: 4.5 },
  entropy: { prototype: 53, duckdb: 201, times: 3.5 },
};
const RADIANS = Math.PI / 180;
const kernels = await prototypes();

for (const events of sizes()) {
  const { traces, user, time, location } = eventsOf(events);
  const { lon, lat } = traces.locations.columns;
  const nights = mostNights({ clock, fromHour: 22, toHour: 7 });
  const people = traces.users.length;
  const meanOf = (values) => (values.reduce((sum, value) => sum + value, 0) / values.length).toPrecision(6);
  const jobs = [
    streamingPass(time, location),
    { name: "nights", run: () => meanOf(detectHomes(traces, { criterion: nights }).columns.support) },
    { name: "daily", run: () => buildDailyLocations(traces, { clock, choose: mostEventsOfDay() }).length },
    {
      name: "radius",
      run: () => {
        const options = { centre: sphericalMean(), distance: greatCircle() };
        return meanOf(radiusOfGyration(traces, options).columns.radiusMeters);
      },
    },
    { name: "entropy", run: () => meanOf(uncorrelatedEntropy(traces, { base: 2 }).columns.entropy) },
  ];
  if (kernels !== null) {
    const { night, nNights, day } = kernels.luts();
    const home = new Uint16Array(people);
    const support = new Uint16Array(people);
    const out = new Float64Array(people);
    const other = new Float64Array(people);
    const modes = new Uint32Array(time.length);
    const cosines = lat.map((degrees) => Math.cos(degrees * RADIANS));
    const all = [traces.offsets, location, 0, people];
    jobs.push(
      {
        name: "prototype, nights",
        run: () => {
          kernels.homeLUT(traces.offsets, time, location, 0, people, night, nNights, home, support);
          return meanOf(support);
        },
      },
      {
        name: "prototype, daily",
        run: () => kernels.dailyModal(traces.offsets, time, location, 0, people, day, modes),
      },
      {
        name: "prototype, radius",
        run: () => {
          kernels.rgHavCount(...all, lon, lat, cosines, out);
          return meanOf(out);
        },
      },
      {
        name: "prototype, entropy",
        run: () => {
          kernels.entropies(...all, other, out, null);
          return meanOf(out);
        },
      },
    );
  }
  const duckdb = await duckdbOf(user, time, location);
  if (duckdb !== null) {
    const local = "(t + case when t < 1711846800 then 3600 else 7200 end)";
    const places = Array.from(lon, (degrees, l) => `(${l}, ${degrees}, ${lat[l]})`).join(", ");
    await duckdb.rows(`create temp table places as select * from (values ${places}) as p(a, lon, lat)`);
    const queries = {
      nights: `select avg(n) from (select u, max(n) as n, arg_max(a, n) as h from
        (select u, a, count(distinct (l - 25200) // 86400) as n from (select u, a, ${local} as l from events)
        where l % 86400 < 25200 or l % 86400 >= 79200 group by all) group by u)`,
      daily: `select count(*) from (select u, d, arg_max(a, n) as m from
        (select u, ${local} // 86400 as d, a, count(*) as n from events group by all) group by u, d)`,
      radius: `with c as (select u, a, count(*) as n from events group by all),
        j as (select u, n, lon, lat from c join places using (a)),
        m as (select u, sum(n * lon) / sum(n) as mx, sum(n * lat) / sum(n) as my from j group by u)
        select avg(r) from (select u, sqrt(sum(n * pow(2 * 6371008.8 * asin(sqrt(pow(sin(radians(lat - my) / 2), 2) +
        cos(radians(lat)) * cos(radians(my)) * pow(sin(radians(lon - mx) / 2), 2))), 2)) / sum(n)) as r
        from j join m using (u) group by u)`,
      entropy: `select avg(h) from (select u, log2(sum(n)) - sum(n * log2(n)) / sum(n) as h from
        (select u, a, count(*) as n from events group by all) group by u)`,
    };
    for (const [name, query] of Object.entries(queries)) {
      jobs.push({ name: `DuckDB, ${name}`, run: async () => Number((await duckdb.rows(query))[0][0]).toPrecision(6) });
    }
  }
  const results = await measure(jobs, 3);
  report("Places", events, results, {
    notes: Object.entries(REPORTED).flatMap(([name, { prototype, duckdb: reported, times }]) => [
      ratioLine(results, name, `prototype, ${name}`),
      `${ratioLine(results, name, `DuckDB, ${name}`, atFullSize(events, 1 / times))}; the prototype of the report: ${(prototype / reported).toFixed(2)} x`,
    ]),
  });
  duckdb?.close();
}
