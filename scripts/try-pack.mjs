/**
 * Packs the package, installs the tarball into an empty project and uses it there as its users do: by `import`, by
 * `require`, and in Deno; compiles a TypeScript consumer against the published types. Every runtime must print the
 * same bytes.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import vm from "node:vm";
import { build } from "esbuild";

const project = resolve(import.meta.dirname, "..");
const home = mkdtempSync(join(tmpdir(), "sojourn-pack-"));
const withDeno = !process.argv.includes("--no-deno");
const run = (command, args, cwd = home) =>
  execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NO_COLOR: "1" },
  });

/** The same small walk in every runtime; it prints one line of JSON. */
const walk = `
const random = sojourn.createRandom(7);
const clock = sojourn.createClock({ timeZone: "Africa/Kigali" });
const world = sojourn.generateWorld({ random, antennas: 60, districts: 6 });
const lives = sojourn.generateLives(world, { random, people: 200, days: 40, firstDay: 19723 });
const calls = sojourn.generateCalls(world, lives, { random, clock });
const traces = sojourn.relocate(sojourn.buildTraces(calls), sojourn.buildPointCrosswalk(world.antennas, world.districts));
const homes = sojourn.detectHomes(traces, { criterion: sojourn.mostNights({ clock, fromHour: 19, toHour: 7 }) });
const flows = sojourn.countTransitions(traces);
const released = sojourn.releaseFlows(flows, { minPeople: 16 });
let sum = 0;
for (const x of homes.columns.share) if (x === x) sum += x;
for (const x of world.districts.areaM2) sum += x;
const similarity = sojourn.frobeniusSimilarity(sojourn.toMatrix(flows), sojourn.toMatrix(released.shown));
console.log(JSON.stringify([calls.length, traces.length, sum, flows.value.length, released.hiddenCells, similarity]));
`;

const typed = `
import { createLocations, detectHomes, mostEvents, rowsOf, type Homes, type Traces } from "sojourn";
import { countTransitions } from "sojourn/flows";
import { frobeniusSimilarity } from "sojourn/metrics";
import type { Released, Flows } from "sojourn/privacy";
const antennas = createLocations("antennas", ["A"], [0], [0]);
const traces: Traces = {
  locations: antennas, users: ["u"], offsets: Uint32Array.of(0, 1), length: 1, unlocated: 0,
  columns: { time: Uint32Array.of(1), location: Uint32Array.of(0) },
};
const homes: Homes = detectHomes(traces, { criterion: mostEvents() });
const where: number = rowsOf(homes)[0]!.location;
const flows: Flows = countTransitions(traces);
const similarity: number = frobeniusSimilarity(flows, flows);
const released = null as Released<Flows> | null;
// @ts-expect-error a released table is not a table of flows
countTransitions(released);
export const shown: readonly number[] = [where, similarity];
`;

try {
  const tarball = run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", home], project)
    .trim()
    .split("\n")
    .at(-1);
  writeFileSync(join(home, "package.json"), JSON.stringify({ name: "empty", private: true, version: "0.0.0" }));
  run("npm", [
    "install",
    "--silent",
    "--no-audit",
    "--no-fund",
    join(home, tarball),
    ...(withDeno ? ["deno@2.9.6"] : []),
  ]);

  writeFileSync(join(home, "by-import.mjs"), `import * as sojourn from "sojourn";\n${walk}`);
  writeFileSync(join(home, "by-require.cjs"), `const sojourn = require("sojourn");\n${walk}`);
  writeFileSync(join(home, "deno.json"), JSON.stringify({ nodeModulesDir: "manual" }));
  const printed = { import: run("node", ["by-import.mjs"]), require: run("node", ["by-require.cjs"]) };
  if (withDeno)
    printed.deno = run(join(home, "node_modules/.bin/deno"), ["run", "--allow-read", "--allow-env", "by-import.mjs"]);
  // A browser's bundle, run where there is nothing but the language, Intl and what every browser has.
  const bundled = await build({
    entryPoints: [join(home, "by-import.mjs")],
    bundle: true,
    platform: "browser",
    format: "iife",
    write: false,
  });
  printed.browser = "";
  const log = (line) => {
    printed.browser += `${line}\n`;
  };
  vm.runInNewContext(bundled.outputFiles[0].text, { console: { log }, TextDecoder, TextEncoder });
  const lines = new Set(Object.values(printed));
  for (const [how, line] of Object.entries(printed)) console.log(`${how}: ${line.trim()}`);
  if (lines.size !== 1) throw new Error("the runtimes do not print the same bytes");

  for (const step of Object.keys(JSON.parse(readFileSync(join(project, "package.json"), "utf8")).exports)) {
    if (step.endsWith(".json")) continue;
    const name = step.replace(/^\./, "sojourn");
    run("node", [
      "--input-type=module",
      "-e",
      `const m = await import("${name}"); if (Object.keys(m).length === 0) throw new Error("${name} is empty")`,
    ]);
    run("node", ["-e", `if (Object.keys(require("${name}")).length === 0) throw new Error("${name} is empty")`]);
  }
  console.log("every entry opens by import and by require");

  for (const [kind, resolution] of [
    ["module", "NodeNext"],
    ["commonjs", "NodeNext"],
    ["module", "Bundler"],
  ]) {
    const folder = join(home, `${kind}-${resolution}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: kind }));
    writeFileSync(join(folder, "consumer.ts"), typed);
    const module = resolution === "Bundler" ? "ESNext" : "NodeNext";
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: "ES2022",
      lib: ["ES2023"],
      types: [],
      module,
      moduleResolution: resolution,
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
    run("node", [join(project, "node_modules/typescript/bin/tsc"), "-p", folder]);
    console.log(`types hold for a ${kind} consumer, resolution ${resolution}`);
  }
  if (readdirSync(join(home, "node_modules/sojourn")).includes("test")) throw new Error("tests are in the package");
} finally {
  rmSync(home, { recursive: true, force: true });
}
