import { drawAccess } from "./access.mjs";
import { drawCells } from "./cells.mjs";
import { drawDegrees } from "./degrees.mjs";
import { drawGrids } from "./grids.mjs";
import { drawHomeRecall, recallOfCriteria, recallTable } from "./home-recall.mjs";
import { movesFound, movesTable } from "./moves-found.mjs";
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

/** What is counted for the page about homes by known lives, and its table. */
export function countHomes(sojourn) {
  const homes = recallOfCriteria(sojourn);
  return { homes, table: recallTable(homes) };
}

/** What is counted for the page about migration by known lives, and its table. */
export function countMoves(sojourn) {
  const moves = movesFound(sojourn);
  return { moves, table: movesTable(moves) };
}
