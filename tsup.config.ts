import { readdirSync } from "node:fs";
import { defineConfig, type Options } from "tsup";

/** One entry for everything, and one per folder of `src` that has an index (the steps of the walk). */
const steps: string[] = readdirSync("src", { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(`src/${entry.name}`).includes("index.ts"))
  .map((entry) => entry.name);
const entry: Record<string, string> = { index: "src/index.ts" };
for (const step of steps) entry[step] = `src/${step}/index.ts`;

const common: Options = { entry, target: "es2022", platform: "neutral", sourcemap: true, splitting: true, dts: true };

/** These are published as ES modules only, so the CommonJS build carries them inside. */
const onlyEsm: string[] = ["d3-delaunay", "delaunator", "robust-predicates", "clipper2-ts"];

const config: ReturnType<typeof defineConfig> = defineConfig([
  { ...common, format: ["esm"] },
  { ...common, format: ["cjs"], noExternal: onlyEsm },
]);
export default config;
