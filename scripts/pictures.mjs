/** Draws the pictures of the guide pages into docs/pictures, from the library as built, and prints the tables of the pages. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as sojourn from "../dist/index.js";
import { countHomes, countMoves, drawPictures } from "./pictures/index.mjs";

const folder = resolve(import.meta.dirname, "../docs/pictures");
mkdirSync(folder, { recursive: true });
for (const [name, svg] of Object.entries(drawPictures(sojourn))) {
  writeFileSync(join(folder, name), svg);
  console.log(`docs/pictures/${name}: ${Math.round(svg.length / 1000)} kB`);
}
console.log(`\ndocs/home-criteria.md:\n${countHomes(sojourn).table}`);
console.log(`\ndocs/did-people-migrate.md:\n${countMoves(sojourn).table}`);
