import { dirname, join } from "node:path";
import { describe } from "vitest";
import { describeData, listed, readJson, skipped } from "./data.ts";

/** Figures of antennas in districts: counts, and areas of planar Voronoi cells as points with km² or as rows. */
export interface TowerFigures {
  readonly cells_per_district?: Record<string, number>;
  readonly n?: number;
  readonly voronoi?: { readonly points: [number, number][]; readonly area_km2: number[] };
  readonly cells?: [string, number, number, number, string][];
}

/** A map of districts as GeoJSON. */
export interface Districts {
  readonly features: {
    readonly properties: Record<string, unknown>;
    readonly geometry: { readonly type: string; readonly coordinates: unknown };
  }[];
}

/** Describes tests for each file of figures, beside the map of the districts. */
export function describeTowers(
  name: string,
  test: (map: Districts, figures: TowerFigures, folder: string) => void,
): void {
  describeData(name, "13_towers_geometry", (folder) => {
    const maps = listed(join(dirname(folder), "04_flowkit_cdr"), /\.geojson$/);
    const files = listed(folder, /^expected_.*\.json$/);
    if (maps.length === 0 || files.length === 0) {
      skipped(name, folder);
      return;
    }
    const map = readJson<Districts>(join(dirname(folder), "04_flowkit_cdr", maps[0]!));
    for (const file of files) describe(file, () => test(map, readJson<TowerFigures>(join(folder, file)), folder));
  });
}
