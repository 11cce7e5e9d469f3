import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import { rowsOf } from "../../src/core/table.ts";
import { detectImportantPlaces, type ImportantPlacesOptions } from "../../src/places/important-detection.ts";
import type { PlaceFeatures } from "../../src/places/important-features.ts";
import { measurePlaceFeatures } from "../../src/places/important-features.ts";
import {
  HOUR_SCORE_DEFAULTS,
  measureHourScores,
  measurePlaceHourScores,
} from "../../src/places/important-hour-scores.ts";
import { detectMeaningfulPlaces } from "../../src/places/important-labels.ts";
import { firstLeader, fixedLeader, movingCentroid, nearestLeader } from "../../src/places/important-leaders.ts";
import { buildLeaderClusters } from "../../src/places/important-places.ts";
import { daysAndHours, learntScores } from "../../src/places/important-rules.ts";
import { fitPlaceScores, predictPlaceScores } from "../../src/places/important-scores.ts";
import { buildUserPlaces } from "../../src/places/important-users.ts";
import { buildPlacesInZones } from "../../src/places/important-zones.ts";
import { buildPresence, buildPresenceOfDays } from "../../src/places/presence.ts";
import { buildZones } from "../../src/space/zones.ts";
import type { Locations, Presence, Traces } from "../../src/types.ts";
import { type TraceEvent, tracesOf } from "../slow/sequences.ts";

const clock = createClock({ timeZone: "UTC" });
const HOUR = 3600;
const DAY = 86_400;
/** Degrees of a kilometre along a meridian or the equator. */
const KM = 1 / 111.195;

function pointsAt(...degrees: readonly (readonly [lon: number, lat: number])[]): Locations {
  return createLocations(
    "antennas",
    degrees.map((_, l) => `L${l}`),
    degrees.map(([lon]) => lon),
    degrees.map(([, lat]) => lat),
  );
}

/** One person, at location l on each of days[l]. */
function annOn(locations: Locations, ...days: readonly (readonly number[])[]): Presence {
  const sightings = days.flatMap((own, l) => own.map((day) => ({ day, l })));
  return buildPresenceOfDays(
    { user: sightings.map(() => "ann"), day: sightings.map((s) => s.day), location: sightings.map((s) => s.l) },
    locations,
  );
}

const within1km = { radiusMeters: 1000, join: firstLeader(), centroid: movingCentroid() };

/** The locations of each of a person's clusters. */
function groups(presence: Presence, options: Parameters<typeof buildLeaderClusters>[1] = within1km): number[][] {
  const { columns } = buildLeaderClusters(presence, options).members;
  const found: number[][] = [];
  columns.rank.forEach((rank, m) => {
    found[rank - 1] = [...(found[rank - 1] ?? []), columns.location[m]!];
  });
  return found;
}

