import { createRequire } from "node:module";
import { inspect } from "node:util";

/** One line of an example that printed something else than it says. */
export interface Mismatch {
  readonly line: string;
  readonly expected: string;
  readonly got: string;
}

/** A line that states its result: `expression; // result` or `const name = expression; // result`. */
const STATED = /^(\s*)((?:const|let)\s+(\w+)\s*=\s*)?(.+?);?\s+\/\/ (.+)$/;

/**
 * Runs an example with every public name in scope and compares each stated result with what comes out.
 * A result is stated as the console shows it. The example must be plain JavaScript without imports.
 */
export async function runExample(code: string, scope: Readonly<Record<string, unknown>>): Promise<Mismatch[]> {
  const mismatches: Mismatch[] = [];
  const check = (line: string, expected: string, value: unknown): unknown => {
    const shown = inspect(value, { depth: 8, breakLength: Number.POSITIVE_INFINITY, compact: 10, maxArrayLength: 100 });
    if (shown !== expected && !(typeof value === "string" && value === expected)) {
      mismatches.push({ line: line.trim(), expected, got: shown });
    }
    return value;
  };
  const body = code.split("\n").map((line) => {
    const stated = STATED.exec(line);
    if (stated === null || /^\s*\/\//.test(line)) return line;
    const [, indent, assigned, , expression, result] = stated;
    return `${indent}${assigned ?? ""}await $check(${JSON.stringify(line)}, ${JSON.stringify(result)}, await (${expression}));`;
  });
  const names = Object.keys(scope);
  const run = new Function("$check", "require", ...names, `return (async () => {\n${body.join("\n")}\n})();`);
  await run(check, createRequire(import.meta.url), ...names.map((name) => scope[name]));
  return mismatches;
}

/** How many results an example states. */
export function statedResults(code: string): number {
  return code.split("\n").filter((line) => STATED.test(line) && !/^\s*\/\//.test(line)).length;
}
