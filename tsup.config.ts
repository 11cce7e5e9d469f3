import { readFileSync } from "node:fs";
import { defineConfig, type Options } from "tsup";

/** One entry for everything and one per step: what package.json exports, `./flows` from `src/flows/index.ts`. */
const pack = JSON.parse(readFileSync("package.json", "utf8")) as { exports: Record<string, unknown> };
const entry: Record<string, string> = { index: "src/index.ts" };
for (const path of Object.keys(pack.exports)) {
  const step = /^\.\/([a-z]+)$/.exec(path)?.[1];
  if (step !== undefined) entry[step] = `src/${step}/index.ts`;
}

const common: Options = { entry, target: "es2022", platform: "neutral", sourcemap: true, splitting: true, dts: true };

/** Published as ES modules only, so that the CommonJS build carries them inside. */
const onlyEsm: string[] = ["d3-delaunay", "delaunator", "robust-predicates", "d3-random"];

const config: ReturnType<typeof defineConfig> = defineConfig([
  { ...common, format: ["esm"] },
  { ...common, format: ["cjs"], noExternal: onlyEsm },
]);
export default config;
