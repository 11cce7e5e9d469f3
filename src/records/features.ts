import type { Feature, FeatureCollection } from "geojson";
import { fail } from "../core/check.ts";

/** Where the id of a GeoJSON feature stands. */
export interface FeatureIdOptions {
  /** The property that holds the id; where this is left out, the feature's own `id` is taken. */
  readonly id?: string;
}

/** A feature as it comes: anything may be missing in it. */
export type LooseFeature = Partial<Feature> | null | undefined;

/** The features of a FeatureCollection that came as an object or as text. */
export function featuresOf(where: string, geojson: FeatureCollection | string): readonly LooseFeature[] {
  let collection: Partial<FeatureCollection> | null;
  try {
    collection =
      typeof geojson === "string" ? (JSON.parse(withoutMark(geojson)) as Partial<FeatureCollection> | null) : geojson;
  } catch (error) {
    fail(where, "geojson", "JSON", (error as Error).message);
  }
  if (collection?.type !== "FeatureCollection" || !Array.isArray(collection.features)) {
    fail(where, "geojson", "a FeatureCollection", collection?.type ?? collection);
  }
  return collection.features;
}

/** Throws where none of the features has the property, so that a wrong name is not taken for ids that are missing. */
export function checkProperty(where: string, features: readonly LooseFeature[], property: string | undefined): void {
  if (property === undefined || features.length === 0) return;
  if (features.some((feature) => property in (feature?.properties ?? {}))) return;
  const names = new Set(features.flatMap((feature) => Object.keys(feature?.properties ?? {})));
  fail(where, "id", `one of the features' properties (${[...names].join(", ")})`, property);
}

/** The id of a feature as text, "" where it has none. */
export function idOf(feature: LooseFeature, property: string | undefined): string {
  const id: unknown = property === undefined ? feature?.id : feature?.properties?.[property];
  return typeof id === "string" || (typeof id === "number" && Number.isFinite(id)) ? String(id) : "";
}

/** A text without the byte order mark that some programs put first. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
