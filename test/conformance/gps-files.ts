import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type BuiltFixes, buildFixes } from "../../src/traces/fixes.ts";
import { listed, readJson, readRows } from "./data.ts";

/** GPS fixes of a folder of the data, with the file they come from. */
export interface GpsFile extends BuiltFixes {
  readonly name: string;
  /** How many positions the file has. */
  readonly given: number;
}

/**
 * The fixes of each packed GeoLife folder (*geolife*.tar.gz, a folder of .plt files per person): null where there is none.
 * Users are named as trackintel numbers them: "000" is "0".
 */
export function openGeolife(folder: string): GpsFile | null {
  const name = listed(folder, /geolife.*\.tar\.gz$/)[0];
  if (name === undefined) return null;
  const tracks = new Map<string, { time: number; lon: number; lat: number }[]>();
  for (const file of filesOfTar(gunzipSync(readFileSync(join(folder, name))))) {
    const user = /(\w+)\/Trajectory\/\w+\.plt$/.exec(file.path)?.[1];
    if (user === undefined) continue;
    const track = tracks.get(String(Number(user))) ?? [];
    tracks.set(String(Number(user)), track);
    for (const line of file.text.trim().split(/\r?\n/).slice(6)) {
      const [lat, lon, , , , date, clock] = line.split(",");
      track.push({ time: Date.parse(`${date}T${clock}Z`) / 1000, lon: Number(lon), lat: Number(lat) });
    }
  }
  const users = [...tracks.keys()];
  const rows = users.flatMap((id, user) => tracks.get(id)!.map((fix) => ({ user, ...fix })));
  return fileOf(name, users, rows);
}

/** The fixes of each trajectory of MovingPandas' GeoLife sample (a CSV of X, Y, trajectory_id, t); null where there is none. */
export function openDemodata(folder: string): GpsFile | null {
  const name = listed(folder, /geolife.*\.csv(\.gz)?$/)[0];
  if (name === undefined) return null;
  const table = readRows(join(folder, name));
  const users = [...new Set(table.map((row) => row["trajectory_id"]!))];
  const rows = table.map((row) => ({
    user: users.indexOf(row["trajectory_id"]!),
    time: secondsOf(row["t"]!),
    lon: Number(row["X"]),
    lat: Number(row["Y"]),
  }));
  return fileOf(name, users, rows);
}

/** A figure file of the folder, null where it is missing. */
export function openFigures<T>(folder: string, name: string): T | null {
  const path = join(folder, name);
  return existsSync(path) ? readJson<T>(path) : null;
}

/** UTC seconds of "2008-12-11 04:42:14", with or without "T" and an offset of zero. */
export function secondsOf(text: string): number {
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11, 19)}Z`) / 1000;
}

/** "2008-12-11 04:42:14" of UTC seconds. */
export function textOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
}

interface GpsRow {
  readonly user: number;
  readonly time: number;
  readonly lon: number;
  readonly lat: number;
}

function fileOf(name: string, users: readonly string[], rows: readonly GpsRow[]): GpsFile {
  const column = (key: keyof GpsRow): Float64Array => Float64Array.from(rows, (row) => row[key]);
  const built = buildFixes({
    users,
    user: column("user"),
    time: column("time"),
    lon: column("lon"),
    lat: column("lat"),
  });
  return { name, given: rows.length, ...built };
}

/** The plain files of an unpacked tar archive: blocks of 512 bytes, a header before each file, its size in octal at 124. */
function* filesOfTar(bytes: Buffer): Generator<{ path: string; text: string }> {
  const field = (at: number, length: number): string => bytes.toString("latin1", at, at + length).replace(/\0.*$/s, "");
  let at = 0;
  while (at + 512 <= bytes.length && bytes[at] !== 0) {
    const prefix = field(at + 345, 155);
    const path = prefix === "" ? field(at, 100) : `${prefix}/${field(at, 100)}`;
    const size = Number.parseInt(field(at + 124, 12), 8);
    const kind = field(at + 156, 1);
    if (kind === "0" || kind === "") yield { path, text: bytes.toString("utf8", at + 512, at + 512 + size) };
    at += 512 * (1 + Math.ceil(size / 512));
  }
}
