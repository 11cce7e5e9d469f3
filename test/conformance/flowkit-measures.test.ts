import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { buildPeriods, buildWeeks } from "../../src/core/periods.ts";
import { cellOf } from "../../src/core/sparse.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countDirectedPairs, countUndirectedPairs } from "../../src/flows/day-pairs.ts";
import { countHomeChanges } from "../../src/flows/home-changes.ts";
import { countOutflows } from "../../src/flows/marginals.ts";
import { countFlows } from "../../src/flows/od-counts.ts";
import { countHourlyVisitors, countVisitors } from "../../src/flows/visitor-counts.ts";
import { meanOfDegrees } from "../../src/metrics/centre-of-mass.ts";
import { measureContactConcentration } from "../../src/metrics/contact-concentration.ts";
import { measureInteractionsPerContact } from "../../src/metrics/contact-distribution.ts";
import { measureContactEntropy } from "../../src/metrics/contact-entropy.ts";
import { measureDailyRhythm } from "../../src/metrics/daily-rhythm.ts";
import { measureDisplacementStatistics } from "../../src/metrics/displacement-statistics.ts";
import { measureEventShare } from "../../src/metrics/event-shares.ts";
import { measureCallDurations } from "../../src/metrics/interactions-durations.ts";
import { measureOverPeriods } from "../../src/metrics/interactions-periods.ts";
import { measureActiveDays } from "../../src/metrics/interactions-timing.ts";
import { measureIntroversion, measurePlaceIntroversion } from "../../src/metrics/introversion.ts";
import { radiusOfGyration } from "../../src/metrics/radius-of-gyration.ts";
import { uncorrelatedEntropy } from "../../src/metrics/uncorrelated-entropy.ts";
import { buildDayToDayMoves } from "../../src/moves/day-to-day.ts";
import { modalLastLocation } from "../../src/places/criteria-last-location.ts";
import { buildDailyLocations, type DailyRule, lastOfDay, mostEventsOfDay } from "../../src/places/daily-location.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { buildPresence } from "../../src/places/presence.ts";
import { ellipsoidal } from "../../src/space/distance-measures.ts";
import type { Interactions } from "../../src/traces/interactions.ts";
import { selectDirection, selectPeriod, selectUsers } from "../../src/traces/interactions-selection.ts";
import { relocate } from "../../src/traces/relocation.ts";
import type { Flows, Traces } from "../../src/types.ts";
import { describeData, readJson, skipped } from "./data.ts";
import { eventRows, eventsOf, readInteractions, readPairedInteractions } from "./flowkit-measures-world.ts";
import { openFlowkit } from "./flowkit-world.ts";

interface Figure {
  readonly flowkit_test: string;
  readonly measure: string;
  readonly params: string;
  readonly key: string;
  readonly expected: number | string;
}

const BOTH = ["calls", "sms"];
const DAY = 86_400;
const NIGHT = { fromHour: 20, toHour: 4 };

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 1000 / DAY;
const dateOf = (day: number): string => new Date(day * DAY * 1000).toISOString().slice(0, 10);

/** The first day of a text such as "2016-01-01..08, both" or "2016-01-01 <= t < 2016-01-02", and the one after its last. */
function spanOf(params: string, lastIncluded = false): [from: string, to: string] {
  const dates = params.match(/\d{4}-\d\d-\d\d/g) ?? [];
  const short = /\.\.(\d\d)(?!\d)/.exec(params)?.[1];
  const from = dates[0] ?? "0";
  const to = dates[1] ?? (short === undefined ? undefined : from.slice(0, 8) + short);
  if (to === undefined) return [from, from === "0" ? "9" : dateOf(dayOf(from) + 1)];
  return [from, lastIncluded ? dateOf(dayOf(to) + 1) : to];
}

const filesOf = (params: string): readonly string[] =>
  /\bmds\b/.test(params) ? ["mds"] : /calls only/.test(params) ? ["calls"] : BOTH;

const lines = (rows: readonly (readonly (string | number)[])[]): string[] => rows.map((row) => row.join(" | ")).sort();

