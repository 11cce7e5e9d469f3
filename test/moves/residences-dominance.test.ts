import { describe, expect, it } from "vitest";
import { detectResidences, type ResidencesOptions } from "../../src/moves/residences.ts";
import { presenceOfSightings, type Sighting } from "./stages.ts";

/** Sightings of Ann in `location` on every day from … to, so many on each. */
function days(location: string, from: number, to: number, times = 1): Sighting[] {
  return Array.from({ length: (to - from + 1) * times }, (_, k) => ["ann", from + Math.floor(k / times), location]);
}

function found(sightings: readonly Sighting[], options: ResidencesOptions): (string | number)[][] {
  const presence = presenceOfSightings(sightings);
  const { columns, length } = detectResidences(presence, { minSegmentDays: 5, minStayDays: 10, ...options });
  return Array.from({ length }, (_, r) => [
    presence.locations.columns.id[columns.location[r]!]!,
    columns.startDay[r]!,
    columns.endDay[r]!,
  ]);
}

describe("days that two places claim", () => {
  // Twice a day at home, once a day at work: two events of three at home.
  const homeAndWork = [...days("home", 0, 99, 2), ...days("work", 20, 79)];

  it("belong to neither unless a share is asked for", () => {
    expect(found(homeAndWork, {})).toEqual([
      ["home", 0, 19],
      ["home", 80, 99],
    ]);
  });

  it("stay with the place that has more than the share of the person's events in them", () => {
    expect(found(homeAndWork, { minDominance: 0.5 })).toEqual([["home", 0, 99]]);
    expect(found(homeAndWork, { minDominance: 0.66 })).toEqual([["home", 0, 99]]);
    expect(found(homeAndWork, { minDominance: 2 / 3 })).toEqual(found(homeAndWork, {}));
  });

  it("belong to neither of two equal places", () => {
    expect(found([...days("A", 0, 59), ...days("B", 30, 99)], { minDominance: 0.5 })).toEqual([
      ["A", 0, 29],
      ["B", 60, 99],
    ]);
  });

  it("are judged run by run: one place may keep the first, another the second", () => {
    const sightings = [
      ...days("A", 0, 29),
      ...days("A", 30, 39, 3),
      ...days("B", 30, 69),
      ...days("B", 70, 79, 3),
      ...days("C", 70, 109),
    ];
    expect(found(sightings, { minDominance: 0.6 })).toEqual([
      ["A", 0, 39],
      ["B", 40, 79],
      ["C", 80, 109],
    ]);
  });

  it("a third place's events count too", () => {
    // In the shared days 2 of 5 events are at home, 1 at work, 2 in a place that is seen too seldom for a segment.
    const seldom = [20, 40, 60].flatMap((day): Sighting[] => days("market", day, day, 40));
    expect(found([...homeAndWork, ...seldom], { minDominance: 0.5 })).toEqual(found(homeAndWork, {}));
  });
});

describe("presence of a whole residence", () => {
  it("can be asked for again after segments were joined over a gap", () => {
    const sightings = [...days("A", 0, 19), ...days("A", 80, 99)];
    expect(found(sightings, {})).toEqual([["A", 0, 99]]);
    expect(found(sightings, { minStayPresence: 0.4 })).toEqual([["A", 0, 99]]);
    expect(found(sightings, { minStayPresence: 0.41 })).toEqual([]);
    expect(found(sightings, { maxMergeGapDays: 60 })).toEqual([
      ["A", 0, 19],
      ["A", 80, 99],
    ]);
  });
});