describe("leader clusters", () => {
  it("the location with most days leads, not the one with most events or the first seen", () => {
    const locations = pointsAt([0, 0], [0.5 * KM, 0], [1.4 * KM, 0]);
    const sightings = [...Array.from({ length: 9 }, () => [1, 0]), [2, 1], [3, 1], [4, 1], [5, 2], [6, 2]] as const;
    const presence = buildPresenceOfDays(
      { user: sightings.map(() => "ann"), day: sightings.map((s) => s[0]), location: sightings.map((s) => s[1]) },
      locations,
    );
    const clusters = buildLeaderClusters(presence, { ...within1km, centroid: fixedLeader() });
    expect(rowsOf(clusters)).toEqual([
      {
        rank: 1,
        lon: 0.5 * KM,
        lat: 0,
        leader: 1,
        locations: 3,
        days: 6,
        locationDays: 6,
        firstDay: 1,
        lastDay: 6,
        events: 14,
        daysShare: 1,
      },
    ]);
    expect([...clusters.members.columns.location]).toEqual([1, 2, 0]);
  });

  it("of equal days the one with more events leads, of equal events the lower row", () => {
    const locations = pointsAt([0, 0], [5 * KM, 0], [10 * KM, 0]);
    const presence = buildPresenceOfDays(
      { user: ["ann", "ann", "ann", "ann"], day: [1, 2, 3, 3], location: [1, 0, 2, 2] },
      locations,
    );
    expect([...buildLeaderClusters(presence, within1km).columns.leader]).toEqual([2, 0, 1]);
  });

  it("a location exactly at the radius stays outside, one nearer by a hair joins", () => {
    const locations = pointsAt([0, 0], [0, 0.009]);
    const presence = annOn(locations, [1, 2], [1]);
    const radiusMeters = greatCircleMeters(0, 0, 0, 0.009);
    expect(groups(presence, { ...within1km, radiusMeters })).toEqual([[0], [1]]);
    expect(groups(presence, { ...within1km, radiusMeters: radiusMeters * (1 + 1e-12) })).toEqual([[0, 1]]);
  });

  it("the centre moves by days: a chain that a fixed leader breaks is held together", () => {
    const locations = pointsAt([0, 0], [0.9 * KM, 0], [1.3 * KM, 0]);
    const presence = annOn(locations, [1, 2, 3], [4, 5], [6]);
    // After two have joined the centre is 0.36 km from the first.
    expect(groups(presence)).toEqual([[0, 1, 2]]);
    expect(groups(presence, { ...within1km, centroid: fixedLeader() })).toEqual([[0, 1], [2]]);
    const { lon, locationDays } = buildLeaderClusters(presence, within1km).columns;
    expect(lon[0]).toBeCloseTo(((3 * 0 + 2 * 0.9 + 1 * 1.3) / 6) * KM, 12);
    expect(locationDays[0]).toBe(6);
  });

  it("a location between two clusters joins the first or the nearest", () => {
    const locations = pointsAt([0, 0], [1.6 * KM, 0], [0.9 * KM, 0]);
    const presence = annOn(locations, [1, 2, 3], [4, 5], [6]);
    expect(groups(presence)).toEqual([[0, 2], [1]]);
    expect(groups(presence, { ...within1km, join: nearestLeader() })).toEqual([[0], [1, 2]]);
  });

  it("of two clusters equally near the one founded first takes the location", () => {
    const locations = pointsAt([-0.8 * KM, 0], [0.8 * KM, 0], [0, 0]);
    const presence = annOn(locations, [1, 2], [3, 4, 5], [6]);
    expect(groups(presence, { ...within1km, join: nearestLeader() })).toEqual([[1, 2], [0]]);
  });

  it("days are the union and location days the sum over the locations", () => {
    const locations = pointsAt([0, 0], [0.1 * KM, 0], [50 * KM, 0]);
    const { columns, totals } = buildLeaderClusters(annOn(locations, [1, 2, 3], [2, 3, 7], [9]), within1km);
    expect([...columns.days]).toEqual([4, 1]);
    expect([...columns.locationDays]).toEqual([6, 1]);
    expect([...columns.daysShare]).toEqual([0.8, 0.2]);
    expect([columns.firstDay[0], columns.lastDay[0]]).toEqual([1, 7]);
    expect(rowsOf(totals)).toEqual([{ days: 5, locationDays: 7, durationDays: 8, events: 7, clusters: 2, dropped: 0 }]);
  });

  it("clusters with too few location days are dropped and told, and their locations keep the rank that is gone", () => {
    const locations = pointsAt([0, 0], [50 * KM, 0], [50.1 * KM, 0], [90 * KM, 0]);
    const presence = annOn(locations, [1, 2, 3, 4], [1], [2], [3]);
    const clusters = buildLeaderClusters(presence, { ...within1km, minLocationDays: 2 });
    expect([...clusters.columns.rank]).toEqual([1, 2]);
    expect([...clusters.columns.locationDays]).toEqual([4, 2]);
    expect([...clusters.members.columns.rank]).toEqual([1, 2, 2, 3]);
    expect(rowsOf(clusters.totals)).toEqual([
      { days: 4, locationDays: 7, durationDays: 3, events: 7, clusters: 3, dropped: 1 },
    ]);
    const most = buildLeaderClusters(annOn(pointsAt([0, 0], [50 * KM, 0]), [1], [2, 3]), {
      ...within1km,
      minLocationDays: 3,
    });
    expect([most.length, ...most.totals.columns.dropped]).toEqual([0, 2]);
    expect(most.columns.lon.length).toBe(0);
  });

  it("a dropped cluster leaves nothing behind in the rows of the next person", () => {
    const locations = pointsAt([0, 0], [50 * KM, 0]);
    const presence = buildPresenceOfDays(
      { user: ["ann", "ann", "ann", "bo", "bo"], day: [1, 2, 3, 7, 9], location: [0, 0, 1, 1, 1] },
      locations,
    );
    const clusters = buildLeaderClusters(presence, { ...within1km, minLocationDays: 2 });
    expect(rowsOf(clusters, 1)).toEqual([
      expect.objectContaining({
        rank: 1,
        leader: 1,
        locations: 1,
        days: 2,
        firstDay: 7,
        lastDay: 9,
        events: 2,
        daysShare: 1,
      }),
    ]);
  });

  it("a cluster on both sides of 180° has its centre between its locations", () => {
    const locations = pointsAt([179.998, -16.5], [-179.997, -16.5], [-179.999, -16.5]);
    const { columns } = buildLeaderClusters(annOn(locations, [1, 2], [3], [4]), within1km);
    expect(columns.rank.length).toBe(1);
    // 179.998 twice, 180.003 and 180.001: their mean is 180 degrees.
    expect(Math.abs(columns.lon[0]!)).toBeCloseTo(180, 9);
    const west = buildLeaderClusters(annOn(locations, [1], [2, 3], [4, 5]), within1km).columns;
    expect(west.lon[0]).toBeCloseTo(-179.9988, 9);
    const east = buildLeaderClusters(annOn(pointsAt([-179.999, 0], [179.997, 0]), [1, 2], [3, 4]), within1km).columns;
    expect(east.lon[0]).toBeCloseTo(179.999, 9);
  });

  it("days before 1970 and a first day of 0 are days like others", () => {
    const { columns } = buildLeaderClusters(annOn(pointsAt([0, 0], [0.1 * KM, 0]), [-3, 0], [-3, 5]), within1km);
    expect([columns.days[0], columns.firstDay[0], columns.lastDay[0]]).toEqual([3, -3, 5]);
  });

  it("somebody with hundreds of locations, all equal, has them in order of rows", () => {
    const many = Array.from({ length: 100 }, (_, l) => [l * 5 * KM, 0] as const);
    const presence = annOn(pointsAt(...many), ...many.map(() => [1]));
    expect(groups(presence)).toEqual(many.map((_, l) => [l]));
  });

  it("a rule of one's own joins as it says, and is told where it names a cluster that is not there", () => {
    const presence = annOn(pointsAt([0, 0], [5 * KM, 0], [9 * KM, 0]), [1, 2, 3], [4, 5], [6]);
    const rule = (
      choose: (meters: Float64Array, count: number) => number,
    ): Parameters<typeof buildLeaderClusters>[1] => ({
      ...within1km,
      join: { name: "own", choose },
    });
    expect(
      groups(
        presence,
        rule((_, count) => count - 1),
      ),
    ).toEqual([[0, 1, 2]]);
    expect(() =>
      groups(
        presence,
        rule((_, count) => count),
      ),
    ).toThrow("buildLeaderClusters: what join.choose gives must be below the 0 clusters, got 0");
  });

  it("nobody, and somebody never seen, have no clusters and totals of 0", () => {
    const locations = pointsAt([0, 0]);
    const none = buildLeaderClusters(buildPresence(tracesOf([], locations, ["ann"]), { clock }), within1km);
    expect([none.length, none.members.length]).toEqual([0, 0]);
    expect(rowsOf(none.totals)).toEqual([
      { days: 0, locationDays: 0, durationDays: 0, events: 0, clusters: 0, dropped: 0 },
    ]);
    expect(buildLeaderClusters(buildPresence(tracesOf([], locations), { clock }), within1km).offsets).toEqual(
      Uint32Array.of(0),
    );
  });
});

