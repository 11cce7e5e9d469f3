import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as sojourn from "../../src/index.ts";
import { runExample, statedResults } from "./run-example.ts";

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .sort();

/** The examples of a source file: the lines under each @example, up to the next tag or the comment's end. */
function examplesOf(source: string): string[] {
  return [...source.matchAll(/^ \* @example\n((?: \*(?! @)(?: .*)?\n)+)/gm)].map((match) =>
    match[1]!
      .split("\n")
      .map((line) => line.replace(/^ \* ?/, ""))
      .filter((line) => !line.startsWith("```"))
      .join("\n"),
  );
}

describe("examples in docstrings", () => {
  for (const name of sources) {
    const examples = examplesOf(readFileSync(join("src", name), "utf8"));
    examples.forEach((code, i) => {
      it(`src/${name}, example ${i + 1}`, async () => {
        expect(statedResults(code), "an example states at least one result").toBeGreaterThan(0);
        expect(await runExample(code, { ...sojourn })).toEqual([]);
      });
    });
  }
});

/** Pages whose code runs: every ```js block stands alone. */
const pages = ["README.md", ...readdirSync("docs", { encoding: "utf8" }).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith(".md"),
);

describe("examples in the pages", () => {
  for (const page of pages) {
    const blocks = [
      ...readFileSync(page, "utf8").matchAll(/^```js\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```\n)?/gm),
    ];
    blocks.forEach(([, block, output], i) => {
      const code = block!.replace(/^import \{[^}]*\} from "sojourn(\/\w+)?";\n/gm, "");
      it(`${page}, block ${i + 1}`, async () => {
        const printed: string[] = [];
        const console = { log: (...values: unknown[]) => printed.push(values.join(" ")) };
        expect(await runExample(code, { ...sojourn, console })).toEqual([]);
        if (output !== undefined) expect(`${printed.join("\n").trimEnd()}\n`).toBe(output);
      });
    });
  }
});
