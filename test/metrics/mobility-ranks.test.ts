import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { locationFrequency, rankFrequency } from "../../src/metrics/location-frequency.ts";
import { byRecency } from "../../src/metrics/place-ranks.ts";
import { placesAt, seenAt } from "./mobility-worlds.ts";

const places = placesAt([0, 0], [1, 0], [2, 0], [3, 0]);

describe("the frequency of locations", () => {
  it("ranks by rows, equal ones in the order in which they were seen, and says so", () => {
    const table = locationFrequency(seenAt(places, [3, 1, 2, 1, 1, 0, 0], []));
    expect([...table.offsets]).toEqual([0, 4, 4]);
    expect(rowsOf(table)).toEqual([
      { rank: 1, location: 1, rows: 3, share: 3 / 7, tied: 0 },
      { rank: 2, location: 0, rows: 2, share: 2 / 7, tied: 0 },
      { rank: 3, location: 3, rows: 1, share: 1 / 7, tied: 1 },
      { rank: 4, location: 2, rows: 1, share: 1 / 7, tied: 1 },
    ]);
  });

  it("ranks by recency: the place of the last row first", () => {
    const { location, rows, tied } = locationFrequency(seenAt(places, [3, 1, 2, 1, 1, 0, 3]), {
      rank: byRecency(),
    }).columns;
    expect([...location]).toEqual([3, 0, 1, 2]);
    expect([...rows]).toEqual([2, 1, 3, 1]);
    expect([...tied]).toEqual([0, 0, 0, 0]);
  });

  it("of each rank is the mean over those who have so many places", () => {
    const ranks = rankFrequency(locationFrequency(seenAt(places, [0, 0, 1, 2], [3], [2, 1])));
    expect(rowsOf(ranks)).toEqual([
      { rank: 1, people: 3, meanShare: expect.closeTo((0.5 + 1 + 0.5) / 3, 12) },
      { rank: 2, people: 2, meanShare: expect.closeTo((0.25 + 0.5) / 2, 12) },
      { rank: 3, people: 1, meanShare: 0.25 },
    ]);
    expect(rankFrequency(locationFrequency(seenAt(places, []))).length).toBe(0);
  });
});
