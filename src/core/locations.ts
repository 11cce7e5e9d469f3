import type { Locations } from "../types.ts";
import { checkLength, fail } from "./check.ts";
import { checkList } from "./check-tables.ts";

const KINDS: readonly string[] = ["antennas", "zones", "stops"];

/**
 * Makes a table of places from ids and coordinates, checked, with the key that tells two tables of places apart.
 *
 * @param kind - what the places are: "antennas", "zones" or "stops"
 * @param id - one id per place, all different
 * @param lon - longitudes in degrees, −180 to 180
 * @param lat - latitudes in degrees, −90 to 90
 * @returns the locations; `key` is a hash of ids and coordinates, the same on every machine
 * @throws RangeError for another kind, lengths that differ, an id given twice, or a coordinate that is missing or out of range
 * @example
 * createLocations("antennas", ["A", "B"], [85.3, 85.4], [27.7, 27.6]).length; // 2
 */
export function createLocations<K extends Locations["kind"]>(
  kind: K,
  id: readonly string[],
  lon: ArrayLike<number>,
  lat: ArrayLike<number>,
): Locations & { readonly kind: K } {
  const where = "createLocations";
  if (!KINDS.includes(kind)) fail(where, "kind", '"antennas", "zones" or "stops"', kind);
  checkList(where, "id", id);
  checkList(where, "lon", lon);
  checkList(where, "lat", lat);
  checkLength(where, "lon", lon.length, id.length);
  checkLength(where, "lat", lat.length, id.length);
  const seen = new Set<string>();
  for (let i = 0; i < id.length; i++) {
    if (typeof id[i] !== "string") fail(where, `id[${i}]`, "text", id[i]);
    if (seen.has(id[i]!)) fail(where, `id[${i}]`, "different from every id before it", id[i]);
    seen.add(id[i]!);
    if (!isDegrees(lon[i], 180)) fail(where, `lon[${i}]`, "from -180 to 180 degrees", lon[i]);
    if (!isDegrees(lat[i], 90)) fail(where, `lat[${i}]`, "from -90 to 90 degrees", lat[i]);
  }
  return locationsOf(kind, id, lon, lat);
}

/** Locations whose ids and coordinates need no check. */
export function locationsOf<K extends Locations["kind"]>(
  kind: K,
  id: readonly string[],
  lon: ArrayLike<number>,
  lat: ArrayLike<number>,
): Locations & { readonly kind: K } {
  const columns = { id: Object.freeze(id.slice()), lon: copyOf(lon), lat: copyOf(lat) };
  return { kind, length: id.length, columns, key: keyOf(kind, columns.id, columns.lon, columns.lat) };
}

function copyOf(numbers: ArrayLike<number>): Float64Array {
  const copy = new Float64Array(numbers.length);
  copy.set(numbers);
  return copy;
}

/** Null and text are not, which arithmetic would take for 0 or for a number. */
function isDegrees(degrees: unknown, limit: number): boolean {
  return typeof degrees === "number" && Math.abs(degrees) <= limit;
}

/** A row number for every id; an id that is not there gives undefined. */
export function rowById(locations: Locations): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  for (let i = 0; i < locations.length; i++) rows.set(locations.columns.id[i]!, i);
  return rows;
}

/** FNV-1a over the ids' characters and the coordinates' bytes in two lanes of 32 bits: 16 hexadecimal digits. */
function keyOf(kind: string, id: readonly string[], lon: Float64Array, lat: Float64Array): string {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  const add = (x: number): void => {
    a = Math.imul(a ^ x, 0x01000193);
    b = Math.imul(b ^ ((x << 7) | (x >>> 25)), 0x85ebca6b);
    b ^= b >>> 13;
  };
  const addText = (text: string): void => {
    for (let i = 0; i < text.length; i++) add(text.charCodeAt(i));
    add(0x1f);
  };
  addText(kind);
  const pair = new DataView(new ArrayBuffer(16));
  for (let i = 0; i < id.length; i++) {
    addText(id[i]!);
    pair.setFloat64(0, lon[i]! + 0); // + 0 turns −0 into 0
    pair.setFloat64(8, lat[i]! + 0);
    for (let word = 0; word < 16; word += 4) add(pair.getUint32(word));
  }
  return (a >>> 0).toString(16).padStart(8, "0") + (b >>> 0).toString(16).padStart(8, "0");
}
