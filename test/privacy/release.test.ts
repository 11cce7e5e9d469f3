import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { cellOf, sparseFromDense } from "../../src/core/sparse.ts";
import { releaseCounts, releaseFlows } from "../../src/privacy/release.ts";
import type { Flows, GroupCounts } from "../../src/types.ts";

const locations = createLocations("zones", ["A", "B", "C"], [85.3, 85.4, 85.5], [27.7, 27.6, 27.5]);

/** Moves and people: 15, 16 and 17 people, one person with many moves, and nobody. */
const flows: Flows = {
  locations,
  ...sparseFromDense(3, 3, [100, 20, 0, 0, 17, 60, 500, 0, 16]),
  people: Uint32Array.of(100, 15, 17, 16, 1, 16),
};

const counts: GroupCounts = {
  locations,
  labels: ["locals", "refugees"],
  count: Float64Array.of(900, 0, 15, 16, 15.999, 16.5),
};

describe("released flows", () => {
  it("hold the cells with at least the threshold of people, as they were", () => {
    const released = releaseFlows(flows, { minPeople: 16 });
    expect(released).toEqual({
      shown: {
        locations,
        offsets: Uint32Array.of(0, 1, 3, 4),
        index: Uint32Array.of(0, 1, 2, 2),
        value: Float64Array.of(100, 17, 60, 16),
        people: Uint32Array.of(100, 17, 16, 16),
      },
      rule: "cells with fewer than 16 distinct people are hidden",
      threshold: 16,
      hiddenCells: 2,
    });
  });

  it("are refused by name where weighting or netting took the people away", () => {
    const { people, ...weighted } = flows;
    expect(people.length).toBe(weighted.index.length);
    expect(() => releaseFlows(weighted as Flows, { minPeople: 16 })).toThrow(
      "releaseFlows: flows must be flows with the people behind each entry, got flows without people " +
        "(release what was counted, before it is weighted or netted)",
    );
  });

  it("do not show a large flow that one person makes", () => {
    const released = releaseFlows(flows, { minPeople: 2 });
    expect(cellOf(flows, 2, 0)).toBe(500);
    expect(cellOf(released.shown, 2, 0)).toBe(0);
    expect(released.hiddenCells).toBe(1);
  });

  it("may show nothing", () => {
    const released = releaseFlows(flows, { minPeople: 1000 });
    expect(released.shown.index.length).toBe(0);
    expect(released.shown.offsets).toEqual(Uint32Array.of(0, 0, 0, 0));
    expect(released.hiddenCells).toBe(6);
  });

  it("count a written zero neither as shown nor as hidden", () => {
    const zero: Flows = {
      locations,
      offsets: Uint32Array.of(0, 2, 3, 3),
      index: Uint32Array.of(0, 1, 0),
      value: Float64Array.of(0, 40, 0),
      people: Uint32Array.of(0, 40, 3),
    };
    const released = releaseFlows(zero, { minPeople: 16 });
    expect(released.shown.value).toEqual(Float64Array.of(40));
    expect(released.hiddenCells).toBe(1); // the cell of three people whose values cancel
  });

  it("hold nothing else that came with the flows", () => {
    const more = { ...flows, users: ["u1"], medianDays: Float64Array.of(1, 2, 3, 4, 5, 6) };
    const released = releaseFlows(more, { minPeople: 16 });
    expect(Object.keys(released.shown).sort()).toEqual(["index", "locations", "offsets", "people", "value"]);
    expect(Object.keys(released).sort()).toEqual(["hiddenCells", "rule", "shown", "threshold"]);
  });

  it("are copies: the input is as it was, and changing one leaves the other", () => {
    const before = structuredClone(flows);
    const released = releaseFlows(flows, { minPeople: 16 });
    expect(flows).toEqual(before);
    released.shown.value[0] = -1;
    released.shown.offsets[1] = 9;
    expect(flows).toEqual(before);
  });

  it("are refused for flows that are not well formed", () => {
    const options = { minPeople: 16 };
    expect(() => releaseFlows({ ...flows, people: Uint32Array.of(1) }, options)).toThrow(
      "releaseFlows: flows.people must be of length 6, got 1",
    );
    expect(() => releaseFlows({ ...flows, offsets: Uint32Array.of(0, 2, 6) }, options)).toThrow(RangeError);
    expect(() => releaseFlows({ ...flows, index: Uint32Array.of(0, 1, 1, 2, 0, 3) }, options)).toThrow(RangeError);
  });
});

describe("released counts", () => {
  it("are NaN below the threshold, empty cells among them", () => {
    const released = releaseCounts(counts, { minPeople: 16 });
    expect(released).toEqual({
      shown: { locations, labels: ["locals", "refugees"], count: Float64Array.of(900, NaN, NaN, 16, NaN, 16.5) },
      rule: "cells with fewer than 16 distinct people, empty cells among them, are hidden",
      threshold: 16,
      hiddenCells: 3,
    });
  });

  it("do not tell an empty cell from one with few people", () => {
    const empty = releaseCounts({ ...counts, count: Float64Array.of(20, 0, 20, 0, 20, 0) }, { minPeople: 10 });
    const few = releaseCounts({ ...counts, count: Float64Array.of(20, 9, 20, 1, 20, 3) }, { minPeople: 10 });
    expect(empty).toEqual(few);
  });

  it("hold nothing else that came with the counts", () => {
    const released = releaseCounts({ ...counts, without: Float64Array.of(3, 1) } as GroupCounts, { minPeople: 16 });
    expect(Object.keys(released.shown).sort()).toEqual(["count", "labels", "locations"]);
  });

  it("are copies: the input is as it was, and changing one leaves the other", () => {
    const before = structuredClone(counts);
    const released = releaseCounts(counts, { minPeople: 16 });
    released.shown.count[0] = -1;
    expect(counts).toEqual(before);
  });

  it("are refused for counts that are negative, not finite or of another number", () => {
    for (const wrong of [-1, NaN, Infinity]) {
      const count = Float64Array.of(900, 0, 15, wrong, 20, 30);
      expect(() => releaseCounts({ ...counts, count }, { minPeople: 16 })).toThrow(
        `releaseCounts: counts.count[3] must be a finite number of at least 0, got ${wrong}`,
      );
    }
    expect(() => releaseCounts({ ...counts, count: Float64Array.of(1) }, { minPeople: 16 })).toThrow(
      "releaseCounts: counts.count must be of length 6, got 1",
    );
  });
});

describe("the threshold", () => {
  it.each([1, 0, -5, 15.5, NaN, Infinity, undefined, null, "16"])("of %s people is refused", (wrong) => {
    const options = { minPeople: wrong as number };
    const sentence = /^release(Flows|Counts): minPeople must be a whole number of at least 2, got /;
    expect(() => releaseFlows(flows, options)).toThrow(sentence);
    expect(() => releaseCounts(counts, options)).toThrow(sentence);
  });
});
