import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { locationEntropy } from "../../src/metrics/location-entropy.ts";
import { numberOfLocations } from "../../src/metrics/number-of-locations.ts";
import { byDwell } from "../../src/metrics/place-weights.ts";
import { maximumPredictability } from "../../src/metrics/predictability.ts";
import { randomEntropy } from "../../src/metrics/random-entropy.ts";
import { realEntropy } from "../../src/metrics/real-entropy.ts";
import { uncorrelatedEntropy } from "../../src/metrics/uncorrelated-entropy.ts";
import { placesAt, seenAt, staysOf } from "./mobility-worlds.ts";

const places = placesAt([0, 0], [1, 0], [2, 0], [3, 0]);
const bits = { base: 2 };
const closeTo = (x: number): unknown => (Number.isNaN(x) ? x : expect.closeTo(x, 12));

describe("numbers of places and rows", () => {
  it("are counted per user", () => {
    expect(rowsOf(numberOfLocations(seenAt(places, [0, 1, 0], [], [3])))).toEqual([
      { rows: 3, places: 2 },
      { rows: 0, places: 0 },
      { rows: 1, places: 1 },
    ]);
  });
});

describe("random and uncorrelated entropy", () => {
  const traces = seenAt(places, [0, 1, 2, 3], [0, 0, 0, 1], [2, 2], []);

  it("are log N and −Σ p log p, in bits", () => {
    expect([...randomEntropy(traces, bits).columns.entropy]).toEqual([2, 1, 0, NaN]);
    const { entropy, evenness, rows } = uncorrelatedEntropy(traces, bits).columns;
    expect(entropy[0]).toBe(2);
    expect(entropy[1]).toBeCloseTo(0.75 * Math.log2(4 / 3) + 0.25 * 2, 12);
    expect([entropy[2], entropy[3]]).toEqual([0, NaN]);
    expect(evenness[0]).toBe(1);
    expect(evenness[1]).toBe(entropy[1]);
    expect([evenness[2], evenness[3]]).toEqual([NaN, NaN]);
    expect([...rows]).toEqual([4, 4, 2, 0]);
  });

  it("come in the unit of the base, which the table carries; evenness has none", () => {
    const nats = uncorrelatedEntropy(traces, { base: Math.E });
    expect(nats.base).toBe(Math.E);
    expect(nats.columns.entropy[0]).toBeCloseTo(2 * Math.LN2, 12);
    expect(nats.columns.evenness).toEqual(uncorrelatedEntropy(traces, bits).columns.evenness);
    expect(() => randomEntropy(traces, { base: 1 })).toThrow("randomEntropy: base must be above 1, got 1");
  });

  it("weigh places by the time spent there, if asked for; a place of no time adds nothing", () => {
    const stays = staysOf(places, [0, 100, 0], [100, 400, 1], [400, 400, 2]);
    const { entropy, places: seen } = uncorrelatedEntropy(stays, { base: 2, weight: byDwell() }).columns;
    expect(entropy[0]).toBeCloseTo(0.75 * Math.log2(4 / 3) + 0.25 * 2, 12);
    expect(seen[0]).toBe(3);
    const nowhere = uncorrelatedEntropy(staysOf(places, [5, 5, 0], [6, 6, 1]), { base: 2, weight: byDwell() });
    expect(nowhere.columns.entropy[0]).toBeNaN();
  });

  it("count many rows as few", () => {
    const long = seenAt(places, [...Array(3000).fill(0), ...Array(1000).fill(1)]);
    expect(uncorrelatedEntropy(long, bits).columns.entropy[0]).toBeCloseTo(0.75 * Math.log2(4 / 3) + 0.5, 12);
    for (const n of [1023, 1024, 1025]) {
      const even = seenAt(places, [...Array(n).fill(0), ...Array(n).fill(1)]);
      expect(uncorrelatedEntropy(even, bits).columns.entropy[0]).toBeCloseTo(1, 12);
    }
  });
});