/** Home at 0 by night, work at 1 on weekdays, a shop at 2 once. From Monday, 4 January 2016. */
const CITY = pointsAt([0, 0], [5 * KM, 0], [9 * KM, 0]);
const MONDAY = Date.parse("2016-01-04T00:00:00Z") / 1000;
const WEEK: readonly TraceEvent[] = [
  ...[0, 1, 2, 3, 4].flatMap((d): TraceEvent[] => [
    ["ann", MONDAY + d * DAY + 14 * HOUR, 1],
    ["ann", MONDAY + d * DAY + 22 * HOUR, 0],
  ]),
  ["ann", MONDAY + 5 * DAY + 14 * HOUR, 2],
];
const traces: Traces = tracesOf(WEEK, CITY);
const homeHours = { fromHour: 19, toHour: 7 };
const workHours = { fromHour: 13, toHour: 17, weekdays: [0, 1, 2, 3, 4] };

function featuresOf(events: readonly TraceEvent[], users?: readonly string[]): PlaceFeatures {
  const own = tracesOf(events, CITY, users);
  const clusters = buildLeaderClusters(buildPresence(own, { clock }), within1km);
  return measurePlaceFeatures(own, clusters, { clock, homeHours, workHours });
}

describe("features of places", () => {
  it("count days, spans and events by hour, each with its share of all", () => {
    expect(rowsOf(featuresOf(WEEK))[1]).toEqual({
      rank: 2,
      daysRank: 2,
      days: 5,
      daysShare: 5 / 6,
      locationDays: 5,
      locationDaysShare: 5 / 11,
      durationDays: 4,
      durationShare: 4 / 5,
      events: 5,
      eventsShare: 5 / 11,
      homeEvents: 0,
      homeShare: 0,
      workEvents: 5,
      workShare: 1,
    });
  });

  it("work hours hold on their weekdays only, and hours after midnight belong to the day before", () => {
    const friday = [["ann", MONDAY + 5 * DAY + 2 * HOUR, 0]] as const;
    const own = tracesOf(friday, CITY);
    const clusters = buildLeaderClusters(buildPresence(own, { clock }), within1km);
    const on = (weekdays: number[]): number | undefined =>
      measurePlaceFeatures(own, clusters, { clock, homeHours: { ...homeHours, weekdays }, workHours }).columns
        .homeEvents[0];
    // Saturday at two in the morning is Friday's night.
    expect([on([4]), on([5])]).toEqual([1, 0]);
  });

  it("shares of what somebody does not have are NaN: no events by night, a single day", () => {
    const { columns } = featuresOf([["ann", MONDAY + 14 * HOUR, 1]]);
    expect([columns.homeShare[0], columns.durationShare[0], columns.workShare[0]]).toEqual([Number.NaN, Number.NaN, 1]);
  });

  it("events in locations of no cluster of one's own count in no row, whoever else has a cluster there", () => {
    const both = tracesOf([...WEEK, ["bo", MONDAY + 14 * HOUR, 1], ["bo", MONDAY + DAY + 14 * HOUR, 0]], CITY);
    const firstDays = tracesOf([...WEEK, ["bo", MONDAY + 14 * HOUR, 1]], CITY);
    const clusters = buildLeaderClusters(buildPresence(firstDays, { clock }), within1km);
    const { columns, offsets } = measurePlaceFeatures(both, clusters, { clock, homeHours, workHours });
    expect([...columns.workEvents]).toEqual([0, 5, 0, 1]);
    expect(columns.workShare[offsets[1]!]).toBe(0.5);
  });

  it("are refused for clusters of other users or other locations", () => {
    const clusters = buildLeaderClusters(buildPresence(traces, { clock }), within1km);
    const options = { clock, homeHours, workHours };
    expect(() => measurePlaceFeatures(tracesOf([["bo", 5, 0]], CITY), clusters, options)).toThrow(
      'measurePlaceFeatures: clusters.users[0] must be "bo", as in traces, got "ann"',
    );
    expect(() =>
      measurePlaceFeatures({ ...traces, locations: pointsAt([0, 0], [1, 1], [2, 2]) }, clusters, options),
    ).toThrow(/clusters\.locations must be over the same/);
    expect(() => measurePlaceFeatures(traces, clusters, { ...options, workHours: { fromHour: 9, toHour: 9 } })).toThrow(
      "measurePlaceFeatures: workHours: toHour must be different from fromHour",
    );
  });
});

