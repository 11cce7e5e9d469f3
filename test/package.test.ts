import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import * as sojourn from "../src/index.ts";

const STEPS = ["records", "traces", "places", "moves", "flows", "models", "metrics", "privacy", "report"];

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => ({
    name,
    folder: name.includes("/") ? name.split("/")[0]! : "",
    text: readFileSync(join("src", name), "utf8"),
  }));

/** Source without comments and without the text inside quotes. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*$/gm, "")
    .replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
}

/** The files that a file imports or re-exports from, relative to src; packages are left out. */
function importsOf(file: { name: string; text: string }): string[] {
  return [...file.text.matchAll(/^(?:import|export)[^;]*?from "(\.[^"]+)";/gm)].map((match) =>
    normalize(join(dirname(file.name), match[1]!)),
  );
}

/** The folders from which a file of this folder may import. */
function allowedFrom(folder: string): readonly string[] {
  if (folder === "core") return ["types.ts", "core"];
  if (folder === "space") return ["types.ts", "core", "space"];
  if (STEPS.includes(folder)) return ["types.ts", "core", "space", folder];
  return ["types.ts", "core", "space", ...STEPS, "synthetic"];
}

describe("the layers", () => {
  it("every file lies in the page of types, the toolbox, space, a step, synthetic or the main index", () => {
    const folders = new Set(files.map((file) => file.folder));
    expect([...folders].sort()).toEqual(["", "core", "space", "synthetic", ...STEPS].sort());
    expect(
      files
        .filter((file) => file.folder === "")
        .map((file) => file.name)
        .sort(),
    ).toEqual(["index.ts", "types.ts"]);
  });

  for (const file of files) {
    if (file.name === "index.ts") continue;
    it(`${file.name} imports only from the layers below it, and no index`, () => {
      for (const target of importsOf(file)) {
        const folder = target.includes("/") ? target.split("/")[0]! : target;
        expect(file.name === "types.ts" ? [] : allowedFrom(file.folder), `${file.name} -> ${target}`).toContain(folder);
        expect(`/${target}`.endsWith("/index.ts"), `${file.name} -> ${target}`).toBe(false);
        expect(existsSync(join("src", target)), `${file.name} -> ${target}`).toBe(true);
      }
    });
  }

  it("types.ts holds no code", () => {
    const text = codeOf(files.find((file) => file.name === "types.ts")!.text);
    expect(text).not.toMatch(/\b(const|let|function|class|import)\b/);
  });
});

