import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ellipsoidalMeters } from "../../src/core/ellipsoid.ts";
import { createLocations } from "../../src/core/locations.ts";
import { findDestinations } from "../../src/space/destinations.ts";
import { ellipsoidal, greatCircle } from "../../src/space/distance-measures.ts";
import { measureDistances } from "../../src/space/distances.ts";
import type { Locations } from "../../src/types.ts";
import { describeData, listed, readJson, readRows, skipped } from "./data.ts";
import { openFlowkit } from "./flowkit-world.ts";

/**
 * Distances that other programs give with their data. Tables of distances: the radius is found from the farthest pair,
 * all other pairs must then have it too. Geodesic figures: lengths of tracks and radii of gyration.
 */

interface GivenTable {
  readonly locations: Locations;
  /** Kilometres between rows i and j. */
  readonly pairs: readonly (readonly [i: number, j: number, km: number])[];
}

/** A micrometre: tables with 15 digits are rounded to a tenth of it, and haversines differ by nanometres. */
const TOLERANCE_METERS = 1e-6;

function tableTests(what: string, { locations, pairs }: GivenTable): void {
  it(`${what}: distances are great circles of one radius`, () => {
    expect(pairs.length).toBeGreaterThan(0);
    const n = locations.length;
    const unit = measureDistances(locations, { distance: greatCircle({ radiusMeters: 1 }) }).value;
    const [i, j, km] = pairs.reduce((far, pair) => (pair[2] > far[2] ? pair : far));
    // Radii that programs use are whole numbers of metres, or of tenths.
    const radiusMeters = Math.round((10_000 * km) / unit[i * n + j]!) / 10;
    const ours = measureDistances(locations, { distance: greatCircle({ radiusMeters }) });
    let most = 0;
    for (const [a, b, given] of pairs) most = Math.max(most, Math.abs(ours.value[a * n + b]! - 1000 * given));
    const geodesic = measureDistances(locations, { distance: ellipsoidal() });
    let beside = 0;
    for (const [a, b, given] of pairs) {
      if (a !== b) beside = Math.max(beside, Math.abs((1000 * given) / geodesic.value[a * n + b]! - 1));
    }
    console.log(
      `${what}: ${pairs.length} pairs, ${ours.distance}, at most ${most.toExponential(1)} m off; up to ${(100 * beside).toFixed(2)} % off the ellipsoid`,
    );
    expect(most).toBeLessThan(TOLERANCE_METERS);
    expect(beside).toBeLessThan(0.0065);
    for (let origin = 0; origin < n; origin++) {
      const { location } = findDestinations(locations, origin, { distance: greatCircle({ radiusMeters }) });
      const row = ours.value.subarray(origin * n, (origin + 1) * n);
      const sorted = [...row.keys()].filter((row) => row !== origin).sort((a, b) => row[a]! - row[b]! || a - b);
      expect([...location]).toEqual(sorted);
    }
  });
}

describeData("a matrix of distances beside coordinates", "07_kansas_commuting", (folder) => {
  const paths = ["coords.csv", "distance.csv"].map((name) => join(folder, name));
  if (!paths.every((path) => existsSync(path))) {
    skipped("a matrix of distances", folder);
    return;
  }
  const [coordinates, matrix] = paths.map((path) => readRows(path)) as [
    Record<string, string>[],
    Record<string, string>[],
  ];
  const ids = coordinates.map((row) => row[""]!);
  const locations = createLocations(
    "zones",
    ids,
    coordinates.map((row) => Number(row["Longitude"])),
    coordinates.map((row) => Number(row["Latitude"])),
  );
  const pairs = matrix.flatMap((row) => ids.map((id, j) => [ids.indexOf(row[""]!), j, Number(row[id])] as const));
  tableTests("matrix", { locations, pairs });
});

describeData("tables of distances beside coordinates", "17_flow_models", (folder) => {
  const tables = listed(folder, /^[^.]+$/).flatMap((name) =>
    listed(join(folder, name), /^distances.*\.csv$/).map((file) => [name, join(folder, name, file)] as const),
  );
  if (tables.length === 0) skipped("tables of distances", folder);
  for (const [name, path] of tables) {
    const places = readRows(join(dirname(path), "locations.csv"));
    const locations = createLocations(
      "zones",
      places.map((row) => row["id"]!),
      places.map((row) => Number(row["lng"])),
      places.map((row) => Number(row["lat"])),
    );
    const pairs = readRows(path).map(
      (row) => [Number(row["i"]), Number(row["j"]), Number(row["distance_km"])] as const,
    );
    tableTests(name, { locations, pairs });
  }
});

describeData("lengths of tracks on the ellipsoid", "11_gps", (folder) => {
  const figures = join(folder, "expected_movingpandas.json");
  const files = listed(folder, /^movingpandas.*\.csv(\.gz)?$/);
  if (!existsSync(figures) || files.length !== 1) {
    skipped("lengths of tracks", folder);
    return;
  }
  const tracks = Object.entries(readJson<Record<string, { n?: number; length_m?: number }>>(figures)).filter(
    ([, track]) => track.length_m !== undefined,
  );
  const points = readRows(join(folder, files[0]!));
  it.each(tracks)("track %s is as long as MovingPandas says", (id, { n, length_m }) => {
    const track = points
      .filter((row) => row["trajectory_id"] === id)
      .sort((a, b) => (a["t"]! < b["t"]! ? -1 : a["t"]! > b["t"]! ? 1 : 0))
      .map((row) => [Number(row["X"]), Number(row["Y"])] as const);
    expect(track.length).toBe(n);
    let length = 0;
    for (let i = 1; i < track.length; i++) length += ellipsoidalMeters(...track[i - 1]!, ...track[i]!);
    console.log(`track ${id}: ${length.toFixed(6)} m, ${Math.abs(length - length_m!).toExponential(1)} m off`);
    // A nanometre a step.
    expect(Math.abs(length - length_m!)).toBeLessThan(1e-9 * n! + 1e-9);
  });
});

describeData("radii of gyration on the ellipsoid", "04_flowkit_cdr", (folder) => {
  const tables = listed(folder, /^expected_tables_.*\.json$/);
  if (tables.length === 0) skipped("radii of gyration", folder);
  const world = openFlowkit(folder);
  describe.each(tables)("%s", (name) => {
    const expected = readJson<{
      radius_of_gyration_km: Record<string, number>;
      flows_between_daily_last_districts: [string, string][];
    }>(join(folder, name));
    it("every person's events lie as far from their mean place as the table says", () => {
      const days = expected.flows_between_daily_last_districts.flatMap(([from, to]) => [from, to]).sort();
      const traces = world.traces(["calls", "sms"], days[0], days.at(-1));
      const { lon, lat } = traces.locations.columns;
      let most = 0;
      for (const [u, user] of traces.users.entries()) {
        const places = traces.columns.location.subarray(traces.offsets[u], traces.offsets[u + 1]);
        const mean = (column: Float64Array): number => places.reduce((sum, p) => sum + column[p]!, 0) / places.length;
        const [x, y] = [mean(lon), mean(lat)];
        const squares = places.reduce((sum, p) => sum + ellipsoidalMeters(x, y, lon[p]!, lat[p]!) ** 2, 0);
        const off = Math.abs(Math.sqrt(squares / places.length) - 1000 * expected.radius_of_gyration_km[user]!);
        if (!(off <= most)) most = off;
      }
      console.log(`${traces.users.length} people, at most ${most.toExponential(1)} m off`);
      expect(traces.users.length).toBe(Object.keys(expected.radius_of_gyration_km).length);
      expect(most).toBeLessThan(1e-6);
    });
  });
});