/** Features of one person's places, all important: only what the rules read. */
function placesWith(homeShare: number[], workShare: number[], daysShare = homeShare.map(() => 0.5)): PlaceFeatures {
  const numbers = Uint32Array.from(homeShare, (_, i) => i + 1);
  const columns = { rank: numbers, daysRank: numbers, daysShare, homeShare, workShare };
  const length = homeShare.length;
  return {
    users: ["ann"],
    offsets: Uint32Array.of(0, length),
    length,
    columns: {
      ...columns,
      daysShare: Float64Array.from(daysShare),
      homeShare: Float64Array.from(homeShare),
      workShare: Float64Array.from(workShare),
    },
  } as unknown as PlaceFeatures;
}

function named(features: PlaceFeatures, options: Partial<ImportantPlacesOptions> = {}): string[] {
  return rowsOf(detectImportantPlaces(features, { rule: daysAndHours(), ...options })).map((row) =>
    [
      row.home === 1 ? `home${row.homeTied === 1 ? " tied" : ""}` : "",
      row.work === 1 ? `work${row.workTied === 1 ? " tied" : ""}` : "",
      row.important === 1 && row.home + row.work === 0 ? `other${row.homeTied + row.workTied > 0 ? " tied" : ""}` : "",
    ]
      .filter((part) => part !== "")
      .join(" and "),
  );
}

