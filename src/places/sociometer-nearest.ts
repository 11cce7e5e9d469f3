import type { ArchetypeRows } from "./sociometer-archetypes.ts";

/**
 * The nearest archetypes of a profile: the nearest of all, and the nearest of another class.
 */

/**
 * Squared distances that differ by no more than this are equal. The cells of a profile and of the archetypes are short
 * decimals, so that distances differ either by much more or by rounding alone.
 */
const TIE = 1e-12;

/** What the search of one profile finds: rows of archetypes (−1 where there is none) and squared distances. */
export interface Nearest {
  archetype: number;
  squared: number;
  runnerUp: number;
  runnerUpSquared: number;
}

/**
 * Makes the function that fills `found` for the profile that begins at `at` of `value`.
 *
 * **How** the nearest archetype of every class, whose distance is given up once it is above that of another of its class;
 * then the nearest two of these.
 */
export function createNearest(archetypes: ArchetypeRows, found: Nearest): (value: Float64Array, at: number) => void {
  const squared = new Float64Array(archetypes.labels.length);
  const row = new Int32Array(archetypes.labels.length);
  return (value, at) => {
    findNearest(archetypes, value, at, squared, row);
    const first = firstNearest(squared, row, -1);
    const next = firstNearest(squared, row, first);
    found.archetype = row[first]!;
    found.squared = squared[first]!;
    found.runnerUp = next < 0 ? -1 : row[next]!;
    found.runnerUpSquared = next < 0 ? Number.NaN : squared[next]!;
  };
}

/** Writes the squared distance from a profile to the nearest archetype of each class, and which one that is. */
function findNearest(
  { count, cells, value: typical, labelOf }: ArchetypeRows,
  value: Float64Array,
  at: number,
  squared: Float64Array,
  row: Int32Array,
): void {
  squared.fill(Infinity);
  for (let a = 0; a < count; a++) {
    const label = labelOf[a]!;
    const enough = squared[label]! - TIE;
    let sum = 0;
    for (let c = 0, k = a * cells; c < cells && sum < enough; c++, k++) {
      const difference = value[at + c]! - typical[k]!;
      sum += difference * difference;
    }
    if (sum >= enough) continue;
    squared[label] = sum;
    row[label] = a;
  }
}

/** Whether another class is as near as the nearest. */
export function isTied(found: Nearest): boolean {
  return found.runnerUpSquared - found.squared <= TIE;
}

/** The nearest of the classes but `except`, of equally near ones the one whose archetype is listed first; −1 if there is no other. */
function firstNearest(squared: Float64Array, row: Int32Array, except: number): number {
  let least = Infinity;
  for (let l = 0; l < squared.length; l++) if (l !== except && squared[l]! < least) least = squared[l]!;
  let nearest = -1;
  for (let l = 0; l < squared.length; l++) {
    if (l === except || squared[l]! > least + TIE) continue;
    if (nearest < 0 || row[l]! < row[nearest]!) nearest = l;
  }
  return nearest;
}
