import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import * as sojourn from "../../src/index.ts";

const folder = "docs/pictures";
const source = pathToFileURL("scripts/pictures/index.mjs").href;
const { drawPictures } = (await import(source)) as {
  readonly drawPictures: (library: typeof sojourn) => Readonly<Record<string, string>>;
};
const pictures = drawPictures(sojourn);
/** Pictures that need data from outside the project; test/conformance/gravity-or-radiation.test.ts draws them anew. */
const { STATES } = (await import(pathToFileURL("scripts/pictures/flow-models.mjs").href)) as {
  readonly STATES: readonly Readonly<Record<"picture" | "lengths", string>>[];
};
const ofData = STATES.flatMap(({ picture, lengths }) => [picture, lengths]);

describe("the pictures of the guide pages", () => {
  it("are those that the folder holds", () => {
    expect([...Object.keys(pictures), ...ofData].sort()).toEqual(readdirSync(folder).sort());
  });

  for (const [name, svg] of Object.entries(pictures)) {
    it(`${name} is what \`npm run pictures\` draws`, () => {
      expect(readFileSync(join(folder, name), "utf8") === svg, "run npm run pictures, and look at it").toBe(true);
    });
  }

  for (const name of readdirSync(folder)) {
    const svg = readFileSync(join(folder, name), "utf8");

    it(`${name} is readable on any page, says what it shows, and is small`, () => {
      expect(svg).toMatch(
        /<title id="title">[^<]+<\/title>\n<desc id="description">[^<]+<\/desc>\n<rect [^>]*fill="#fff"/,
      );
      expect(svg).not.toMatch(/NaN|undefined|null|Infinity/);
      expect(svg.length).toBeLessThan(300_000);
    });

    it(`${name} stands in a guide page with words for those who cannot see it`, () => {
      const pages = readdirSync("docs").filter((page) => page.endsWith(".md"));
      const all = pages.map((page) => readFileSync(join("docs", page), "utf8")).join("\n");
      expect(all).toMatch(new RegExp(`!\\[[^\\]]{20,}\\]\\(pictures/${name.replace(".", "\\.")}\\)`));
    });
  }
});