describe("home and work among important places", () => {
  it("home has most of the home hours, work most of the working hours", () => {
    expect(named(featuresOf(WEEK))).toEqual(["home", "work", "other"]);
  });

  it("places on few days, and places beyond the rank, are not important and are neither home nor work", () => {
    expect(named(placesWith([0.1, 0.9], [0.5, 0.5], [0.5, 0.049]))).toEqual(["home and work", ""]);
    expect(named(placesWith([0.1, 0.2, 0.7], [0, 0.1, 0.9]), { rule: daysAndHours({ maxRank: 2 }) })).toEqual([
      "other",
      "home",
      "",
    ]);
    expect(named(placesWith([0.1, 0.9], [0.5, 0.5], [0.5, 0.05]))).toEqual(["work", "home"]);
  });

  it("of equal shares the place with more days is chosen, and the tie is told at each of them", () => {
    expect(named(placesWith([0.4, 0.4, 0.2], [0, 0.1, 0.1]))).toEqual(["home tied", "work tied", "other tied"]);
    expect(named(placesWith([0.4, 0.4], [0.2, 0.9]))).toEqual(["home tied", "work"]);
    const later = placesWith([0.4, 0.4], [0.2, 0.2]);
    const daysRank = Uint32Array.of(2, 1);
    expect(named({ ...later, columns: { ...later.columns, daysRank } })).toEqual(["work", "home tied"]);
  });

  it("nobody seen at home hours has a home, and nobody seen in working hours work", () => {
    expect(named(placesWith([0, 0], [0.3, 0.7]))).toEqual(["other", "work"]);
    expect(named(placesWith([Number.NaN, Number.NaN], [0.3, 0.7]))).toEqual(["other", "work"]);
    expect(named(placesWith([0.3, 0.7], [0, 0]))).toEqual(["other", "home"]);
  });

  it("an only place is home and work, if it has events for both, or home alone where that is asked for", () => {
    expect(named(placesWith([1], [1]))).toEqual(["home and work"]);
    expect(named(placesWith([1], [0]))).toEqual(["home"]);
    expect(named(placesWith([1], [1]), { onlyPlace: "home" })).toEqual(["home"]);
    expect(named(placesWith([0], [1]), { onlyPlace: "home" })).toEqual(["other"]);
  });

  it("a home of one's own places the centre and the leader in a row per user, −1 where there is none", () => {
    const own = tracesOf(WEEK, CITY, ["ann", "bo"]);
    const clusters = buildLeaderClusters(buildPresence(own, { clock }), within1km);
    const places = detectImportantPlaces(featuresOf(WEEK, ["ann", "bo"]), { rule: daysAndHours() });
    expect(rowsOf(buildUserPlaces(clusters, places, { role: "work" }))).toEqual([
      { location: 1, rank: 2, lon: 5 * KM, lat: 0, tied: 0 },
      { location: -1, rank: 0, lon: Number.NaN, lat: Number.NaN, tied: 0 },
    ]);
    expect(() =>
      buildUserPlaces(clusters, detectImportantPlaces(placesWith([1], [1]), { rule: daysAndHours() }), {
        role: "home",
      }),
    ).toThrow("buildUserPlaces: places.users must be the 2 users of clusters, in the same order, got 1");
  });

  it("a rule of one's own that gives too few rows is told so", () => {
    const rule = {
      name: "none",
      judge: () => ({ important: new Uint8Array(1), home: new Float64Array(2), work: new Float64Array(2) }),
    };
    expect(() => detectImportantPlaces(placesWith([1, 0], [0, 1]), { rule })).toThrow(
      "detectImportantPlaces: what rule.judge gives as important must be of length 2, got 1",
    );
  });
});

