/**
 * Files of one's own: the columns of a few well-known layouts are found by their names in the header, and what was
 * found is said. Other layouts are a few lines with `oneSide` or `bothSides`, see docs/records.md.
 */
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip, gunzipSync } from "node:zlib";
import {
  bothSides,
  countRefused,
  findZones,
  localTime,
  oneSide,
  readAntennas,
  readAntennasGeoJson,
  readCallsStream,
  readZones,
  rowsOf,
} from "../dist/index.js";

/** Layouts by the columns that their files have. */
const LAYOUTS = [
  {
    name: "both sides of each record",
    columns: ["caller", "callee", "time", "caller_antenna", "callee_antenna"],
    layout: (time, has) =>
      bothSides({
        caller: "caller",
        callee: "callee",
        time: time("time"),
        callerAntenna: "caller_antenna",
        calleeAntenna: "callee_antenna",
        ...(has("duration") ? { duration: "duration", kind: "byDuration" } : {}),
      }),
  },
  {
    name: "one side per row, as bandicoot has it",
    columns: ["user_id", "interaction", "direction", "correspondent_id", "datetime", "call_duration", "antenna_id"],
    layout: (time) =>
      oneSide({
        user: "user_id",
        contact: "correspondent_id",
        direction: { column: "direction", out: "out", in: "in" },
        time: time("datetime"),
        antenna: "antenna_id",
        duration: "call_duration",
        kind: { column: "interaction", call: "call", text: "text" },
      }),
  },
  {
    name: "calls, one side per row, as FlowKit has them",
    columns: ["msisdn", "msisdn_counterpart", "outgoing", "start_time", "duration", "location_id"],
    layout: (time) =>
      oneSide({
        user: "msisdn",
        contact: "msisdn_counterpart",
        direction: { column: "outgoing", out: ["True", "true"], in: ["False", "false"] },
        time: time("start_time"),
        antenna: "location_id",
        duration: "duration",
      }),
  },
  {
    name: "texts, one side per row, as FlowKit has them",
    columns: ["msisdn", "msisdn_counterpart", "outgoing", "datetime", "location_id"],
    layout: (time) =>
      oneSide({
        user: "msisdn",
        contact: "msisdn_counterpart",
        direction: { column: "outgoing", out: ["True", "true"], in: ["False", "false"] },
        time: time("datetime"),
        antenna: "location_id",
        kind: "text",
      }),
  },
];

const streamOf = (path) =>
  path.endsWith(".gz") ? createReadStream(path).pipe(createGunzip()) : createReadStream(path);
const textOf = (path) => (path.endsWith(".gz") ? gunzipSync(readFileSync(path)) : readFileSync(path)).toString("utf8");

async function headerOf(path) {
  const stream = streamOf(path);
  for await (const line of createInterface({ input: stream })) {
    stream.destroy();
    return line.replace(/^\uFEFF/, "").split(",");
  }
  throw new Error(`${path} is empty`);
}

/** The first name that the header has. */
function firstOf(path, what, header, names) {
  const found = names.find((name) => header.includes(name));
  if (found === undefined)
    throw new Error(`${path}: no column for the ${what}; looked for ${names.join(", ")} among ${header.join(", ")}`);
  return found;
}

async function openAntennas(path, swapped) {
  if (/\.(geo)?json$/.test(path)) return readAntennasGeoJson(textOf(path), { id: "id" });
  const header = await headerOf(path);
  const id = firstOf(path, "id", header, ["antenna_id", "cell_id", "id"]);
  const lon = firstOf(path, "longitude", header, ["longitude", "lon", "lng"]);
  const lat = firstOf(path, "latitude", header, ["latitude", "lat"]);
  return readAntennas(textOf(path), { id, lon: swapped ? lat : lon, lat: swapped ? lon : lat });
}

/** The first property that every district has and no two share. */
function zoneIdOf(path, collection, given) {
  const properties = collection.features.map((feature) => feature.properties ?? {});
  const names = Object.keys(properties[0] ?? {});
  const differs = (name) => new Set(properties.map((each) => each[name] ?? undefined)).size === properties.length;
  const name =
    given ??
    names.find((each) => differs(each) && properties.every((one) => one[each] !== undefined && one[each] !== null));
  if (name === undefined)
    throw new Error(
      `${path}: no property differs in every district; name one with --zone-id (there are ${names.join(", ")})`,
    );
  return name;
}

/** How many rows were refused for which reason, as pairs. */
const reasonsOf = (what, refused) =>
  rowsOf(countRefused(refused)).map(({ reason, rows }) => [`${what}, ${reason}`, rows]);

export async function openFiles(options, clock) {
  const { antennas, refused: refusedAntennas } = await openAntennas(options.antennas, options["swap-coordinates"]);
  const collection = JSON.parse(textOf(options.zones));
  const zoneId = zoneIdOf(options.zones, collection, options["zone-id"]);
  const { zones: districts, refused: refusedZones } = readZones(collection, { id: zoneId });

  const found = findZones(districts, antennas.columns.lon, antennas.columns.lat);
  const outside = found.filter((zone) => zone < 0).length;
  if (outside === antennas.length) {
    throw new Error("no antenna lies in any district: if longitude and latitude are swapped, use --swap-coordinates");
  }
  const read = [];
  for (const path of options.calls) {
    const header = await headerOf(path);
    const known = LAYOUTS.find(({ columns }) => columns.every((name) => header.includes(name)));
    if (known === undefined) {
      const wanted = LAYOUTS.map(({ name, columns }) => `  ${name}: ${columns.join(", ")}`).join("\n");
      throw new Error(`${path}: the header ${header.join(", ")} has none of the known layouts:\n${wanted}`);
    }
    console.log(`${path}: ${known.name}`);
    const time = (column) => ({ column, format: localTime({ pattern: options["time-pattern"], clock }) });
    read.push(
      await readCallsStream(streamOf(path), { antennas, layout: known.layout(time, (name) => header.includes(name)) }),
    );
  }
  console.log(`districts by ${zoneId}; ${outside} of ${antennas.length} antennas outside every district\n`);
  return {
    title: "A walk through call records",
    source: `${options.calls.length} file(s) of call records, ${antennas.length} antennas and ${districts.length} districts`,
    antennas,
    districts,
    border: districts,
    calls: read.map(({ calls }) => calls),
    given: read.reduce((sum, { given }) => sum + given, 0),
    refused: [
      ...read.flatMap(({ refused }) => reasonsOf("records", refused)),
      ...reasonsOf("antennas", refusedAntennas),
      ...reasonsOf("districts", refusedZones),
    ],
  };
}
