import { expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { EARTH_RADIUS_METERS, greatCircleMeters } from "../../src/core/sphere.ts";
import { createTable, rowsOf } from "../../src/core/table.ts";
import { meanOfDegrees } from "../../src/metrics/centre-of-mass.ts";
import { jumpLengths } from "../../src/metrics/jump-lengths.ts";
import { byDwell, byEvents } from "../../src/metrics/place-weights.ts";
import { type RadiiOfGyration, radiusOfGyration } from "../../src/metrics/radius-of-gyration.ts";
import {
  eachDay,
  eachHourOfDay,
  eachWeekday,
  type TrackingPeriods,
  wholeSpan,
} from "../../src/metrics/tracking-periods.ts";
import { measureTrackingQuality } from "../../src/metrics/tracking-quality.ts";
import { buildTrips } from "../../src/moves/trips.ts";
import { buildLegs } from "../../src/moves/trips-legs.ts";
import { detectTransportModes, TRANSPORT_MODES } from "../../src/moves/trips-modes.ts";
import { byTimeFrames, byTotalTime, detectStopPurposes, type PurposeRule } from "../../src/places/stop-purposes.ts";
import { buildStops } from "../../src/places/stops.ts";
import { greatCircle } from "../../src/space/distance-measures.ts";
import type { Sequences, Stays } from "../../src/types.ts";
import { slowClusters } from "../slow/stops.ts";
import { describeData, skipped } from "./data.ts";
import { openFigures, openGeolife, secondsOf } from "./gps-files.ts";

/** trackintel's radius of the Earth; scikit-mobility's is ours. */
const TRACKINTEL_RADIUS_METERS = 6_371_000;
const TO_OURS = EARTH_RADIUS_METERS / TRACKINTEL_RADIUS_METERS;

interface Span {
  readonly id: number;
  readonly user_id: number;
  readonly started_at: string;
  readonly finished_at: string;
}

interface StayPoint extends Span {
  readonly geom: [number, number];
  readonly is_activity: boolean;
  readonly location_id: number | null;
  readonly trip_id: number | null;
}

interface Quality {
  readonly user_id: number;
  readonly quality: number;
  readonly day?: string;
  readonly weekday?: number;
  readonly hour?: number;
}

interface Trackintel {
  readonly parameters: Readonly<Record<"activity" | "triplegs" | "locations" | "trips", string>>;
  readonly staypoints: readonly StayPoint[];
  readonly locations: readonly { id: number; user_id: number; center: [number, number] }[];
  readonly triplegs: readonly (Span & { mode: string; trip_id: number })[];
  readonly tripleg_length_m: readonly number[];
  readonly trips: readonly (Span & {
    origin_staypoint_id: number | null;
    destination_staypoint_id: number | null;
  })[];
  readonly radius_gyration_m_count: Readonly<Record<string, number>>;
  readonly radius_gyration_m_duration: Readonly<Record<string, number>>;
  readonly jump_length_m: readonly (number | null)[];
  readonly staypoint_tracking_quality_all: readonly Quality[];
  readonly staypoint_tracking_quality_day: readonly Quality[];
  readonly staypoint_tracking_quality_weekday: readonly Quality[];
  readonly staypoint_tracking_quality_hour: readonly Quality[];
  readonly location_purpose_FREQ: readonly (string | null)[];
  readonly location_purpose_OSNA: readonly (string | null)[];
}

/** The distance as trackintel computes it: by an arccosine, which near points have too few digits for. */
function arccosineMeters(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const [x1, y1, x2, y2] = [lon1, lat1, lon2, lat2].map((degrees) => (degrees * Math.PI) / 180) as [
    number,
    number,
    number,
    number,
  ];
  const across = Math.cos(y1) * Math.cos(y2) * (1 - Math.cos(x1 - x2));
  return TRACKINTEL_RADIUS_METERS * Math.acos(Math.cos(y1 - y2) - across);
}

/** How many metres an arccosine may lose: three roundings of numbers near 1, seen along the arc. */
function lostByArccosine(meters: number): number {
  const lost = 3 * 2 ** -53;
  const atZero = TRACKINTEL_RADIUS_METERS * Math.sqrt(2 * lost);
  return Math.min(atZero, (TRACKINTEL_RADIUS_METERS ** 2 * lost) / meters);
}

/** A row of scikit-mobility: user, start, end, latitude, longitude. */
type SkmobStay = readonly [user: string, start: string, end: string, lat: number, lon: number];

interface Skmob {
  readonly [name: `stay_locations_${string}`]: readonly SkmobStay[];
  readonly [name: `cluster_${string}`]: readonly (readonly [user: string, start: string, cluster: number])[];
}

/** Stays of the users in the order of the rows, each at a position of its own. */
function staysOfRows(
  users: readonly string[],
  rows: readonly { user: string; start: number; end: number; lon: number; lat: number; events?: number }[],
): Stays {
  const ordered = users.flatMap((user) => rows.filter((row) => row.user === user));
  expect(ordered.length).toBe(rows.length);
  const offsets = Uint32Array.of(0, ...users.map((_, u) => rows.filter((r) => users.indexOf(r.user) <= u).length));
  const ids = ordered.map((_, i) => `s${i}`);
  const at = (key: "lon" | "lat"): number[] => ordered.map((row) => row[key]);
  return {
    locations: createLocations("stops", ids, at("lon"), at("lat")),
    users,
    offsets,
    ...createTable({
      start: Uint32Array.from(ordered, (row) => row.start),
      end: Uint32Array.from(ordered, (row) => row.end),
      location: Uint32Array.from(ordered, (_, i) => i),
      events: Uint32Array.from(ordered, (row) => row.events ?? 1),
    }),
  };
}

/** The user of each row of a table. */
function usersOf({ users, offsets, length }: Sequences): string[] {
  return Array.from({ length }, (_, i) => users[offsets.findIndex((from) => from > i) - 1]!);
}

/** The numbers in a sentence about parameters. */
function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text);
  expect(found, `${pattern} in ${text}`).not.toBeNull();
  return Number(found![1]);
}