describe("learnt scores", () => {
  const features = placesWith([0.1, 0.2, 0.7, Number.NaN], [0.6, 0.3, 0.1, 0.5], [0.9, 0.5, 0.4, 0.3]);

  it("leave out rows nobody labelled, and rows with a feature that is NaN, and say how many", () => {
    const long = {
      ...features,
      length: 8,
      columns: { ...features.columns, homeShare: Float64Array.of(0.1, 0.2, 0.7, Number.NaN, 0.3, 0.6, 0.8, 0.4) },
    };
    const fit = fitPlaceScores(
      { length: 8, columns: { homeShare: long.columns.homeShare } },
      [0, 1, 1, 1, 0, 0, 1, -1],
      {
        columns: ["homeShare"],
      },
    );
    expect([fit.rows, fit.positives, fit.leftOut, fit.converged]).toEqual([6, 3, 1, true]);
    const same = fitPlaceScores(
      { length: 6, columns: { homeShare: Float64Array.of(0.1, 0.2, 0.7, 0.3, 0.6, 0.8) } },
      [0, 1, 1, 0, 0, 1],
      {
        columns: ["homeShare"],
      },
    );
    expect(fit.coefficients).toEqual(same.coefficients);
    expect(fit.deviance).toBe(-2 * fit.logLikelihood);
  });

  it("of the fitted rows sum to the number that was labelled 1", () => {
    const x = Float64Array.of(0.1, 0.2, 0.7, 0.3, 0.6, 0.8);
    const fit = fitPlaceScores({ length: 6, columns: { x } }, [0, 1, 1, 0, 0, 1], { columns: ["x"] });
    const table = { users: ["ann"], offsets: Uint32Array.of(0, 6), length: 6, columns: { x } };
    const { score } = predictPlaceScores(table, fit).columns;
    expect(score.reduce((sum, p) => sum + p, 0)).toBeCloseTo(3, 9);
  });

  it("are NaN where a feature is, and where the fit has no coefficients", () => {
    const model = { columns: ["homeShare", "daysShare"], intercept: 1, coefficients: [2, -1] };
    const { score } = predictPlaceScores(features, model).columns;
    expect(score[0]).toBeCloseTo(1 / (1 + Math.exp(-(1 + 0.2 - 0.9))), 15);
    expect(score[3]).toBeNaN();
    const none = fitPlaceScores(features, [1, 1, 1, 1], { columns: ["homeShare"] });
    expect(none.problem).toBe("one answer only");
    expect(predictPlaceScores(features, none).columns.score.every(Number.isNaN)).toBe(true);
  });

  it("name important places, home and work as a rule does", () => {
    const of = (column: string): { columns: string[]; intercept: number; coefficients: number[] } => ({
      columns: [column],
      intercept: -4,
      coefficients: [10],
    });
    const rule = learntScores({
      important: of("daysShare"),
      home: of("homeShare"),
      work: of("workShare"),
      minScore: 0.5,
    });
    expect(named(features, { rule })).toEqual(["work", "other", "home", ""]);
  });

  it("ask for columns that are there, once, and of numbers", () => {
    const table = { length: 2, columns: { x: Float64Array.of(1, 2), id: ["a", "b"] } };
    expect(() => fitPlaceScores(table, [0, 1], { columns: ["y"] })).toThrow(
      'fitPlaceScores: columns[0] must be one of the columns x, id, got "y"',
    );
    expect(() => fitPlaceScores(table, [0, 1], { columns: ["x", "x"] })).toThrow("columns must be different columns");
    expect(() => fitPlaceScores(table, [0, 1], { columns: ["id"] })).toThrow(
      "features.columns.id must be a column of numbers",
    );
    expect(() => fitPlaceScores(table, [0, 2], { columns: ["x"] })).toThrow("labels[1] must be 1, 0 or -1, got 2");
    expect(() => fitPlaceScores(table, [0, 1], { columns: ["toString"] })).toThrow(
      "columns[0] must be one of the columns",
    );
  });
});

describe("scores by hour and weekday", () => {
  it("are means over events, and those of a place means over its locations", () => {
    const locations = pointsAt([0, 0], [0.1 * KM, 0], [5 * KM, 0]);
    const own = tracesOf(
      [
        ["ann", MONDAY + 10 * HOUR, 0],
        ["ann", MONDAY + 11 * HOUR, 0],
        ["ann", MONDAY + 12 * HOUR, 0],
        ["ann", MONDAY + 23 * HOUR, 0],
        ["ann", MONDAY + 4 * DAY + 3 * HOUR, 1],
        ["ann", MONDAY + 3 * DAY + 8 * HOUR, 2],
      ],
      locations,
    );
    const scores = measureHourScores(own, { clock, ...HOUR_SCORE_DEFAULTS });
    expect(rowsOf(scores)).toEqual([
      { location: 0, events: 4, hourScore: 0.5, weekdayScore: 1 },
      { location: 1, events: 1, hourScore: -1, weekdayScore: -1 },
      { location: 2, events: 1, hourScore: 0, weekdayScore: 0 },
    ]);
    const clusters = buildLeaderClusters(buildPresence(own, { clock }), within1km);
    expect(rowsOf(measurePlaceHourScores(clusters, scores))).toEqual([
      { rank: 1, locations: 2, hourScore: -0.25, weekdayScore: 0 },
      { rank: 2, locations: 1, hourScore: 0, weekdayScore: 0 },
    ]);
  });

  it("of a place are over the locations that have one, and NaN where none has", () => {
    const locations = pointsAt([0, 0], [0.1 * KM, 0], [5 * KM, 0]);
    const all = tracesOf(
      [
        ["ann", MONDAY + 10 * HOUR, 0],
        ["ann", MONDAY + 34 * HOUR, 1],
        ["ann", MONDAY + 34 * HOUR, 2],
      ],
      locations,
    );
    const firstDay = tracesOf([["ann", MONDAY + 10 * HOUR, 0]], locations);
    const clusters = buildLeaderClusters(buildPresence(all, { clock }), within1km);
    const places = measurePlaceHourScores(clusters, measureHourScores(firstDay, { clock, ...HOUR_SCORE_DEFAULTS }));
    expect(rowsOf(places)).toEqual([
      { rank: 1, locations: 1, hourScore: 1, weekdayScore: 1 },
      { rank: 2, locations: 0, hourScore: Number.NaN, weekdayScore: Number.NaN },
    ]);
    const labels = [
      {
        label: "all",
        polygons: [
          [
            [-1, -1],
            [1, -1],
            [1, 1],
            [-1, 1],
          ] as const,
        ],
      },
    ];
    expect([...detectMeaningfulPlaces(places, { labels, border: "in" }).columns.label]).toEqual([1, 0]);
  });
});

