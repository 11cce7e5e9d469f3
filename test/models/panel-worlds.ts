import { createRandom } from "../../src/core/random.ts";
import type { Random, Table } from "../../src/types.ts";

/** A normal number. */
export function normalOf(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A Poisson number: exact by counting below 60, by a normal one above. */
export function poissonOf(random: Random, mean: number): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normalOf(random)));
  let left = Math.exp(-mean);
  let term = left;
  const drawn = random();
  let count = 0;
  while (drawn > left && count < 1000) {
    count++;
    term *= mean / count;
    left += term;
  }
  return count;
}

export type WorldPanel = Table<
  Record<"origin" | "destination" | "period" | "flow" | "income" | "far" | "rain" | "exposure", Float64Array>
>;

/** A few places over a few periods, with flows drawn at random around a law. */
export function worldPanel(seed: number, places: number, periods: number): WorldPanel {
  const random = createRandom(seed);
  const rows: number[][] = [];
  const wealth = Array.from({ length: places * periods }, () => normalOf(random));
  const apart = Array.from({ length: places * places }, () => 0.2 + 2 * random());
  for (let p = 0; p < periods; p++) {
    for (let o = 0; o < places; o++) {
      for (let d = 0; d < places; d++) {
        if (o === d) continue;
        const rain = normalOf(random);
        const income = wealth[o * periods + p]!;
        const far = apart[o * places + d]!;
        const exposure = 0.3 * random();
        const mean =
          Math.exp(1.2 + 0.3 * income - 0.7 * far + 0.2 * rain + 0.1 * d + exposure) * (0.4 + 1.2 * random());
        rows.push([o, d, p, poissonOf(random, mean), income, far, rain, exposure]);
      }
    }
  }
  const names = ["origin", "destination", "period", "flow", "income", "far", "rain", "exposure"] as const;
  const columns = Object.fromEntries(names.map((name, c) => [name, Float64Array.from(rows, (row) => row[c]!)]));
  return { length: rows.length, columns: columns as WorldPanel["columns"] };
}
