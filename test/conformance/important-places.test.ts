import { createHash } from "node:crypto";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { sparseFromEntries } from "../../src/core/sparse.ts";
import { countMeaningfulFlows, countMeaningfulPlaces } from "../../src/flows/meaningful-places.ts";
import type { LeaderClusters } from "../../src/places/important-clusters.ts";
import {
  HOUR_SCORE_DEFAULTS,
  measureHourScores,
  measurePlaceHourScores,
} from "../../src/places/important-hour-scores.ts";
import { detectMeaningfulPlaces, type MeaningfulPlaces } from "../../src/places/important-labels.ts";
import { firstLeader, movingCentroid, nearestLeader } from "../../src/places/important-leaders.ts";
import { buildLeaderClusters } from "../../src/places/important-places.ts";
import { buildPlacesInZones, type PlacesInZones } from "../../src/places/important-zones.ts";
import { buildPresence, buildPresenceOfDays } from "../../src/places/presence.ts";
import { readZones } from "../../src/records/zones.ts";
import { ellipsoidal, greatCircle } from "../../src/space/distance-measures.ts";
import { relocate } from "../../src/traces/relocation.ts";
import type { Crosswalk, Presence, Traces } from "../../src/types.ts";
import { describeData, listed, readJson, readRows, readText } from "./data.ts";
import { type FlowkitWorld, openFlowkit } from "./flowkit-world.ts";

interface Site {
  readonly id: string;
  readonly lat: number;
  readonly lng: number;
  readonly days: number;
}

interface Cluster {
  readonly rank: number;
  readonly lat: number;
  readonly lng: number;
  readonly weight: number;
  readonly sites: readonly string[];
}

interface Fixture {
  readonly sites: readonly Site[];
  readonly radius_km: number;
  readonly first: readonly Cluster[];
  readonly nearest: readonly Cluster[];
}

/** One person who was at each site on as many days as it says, one day after another. */
function presenceOf(sites: readonly Site[]): Presence {
  const locations = createLocations(
    "antennas",
    sites.map((site) => site.id),
    sites.map((site) => site.lng),
    sites.map((site) => site.lat),
  );
  const location = sites.flatMap((site, s) => Array.from({ length: site.days }, () => s));
  const day = location.map((_, d) => d);
  return buildPresenceOfDays({ user: location.map(() => "ann"), day, location }, locations);
}

describeData("the leader fixture", "16_spec_fixtures", (folder) => {
  for (const name of listed(folder, /^hartigan.*\.json$/)) {
    const fixture = readJson<Fixture>(join(folder, name));
    const presence = presenceOf(fixture.sites);
    const joins = { first: firstLeader(), nearest: nearestLeader() };
    // The fixture's sphere has a radius of 6,371 km.
    const distance = greatCircle({ radiusMeters: 6_371_000 });
    for (const kind of ["first", "nearest"] as const) {
      it(`${name}: ${kind} within ${fixture.radius_km} km, centres to the last digit`, () => {
        const options = { radiusMeters: 1000 * fixture.radius_km, join: joins[kind], centroid: movingCentroid() };
        for (const clusters of [
          buildLeaderClusters(presence, { ...options, distance }),
          buildLeaderClusters(presence, options),
        ]) {
          const { rank, lon, lat, locationDays } = clusters.columns;
          const members = clusters.members.columns;
          const found = Array.from(rank, (r, row) => ({
            rank: r,
            lat: lat[row],
            lng: lon[row],
            weight: locationDays[row],
            sites: [...members.location].filter((_, m) => members.rank[m] === r).map((s) => fixture.sites[s]!.id),
          }));
          expect(found).toEqual(fixture[kind]);
        }
      });
    }
  }
});

interface FlowkitCase {
  readonly flowkit_test: string;
  readonly measure: string;
  readonly params: string;
  readonly key: string;
  readonly expected: number;
}

/** From versions of cells to the versions of their sites, with coordinates. */
function crosswalkToSites(world: FlowkitWorld): Crosswalk {
  const nameOf = (row: Record<string, string>): string => `${row["site_id"]} version ${row["version"]}`;
  const names = [...new Set(world.versions.map(nameOf))].sort();
  const rows = names.map((name) => world.versions.find((row) => nameOf(row) === name)!);
  const degrees = (column: string): number[] => rows.map((row) => Number(row[column]));
  const to = createLocations("antennas", names, degrees("lon"), degrees("lat"));
  const target = world.versions.map((row) => names.indexOf(nameOf(row)));
  const from = target.map((_, v) => v);
  const toTotal = new Float64Array(names.length);
  for (const site of target) toTotal[site]!++;
  const ones = new Float64Array(from.length).fill(1);
  const shares = sparseFromEntries(from.length, names.length, from, target, ones);
  return { from: world.antennas, to, basis: "points", fromTotal: ones, toTotal, shares };
}

