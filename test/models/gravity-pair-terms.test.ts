import { expect, it } from "vitest";
import { pairTerms } from "../../src/models/gravity-pair-terms.ts";
import type { PairSource } from "../../src/models/gravity-terms.ts";

const VALUES = [[0, 1, 4], [9, 16, 25, 36], [], [5]];
const LIST = {
  offsets: Uint32Array.of(0, 3, 7, 7, 8),
  index: Uint32Array.of(1, 2, 3, 0, 1, 2, 3, 0),
};

function sourceOf(held: boolean): PairSource {
  return {
    names: ["whole", "root"],
    held,
    least: 0,
    refuse: () => {
      throw new RangeError("refused");
    },
    fill: (origin, destinations, into, raw) => {
      destinations.forEach((_, p) => {
        raw[p] = VALUES[origin]![p]!;
        into[0]![p] = raw[p]!;
        into[1]![p] = Math.sqrt(raw[p]!);
      });
    },
  };
}

it("terms of pairs are less their mean, and have their standard deviation, held or computed by row", () => {
  const all = VALUES.flat();
  for (const held of [true, false]) {
    const terms = pairTerms(LIST, sourceOf(held), ["a", "b", "c", "d"], true);
    [all, all.map(Math.sqrt)].forEach((values, t) => {
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
      const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
      const { term, read } = terms[t]!;
      expect(term.centre).toBeCloseTo(mean, 12);
      expect(term.spread).toBeCloseTo(Math.sqrt(variance), 12);
      // In any order of the origins, and one term after the other.
      for (const origin of [1, 0, 3, 1]) {
        const count = VALUES[origin]!.length;
        const from = LIST.offsets[origin]!;
        const row = read(origin).subarray(0, count);
        expect([...row]).toEqual(values.slice(from, from + count).map((x) => expect.closeTo(x - mean, 12)));
      }
    });
  }
});

it("terms that are not centred are as given", () => {
  for (const held of [true, false]) {
    const [whole] = pairTerms(LIST, sourceOf(held), ["a", "b", "c", "d"], false);
    expect([whole!.term.centre, ...whole!.read(1).subarray(0, 4)]).toEqual([0, 9, 16, 25, 36]);
  }
});