describe("labels in the plane of scores", () => {
  function labelAt(
    points: readonly (readonly [number, number])[],
    options: Parameters<typeof detectMeaningfulPlaces>[1],
  ): string[] {
    const columns = {
      rank: Uint32Array.from(points, (_, i) => i + 1),
      locations: new Uint32Array(points.length),
      hourScore: Float64Array.from(points, (p) => p[0]),
      weekdayScore: Float64Array.from(points, (p) => p[1]),
    };
    const scores = { users: ["ann"], offsets: Uint32Array.of(0, points.length), length: points.length, columns };
    const { labels, columns: found } = detectMeaningfulPlaces(scores, options);
    return Array.from(found.label, (label) => labels[label]!);
  }
  const square = {
    label: "square",
    polygons: [
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ] as const,
    ],
  };

  it("a point on a side or a corner is in or out, as asked", () => {
    const border = [
      [0, 0.5],
      [1, 0.5],
      [0.5, 0],
      [0.5, 1],
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
    ] as const;
    expect(new Set(labelAt(border, { labels: [square], border: "in" }))).toEqual(new Set(["square"]));
    expect(new Set(labelAt(border, { labels: [square], border: "out" }))).toEqual(new Set(["unknown"]));
    // On the lines of the sides, but beyond them.
    expect(
      labelAt(
        [
          [1, 1.5],
          [0, -0.5],
          [1.5, 1],
          [-0.5, 0],
        ],
        { labels: [square], border: "in" },
      ),
    ).toEqual(["unknown", "unknown", "unknown", "unknown"]);
    for (const side of ["in", "out"] as const) {
      expect(
        labelAt(
          [
            [0.5, 0.5],
            [1.5, 0],
            [-0.5, 0],
            [0.5, 1.5],
            [-0.5, 1],
            [2, 1],
          ],
          { labels: [square], border: side },
        ),
      ).toEqual(["square", "unknown", "unknown", "unknown", "unknown", "unknown"]);
    }
  });

  it("polygons may be hollow, run either way round, be closed, or be several", () => {
    const hollow = {
      label: "l",
      polygons: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0.5, 1],
          [0.5, 0.5],
          [0, 0.5],
        ] as const,
      ],
    };
    expect(
      labelAt(
        [
          [0.25, 0.75],
          [0.75, 0.75],
          [0.25, 0.25],
        ],
        { labels: [hollow], border: "out" },
      ),
    ).toEqual(["unknown", "l", "l"]);
    const closed = {
      label: "c",
      polygons: [
        [
          [0, 1],
          [1, 1],
          [1, 0],
          [0, 0],
          [0, 1],
        ] as const,
      ],
    };
    expect(
      labelAt(
        [
          [0.5, 0.5],
          [0.2, 1],
        ],
        { labels: [closed], border: "out" },
      ),
    ).toEqual(["c", "unknown"]);
    const two = {
      label: "two",
      polygons: [
        ...square.polygons,
        [
          [-1, -1],
          [0, -1],
          [0, 0],
        ] as const,
      ],
    };
    expect(
      labelAt(
        [
          [-0.2, -0.6],
          [0.4, 0.9],
          [-0.6, -0.2],
        ],
        { labels: [two], border: "in" },
      ),
    ).toEqual(["two", "two", "unknown"]);
  });

  it("where two labels hold a score the first has it", () => {
    const other = { ...square, label: "other" };
    expect(labelAt([[0.5, 0.5]], { labels: [square, other], border: "in" })).toEqual(["square"]);
    expect(labelAt([[0.5, 0.5]], { labels: [other, square], border: "in" })).toEqual(["other"]);
  });

  it("a required label is given to all places of somebody without it, and to none of somebody with it", () => {
    expect(
      labelAt(
        [
          [0.5, 0.5],
          [-1, -1],
        ],
        { labels: [square], border: "in", required: "square" },
      ),
    ).toEqual(["square", "unknown"]);
    expect(
      labelAt(
        [
          [0.5, 0.5],
          [-1, -1],
        ],
        { labels: [square], border: "in", required: "home" },
      ),
    ).toEqual(["home", "home"]);
  });

  it("a label that was required is told from one that was earned", () => {
    const columns = {
      rank: Uint32Array.of(1, 1, 2),
      locations: Uint32Array.of(1, 1, 1),
      hourScore: Float64Array.of(0.5, -1, -1),
      weekdayScore: Float64Array.of(0.5, -1, -1),
    };
    const scores = { users: ["ann", "bo"], offsets: Uint32Array.of(0, 1, 3), length: 3, columns };
    const places = detectMeaningfulPlaces(scores, { labels: [square], border: "in", required: "square" });
    expect([...places.columns.label]).toEqual([1, 1, 1]);
    expect([...places.columns.required]).toEqual([0, 1, 1]);
  });

  it("names must differ, and unknown is taken", () => {
    expect(() => labelAt([[0, 0]], { labels: [square, square], border: "in" })).toThrow(
      'detectMeaningfulPlaces: labels[1].label must be none of unknown, square, got "square"',
    );
    expect(() => labelAt([[0, 0]], { labels: [{ ...square, label: "unknown" }], border: "in" })).toThrow(
      "labels[0].label must be",
    );
    expect(() => labelAt([[0, 0]], { labels: [square], border: "in", required: "unknown" })).toThrow(
      "required must be",
    );
    expect(() =>
      labelAt([[0, 0]], {
        labels: [
          {
            label: "line",
            polygons: [
              [
                [0, 0],
                [1, 1],
              ],
            ],
          },
        ],
        border: "in",
      }),
    ).toThrow("labels[0].polygons[0].length must be");
  });
});

