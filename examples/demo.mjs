/**
 * The walk from call records to a report, on a synthetic country or on files of your own:
 *
 *   npm run demo
 *   npm run demo -- --people 50000 --days 365 --seed 7
 *   npm run demo -- --calls F --antennas F --zones F --time-zone Z
 *
 * Prints what was found, against the truth where there is one, and leaves GeoJSON, CSV and a Markdown report in a folder.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createClock } from "../dist/index.js";
import { openFiles } from "./files.mjs";
import { inventCountry } from "./invented-country.mjs";
import { walk } from "./walk.mjs";

const HELP = `npm run demo -- [options]

A synthetic country (the default):
  --people N          how many people (20000)
  --days N            how many local days (180)
  --seed S            whole number or text (1)

Files of your own:
  --calls F           call records, CSV or CSV.gz; may be given several times
  --antennas F        antennas, CSV or GeoJSON
  --zones F           districts, GeoJSON
  --time-zone Z       the zone of the times in the records: Asia/Kathmandu, UTC, +05:45
  --time-pattern P    how they are written (YYYY-MM-DD HH:mm:ss)
  --zone-id NAME      the property that identifies a district (the first one that differs in every district)
  --swap-coordinates  the columns called longitude and latitude hold each other's values

Both:
  --min-people N      the least number of people in a published cell (16)
  --out FOLDER        where results go (demo-output)`;

const text = (value) => ({ type: "string", ...(value === undefined ? {} : { default: value }) });

function optionsOf(args) {
  const { values } = parseArgs({
    args,
    options: {
      people: text("20000"),
      days: text("180"),
      seed: text("1"),
      calls: { type: "string", multiple: true },
      antennas: text(),
      zones: text(),
      "time-zone": text(),
      "time-pattern": text("YYYY-MM-DD HH:mm:ss"),
      "zone-id": text(),
      "swap-coordinates": { type: "boolean", default: false },
      "min-people": text("16"),
      out: text("demo-output"),
      help: { type: "boolean", default: false },
    },
  });
  return values;
}

async function main() {
  const options = optionsOf(process.argv.slice(2));
  if (options.help) return console.log(HELP);
  const own = ["calls", "antennas", "zones", "time-zone"].filter((name) => options[name] !== undefined);
  if (own.length > 0 && own.length < 4) {
    throw new Error(
      `files of your own need --calls, --antennas, --zones and --time-zone, got only --${own.join(", --")}`,
    );
  }
  const started = performance.now();
  const clock = createClock({ timeZone: options["time-zone"] ?? "Atlantic/Azores" });
  const input = own.length > 0 ? await openFiles(options, clock) : inventCountry(options, clock);
  const { lines, files } = walk(input, clock, Number(options["min-people"]));
  for (const line of lines) console.log(line);
  mkdirSync(options.out, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(options.out, name), typeof content === "string" ? content : `${JSON.stringify(content)}\n`);
  }
  console.log(
    `\n${Object.keys(files).join(", ")} written to ${options.out} after ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
}

try {
  await main();
} catch (error) {
  console.error(`demo: ${error.message}\n\nnpm run demo -- --help shows the options`);
  process.exitCode = 1;
}