describe("nothing implicit", () => {
  const FORBIDDEN: readonly [string, RegExp][] = [
    ["the machine's clock", /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\b/],
    ["the machine's time zone", /\.getTimezoneOffset\b|\.getHours\(|\.getDate\(|\.getDay\(|resolvedOptions\(/],
    ["the machine's locale", /\.toLocale\w*\(|\.localeCompare\(|Intl\.(?!DateTimeFormat)/],
    ["hidden randomness", /\bMath\.random\b|\bcrypto\b/],
    [
      "functions whose last digits each engine gives its own way (core/math.ts has them)",
      /\bMath\.(sin|cos|tan|asin|acos|atan2?|exp|expm1|log|log1p|log2|log10|pow|hypot|cbrt|sinh|cosh|tanh)\b|\*\*/,
    ],
    ["the console", /\bconsole\b/],
    ["the environment or file system", /\bprocess\b|\bglobalThis\b|\bnode:|\brequire\(|\bDeno\b|\bBun\b/],
    ["exported classes or instanceof", /\bexport\s+(abstract\s+)?class\b|\binstanceof\b/],
    ["untyped values", /: any\b|\bas any\b|@ts-ignore|@ts-expect-error/],
  ];
  for (const file of files) {
    it(`${file.name} reads only its arguments`, () => {
      for (const [what, pattern] of FORBIDDEN) {
        expect(
          pattern.exec(`${codeOf(file.text)}\n${[...file.text.matchAll(/from "node:[^"]+"/g)].join("\n")}`)?.[0],
          what,
        ).toBeUndefined();
      }
    });
  }

  it("no module keeps state: nothing at the top level can change", () => {
    for (const file of files) expect(codeOf(file.text), file.name).not.toMatch(/^(export )?(let|var) /m);
  });
});

describe("files", () => {
  for (const file of files) {
    it(`${file.name} asks one question: at most 300 lines, in kebab-case`, () => {
      // An index is a list of names, as long as there are names.
      if (!file.name.endsWith("/index.ts")) expect(file.text.split("\n").length).toBeLessThanOrEqual(301);
      expect(file.name).toMatch(/^[a-z0-9/-]+\.ts$/);
    });
  }
});

describe("entries", () => {
  const pack = JSON.parse(readFileSync("package.json", "utf8")) as {
    exports: Record<string, unknown>;
    typesVersions: { "*": Record<string, string[]> };
    dependencies: Record<string, string>;
  };

  it("there is one entry for everything and one per step", () => {
    const entries = [...STEPS, "space", "synthetic"].map((step) => `./${step}`);
    expect(Object.keys(pack.exports).sort()).toEqual([".", "./package.json", ...entries].sort());
    expect(Object.keys(pack.typesVersions["*"]).sort()).toEqual([...STEPS, "space", "synthetic"].sort());
    for (const entry of entries) {
      const name = entry.slice(2);
      expect(pack.exports[entry]).toEqual({
        import: { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` },
        require: { types: `./dist/${name}.d.cts`, default: `./dist/${name}.cjs` },
      });
      expect(pack.typesVersions["*"][name]).toEqual([`./dist/${name}.d.cts`]);
    }
  });

  it("the main entry gives every name of every step, and no step gives a name twice", async () => {
    const names: string[] = [];
    for (const folder of ["core", "space", ...STEPS, "synthetic"]) {
      names.push(...Object.keys((await import(`../src/${folder}/index.ts`)) as Record<string, unknown>));
    }
    expect(names.sort()).toEqual(Object.keys(sojourn).sort());
  });

  it("functions are named in camel case, constants in capitals", () => {
    for (const [name, value] of Object.entries(sojourn)) {
      if (typeof value === "function") expect(name).toMatch(/^[a-z][A-Za-z0-9]+$/);
      else expect(name, "constants are in capitals").toMatch(/^[A-Z][A-Z0-9_]+$/);
    }
  });

  it("what the code imports is what the package depends on", () => {
    const imported = new Set(
      files.flatMap((file) => [...file.text.matchAll(/from "([^."][^"]*)";/g)].map((match) => match[1]!)),
    );
    imported.delete("geojson");
    const declared = Object.keys(pack.dependencies).filter((name) => !name.startsWith("@types/"));
    expect([...imported].sort()).toEqual(declared.sort());
  });
});

describe("every public function has its header", () => {
  for (const file of files) {
    if (!file.name.endsWith("/index.ts") || file.name === "index.ts") continue;
    const exported = [...file.text.matchAll(/export \{([^}]*)\} from "([^"]+)";/g)];
    for (const [, list, from] of exported) {
      const source = files.find((other) => other.name === normalize(join(dirname(file.name), from!)))!;
      for (const name of list!.split(",").map((part) => part.trim())) {
        if (name === "" || name.startsWith("type ")) continue;
        const declared = new RegExp(`export function ${name}\\b`).exec(source.text);
        if (declared === null) continue;
        it(`${source.name}: ${name}`, () => {
          const before = source.text.slice(0, declared.index);
          expect(before.trimEnd().endsWith("*/"), "has a docstring").toBe(true);
          const header = before.slice(before.lastIndexOf("/**"));
          expect(header, "shows an example").toMatch(/@example/);
          expect(header, "says what comes back").toMatch(/@returns/);
        });
      }
    }
  }
});

describe("references", () => {
  const page = readFileSync("docs/references.md", "utf8");
  const keys = [...page.matchAll(/^\| ([a-z0-9-]+) \|/gm)].map((match) => match[1]!).filter((key) => key !== "key");

  it("every key that a header cites stands in docs/references.md, and every key there is cited", () => {
    const cited = new Set<string>();
    for (const { text } of files) {
      for (const [line] of text.matchAll(/^ \* (?:\*\*.*\*\* )?(?:\[[a-z]+(?:-[a-z0-9]+)*\] ?)+$/gm)) {
        for (const [, key] of line.matchAll(/\[([a-z0-9-]+)\]/g)) cited.add(key!);
      }
    }
    expect([...cited].sort()).toEqual([...keys].sort());
  });
});
