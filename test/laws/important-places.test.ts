import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { fitLogistic } from "../../src/core/logistic.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countMeaningfulFlows, countMeaningfulPlaces, type LabelledPlaces } from "../../src/flows/meaningful-places.ts";
import { detectImportantPlaces } from "../../src/places/important-detection.ts";
import { measurePlaceFeatures } from "../../src/places/important-features.ts";
import { measureHourScores, measurePlaceHourScores } from "../../src/places/important-hour-scores.ts";
import { detectMeaningfulPlaces } from "../../src/places/important-labels.ts";
import { firstLeader, fixedLeader, movingCentroid, nearestLeader } from "../../src/places/important-leaders.ts";
import { buildLeaderClusters, type LeaderClustersOptions } from "../../src/places/important-places.ts";
import { daysAndHours } from "../../src/places/important-rules.ts";
import { buildUserPlaces } from "../../src/places/important-users.ts";
import { buildPresence } from "../../src/places/presence.ts";
import { ellipsoidal, greatCircle } from "../../src/space/distance-measures.ts";
import type { Locations, Traces } from "../../src/types.ts";
import {
  slowEventsIn,
  slowLeaderClusters,
  slowLogLikelihood,
  slowMaximum,
  slowMeanScore,
  slowSeparation,
} from "../slow/important-places.ts";
import { partOf, rowsByUser, type TraceEvent, tracesOf } from "../slow/sequences.ts";

const USERS = ["u1", "u2", "u3", "u4"];
const clock = createClock({ timeZone: "Europe/Luxembourg" });
const START = Date.parse("2024-03-28T00:00:00Z") / 1000;

/** Points of a grid of half a kilometre about a place, so that many lie at the radius or are equally near. */
function gridAt(lon: number, lat: number, count: number): Locations {
  const step = 500 / 111_195;
  const cells = Array.from({ length: count }, (_, l) => [l % 4, Math.floor(l / 4)] as const);
  const turned = (degrees: number): number => (degrees > 180 ? degrees - 360 : degrees);
  return createLocations(
    "antennas",
    cells.map((_, l) => `L${l}`),
    cells.map(([x]) => turned(lon + (x * step) / Math.cos((lat * Math.PI) / 180))),
    cells.map(([, y]) => lat + y * step),
  );
}

const COUNT = 12;
const world = fc.constantFrom(gridAt(6.1, 49.6, COUNT), gridAt(179.995, -16.5, COUNT), gridAt(-0.005, 0, COUNT));
const event = fc.tuple(
  fc.constantFrom("u1", "u2", "u3"),
  fc.integer({ min: 0, max: 9 * 86_400 - 1 }),
  fc.integer({ min: 0, max: COUNT - 1 }),
);
const events = fc.array(event, { maxLength: 90, size: "max" });
const radiusMeters = fc.constantFrom(400, 700, 1200, 5000);
const hour = fc.integer({ min: 0, max: 23 });
const window = fc
  .record({
    fromHour: hour,
    toHour: fc.integer({ min: 0, max: 24 }),
    weekdays: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
  })
  .filter(({ fromHour, toHour }) => fromHour !== toHour);

const JOINS = { first: firstLeader(), nearest: nearestLeader() } as const;
const CENTROIDS = { moving: movingCentroid(), fixed: fixedLeader() } as const;
const join = fc.constantFrom("first" as const, "nearest" as const);
const centroid = fc.constantFrom("moving" as const, "fixed" as const);

/** u4 never has an event. */
function worldOf(rows: readonly TraceEvent[], locations: Locations): Traces {
  return tracesOf(
    rows.map(([user, after, location]) => [user, START + after, location]),
    locations,
    USERS,
  );
}

function clustersOf(traces: Traces, options: LeaderClustersOptions): ReturnType<typeof buildLeaderClusters> {
  return buildLeaderClusters(buildPresence(traces, { clock }), options);
}

