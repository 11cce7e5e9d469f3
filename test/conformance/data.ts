import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, it } from "vitest";

/** The folder with data and expected figures: SOJOURN_DATA, or the folder beside the project. */
function dataFolder(): string {
  return process.env["SOJOURN_DATA"] ?? "../shared/data";
}

/** Runs the tests of one data folder, or says that they are skipped because it is missing. */
export function describeData(name: string, folder: string, tests: (path: string) => void): void {
  const path = join(dataFolder(), folder);
  if (existsSync(path) && statSync(path).isDirectory()) describe(name, () => tests(path));
  else skipped(name, path);
}

/** A test that is skipped, and printed as skipped, because a file of the data is missing. */
export function skipped(name: string, path: string): void {
  console.log(`skipped: ${name} (no ${path})`);
  it.skip(`${name} (no ${path})`);
}

/** The text of a file; a name that ends in .gz is unpacked. */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** The JSON of a file, packed or not. */
export function readJson<T>(path: string): T {
  return JSON.parse(readText(path)) as T;
}

/** Names in a folder that match, in order. */
export function listed(folder: string, pattern: RegExp): string[] {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => pattern.test(name))
        .sort()
    : [];
}

/** Rows of a plain CSV without quoted fields, as objects by header name. */
export function readRows(path: string): Record<string, string>[] {
  const [header, ...lines] = readText(path).trim().split(/\r?\n/);
  const names = header!.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(names.map((name, c) => [name, cells[c] ?? ""]));
  });
}