describe("places in zones", () => {
  it("lie in the zone of their centre, or in none", () => {
    const zones = buildZones(
      ["W", "E"],
      [
        [
          [
            [
              [-1, -1],
              [1 * KM, -1],
              [1 * KM, 1],
              [-1, 1],
            ],
          ],
        ],
        [
          [
            [
              [1 * KM, -1],
              [7 * KM, -1],
              [7 * KM, 1],
              [1 * KM, 1],
            ],
          ],
        ],
      ],
    );
    const clusters = buildLeaderClusters(buildPresence(traces, { clock }), within1km);
    const columns = { rank: clusters.columns.rank, label: Uint8Array.of(1, 0, 1), required: new Uint8Array(3) };
    const places = { users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns, labels: ["unknown", "x"] };
    const found = buildPlacesInZones(clusters, places, zones);
    expect(rowsOf(found)).toEqual([
      { rank: 1, location: 0, label: 1 },
      { rank: 2, location: 1, label: 0 },
      { rank: 3, location: -1, label: 1 },
    ]);
    expect(found.locations).toBe(zones);
    expect(() => buildPlacesInZones(clusters, { ...places, labels: ["unknown"] }, zones)).toThrow(
      "buildPlacesInZones: places.columns.label[0] must be below the 1 labels, got 1",
    );
    const others = { ...places, columns: { ...columns, rank: Uint32Array.of(1, 2, 4) } };
    expect(() => buildPlacesInZones(clusters, others, zones)).toThrow(
      "places.columns.rank[2] must be 3, as of the cluster, got 4",
    );
  });
});

describe("clusters written by hand", () => {
  it("are refused where ranks fall, or locations are not there", () => {
    const clusters = buildLeaderClusters(buildPresence(traces, { clock }), within1km);
    const options = { clock, homeHours, workHours };
    const falling = { ...clusters, columns: { ...clusters.columns, rank: Uint32Array.of(2, 1, 3) } };
    expect(() => measurePlaceFeatures(traces, falling, options)).toThrow(
      "clusters.columns.rank[1] must be from 3 to 3, got 1",
    );
    const leader = { ...clusters, columns: { ...clusters.columns, leader: Uint32Array.of(0, 1, 9) } };
    expect(() => measurePlaceFeatures(traces, leader, options)).toThrow(
      "clusters.columns.leader[2] must be below the 3 locations, got 9",
    );
    const member = (columns: object): typeof clusters => ({
      ...clusters,
      members: { ...clusters.members, columns: { ...clusters.members.columns, ...columns } },
    });
    expect(() => measurePlaceFeatures(traces, member({ rank: Uint32Array.of(1, 2, 4) }), options)).toThrow(
      "clusters.members.columns.rank[2] must be from 1 to 3, got 4",
    );
    expect(() => measurePlaceFeatures(traces, member({ location: Uint32Array.of(0, 1, 5) }), options)).toThrow(
      "clusters.members.columns.location[2] must be below the 3 locations, got 5",
    );
  });
});