describe("leader clusters", () => {
  it("are those of the plain form, whatever the rules, on both sides of 180° as elsewhere", () => {
    fc.assert(
      fc.property(
        events,
        world,
        radiusMeters,
        join,
        centroid,
        fc.integer({ min: 1, max: 4 }),
        (rows, locations, radius, j, c, least) => {
          const presence = buildPresence(worldOf(rows, locations), { clock });
          const clusters = buildLeaderClusters(presence, {
            radiusMeters: radius,
            join: JOINS[j],
            centroid: CENTROIDS[c],
            minLocationDays: least,
          });
          USERS.forEach((_, u) => {
            const all = slowLeaderClusters(presence, u, radius, j, c);
            const kept = all.filter((cluster) => cluster.locationDays >= least);
            const found = rowsOf(clusters, clusters.offsets[u], clusters.offsets[u + 1]);
            // The twin means longitudes and latitudes from the centre's own, which differs in the last digits.
            expect(found).toEqual(
              kept.map(({ members: _members, lon, lat, ...rest }) => ({
                ...rest,
                lon: expect.closeTo(lon, 10),
                lat: expect.closeTo(lat, 10),
              })),
            );
            const { members, totals } = clusters;
            const rankOf = new Map(all.flatMap(({ rank, members: own }) => own.map((l) => [l, rank])));
            const own = rowsOf(members, members.offsets[u], members.offsets[u + 1]);
            expect(own.map(({ location, rank }) => [location, rank])).toEqual(
              own.map(({ location }) => [location, rankOf.get(location)]),
            );
            expect(own.length).toBe(rankOf.size);
            expect(totals.columns.clusters[u]).toBe(all.length);
            expect(totals.columns.dropped[u]).toBe(all.length - kept.length);
          });
        },
      ),
      { seed: 42, numRuns: 300 },
    );
  });

  it("are the same for every part of the users, and for every order of the events of a second", () => {
    fc.assert(
      fc.property(events, world, radiusMeters, join, fc.subarray(USERS), (rows, locations, radius, j, chosen) => {
        const traces = worldOf(rows, locations);
        const options = { radiusMeters: radius, join: JOINS[j], centroid: movingCentroid() };
        const whole = clustersOf(traces, options);
        const part = clustersOf(partOf(traces, chosen), options);
        expect(rowsByUser(part)).toEqual(Object.fromEntries(chosen.map((user) => [user, rowsByUser(whole)[user]])));
        expect(rowsByUser(part.members)).toEqual(
          Object.fromEntries(chosen.map((user) => [user, rowsByUser(whole.members)[user]])),
        );
        expect(rowsOf(part.totals)).toEqual(chosen.map((user) => rowsOf(whole.totals)[USERS.indexOf(user)]));
        expect(clustersOf(worldOf([...rows].reverse(), locations), options)).toEqual(whole);
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("do not depend on the numbers of locations where no two have equal days and events", () => {
    fc.assert(
      fc.property(events, world, radiusMeters, join, (rows, locations, radius, j) => {
        const traces = worldOf(rows, locations);
        const options = { radiusMeters: radius, join: JOINS[j], centroid: movingCentroid() };
        const clusters = clustersOf(traces, options);
        const { members } = clusters;
        for (let u = 0; u < USERS.length; u++) {
          const own = rowsOf(members, members.offsets[u], members.offsets[u + 1]);
          fc.pre(new Set(own.map(({ days, events: e }) => `${days} ${e}`)).size === own.length);
        }
        const { id, lon, lat } = locations.columns;
        const back = (values: Float64Array): Float64Array => values.slice().reverse();
        const turned = createLocations("antennas", id.toReversed(), back(lon), back(lat));
        const other = clustersOf(
          worldOf(
            rows.map(([user, at, l]) => [user, at, COUNT - 1 - l]),
            turned,
          ),
          options,
        );
        expect(rowsOf(other).map(({ leader, ...rest }) => ({ ...rest, leader: COUNT - 1 - leader }))).toEqual(
          rowsOf(clusters).map(({ leader, ...rest }) => ({ ...rest, leader })),
        );
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("measured by great circles told or untold are the same to the last bit", () => {
    fc.assert(
      fc.property(events, world, radiusMeters, join, centroid, (rows, locations, radius, j, c) => {
        const traces = worldOf(rows, locations);
        const options = { radiusMeters: radius, join: JOINS[j], centroid: CENTROIDS[c] };
        expect(clustersOf(traces, { ...options, distance: greatCircle() })).toEqual(clustersOf(traces, options));
        expect(clustersOf(traces, { ...options, distance: ellipsoidal() }).members.length).toBe(
          clustersOf(traces, options).members.length,
        );
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});

describe("features of places", () => {
  it("count what the plain form counts event by event, and rank by days", () => {
    fc.assert(
      fc.property(
        events,
        world,
        radiusMeters,
        window,
        window,
        fc.integer({ min: 1, max: 3 }),
        (rows, locations, radius, home, work, least) => {
          const traces = worldOf(rows, locations);
          const clusters = clustersOf(traces, {
            radiusMeters: radius,
            join: firstLeader(),
            centroid: movingCentroid(),
            minLocationDays: least,
          });
          const features = measurePlaceFeatures(traces, clusters, { clock, homeHours: home, workHours: work });
          const presence = buildPresence(traces, { clock });
          USERS.forEach((_, u) => {
            const all = slowLeaderClusters(presence, u, radius, "first", "moving");
            const kept = all.filter((cluster) => cluster.locationDays >= least);
            const sum = (of: (cluster: (typeof all)[number]) => number): number =>
              all.reduce((total, c) => total + of(c), 0);
            const span = Math.max(...all.map((c) => c.lastDay)) - Math.min(...all.map((c) => c.firstDay));
            const better = [...kept].sort((a, b) => b.days - a.days || b.events - a.events || a.rank - b.rank);
            expect(rowsOf(features, features.offsets[u], features.offsets[u + 1])).toEqual(
              kept.map((cluster) => {
                const homeEvents = slowEventsIn(traces, u, clock, home, cluster.members);
                const workEvents = slowEventsIn(traces, u, clock, work, cluster.members);
                return {
                  rank: cluster.rank,
                  daysRank: better.indexOf(cluster) + 1,
                  days: cluster.days,
                  daysShare: cluster.daysShare,
                  locationDays: cluster.locationDays,
                  locationDaysShare: cluster.locationDays / sum((c) => c.locationDays),
                  durationDays: cluster.lastDay - cluster.firstDay,
                  durationShare: (cluster.lastDay - cluster.firstDay) / span,
                  events: cluster.events,
                  eventsShare: cluster.events / sum((c) => c.events),
                  homeEvents,
                  homeShare: homeEvents / slowEventsIn(traces, u, clock, home, null),
                  workEvents,
                  workShare: workEvents / slowEventsIn(traces, u, clock, work, null),
                };
              }),
            );
          });
        },
      ),
      { seed: 42, numRuns: 200 },
    );
  });

  it("and the places named from them are the same for every part of the users; each has at most one home and one work", () => {
    fc.assert(
      fc.property(
        events,
        world,
        window,
        window,
        fc.subarray(USERS),
        (rows, locations, homeHours, workHours, chosen) => {
          const run = (traces: Traces): ReturnType<typeof detectImportantPlaces> & { rows: unknown[] } => {
            const clusters = clustersOf(traces, { radiusMeters: 700, join: nearestLeader(), centroid: fixedLeader() });
            const features = measurePlaceFeatures(traces, clusters, { clock, homeHours, workHours });
            const places = detectImportantPlaces(features, { rule: daysAndHours({ minDaysShare: 0.2, maxRank: 3 }) });
            return { ...places, rows: rowsOf(buildUserPlaces(clusters, places, { role: "home" })) };
          };
          const traces = worldOf(rows, locations);
          const whole = run(traces);
          const part = run(partOf(traces, chosen));
          expect(rowsByUser(part)).toEqual(Object.fromEntries(chosen.map((user) => [user, rowsByUser(whole)[user]])));
          expect(part.rows).toEqual(chosen.map((user) => whole.rows[USERS.indexOf(user)]));
          for (let u = 0; u < USERS.length; u++) {
            const own = rowsOf(whole, whole.offsets[u], whole.offsets[u + 1]);
            const important = own.filter((row) => row.important === 1);
            expect(own.every((row) => row.important === 1 || (row.home === 0 && row.work === 0))).toBe(true);
            for (const [named, evidence, tied] of [
              ["home", "homeEvidence", "homeTied"],
              ["work", "workEvidence", "workTied"],
            ] as const) {
              const rivals = important.filter((row) => named === "home" || row.home === 0 || important.length === 1);
              const most = Math.max(...rivals.map((row) => (row[evidence] > 0 ? row[evidence] : 0)), 0);
              const best = rivals.filter((row) => most > 0 && row[evidence] === most);
              expect(own.filter((row) => row[named] === 1).length).toBe(best.length > 0 ? 1 : 0);
              expect(own.filter((row) => row[named] === 1).every((row) => best.includes(row))).toBe(true);
              expect(own.filter((row) => row[tied] === 1)).toEqual(best.length > 1 ? best : []);
            }
          }
        },
      ),
      { seed: 42, numRuns: 200 },
    );
  });
});

describe("hour scores", () => {
  const score = fc.integer({ min: -4, max: 4 }).map((quarters) => quarters / 4);
  const scoring = fc.record({
    hourScores: fc.array(score, { minLength: 24, maxLength: 24 }),
    weekdayScores: fc.array(score, { minLength: 7, maxLength: 7 }),
  });

  it("are the means of the plain form, of locations and of clusters", () => {
    fc.assert(
      fc.property(events, world, radiusMeters, scoring, (rows, locations, radius, scores) => {
        const traces = worldOf(rows, locations);
        const measured = measureHourScores(traces, { clock, ...scores });
        const clusters = clustersOf(traces, { radiusMeters: radius, join: firstLeader(), centroid: movingCentroid() });
        const ofPlaces = measurePlaceHourScores(clusters, measured);
        const presence = buildPresence(traces, { clock });
        USERS.forEach((_, u) => {
          const hourly = (l: number): number =>
            slowMeanScore(traces, u, l, (time) => scores.hourScores[clock.hourOf(time)]!);
          const weekly = (l: number): number =>
            slowMeanScore(traces, u, l, (time) => scores.weekdayScores[clock.weekdayOf(time)]!);
          for (const row of rowsOf(measured, measured.offsets[u], measured.offsets[u + 1])) {
            expect(row.hourScore).toBeCloseTo(hourly(row.location), 12);
            expect(row.weekdayScore).toBeCloseTo(weekly(row.location), 12);
          }
          const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
          const all = slowLeaderClusters(presence, u, radius, "first", "moving");
          const found = rowsOf(ofPlaces, ofPlaces.offsets[u], ofPlaces.offsets[u + 1]);
          expect(found.length).toBe(all.length);
          found.forEach((row, c) => {
            expect(row.locations).toBe(all[c]!.members.length);
            expect(row.hourScore).toBeCloseTo(mean(all[c]!.members.map(hourly)), 12);
            expect(row.weekdayScore).toBeCloseTo(mean(all[c]!.members.map(weekly)), 12);
          });
        });
        expect(measureHourScores(worldOf([...rows].reverse(), locations), { clock, ...scores })).toEqual(measured);
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("labels of parts of the users are those of all, and a required label is missing nobody who has a place", () => {
    fc.assert(
      fc.property(
        events,
        world,
        scoring,
        fc.subarray(USERS),
        fc.constantFrom("in" as const, "out" as const),
        (rows, locations, scores, chosen, border) => {
          const labels = [
            {
              label: "a",
              polygons: [
                [
                  [-1, -1],
                  [0, -1],
                  [0, 1],
                  [-1, 1],
                ] as const,
              ],
            },
            {
              label: "b",
              polygons: [
                [
                  [0, 0],
                  [1, 0],
                  [1, 1],
                ] as const,
                [
                  [0, -1],
                  [1, -1],
                  [1, 0],
                ] as const,
              ],
            },
          ];
          const run = (traces: Traces): ReturnType<typeof detectMeaningfulPlaces> =>
            detectMeaningfulPlaces(
              measurePlaceHourScores(
                clustersOf(traces, { radiusMeters: 700, join: firstLeader(), centroid: movingCentroid() }),
                measureHourScores(traces, { clock, ...scores }),
              ),
              { labels, border, required: "b" },
            );
          const traces = worldOf(rows, locations);
          const whole = rowsByUser(run(traces)) as Record<string, { label: number; required: number }[]>;
          expect(rowsByUser(run(partOf(traces, chosen)))).toEqual(
            Object.fromEntries(chosen.map((user) => [user, whole[user]])),
          );
          for (const own of Object.values(whole)) {
            if (own.length > 0) expect(own.some((row) => row.label === 2)).toBe(true);
            expect(new Set(own.map((row) => row.required)).size).toBeLessThan(2);
          }
        },
      ),
      { seed: 42, numRuns: 100 },
    );
  });
});

describe("counts of labelled places", () => {
  const zones = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
  const labels = ["unknown", "home", "work"];
  const place = fc.record({ location: fc.integer({ min: -1, max: 2 }), label: fc.integer({ min: 0, max: 2 }) });
  const people = fc.array(fc.array(place, { maxLength: 6 }), { maxLength: 8 });

  function tableOf(lives: readonly (readonly { location: number; label: number }[])[], first = 0): LabelledPlaces {
    const all = lives.flat();
    const offsets = new Uint32Array(lives.length + 1);
    lives.forEach((own, u) => {
      offsets[u + 1] = offsets[u]! + own.length;
    });
    return {
      locations: zones,
      users: lives.map((_, u) => `p${first + u}`),
      offsets,
      length: all.length,
      columns: { location: Int32Array.from(all, (p) => p.location), label: Uint8Array.from(all, (p) => p.label) },
      labels,
    };
  }

  it("add up to people, whole and in parts", () => {
    fc.assert(
      fc.property(people, fc.nat({ max: 8 }), (lives, cut) => {
        const whole = countMeaningfulPlaces(tableOf(lives));
        labels.forEach((_, l) => {
          const total = [0, 1, 2].reduce((sum, z) => sum + whole.count[z * 3 + l]!, whole.without[l]!);
          expect(total).toBeCloseTo(lives.filter((own) => own.some((p) => p.label === l)).length, 12);
        });
        const parts = [
          countMeaningfulPlaces(tableOf(lives.slice(0, cut))),
          countMeaningfulPlaces(tableOf(lives.slice(cut), cut)),
        ];
        whole.count.forEach((n, cell) => {
          expect(parts[0]!.count[cell]! + parts[1]!.count[cell]!).toBeCloseTo(n, 12);
        });
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("flows are the sums of the plain double loop, with the distinct people behind each", () => {
    fc.assert(
      fc.property(people, people, (before, after) => {
        const flows = countMeaningfulFlows(tableOf(before), tableOf(after), {
          originLabel: "home",
          destinationLabel: "work",
        });
        const value = new Float64Array(9);
        const behind = new Float64Array(9);
        let without = 0;
        before.forEach((own, u) => {
          const homes = own.filter((p) => p.label === 1);
          const works = (after[u] ?? []).filter((p) => p.label === 2);
          const cells = new Set<number>();
          for (const a of homes) {
            for (const b of works) {
              const weight = 1 / (homes.length * works.length);
              if (a.location < 0 || b.location < 0) without += weight;
              else {
                value[a.location * 3 + b.location]! += weight;
                cells.add(a.location * 3 + b.location);
              }
            }
          }
          for (const cell of cells) behind[cell]!++;
        });
        const found = new Float64Array(9);
        const foundPeople = new Float64Array(9);
        for (let o = 0; o < 3; o++) {
          for (let k = flows.offsets[o]!; k < flows.offsets[o + 1]!; k++) {
            found[o * 3 + flows.index[k]!] = flows.value[k]!;
            foundPeople[o * 3 + flows.index[k]!] = flows.people[k]!;
          }
        }
        value.forEach((v, cell) => {
          expect(found[cell]).toBeCloseTo(v, 12);
        });
        expect(foundPeople).toEqual(behind);
        expect(flows.without).toBeCloseTo(without, 12);
      }),
      { seed: 42, numRuns: 200 },
    );
  });
});

describe("logistic scores", () => {
  const row = fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: -6, max: 6 }), fc.constantFrom(0, 1));
  const table = fc.array(row, { minLength: 8, maxLength: 30 });

  it("have the likelihood, and the coefficients, of the plain search for the highest point", () => {
    fc.assert(
      fc.property(table, fc.constantFrom(0, 0.3, 2), (rows, ridge) => {
        const columns = [rows.map((r) => r[0] / 3), rows.map((r) => r[1])];
        const answer = rows.map((r) => r[2]);
        const fit = fitLogistic(columns, answer, ridge);
        fc.pre(fit.converged && Math.max(...fit.coefficients.map(Math.abs)) < 8);
        const value = (at: readonly number[]): number => slowLogLikelihood(columns, answer, ridge, at);
        const slow = slowMaximum(value, [0, 0, 0]);
        expect(value([...fit.coefficients])).toBeGreaterThan(value(slow) - 1e-9);
        fit.coefficients.forEach((b, j) => {
          expect(b).toBeCloseTo(slow[j]!, 4);
        });
        expect(fit.logLikelihood).toBeCloseTo(slowLogLikelihood(columns, answer, 0, [...fit.coefficients]), 9);
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("of one feature converge unless it separates the answers, never changes, or there is one answer only", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.constantFrom(0, 1)), { minLength: 2, maxLength: 14 }),
        (rows) => {
          const x = rows.map((r) => r[0]);
          const answer = rows.map((r) => r[1]);
          const { problem, converged } = fitLogistic([x], answer, 0);
          const separation = new Set(answer).size < 2 ? 0 : slowSeparation(x, answer);
          const expected =
            new Set(answer).size < 2
              ? "one answer only"
              : new Set(x).size < 2
                ? "features that depend on each other"
                : (["none", "quasi-complete separation", "complete separation"] as const)[separation];
          expect([problem, converged]).toEqual([expected, expected === "none"]);
        },
      ),
      { seed: 42, numRuns: 1500 },
    );
  });

  it("do not depend on the order of rows beyond the last digits, nor on the unit of a feature", () => {
    fc.assert(
      fc.property(table, fc.constantFrom(1e-3, 60, 1e6), fc.integer({ min: -1000, max: 1000 }), (rows, unit, shift) => {
        const fit = fitLogistic(
          [rows.map((r) => r[0]), rows.map((r) => r[1])],
          rows.map((r) => r[2]),
          0,
        );
        fc.pre(fit.converged && Math.max(...fit.coefficients.map(Math.abs)) < 8);
        const back = rows.toReversed();
        const other = fitLogistic(
          [back.map((r) => unit * r[0] + shift), back.map((r) => r[1])],
          back.map((r) => r[2]),
          0,
        );
        expect(other.coefficients[1]! * unit).toBeCloseTo(fit.coefficients[1]!, 8);
        expect(other.coefficients[2]!).toBeCloseTo(fit.coefficients[2]!, 8);
        expect(other.standardErrors[1]! * unit).toBeCloseTo(fit.standardErrors[1]!, 8);
        expect(other.logLikelihood).toBeCloseTo(fit.logLikelihood, 10);
      }),
      { seed: 42, numRuns: 200 },
    );
  });
});