/** FlowKit's clusters of sites: distances on the ellipsoid, the first within the radius, centres that move. */
function flowkitClusters(traces: Traces, world: FlowkitWorld, radiusMeters: number): LeaderClusters {
  return buildLeaderClusters(buildPresence(traces, { clock: world.clock }), {
    radiusMeters,
    join: firstLeader(),
    centroid: movingCentroid(),
    distance: ellipsoidal(),
  });
}

describeData("places by FlowKit's conventions", "04_flowkit_cdr", (folder) => {
  const world = openFlowkit(folder);
  const toSites = crosswalkToSites(world);
  const dayBefore = (date: string): string => new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
  const dates = readRows(join(folder, "calls.csv.gz")).map((row) => row["start_time"]!.slice(0, 10));
  const first = dates.reduce((a, b) => (a < b ? a : b));

  for (const file of listed(folder, /^expected_flowkit_tests.*\.json$/)) {
    for (const c of readJson<readonly FlowkitCase[]>(join(folder, file))) {
      const period = /^(\S+) <= t < (\S+)$/.exec(c.params);
      if (!c.flowkit_test.startsWith("test_calldays.py") || period === null) continue;
      it(`${c.flowkit_test}: ${c.measure} of ${c.key}`, () => {
        const traces = relocate(world.traces(["calls", "sms"], period[1], dayBefore(period[2]!)), toSites);
        const { members, totals } = flowkitClusters(traces, world, 1000);
        const [user, site] = c.key.split(" @ ") as [string, string | undefined];
        const u = members.users.indexOf(user);
        if (site === undefined) {
          expect(totals.columns.locationDays[u]).toBe(c.expected);
          return;
        }
        let days = 0;
        for (let m = members.offsets[u]!; m < members.offsets[u + 1]!; m++) {
          const name = members.locations.columns.id[members.columns.location[m]!]!;
          if (name.startsWith(`${site} version `)) days += members.columns.days[m]!;
        }
        expect(days).toBe(c.expected);
      });
    }
  }

  it("a wider radius never yields more clusters, and every location day lies in a cluster", () => {
    const traces = relocate(world.traces(["calls", "sms"], first, first), toSites);
    let before = Infinity;
    for (const km of [1, 2, 5, 10, 50]) {
      const { length, columns, members, totals } = flowkitClusters(traces, world, 1000 * km);
      expect(length).toBeLessThanOrEqual(before);
      before = length;
      const sum = (values: Uint32Array): number => values.reduce((a, b) => a + b, 0);
      expect(sum(columns.locationDays)).toBe(sum(totals.columns.locationDays));
      expect(sum(members.columns.days)).toBe(sum(totals.columns.locationDays));
    }
  });

  // The data of FlowKit's own tests have figures that its tests print; other data in these files have none.
  const fingerprint = createHash("sha256");
  for (const file of ["calls", "sms"]) fingerprint.update(readText(join(folder, `${file}.csv.gz`)));
  const isFlowkits = fingerprint.digest("hex") === "c9bb0e4cea9da4e7e0b383640cbd6db722d202d183d4b10d1a09ab5e97357ab8";
  const own = isFlowkits ? it : it.skip;

  /** Labels of FlowKit's tests, in which the rings are not closed. */
  const corners = (...points: [number, number][]): [number, number][][] => [points];
  const labels = [
    { label: "evening", polygons: corners([1e-6, -0.5], [1e-6, -1.1], [1.1, -1.1], [1.1, -0.5]) },
    { label: "day", polygons: corners([-1.1, -0.5], [-1.1, 0.5], [-1e-6, 0.5], [0, -0.5]) },
  ];
  const { zones } = readZones(readJson(join(folder, "nepal_districts.geojson")), { id: "admin3Pcod" });

  function labelled(traces: Traces): { places: MeaningfulPlaces; zoned: PlacesInZones } {
    const clusters = flowkitClusters(traces, world, 1000);
    const scores = measureHourScores(traces, { clock: world.clock, ...HOUR_SCORE_DEFAULTS });
    const places = detectMeaningfulPlaces(measurePlaceHourScores(clusters, scores), { labels, border: "out" });
    return { places, zoned: buildPlacesInZones(clusters, places, zones) };
  }

  /** People whose places of a label go from a region to another, and of all regions. */
  function regionalFlow(a: PlacesInZones, b: PlacesInZones, from: string, to: string): [number, number] {
    const flows = countMeaningfulFlows(a, b, { originLabel: "unknown", destinationLabel: "unknown" });
    const { id } = zones.columns;
    let regional = 0;
    let all = flows.without;
    for (let o = 0; o < zones.length; o++) {
      for (let k = flows.offsets[o]!; k < flows.offsets[o + 1]!; k++) {
        all += flows.value[k]!;
        if (id[o]!.startsWith(from) && id[flows.index[k]!]!.startsWith(to)) regional += flows.value[k]!;
      }
    }
    return [regional, all];
  }

  const sitesOn = (date: string): Traces => relocate(world.traces(["calls", "sms"], date, date), toSites);

  /** FlowKit joins every version of a cell to its site: events at cells of two versions count twice in its scores. */
  function countedTwice(date: string): Traces {
    const traces = world.traces(["calls", "sms"], date, date);
    const ids = world.versions.map((row) => row["id"]!);
    const times = ids.map((id) => ids.filter((other) => other === id).length);
    const time: number[] = [];
    const location: number[] = [];
    const offsets = new Uint32Array(traces.users.length + 1);
    for (let u = 0; u < traces.users.length; u++) {
      for (let i = traces.offsets[u]!; i < traces.offsets[u + 1]!; i++) {
        for (let n = 0; n < times[traces.columns.location[i]!]!; n++) {
          time.push(traces.columns.time[i]!);
          location.push(traces.columns.location[i]!);
        }
      }
      offsets[u + 1] = time.length;
    }
    const columns = { time: Uint32Array.from(time), location: Uint32Array.from(location) };
    return relocate({ ...traces, offsets, length: time.length, columns }, toSites);
  }

  own("test_meaningful_locations.py: 702 evening and no day places, 700 where no event is counted twice", () => {
    const counts = ({ columns }: MeaningfulPlaces): number[] =>
      [0, 1, 2].map((label) => columns.label.filter((own) => own === label).length);
    // FlowKit asserts 702, 0 and 1,615 unknown; the data hold 2,316 pairs of SIM and site, one fewer than it counts.
    expect(counts(labelled(countedTwice("2016-01-01")).places)).toEqual([1614, 702, 0]);
    expect(counts(labelled(sitesOn("2016-01-01")).places)).toEqual([1616, 700, 0]);
  });

  own(
    "test_meaningful_locations_od.py: 454 people from unknown to unknown places, 16.490807 between two regions",
    () => {
      const [flow, all] = regionalFlow(
        labelled(countedTwice("2016-01-01")).zoned,
        labelled(countedTwice("2016-01-02")).zoned,
        "524 1 ",
        "524 4 ",
      );
      expect(flow).toBeCloseTo(16.490807, 6);
      expect(all).toBeCloseTo(454, 9);
      const once = regionalFlow(
        labelled(sitesOn("2016-01-01")).zoned,
        labelled(sitesOn("2016-01-02")).zoned,
        "524 1 ",
        "524 4 ",
      );
      expect(once[0]).toBeCloseTo(16.483664, 6);
      expect(once[1]).toBeCloseTo(454, 9);
    },
  );

  own(
    "HartiganCluster's example: the cluster of 3 call days within 50 km, centre to the last printed digit but one",
    () => {
      const traces = relocate(world.traces(["calls", "sms"], "2016-01-01", "2016-01-03"), toSites);
      const { users, offsets, columns } = flowkitClusters(traces, world, 50_000);
      const row = offsets[users.indexOf("038OVABN11Ak4W5P")]!;
      expect(columns.locationDays[row]).toBe(3);
      expect(columns.lon[row]).toBeCloseTo(82.97508908333334, 12);
      expect(columns.lat[row]).toBeCloseTo(29.28452965333333, 12);
    },
  );

  it("test_meaningful_locations_aggregate.py: the counts of a label add up to the people who have it", () => {
    const { places, zoned } = labelled(sitesOn(first));
    const { count, without } = countMeaningfulPlaces(zoned);
    places.labels.forEach((_, label) => {
      let people = 0;
      for (let u = 0; u < places.users.length; u++) {
        if (places.columns.label.subarray(places.offsets[u], places.offsets[u + 1]).includes(label)) people++;
      }
      let counted = without[label]!;
      for (let zone = 0; zone < zones.length; zone++) counted += count[zone * places.labels.length + label]!;
      expect(counted).toBeCloseTo(people, 9);
    });
  });

  it("test_label_event_score.py: one polygon around all scores labels all, and a required label that nobody has, everybody", () => {
    const traces = sitesOn(first);
    const clusters = flowkitClusters(traces, world, 1000);
    const scores = measurePlaceHourScores(
      clusters,
      measureHourScores(traces, { clock: world.clock, ...HOUR_SCORE_DEFAULTS }),
    );
    const everywhere = [{ label: "daytime", polygons: corners([-1.1, -1.1], [-1.1, 1.1], [1.1, 1.1], [1.1, -1.1]) }];
    const all = detectMeaningfulPlaces(scores, { labels: everywhere, border: "out" });
    expect(all.length).toBeGreaterThan(0);
    expect(all.columns.label.every((label) => all.labels[label] === "daytime")).toBe(true);
    const forced = detectMeaningfulPlaces(scores, { labels: everywhere, border: "out", required: "evening" });
    expect(forced.columns.label.every((label) => forced.labels[label] === "evening")).toBe(true);
    expect(forced.columns.required.every((required) => required === 1)).toBe(true);
  });
});
