/**
 * What is measured beside sojourn in the same run, where it is there: DuckDB on one thread over the same columns,
 * geographiclib's geodesics, and the terse prototype kernels (no checks, fixed sizes) of the folder SOJOURN_PROTOTYPES.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** DuckDB with a table `events (u, t, a)`, rows in the order given; null where it is not installed. */
export async function duckdbOf(user, time, location) {
  let api;
  try {
    api = await import("@duckdb/node-api");
  } catch {
    console.log("DuckDB is not installed: its columns are left out");
    return null;
  }
  const instance = await api.DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run("create table events (u uinteger, t uinteger, a uinteger)");
  const appender = await connection.createAppender("events");
  const types = [api.UINTEGER, api.UINTEGER, api.UINTEGER];
  for (let from = 0; from < user.length; from += 2048) {
    const to = Math.min(from + 2048, user.length);
    const chunk = api.DuckDBDataChunk.create(types, to - from);
    chunk.setColumns([user, time, location].map((column) => Array.from(column.subarray(from, to))));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  return {
    /** Runs a query and gives its rows. */
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRows(),
    close: () => connection.closeSync(),
  };
}

/** Geodesic distances of geographiclib-geodesic, which the tests hold ours to; null where it is not installed. */
export async function geographiclib() {
  try {
    const { Geodesic } = (await import("geographiclib-geodesic")).default;
    return (lon1, lat1, lon2, lat2) => Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2, Geodesic.DISTANCE).s12;
  } catch {
    console.log("geographiclib-geodesic is not installed: its rows are left out");
    return null;
  }
}

/** kdbush, which searches the plane, and geokdbush's search of the globe over it; null where they are not installed. */
export async function kdbush() {
  try {
    const { default: KDBush } = await import("kdbush");
    const { around } = await import("geokdbush");
    return { KDBush, around };
  } catch {
    console.log("kdbush and geokdbush are not installed: their rows are left out");
    return null;
  }
}

/** The prototype kernels and their constants; null where the folder is missing. */
export async function prototypes() {
  const folder = resolve(process.env.SOJOURN_PROTOTYPES ?? "../../shared/design/prototypes");
  if (!existsSync(folder)) {
    console.log("the prototype kernels are not there: their columns are left out");
    return null;
  }
  const open = (name) => import(pathToFileURL(`${folder}/${name}`).href);
  return { ...(await open("lib.mjs")), ...(await open("kernels.mjs")) };
}
