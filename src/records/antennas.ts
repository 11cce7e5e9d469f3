import type { FeatureCollection } from "geojson";
import { checkOptions, checkText } from "../core/check.ts";
import { createLocations } from "../core/locations.ts";
import type { Locations, Refused } from "../types.ts";
import { reasonOf, textOfField } from "./batch.ts";
import { columnOf, createCsvReader } from "./csv.ts";
import { checkProperty, type FeatureIdOptions, featuresOf, idOf } from "./features.ts";
import { createRefusalList, type RefusalList, type RefusalReason, refuse, refusedTable } from "./refusals.ts";

/** Antennas that could be read, rows that could not, and how many rows there were: antennas.length + refused.length = given. */
export interface AntennasRead {
  readonly antennas: Locations & { readonly kind: "antennas" };
  readonly refused: Refused;
  readonly given: number;
}

/** The columns of a text of antennas. */
export interface ReadAntennasOptions {
  readonly id: string;
  /** The column that holds the longitude in degrees, whatever its name says. */
  readonly lon: string;
  /** The column that holds the latitude in degrees, whatever its name says. */
  readonly lat: string;
  /** The character between fields, "," unless given. */
  readonly separator?: string;
  /** The names of the columns of a text without a header line. */
  readonly header?: readonly string[];
}

/**
 * Where are the antennas? A table of antennas from text with a header line (CSV).
 *
 * **How** Columns are found by name; coordinates are decimal degrees, WGS 84. Of several rows with one id the first is
 * kept. No reader can tell longitude from latitude where both are below 90: some files hold them in columns that are
 * named the other way round, and then the names are given the other way round here. Look at one antenna on a map.
 *
 * @param source - the whole text, or its bytes in UTF-8
 * @param options - names of columns
 * @returns `antennas` in the order of the rows; `refused`, each with its line (the header is line 1) and one of
 *   `REFUSAL_REASONS`: an id or a coordinate that is missing, a coordinate that is no number or out of range, an id given
 *   earlier with the same or with another place; `given`, the number of rows
 * @throws RangeError for a column that the header does not have, or has twice; for a source without a header
 * **Cost** about 1 µs a row
 * @example
 * const text = "cell,longitude,latitude\nllTlNC7E,26.67,87.86\ndmARYDyI,28.45,83.59\ndmARYDyI,28.45,83.59";
 * const { antennas, refused } = readAntennas(text, { id: "cell", lon: "latitude", lat: "longitude" });
 * antennas.columns.lat; // Float64Array(2) [ 26.67, 28.45 ]
 * rowsOf(refused); // [ { row: 4, reason: 'id given earlier with the same place' } ]
 */
export function readAntennas(source: string | Uint8Array, options: ReadAntennasOptions): AntennasRead {
  const where = "readAntennas";
  checkOptions(where, options, ["id", "lon", "lat", "separator", "header"]);
  for (const name of ["id", "lon", "lat"] as const) checkText(where, name, options[name]);
  const collector = createCollector();
  let places: readonly number[] = [];
  const reader = createCsvReader(where, options, {
    header: (names) => {
      places = [options.id, options.lon, options.lat].map((name) => columnOf(where, names, name));
    },
    take: (batch) => {
      for (let r = 0; r < batch.rows; r++) {
        const row = batch.row[r]!;
        if (batch.reason[r] !== 0) collector.refuse(row, reasonOf(batch.reason[r]!));
        else {
          const [id, lon, lat] = places.map((place) => textOfField(batch, r, place));
          if (id === null) collector.refuse(row, "id not in UTF-8");
          else collector.add(row, id!, numberOf(lon!), numberOf(lat!));
        }
      }
    },
  });
  reader.push(source);
  reader.end();
  return collector.finish();
}

/**
 * Where are the antennas? A table of antennas from the points of a GeoJSON FeatureCollection.
 *
 * **How** Longitude and latitude are the first two coordinates of each point, degrees, WGS 84 (RFC 7946).
 *
 * @param geojson - a FeatureCollection, as an object or as text
 * @param options - where the id stands
 * @returns as `readAntennas`; `row` counts the features from 1
 * @throws RangeError for anything but a FeatureCollection, and for an id property that no feature has
 * **Cost** about 1 µs a feature
 * @example
 * const geometry = { type: "Point", coordinates: [83.59, 28.45] };
 * const feature = { type: "Feature", properties: { cell: 17 }, geometry };
 * const { antennas } = readAntennasGeoJson({ type: "FeatureCollection", features: [feature] }, { id: "cell" });
 * antennas.columns.id; // [ '17' ]
 */
export function readAntennasGeoJson(geojson: FeatureCollection | string, options: FeatureIdOptions): AntennasRead {
  const where = "readAntennasGeoJson";
  checkOptions(where, options, ["id"]);
  const features = featuresOf(where, geojson);
  checkProperty(where, features, options.id);
  const collector = createCollector();
  features.forEach((feature, f) => {
    const id = idOf(feature, options.id);
    const point = feature?.geometry;
    if (point?.type !== "Point") collector.refuse(f + 1, id === "" ? "id missing" : "geometry not a point");
    else {
      const position: readonly unknown[] = Array.isArray(point.coordinates) ? point.coordinates : [];
      collector.add(f + 1, id, coordinateOf(position[0]), coordinateOf(position[1]));
    }
  });
  return collector.finish();
}

interface Collector {
  /** Adds an antenna; a coordinate is a number, or the reason why it is none. */
  readonly add: (row: number, id: string, lon: number | RefusalReason, lat: number | RefusalReason) => void;
  readonly refuse: (row: number, reason: RefusalReason) => void;
  readonly finish: () => AntennasRead;
}

function createCollector(): Collector {
  const refused: RefusalList = createRefusalList();
  const rowById = new Map<string, number>();
  const ids: string[] = [];
  const lons: number[] = [];
  const lats: number[] = [];
  let given = 0;

  const reasonAgainst = (
    id: string,
    lon: number | RefusalReason,
    lat: number | RefusalReason,
  ): RefusalReason | null => {
    if (id === "") return "id missing";
    if (typeof lon === "string") return lon;
    if (typeof lat === "string") return lat;
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return "coordinate out of range";
    const earlier = rowById.get(id);
    if (earlier === undefined) return null;
    const same = lons[earlier] === lon && lats[earlier] === lat;
    return same ? "id given earlier with the same place" : "id given earlier with another place";
  };
  return {
    refuse: (row, reason) => {
      given++;
      refuse(refused, row, reason);
    },
    add: (row, id, lon, lat) => {
      given++;
      const reason = reasonAgainst(id, lon, lat);
      if (reason !== null) {
        refuse(refused, row, reason);
        return;
      }
      rowById.set(id, ids.length);
      ids.push(id);
      lons.push(lon as number);
      lats.push(lat as number);
    },
    finish: () => ({ antennas: createLocations("antennas", ids, lons, lats), refused: refusedTable(refused), given }),
  };
}

/** A decimal number, or why the text is none. */
function numberOf(text: string | null): number | RefusalReason {
  if (text === "") return "coordinate missing";
  return text !== null && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : "coordinate not a number";
}

/** A coordinate of a GeoJSON position, or why it is none. */
export function coordinateOf(value: unknown): number | RefusalReason {
  if (value === undefined || value === null) return "coordinate missing";
  return typeof value === "number" && !Number.isNaN(value) ? value : "coordinate not a number";
}
