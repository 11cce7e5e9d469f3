import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import type { DenseMatrix, Located, SparseMatrix } from "../../src/types.ts";

/** Places in a square of 100 × 100, their masses, and flows between them that know of both. */
export interface World {
  readonly flows: Located & SparseMatrix;
  readonly cells: readonly number[];
  readonly mass: number[];
  readonly distances: DenseMatrix;
}

/** A world of `n` places; the flows are whole numbers, many of them 0, around mass · mass / distance. */
export function worldOf(n: number, seed: number | string): World {
  const random = createRandom(seed);
  const x = drawn(n, () => 100 * random());
  const y = drawn(n, () => 100 * random());
  const mass = drawn(n, () => Math.exp(2 * random()));
  const distances = squareOf(n, (i, j) => Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!));
  const cells = Array.from({ length: n * n }, (_, c) => {
    const [i, j] = [Math.floor(c / n), c % n];
    if (i === j) return 7;
    return Math.floor((40 * random() * mass[i]! * mass[j]!) / distances.value[c]!);
  });
  return { flows: { locations: zonesOf(n), ...sparseFromDense(n, n, cells) }, cells, mass, distances };
}

/** Zones Z0, Z1 … of which only the numbers matter. */
export function zonesOf(n: number): ReturnType<typeof createLocations<"zones">> {
  const ids = Array.from({ length: n }, (_, l) => `Z${l}`);
  return createLocations("zones", ids, new Float64Array(n), new Float64Array(n));
}

/** A full square matrix from its cells. */
export function squareOf(n: number, cellOf: (i: number, j: number) => number): DenseMatrix {
  const value = Float64Array.from({ length: n * n }, (_, c) => cellOf(Math.floor(c / n), c % n));
  return { rows: n, columns: n, value };
}

function drawn(n: number, draw: () => number): number[] {
  return Array.from({ length: n }, draw);
}
