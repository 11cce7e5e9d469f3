/**
 * Draws the pictures of the guide pages into docs/pictures, from the library as built, and prints the tables of the pages.
 * Those of commuters between counties need the folder of data that SOJOURN_DATA names; their tables are written into the page.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as sojourn from "../dist/index.js";
import { flowModels, withTable } from "./pictures/flow-models.mjs";
import { countHomes, countMoves, drawPictures } from "./pictures/index.mjs";

const folder = resolve(import.meta.dirname, "../docs/pictures");
mkdirSync(folder, { recursive: true });
const data = join(process.env.SOJOURN_DATA ?? resolve(import.meta.dirname, "../../shared/data"), "17_flow_models");
const counties = flowModels(sojourn, data);
for (const [name, svg] of Object.entries({ ...drawPictures(sojourn), ...counties.pictures })) {
  writeFileSync(join(folder, name), svg);
  console.log(`docs/pictures/${name}: ${Math.round(svg.length / 1000)} kB`);
}
console.log(`\ndocs/home-criteria.md:\n${countHomes(sojourn).table}`);
console.log(`\ndocs/did-people-migrate.md:\n${countMoves(sojourn).table}`);

const guide = resolve(import.meta.dirname, "../docs/gravity-or-radiation.md");
let page = readFileSync(guide, "utf8");
for (const [name, table] of Object.entries(counties.tables)) page = withTable(page, name, table);
writeFileSync(guide, page);
console.log(
  `\ndocs/gravity-or-radiation.md: tables of ${Object.keys(counties.tables).join(", ") || "nothing, for want of data"}`,
);
