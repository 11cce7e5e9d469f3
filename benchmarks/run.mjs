/** Runs every benchmark of this folder in a process of its own: `npm run bench`, `npm run bench -- homes 1e6`. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import os from "node:os";

const chosen = process.argv.slice(2).filter((arg) => !/^\d/.test(arg));
const sizes = process.argv.slice(2).filter((arg) => /^\d/.test(arg));
const scripts = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".bench.mjs"))
  .filter((name) => chosen.length === 0 || chosen.some((part) => name.startsWith(part)))
  .sort();
console.log(
  `Node ${process.version}, ${os.cpus()[0]?.model ?? "unknown processor"}; CPU time of one process, runs in turn`,
);
let failed = 0;
for (const script of scripts) {
  // Jobs run in turn with a collection before each: without the flag V8 drops the code of those that wait.
  const { status } = spawnSync(process.execPath, ["--expose-gc", "--no-flush-bytecode", script, ...sizes], {
    cwd: import.meta.dirname,
    stdio: "inherit",
  });
  if (status !== 0) failed++;
}
if (failed > 0) {
  console.error(`${failed} of ${scripts.length} benchmarks failed`);
  process.exitCode = 1;
}