describeData("stops, legs and trips from positions", "11_gps", (folder) => {
  const gps = openGeolife(folder);
  const figures = openFigures<Trackintel>(folder, "expected_trackintel.json");
  if (gps === null || figures === null) {
    skipped("trackintel's locations, triplegs and trips", `${folder}/expected_trackintel.json and a GeoLife archive`);
  } else {
    const { fixes } = gps;
    const { parameters } = figures;
    const users = fixes.users;
    const { time } = fixes.columns;
    /** The fixes of a user from second `start` up to but not at second `end`. */
    const fixesIn = (user: string, start: number, end: number): number => {
      const u = users.indexOf(user);
      return time.subarray(fixes.offsets[u], fixes.offsets[u + 1]).filter((t) => t >= start && t < end).length;
    };
    const stays = staysOfRows(
      users,
      figures.staypoints.map(({ user_id, started_at, finished_at, geom: [lon, lat] }) => {
        const [user, start, end] = [String(user_id), secondsOf(started_at), secondsOf(finished_at)];
        return { user, start, end, lon, lat, events: fixesIn(user, start, end) };
      }),
    );
    const idOf = (row: number): number | null => (row < 0 ? null : figures.staypoints[row]!.id);
    const theirStops = figures.staypoints.map((stay) => stay.location_id ?? -1);

    it("the stops are trackintel's locations, where longitude and latitude in each other's place part and join no stays", () => {
      const epsMeters = numberIn(parameters.locations, /eps ([\d.]+) m/) * TO_OURS;
      const minStays = numberIn(parameters.locations, /(\d+) samples?/);
      /** The locations of all users by every distance, each user's numbered after those of the one before. */
      const plain = (meters: typeof greatCircleMeters): number[] => {
        let before = 0;
        return users.flatMap((_, u) => {
          const own = figures.staypoints.slice(stays.offsets[u], stays.offsets[u + 1]).map((stay) => stay.geom);
          const labels = slowClusters(own, epsMeters, minStays, meters);
          const shifted = labels.map((label) => (label < 0 ? -1 : label + before));
          before += Math.max(-1, ...labels) + 1;
          return shifted;
        });
      };
      // trackintel hands scikit-learn longitudes as latitudes: distances north are too short by the cosine of the longitude.
      expect(plain((lon1, lat1, lon2, lat2) => greatCircleMeters(lat1, lon1, lat2, lon2))).toEqual(theirStops);
      const { stopOf, stops } = buildStops(stays, { epsMeters, minStays });
      const right = plain(greatCircleMeters);
      expect([...stopOf]).toEqual(right);
      if (right.some((stop, i) => stop !== theirStops[i])) return;
      const { lon, lat } = stops.locations.columns;
      expect(lon.length).toBe(figures.locations.length);
      figures.locations.forEach(({ center: [x, y] }, s) => {
        // They take the means of the degrees, we the mean of directions: apart by the spread squared over the radius.
        let spread = 0;
        stopOf.forEach((stop, i) => {
          const [mx, my] = figures.staypoints[i]!.geom;
          if (stop === s) spread = Math.max(spread, greatCircleMeters(lon[s]!, lat[s]!, mx, my));
        });
        const apart = (spread * spread * Math.abs(Math.tan((y * Math.PI) / 180))) / EARTH_RADIUS_METERS;
        expect(greatCircleMeters(lon[s]!, lat[s]!, x, y)).toBeLessThanOrEqual(apart + 1e-7);
      });
    });

    const { legs, legOf } = buildLegs(fixes, stays, {
      maxGapSeconds: 60 * numberIn(parameters.triplegs, /gap ([\d.]+) min/),
    });

    it("the legs are trackintel's triplegs, to the second, with their lengths and modes", () => {
      const { labels, mode } = detectTransportModes(
        { ...legs, columns: { ...legs.columns, meters: legs.columns.meters.map((way) => way / TO_OURS) } },
        TRANSPORT_MODES,
      );
      const owners = usersOf(legs);
      expect(
        rowsOf(legs).map(({ start, end }, l) => ({ user: owners[l], start, end, mode: labels[mode[l]!] })),
      ).toEqual(
        figures.triplegs.map((leg) => ({
          user: String(leg.user_id),
          start: secondsOf(leg.started_at),
          end: secondsOf(leg.finished_at),
          mode: leg.mode,
        })),
      );
      // Ours are right to the last digits: theirs are off by what an arccosine near 1 loses, fix by fix.
      const { lon, lat } = fixes.columns;
      figures.tripleg_length_m.forEach((meters, l) => {
        let [way, lost] = [0, 0];
        for (let i = 1; i < fixes.length; i++) {
          if (legOf[i] !== l || legOf[i - 1] !== l) continue;
          way += arccosineMeters(lon[i - 1]!, lat[i - 1]!, lon[i]!, lat[i]!);
          lost += lostByArccosine(greatCircleMeters(lon[i - 1]!, lat[i - 1]!, lon[i]!, lat[i]!)) ** 2;
        }
        expect(Math.abs(way / meters - 1)).toBeLessThan(1e-8);
        expect(Math.abs(legs.columns.meters[l]! / TO_OURS - meters)).toBeLessThan(4 * Math.sqrt(lost));
      });
      const own = Array.from({ length: legs.length }, (_, l) => legOf.filter((leg) => leg === l).length);
      expect(own).toEqual([...legs.columns.fixes]);
    });

    it("the trips are trackintel's, with their origins and destinations and what is part of them", () => {
      const minActivitySeconds = 60 * numberIn(parameters.activity, />= ([\d.]+) min/);
      const maxGapSeconds = 60 * numberIn(parameters.trips, /gap ([\d.]+) min/);
      const { trips, tripOfStay, tripOfLeg } = buildTrips(stays, legs, { maxGapSeconds, minActivitySeconds });
      const owners = usersOf(trips);
      const { start, end, originStay, destinationStay } = trips.columns;
      expect(
        owners.map((user, t) => ({
          user,
          start: start[t],
          end: end[t],
          from: idOf(originStay[t]!),
          to: idOf(destinationStay[t]!),
        })),
      ).toEqual(
        figures.trips.map((trip) => ({
          user: String(trip.user_id),
          start: secondsOf(trip.started_at),
          end: secondsOf(trip.finished_at),
          from: trip.origin_staypoint_id,
          to: trip.destination_staypoint_id,
        })),
      );
      expect([...tripOfStay]).toEqual(figures.staypoints.map((stay) => stay.trip_id ?? -1));
      expect([...tripOfLeg]).toEqual(figures.triplegs.map((leg) => leg.trip_id));
      figures.staypoints.forEach((stay, s) => {
        const seconds = stays.columns.end[s]! - stays.columns.start[s]!;
        expect(seconds >= minActivitySeconds).toBe(stay.is_activity);
      });
    });

    it("the jumps from stay to stay are trackintel's", () => {
      const { lon, lat } = stays.locations.columns;
      const jumps = jumpLengths(stays, { distance: greatCircle({ radiusMeters: TRACKINTEL_RADIUS_METERS }) });
      users.forEach((_, u) => {
        const rows = Array.from(stays.columns.start.keys()).slice(stays.offsets[u], stays.offsets[u + 1]);
        rows.forEach((i, k) => {
          const expected = figures.jump_length_m[i]!;
          if (k + 1 === rows.length) {
            expect(expected).toBeNull();
            return;
          }
          const meters = jumps.columns.meters[jumps.offsets[u]! + k]!;
          expect(Math.abs(meters - expected)).toBeLessThan(lostByArccosine(meters));
          expect(Math.abs(arccosineMeters(lon[i]!, lat[i]!, lon[i + 1]!, lat[i + 1]!) - expected)).toBeLessThan(1e-8);
        });
      });
    });

    it("the radius of gyration, by stays and by time, is trackintel's", () => {
      // Every stay has a position of its own here, so that a weight of one event is a weight of one stay.
      const events = new Uint32Array(stays.length).fill(1);
      const single = { ...stays, columns: { ...stays.columns, events } };
      const distance = greatCircle({ radiusMeters: TRACKINTEL_RADIUS_METERS });
      const options = { centre: meanOfDegrees(), distance };
      const { lon, lat } = stays.locations.columns;
      const all: [RadiiOfGyration, Readonly<Record<string, number>>][] = [
        [radiusOfGyration<Stays>(single, { ...options, weight: byEvents() }), figures.radius_gyration_m_count],
        [radiusOfGyration<Stays>(single, { ...options, weight: byDwell() }), figures.radius_gyration_m_duration],
      ];
      for (const [{ columns }, expected] of all) {
        users.forEach((user, u) => {
          const rows = Array.from(stays.columns.start.keys()).slice(stays.offsets[u], stays.offsets[u + 1]);
          if (rows.length === 0) return;
          const lost = rows.map((i) =>
            lostByArccosine(greatCircleMeters(lon[i]!, lat[i]!, columns.centreLon[u]!, columns.centreLat[u]!)),
          );
          expect(Math.abs(columns.radiusMeters[u]! - expected[user]!)).toBeLessThan(Math.max(...lost));
          expect(Math.abs(columns.radiusMeters[u]! / expected[user]! - 1)).toBeLessThan(1e-5);
        });
      }
    });

    const utc = createClock({ timeZone: "UTC" });
    const periods: [string, TrackingPeriods, readonly Quality[], (row: Quality) => number][] = [
      ["whole span", wholeSpan(), figures.staypoint_tracking_quality_all, () => 0],
      [
        "days",
        eachDay({ clock: utc }),
        figures.staypoint_tracking_quality_day,
        (row) => Date.parse(row.day!) / 86_400_000,
      ],
      ["weekdays", eachWeekday({ clock: utc }), figures.staypoint_tracking_quality_weekday, (row) => row.weekday!],
      ["hours", eachHourOfDay({ clock: utc }), figures.staypoint_tracking_quality_hour, (row) => row.hour!],
    ];
    it.each(periods)("the tracking quality by %s is trackintel's", (_, per, expected, periodOf) => {
      const quality = measureTrackingQuality(stays, { per });
      const owners = usersOf(quality);
      expect(rowsOf(quality).map(({ period }, i) => [owners[i], period])).toEqual(
        expected.map((row) => [String(row.user_id), periodOf(row)]),
      );
      expected.forEach((row, i) => {
        expect(quality.columns.quality[i]).toBeCloseTo(row.quality, 9);
      });
    });

    const purposes: [string, PurposeRule, readonly (string | null)[]][] = [
      ["total time", byTotalTime(), figures.location_purpose_FREQ],
      ["time frames", byTimeFrames({ clock: utc }), figures.location_purpose_OSNA],
    ];
    it.each(purposes)("home and work by %s are trackintel's", (_, rule, expected) => {
      const rows = figures.staypoints.flatMap((stay, i) => (stay.location_id === null ? [] : [i]));
      const own = rows.map((i) => ({
        user: String(figures.staypoints[i]!.user_id),
        start: stays.columns.start[i]!,
        end: stays.columns.end[i]!,
        lon: 0,
        lat: 0,
      }));
      const location = Uint32Array.from(rows, (i) => figures.locations.findIndex(({ id }) => id === theirStops[i]));
      const atStops = staysOfRows(users, own);
      const stops = { ...atStops, columns: { ...atStops.columns, location } };
      const { home, work } = detectStopPurposes(stops, { rule }).columns;
      const named = expected.map((): string | null => null);
      rows.forEach((i, k) => {
        const u = users.indexOf(own[k]!.user);
        if (location[k] === home[u]) named[i] = "home";
        else if (location[k] === work[u]) named[i] = "work";
      });
      expect(named).toEqual(expected);
    });
  }

  const skmob = openFigures<Skmob>(folder, "expected_scikit_mobility_preprocessing.json");
  const clusters = Object.keys(skmob ?? {}).filter((name) => name.startsWith("cluster_")) as `cluster_${string}`[];
  const given = Object.keys(skmob ?? {}).find((name) => name.startsWith("stay_locations_")) as
    | `stay_locations_${string}`
    | undefined;
  if (skmob === null || given === undefined) {
    skipped("scikit-mobility's clusters", `${folder}/expected_scikit_mobility_preprocessing.json`);
    return;
  }

  it.each(clusters)("%s of scikit-mobility are the stops, numbered by their visits", (name) => {
    const rows = skmob[given]!.map(([user, start, end, lat, lon]) => {
      return { user, start: secondsOf(start), end: secondsOf(end), lon, lat };
    });
    const users = [...new Set(rows.map((row) => row.user))].sort();
    const stays = staysOfRows(users, rows);
    const { stopOf } = buildStops(stays, { epsMeters: numberIn(name, /cluster_([\d.]+)m/), minStays: 1 });
    const visits = new Map<number, number>();
    for (const stop of stopOf) visits.set(stop, (visits.get(stop) ?? 0) + 1);
    const owners = usersOf(stays);
    // Of stops with equally many visits it numbers the one found last first.
    const rankOf = (stop: number, user: string): number =>
      [...new Set([...stopOf].filter((_, i) => owners[i] === user))]
        .sort((a, b) => visits.get(b)! - visits.get(a)! || b - a)
        .indexOf(stop);
    const { start } = stays.columns;
    expect(Array.from(stopOf, (stop, i) => [owners[i], start[i], rankOf(stop, owners[i]!)])).toEqual(
      skmob[name]!.map(([user, at, cluster]) => [user, secondsOf(at), cluster]),
    );
  });
});
