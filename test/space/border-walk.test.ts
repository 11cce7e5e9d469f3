import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { markBorderCells } from "../../src/space/border-walk.ts";
import { buildLand } from "../../src/space/land.ts";
import { findNeighbours } from "../../src/space/neighbours.ts";
import { findSites } from "../../src/space/sites.ts";
import type { Locations, Zones } from "../../src/types.ts";
import { antennasAt, countryAt, pointsOver, squares } from "./worlds.ts";

/** The cells marked, and those that hold some point of the border, found by trying every site at many points of each edge. */
function markedAndPassed(antennas: Locations, border: Zones): { marked: Uint8Array; passed: Uint8Array } {
  const land = buildLand("test", border);
  const sites = findSites(antennas);
  const marked = new Uint8Array(sites.length);
  markBorderCells(land, sites.vectors, findNeighbours(sites.vectors), marked);
  const passed = new Uint8Array(sites.length);
  for (let r = 0; r + 1 < land.ringOffsets.length; r++) {
    const [from, end] = [land.ringOffsets[r]!, land.ringOffsets[r + 1]!];
    for (let i = from; i < end; i++) {
      const j = i + 1 === end ? from : i + 1;
      for (let step = 0; step < 200; step++) {
        const p = [0, 1, 2].map((axis) => {
          const [a, b] = [land.vectors[3 * i + axis]!, land.vectors[3 * j + axis]!];
          return a + ((b - a) * (step + 0.5)) / 200;
        });
        let best = 0;
        let most = -2;
        for (let s = 0; s < sites.length; s++) {
          const v = sites.vectors;
          const cosine = v[3 * s]! * p[0]! + v[3 * s + 1]! * p[1]! + v[3 * s + 2]! * p[2]!;
          if (cosine > most) [best, most] = [s, cosine];
        }
        passed[best] = 1;
      }
    }
  }
  return { marked, passed };
}

const count = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);

describe("cells that the border passes", () => {
  for (const [lon, lat] of [
    [10, 0],
    [25, 70],
    [179, -17],
    [30, 88],
  ] as const) {
    for (const n of [2, 3, 5, 50, 1500]) {
      it(`at ${lon}, ${lat} with ${n} antennas are marked, and hardly any others`, () => {
        const antennas = antennasAt(pointsOver(createRandom(`walk ${n}`), lon, lat, n));
        const { marked, passed } = markedAndPassed(antennas, countryAt(lon, lat));
        expect([...passed.keys()].filter((s) => passed[s] === 1 && marked[s] === 0)).toEqual([]);
        // Points 1/200 of an edge apart miss a few cells of which the border cuts a corner.
        expect(count(marked)).toBeLessThanOrEqual(Math.ceil(1.05 * count(passed)) + 1);
        if (n === 1500) expect(count(marked)).toBeLessThan(n / 3);
      });
    }
  }

  it("are both where the border runs between two antennas", () => {
    // The border of the square runs along the meridians half-way between the antennas, or a fifth of a micrometre off.
    const antennas = antennasAt({ lon: [0.5, 1.5, 2.5, -0.5], lat: [0, 0, 0, 0] });
    const { row } = findSites(antennas);
    for (const off of [-2e-12, 0, 2e-12]) {
      const { marked } = markedAndPassed(antennas, squares(1, 1, 1 + off, -0.5));
      expect([...row].filter((_, s) => marked[s] === 1).sort()).toEqual([0, 1, 2]);
    }
  });
});