describeData("FlowKit's measures of subscribers", "04_flowkit_cdr", (folder) => {
  const world = openFlowkit(folder);
  const { clock } = world;

  /** Where people were on the days from … to the one before `to`, at the places that a column of the cells names. */
  const tracesOf = (files: readonly string[], [from, to]: readonly [string, string], column: string | null): Traces => {
    const traces = world.traces(files, from, to === "9" ? "9" : dateOf(dayOf(to) - 1));
    return column === null ? traces : relocate(traces, world.crosswalkTo(column));
  };
  const wholeWeek = new Map<string, Interactions>();
  const interactionsOf = (params: string, files = filesOf(params)): Interactions => {
    const whole = wholeWeek.get(files.join()) ?? readInteractions(folder, files);
    wholeWeek.set(files.join(), whole);
    const [from, to] = spanOf(params);
    const all = from === "0" ? whole : selectPeriod(whole, { from: dayOf(from) * DAY, to: dayOf(to) * DAY });
    const direction = /\b(in|out)\b/.exec(params)?.[1] as "in" | "out" | undefined;
    return direction === undefined ? all : selectDirection(all, direction);
  };
  const placeOfDay = (params: string, column: string, choose: DailyRule, user: string): string => {
    const daily = buildDailyLocations(tracesOf(BOTH, spanOf(params), column), { clock, choose });
    const row = daily.offsets[daily.users.indexOf(user)]!;
    return daily.locations.columns.id[daily.columns.location[row]!]!;
  };
  const lastDistrictFlows = (params: string): Flows => {
    const span = spanOf(params.replace(/-> (\d\d)$/, "..$1"), true);
    const daily = buildDailyLocations(tracesOf(BOTH, span, "pcod"), { clock, choose: lastOfDay() });
    const arrival = dayOf(span[1]) - 1;
    return countFlows(buildDayToDayMoves(daily, { maxGapDays: 1 }), { fromDay: arrival, toDay: arrival + 1 });
  };
  const rowOf = (table: { readonly users: readonly string[] }, user: string): number => table.users.indexOf(user);

  /** What FlowKit measures, by the name of its test and the words of the figure. */
  const measures: readonly [RegExp, (figure: Figure) => number | string][] = [
    [
      /radius of gyration, km/,
      ({ params, key }) => {
        const traces = tracesOf(BOTH, spanOf(params), null);
        const options = { centre: meanOfDegrees(), distance: ellipsoidal() };
        // FlowKit's test cuts the kilometres after two places.
        return Math.floor(radiusOfGyration(traces, options).columns.radiusMeters[rowOf(traces, key)]! / 10) / 100;
      },
    ],
    [
      /entropy .* of hour of day/,
      ({ params, key }) => {
        const events = interactionsOf(params);
        return measureDailyRhythm(events, { clock, base: Math.E }).columns.hourEntropy[rowOf(events, key)]!;
      },
    ],
    [
      /entropy .* of cells/,
      ({ params, key }) => {
        const traces = tracesOf(BOTH, spanOf(params), "id");
        return uncorrelatedEntropy(traces, { base: Math.E }).columns.entropy[rowOf(traces, key)]!;
      },
    ],
    [
      /entropy .* of contacts/,
      ({ params, key }) => {
        const events = interactionsOf(params);
        return measureContactEntropy(events, { base: Math.E }).columns.entropy[rowOf(events, key)]!;
      },
    ],
    [
      /percent of events at hour >= 20 or < 4/,
      ({ params, key }) => {
        const events = interactionsOf(params);
        return 100 * measureEventShare(events, { clock, ...NIGHT }).columns.share[rowOf(events, key)]!;
      },
    ],
    [
      /^event count$/,
      ({ params, key }) => {
        const events = /mds/.test(params) ? eventsOf(folder, "mds") : interactionsOf(params);
        return measureActiveDays(events, { clock }).columns.events[rowOf(events, key)]!;
      },
    ],
    [/^last location of the day, site/, ({ params, key }) => placeOfDay(params, "site_id", lastOfDay(), key)],
    [/^most frequent site/, ({ params, key }) => placeOfDay(params, "site_id", mostEventsOfDay(), key)],
    [/^most frequent district/, ({ params, key }) => placeOfDay(params, "pcod", mostEventsOfDay(), key)],
    [
      /^flows between last locations of two days, district/,
      ({ params, key }) => {
        const flows = lastDistrictFlows(params);
        const [from, to] = key.split(" -> ").map((id) => flows.locations.columns.id.indexOf(id)) as [number, number];
        return cellOf(flows, from, to);
      },
    ],
    [
      /^outflow/,
      ({ params, key }) => {
        const flows = lastDistrictFlows(params);
        const place = flows.locations.columns.id.indexOf(key);
        // Those who stayed are no outflow here; FlowKit counts them in.
        return countOutflows(flows)[place]! + cellOf(flows, place, place);
      },
    ],
    [
      /^home: modal of the daily last locations/,
      ({ params, key }) => {
        const traces = tracesOf(BOTH, spanOf(params, true), "pcod");
        const homes = detectHomes(traces, { criterion: modalLastLocation({ clock }) });
        return homes.locations.columns.id[homes.columns.location[rowOf(homes, key)]!]!;
      },
    ],
    [
      /^(events|calls) at site in hour/,
      ({ params, key }) => {
        const hour = Number(/(\d+)h/.exec(params)![1]);
        const visitors = countHourlyVisitors(tracesOf(filesOf(params), spanOf(params), "site_id"), { clock });
        const row = rowsOf(visitors).find(
          (each) => each.hour === hour && visitors.locations.columns.id[each.location] === key,
        );
        return row?.events ?? 0;
      },
    ],
    [
      /^days with an event (per versioned site|at the site)/,
      ({ params, key }) => {
        const [user, site] = key.split(" @ ") as [string, string | undefined];
        const presence = buildPresence(tracesOf(BOTH, spanOf(params), "site_id"), { clock });
        const u = rowOf(presence, user);
        const places = presence.columns.location.slice(presence.offsets[u], presence.offsets[u + 1]);
        return places.filter((l) => site === undefined || presence.locations.columns.id[l] === site).length;
      },
    ],
    [
      /^first event at site (\w+)/,
      ({ measure, params, key }) => {
        const traces = tracesOf(BOTH, spanOf(params), "site_id");
        const site = traces.locations.columns.id.indexOf(/site (\w+)/.exec(measure)![1]!);
        const u = rowOf(traces, key);
        const row = traces.columns.location.indexOf(site, traces.offsets[u]);
        return new Date(traces.columns.time[row]! * 1000).toISOString().slice(0, 19).replace("T", " ");
      },
    ],
    [
      /^mobile data volume per session, (\w+)/,
      ({ measure, key }) => {
        const volumes = eventRows(folder, "mds")
          .filter((row) => row["msisdn"] === key)
          .map((row) => Number(row["volume_total"]));
        const all = { ofUsers: [key], ofOffsets: Uint32Array.of(0, volumes.length) };
        const { count, mean, min, std } = measureOverPeriods(all, volumes).columns;
        const n = count[0]!;
        // PostgreSQL's standard deviation is that of a sample.
        const figures = { count: n, mean: mean[0]!, min: min[0]!, std: std[0]! * Math.sqrt(n / (n - 1)) };
        return figures[measure.split(", ")[1] as keyof typeof figures];
      },
    ],
    [
      /^share of contacts that make 80% of events/,
      ({ params, key }) => {
        const events = interactionsOf(params);
        return measureContactConcentration(events, { share: 0.8 }).columns.topShare[rowOf(events, key)]!;
      },
    ],
    [
      /^events with the one contact/,
      ({ params, key }) => {
        const events = interactionsOf(params);
        const { count, mean } = measureInteractionsPerContact(events).columns;
        expect(count[rowOf(events, key)]).toBe(1);
        return mean[rowOf(events, key)]!;
      },
    ],
    [
      /^proportion of events that are (\w+)/,
      ({ measure, key }) => {
        const kind = measure.split(" ").at(-1)!;
        const count = (file: string): number => {
          const events = eventsOf(folder, file);
          return measureActiveDays(events, { clock }).columns.events[rowOf(events, key)] ?? 0;
        };
        const all = ["calls", "sms", "mds", "topups"].reduce((sum, file) => sum + count(file), 0);
        return count(kind) / all;
      },
    ],
    [
      /^active days/,
      ({ params, key }) => {
        const traces = tracesOf(BOTH, spanOf(params, true), null);
        return measureActiveDays(traces, { clock }).columns.activeDays[rowOf(traces, key)]!;
      },
    ],
    [
      /^displacement from a reference place, km, (\w+) over events/,
      ({ measure, params, key }) => {
        const [reference, from, to] = params.match(/\d{4}-\d\d-\d\d/g)!;
        const only = (traces: Traces): Traces => selectUsers(traces, (user) => user === key);
        const before = only(tracesOf(BOTH, [reference!, dateOf(dayOf(reference!) + 1)], null));
        const seen = only(tracesOf(BOTH, [from!, to!], null));
        const homes = detectHomes(before, { criterion: modalLastLocation({ clock }) });
        const { columns } = measureDisplacementStatistics(seen, homes, { distance: ellipsoidal() });
        const n = columns.count[0]!;
        const [mean, std, median, min, max] = (["mean", "std", "median", "min", "max"] as const).map(
          (name) => columns[name][0]!,
        ) as [number, number, number, number, number];
        // PostgreSQL's standard deviation and variance are those of a sample.
        const stddev = std * Math.sqrt(n / (n - 1));
        const figures = { sum: n * mean, avg: mean, stddev, median, min, max };
        const statistic = /km, (\w+) over/.exec(measure)![1]!;
        const km = (meters: number): number => meters / 1000;
        return statistic === "variance" ? km(stddev) ** 2 : km(figures[statistic as keyof typeof figures]);
      },
    ],
    [
      /^sum of call seconds/,
      ({ measure, params, key }) => {
        const calls = interactionsOf(`${params}, ${measure.split(", ")[1]}`, ["calls"]);
        const { count, mean } = measureCallDurations(calls).columns;
        return count[rowOf(calls, key)]! * mean[rowOf(calls, key)]!;
      },
    ],
  ];

  const figuresPath = join(folder, "expected_flowkit_tests.json");
  if (!existsSync(figuresPath)) skipped("figures of FlowKit's tests", figuresPath);
  else {
    readJson<Figure[]>(figuresPath).forEach((figure, n) => {
      const name = `figure ${n}: ${figure.measure}; ${figure.params}; ${figure.key}`;
      const measure = measures.find(([words]) => words.test(figure.measure))?.[1];
      if (measure === undefined) {
        it.skip(`${name} (not a measure of this page)`);
        return;
      }
      it(name, () => {
        const got = measure(figure);
        if (typeof figure.expected === "string") expect(got).toBe(figure.expected);
        else expect(Math.abs(Number(got) - figure.expected)).toBeLessThan(toleranceOf(figure.expected));
      });
    });
  }

  const tablesPath = join(folder, "expected_tables_0101_0103.json");
  if (!existsSync(tablesPath)) skipped("tables of three days", tablesPath);
  else {
    const tables = readJson<Record<string, Record<string, number>>>(tablesPath);
    const flowRows = tables["flows_between_daily_last_districts"] as unknown as [string, string][];
    const dates = [...new Set(flowRows.flatMap(([from, to]) => [from, to]))].sort();
    const span: [string, string] = [dates[0]!, dateOf(dayOf(dates.at(-1)!) + 1)];
    const traces = tracesOf(BOTH, span, null);
    const interactions = readInteractions(folder, BOTH, ...span);
    const columns: Readonly<Record<string, readonly [readonly string[], () => ArrayLike<number>]>> = {
      radius_of_gyration_km: [
        traces.users,
        () =>
          radiusOfGyration(traces, { centre: meanOfDegrees(), distance: ellipsoidal() }).columns.radiusMeters.map(
            (meters) => meters / 1000,
          ),
      ],
      hour_entropy_nats: [
        interactions.users,
        () => measureDailyRhythm(interactions, { clock, base: Math.E }).columns.hourEntropy,
      ],
      cell_entropy_nats: [
        traces.users,
        () => uncorrelatedEntropy(relocate(traces, world.crosswalkTo("id")), { base: Math.E }).columns.entropy,
      ],
      contact_entropy_nats: [
        interactions.users,
        () => measureContactEntropy(interactions, { base: Math.E }).columns.entropy,
      ],
      percent_nocturnal_20_04: [
        interactions.users,
        () => measureEventShare(interactions, { clock, ...NIGHT }).columns.share.map((share) => 100 * share),
      ],
      pareto_contacts_80: [
        interactions.users,
        () => measureContactConcentration(interactions, { share: 0.8 }).columns.topShare,
      ],
    };
    for (const [name, [users, measure]] of Object.entries(columns)) {
      const expected = tables[name];
      if (expected === undefined) continue;
      it(`${name} of every person`, () => {
        const values = measure();
        expect([...users].sort()).toEqual(Object.keys(expected).sort());
        users.forEach((user, u) => {
          expect(Math.abs(values[u]! - expected[user]!), `${user}: ${values[u]} for ${expected[user]}`).toBeLessThan(
            1e-9,
          );
        });
      });
    }
  }

  it("introversion of cells and of people: the join of each event's two rows", () => {
    const paired = readPairedInteractions(folder, BOTH);
    const sides = new Map<string, Record<string, string>[]>();
    for (const row of BOTH.flatMap((file) => eventRows(folder, file))) {
      sides.set(row["id"]!, [...(sides.get(row["id"]!) ?? []), row]);
    }
    const count = (key: "location_id" | "msisdn"): Map<string, [all: number, within: number]> => {
      const counts = new Map<string, [number, number]>();
      for (const rows of sides.values()) {
        for (const a of rows) {
          for (const b of rows) {
            if (a["outgoing"] === b["outgoing"]) continue;
            const [all, within] = counts.get(a[key]!) ?? [0, 0];
            counts.set(a[key]!, [all + 1, within + (a["location_id"] === b["location_id"] ? 1 : 0)]);
          }
        }
      }
      return counts;
    };
    const places = measurePlaceIntroversion(paired);
    const ofPlaces = rowsOf(places).map(
      (row, l) => [places.locations.columns.id[l]!, [row.interactions, row.within]] as const,
    );
    expect(new Map(ofPlaces.filter(([, [all]]) => all! > 0))).toEqual(count("location_id"));
    const users = measureIntroversion(paired);
    expect(new Map(rowsOf(users).map((row, u) => [users.users[u]!, [row.interactions, row.within]]))).toEqual(
      count("msisdn"),
    );
    expect(users.columns.introversion.every((share) => share >= 0 && share <= 1)).toBe(true);
  });

  const sqlPath = join(folder, "expected_flowminder_sql_calls.json.gz");
  if (!existsSync(sqlPath)) skipped("aggregates of Flowminder's SQL", sqlPath);
  else {
    type Aggregates = Record<string, { rows: (string | number)[][] }>;
    for (const [setting, aggregates] of Object.entries(readJson<Record<string, Aggregates>>(sqlPath))) {
      const parts = /^calls_only__threshold_(\d+)__(\w+)$/.exec(setting);
      if (parts === null) continue;
      const threshold = Number(parts[1]);
      const traces = tracesOf(["calls"], ["0", "9"], parts[2]!);
      const ids = traces.locations.columns.id;
      const expected = (name: string): string[] => lines(aggregates[name]!.rows);
      const firstDay = clock.dayOf(traces.columns.time.reduce((a, b) => Math.min(a, b)));
      const lastDay = clock.dayOf(traces.columns.time.reduce((a, b) => Math.max(a, b)));
      const allDays = Array.from({ length: lastDay - firstDay + 1 }, (_, d) => firstDay + d);
      const days = buildPeriods({ firstDay: allDays, lastDay: allDays }, clock);
      const weeks = buildWeeks({ clock, firstDay, lastDay });
      const ofPeriod = (start: Float64Array, end: Float64Array, p: number): Traces =>
        selectPeriod(traces, { from: start[p]!, to: end[p]! });

      it(`${setting}: subscribers and events per locality and hour`, () => {
        const rows = rowsOf(countHourlyVisitors(traces, { clock })).filter((row) => row.people > threshold);
        const named = (count: "people" | "events"): string[] =>
          lines(rows.map((row) => [dateOf(row.day), row.hour, ids[row.location]!, row[count]]));
        expect(named("people")).toEqual(expected("count_subscribers_per_locality_per_hour"));
        expect(named("events")).toEqual(expected("count_events_per_locality_per_hour"));
      });

      it(`${setting}: subscribers per locality and week, and per day`, () => {
        const counted = (periods: typeof weeks, label: (day: number) => string | number): string[] =>
          lines(
            rowsOf(countVisitors(traces, { periods }))
              .filter((row) => row.people > threshold)
              .map((row) => [label(periods.columns.firstDay[row.period]!), ids[row.location]!, row.people]),
          );
        expect(counted(weeks, isoWeekOf)).toEqual(expected("count_subscribers_per_locality_per_week"));
        expect(counted(days, dateOf)).toEqual(expected("count_subscribers_per_locality_per_day"));
      });

      it(`${setting}: homes of each week against the homes of the whole time`, () => {
        const criterion = modalLastLocation({ clock });
        const home = detectHomes(traces, { criterion });
        const { start, end, firstDay: monday } = weeks.columns;
        const rows = Array.from(monday, (day, w) => {
          const ofWeek = selectUsersWithRows(ofPeriod(start, end, w));
          const changes = countHomeChanges(home, detectHomes(ofWeek, { criterion }));
          expect(changes.without).toBe(home.users.length - ofWeek.users.length);
          return pairsOf(changes, ids, [isoWeekOf(day)]);
        }).flat();
        expect(lines(rows.filter((row) => Number(row.at(-1)) > threshold))).toEqual(
          expected("count_home_relocations_per_week"),
        );
      });

      it(`${setting}: pairs of localities of one day, in order and without order`, () => {
        const { start, end } = days.columns;
        for (const [name, count] of [
          ["od_matrix_directed_all_pairs_per_day", countDirectedPairs],
          ["od_matrix_undirected_all_pairs_per_day", countUndirectedPairs],
        ] as const) {
          const rows = allDays.flatMap((day, p) =>
            pairsOf(count(ofPeriod(start, end, p), { clock }), ids, [dateOf(day)]),
          );
          expect(lines(rows.filter((row) => Number(row.at(-1)) > threshold)), name).toEqual(expected(name));
        }
      });
    }
  }
});