describe("real entropy", () => {
  const of = (...rows: number[]): number => realEntropy(seenAt(places, rows), bits).columns.entropy[0]!;

  it("of places in turn: Λ = 1, 1, 3, 3, 5, 4, 3, 2", () => {
    expect(of(0, 1, 0, 1, 0, 1, 0, 1)).toBeCloseTo((8 * 3) / 22, 12);
  });

  it("of one place is above 0: Λ = 1, 2, 4, 3, 2 for five rows", () => {
    expect(of(0, 0, 0, 0, 0)).toBeCloseTo((5 * Math.log2(5)) / 12, 12);
  });

  it("of places that never come again: every Λ is 1 but the last", () => {
    expect(of(0, 1, 2, 3)).toBeCloseTo((4 * 2) / 5, 12);
  });

  it("of one row is 0, of two rows 2 / 3 bit, of none NaN", () => {
    expect(of(3)).toBe(0);
    expect(of(3, 1)).toBeCloseTo(2 / 3, 12);
    expect(of()).toBeNaN();
    expect([...realEntropy(seenAt(places), bits).columns.entropy]).toEqual([]);
  });

  it("does not read into the rows from i on: a run of one place is found only half as long", () => {
    // Row 3 (from 1) of nine: rows 1 … 2 hold two of the place, so that Λ = 3.
    const lambdas = [1, 2, 3, 4, 6, 5, 4, 3, 2];
    expect(of(...Array(9).fill(0))).toBeCloseTo((9 * Math.log2(9)) / lambdas.reduce((a, b) => a + b), 12);
  });

  it("takes long sequences of one place in linear time", () => {
    const n = 200_000;
    // Λ of row i is i up to the middle; from there on all can be read.
    const { entropy } = realEntropy(seenAt(places, Array(n).fill(0)), bits).columns;
    expect(entropy[0]).toBeLessThan(0.0005);
  });
});

describe("the limit of predictability", () => {
  const limit = (entropy: number, n: number, base = 2): number => {
    const columns = { rows: Uint32Array.of(9), places: Uint32Array.of(n), entropy: Float64Array.of(entropy) };
    return maximumPredictability({ users: ["a"], length: 1, base, columns }).columns.predictability[0]!;
  };

  it("of two places is what the binary entropy says", () => {
    const h = (p: number): number => -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);
    for (const p of [0.5001, 0.6, 0.9, 0.999, 1 - 1e-9]) expect(limit(h(p), 2)).toBeCloseTo(p, 10);
  });

  it("of 0.8 bits over 50 places is 93 %, the figure of Song et al.", () => {
    expect(limit(0.8, 50)).toBeCloseTo(0.93, 2);
    expect(limit(0.8 * Math.LN2, 50, Math.E)).toBeCloseTo(limit(0.8, 50), 12);
  });

  it("runs from 1 / N at log N to 1 at 0", () => {
    expect(limit(3, 8)).toBeCloseTo(1 / 8, 6);
    expect(limit(0, 8)).toBe(1);
    // Rounding above log N is log N.
    expect(limit(Math.log2(7) * (1 + 1e-15), 7)).toBeCloseTo(1 / 7, 6);
  });

  it("has no root above log N, is 1 for a single place, and unknown without rows", () => {
    expect(limit(1.01, 2)).toBeNaN();
    expect(limit(0.97, 1)).toBe(1);
    expect(limit(NaN, 0)).toBeNaN();
    expect(() => limit(-0.1, 2)).toThrow("entropies.columns.entropy[0] must be of at least 0, got -0.1");
  });

  it("follows the entropy from which it is taken", () => {
    const traces = seenAt(places, [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]);
    const [real, random] = [realEntropy(traces, bits), randomEntropy(traces, bits)].map(
      (entropies) => maximumPredictability(entropies).columns.predictability[0]!,
    );
    expect(random).toBeCloseTo(0.25, 6);
    expect(real).toBeGreaterThan(0.5);
  });
});

describe("the entropy of locations", () => {
  it("is over the people seen there", () => {
    const { people, rows, randomEntropy, entropy, evenness } = locationEntropy(
      seenAt(places, [0, 1, 1, 1, 2], [1, 2], [2]),
      bits,
    ).columns;
    expect([...people]).toEqual([1, 2, 3, 0]);
    expect([...rows]).toEqual([1, 4, 3, 0]);
    expect([...randomEntropy]).toEqual([0, 1, Math.log2(3), NaN].map(closeTo));
    const uneven = 0.75 * Math.log2(4 / 3) + 0.5;
    expect([...entropy]).toEqual([0, uneven, Math.log2(3), NaN].map(closeTo));
    expect([...evenness]).toEqual([NaN, uneven, 1, NaN].map(closeTo));
  });
});
