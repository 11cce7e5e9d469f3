import { drawAccess } from "./access.mjs";
import { drawCells } from "./cells.mjs";
import { drawDegrees } from "./degrees.mjs";
import { drawGrids } from "./grids.mjs";
import { drawHomeRecall, recallOfCriteria, recallTable } from "./home-recall.mjs";
import { drawSectors } from "./sectors.mjs";
import { drawSharedCell } from "./shared-cell.mjs";

/** All pictures of the guide pages by file name. The library is an argument: built, or as it stands in src. */
export function drawPictures(sojourn) {
  return {
    "cells.svg": drawCells(sojourn),
    "degrees.svg": drawDegrees(sojourn),
    "grids.svg": drawGrids(sojourn),
    "sectors.svg": drawSectors(sojourn),
    "shared-cell.svg": drawSharedCell(sojourn),
    "access.svg": drawAccess(sojourn),
    "home-recall.svg": drawHomeRecall(sojourn),
  };
}

/** What is counted for the guide pages by known lives, and the tables of them. */
export function countForPages(sojourn) {
  const homes = recallOfCriteria(sojourn);
  return { homes, tables: { "home-criteria.md": recallTable(homes) } };
}