/** The number of the week by ISO 8601, as PostgreSQL's extract(WEEK …) gives it, of a Monday. */
function isoWeekOf(monday: number): number {
  const thursday = new Date((monday + 3) * DAY * 1000);
  const newYear = Date.UTC(thursday.getUTCFullYear(), 0, 1) / 1000 / DAY;
  return Math.floor((monday + 3 - newYear) / 7) + 1;
}

function selectUsersWithRows(traces: Traces): Traces {
  return selectUsers(traces, (_user, rows) => rows > 0);
}

/** Origin, destination and people of each pair, behind the given cells. */
function pairsOf(flows: Flows, ids: readonly string[], before: readonly (string | number)[]): (string | number)[][] {
  const rows: (string | number)[][] = [];
  for (let o = 0; o < ids.length; o++) {
    for (let k = flows.offsets[o]!; k < flows.offsets[o + 1]!; k++) {
      rows.push([...before, ids[o]!, ids[flows.index[k]!]!, flows.people[k]!]);
    }
  }
  return rows;
}

/**
 * FlowKit's tests assert six decimals of some figures, which are held to half of the last, and one of eight that are cut off,
 * not rounded (13 / 55 as 0.23636363), held to one of the last; the others to 1e-9.
 */
function toleranceOf(expected: number): number {
  const decimals = String(expected).split(".")[1]?.length ?? 0;
  const exact = 1e-9 * Math.max(1, Math.abs(expected));
  if (decimals === 0 || decimals > 8) return exact;
  return Math.max(exact, Math.min(1e-6, (decimals > 6 ? 1 : 0.51) * 10 ** -decimals));
}
