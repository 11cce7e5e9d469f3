import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { detectResidences, RESIDENCE_DEFAULTS, type ResidencesOptions } from "../../src/moves/residences.ts";
import type { Presence } from "../../src/types.ts";
import { presenceOfSightings, type Sighting, stagesOf } from "./stages.ts";

/** Sightings of Ann in `location` on every so-manieth day from … to. */
function days(location: string, from: number, to: number, every = 1): Sighting[] {
  const sightings: Sighting[] = [];
  for (let day = from; day <= to; day += every) sightings.push(["ann", day, location]);
  return sightings;
}

/** Residences as [location, first day, last day, days seen]. */
function found(presence: Presence, options: ResidencesOptions = {}): (string | number)[][] {
  const residences = detectResidences(presence, options);
  return rowsOf(residences).map((row) => [
    residences.locations.columns.id[row.location]!,
    row.startDay,
    row.endDay,
    row.observedDays,
  ]);
}

const SHORT: ResidencesOptions = { minSegmentDays: 5, minPresence: 0, minStayDays: 10 };

describe("segments", () => {
  it("two sightings at most maxGapDays apart belong together, and no further", () => {
    const presence = presenceOfSightings([...days("A", 0, 10), ...days("A", 17, 30)]);
    expect(stagesOf(presence, 0, { ...SHORT, maxGapDays: 7 }).segments).toEqual({ A: [[0, 30]] });
    expect(stagesOf(presence, 0, { ...SHORT, maxGapDays: 6 }).segments).toEqual({
      A: [
        [0, 10],
        [17, 30],
      ],
    });
  });

  it("a segment is as long as its days, first and last included", () => {
    const presence = presenceOfSightings(days("A", 0, 8));
    expect(stagesOf(presence, 0, { minSegmentDays: 9 }).segments).toEqual({ A: [[0, 8]] });
    expect(stagesOf(presence, 0, { minSegmentDays: 10 }).segments).toEqual({});
  });

  it("a segment in which the person is seen too seldom is left out", () => {
    const presence = presenceOfSightings(days("A", 0, 20, 2));
    expect(stagesOf(presence, 0, { ...SHORT, minPresence: 11 / 21 }).present).toEqual({ A: [[0, 20]] });
    expect(stagesOf(presence, 0, { ...SHORT, minPresence: 0.53 }).present).toEqual({});
  });

  it("segments of one place are joined only if no other place has a day between them", () => {
    const apart = [...days("A", 0, 20), ...days("A", 60, 80)];
    expect(stagesOf(presenceOfSightings(apart), 0, SHORT).merged).toEqual({ A: [[0, 80]] });
    const between = presenceOfSightings([...apart, ...days("B", 40, 44)]);
    expect(stagesOf(between, 0, SHORT).merged["A"]).toHaveLength(2);
    const touching = presenceOfSightings([...apart, ...days("B", 5, 21)]);
    expect(stagesOf(touching, 0, SHORT).merged["A"]).toHaveLength(2);
    const within = presenceOfSightings([...apart, ...days("B", 5, 20)]);
    expect(stagesOf(within, 0, SHORT).merged["A"]).toEqual([[0, 80]]);
  });

  it("segments further apart than maxMergeGapDays are not joined", () => {
    const presence = presenceOfSightings([...days("A", 0, 20), ...days("A", 60, 80)]);
    expect(stagesOf(presence, 0, { ...SHORT, maxMergeGapDays: 40 }).merged).toEqual({ A: [[0, 80]] });
    expect(stagesOf(presence, 0, { ...SHORT, maxMergeGapDays: 39 }).merged["A"]).toHaveLength(2);
  });

  it("many segments of one person are in order of start, end and place", () => {
    const sightings: Sighting[] = [];
    for (let i = 0; i < 60; i++) {
      for (const location of i % 2 === 0 ? ["A", "B", "C"] : ["C", "B"])
        sightings.push(...days(location, 20 * i, 20 * i + 5));
    }
    const { segments } = stagesOf(presenceOfSightings(sightings), 0, { ...SHORT, maxGapDays: 1 });
    expect(Object.keys(segments)).toEqual(["A", "B", "C"]);
    expect(segments["B"]).toEqual(Array.from({ length: 60 }, (_, i) => [20 * i, 20 * i + 5]));
    expect(segments["A"]).toEqual(Array.from({ length: 30 }, (_, i) => [40 * i, 40 * i + 5]));
  });
});

describe("residences", () => {
  it("someone seen in one place only lives there", () => {
    expect(found(presenceOfSightings(days("A", 3, 200)))).toEqual([["A", 3, 200, 198]]);
  });

  it("days seen are counted within the residence and in its place alone", () => {
    const presence = presenceOfSightings([...days("A", 0, 40, 2), ["ann", 5, "B"], ["ann", 6, "B"]]);
    expect(found(presence, SHORT)).toEqual([["A", 0, 40, 21]]);
  });

  it("end with the person's own days, also where the next one is seen in the same place from the day after", () => {
    const presence = presenceOfSightings([
      ...days("A", 0, 19),
      ...Array.from({ length: 20 }, (_, d): Sighting => ["bo", 20 + d, "A"]),
      ...Array.from({ length: 20 }, (_, d): Sighting => ["cy", 40 + d, "B"]),
      ["cy", 60, "A"],
      ["dee", 61, "A"],
    ]);
    expect(found(presence, SHORT)).toEqual([
      ["A", 0, 19, 20],
      ["A", 20, 39, 20],
      ["B", 40, 59, 20],
    ]);
  });

  it("of one person, however many, are in order of start, end and place", () => {
    const sightings: Sighting[] = [];
    for (let i = 0; i < 30; i++) {
      sightings.push(
        ...days("C", 20 * i, 20 * i + 5),
        ...days("B", 20 * i, 20 * i + 7),
        ...days("A", 20 * i, 20 * i + 7),
      );
    }
    const options = { maxGapDays: 1, minSegmentDays: 2, minStayDays: 2, maxOverlapDays: 9 };
    const blocks = Array.from({ length: 30 }, (_, i) => [
      ["C", 20 * i, 20 * i + 5, 6],
      ["A", 20 * i, 20 * i + 7, 8],
      ["B", 20 * i, 20 * i + 7, 8],
    ]);
    expect(found(presenceOfSightings(sightings), { ...options, maxMergeGapDays: 1 })).toEqual(blocks.flat());
  });

  it("days seen between segments that were joined count, those cut off do not", () => {
    // Two days at A, too few for a segment, lie between the two that are joined; B takes days 90 to 99.
    const presence = presenceOfSightings([
      ...days("A", 0, 19),
      ["ann", 40, "A"],
      ["ann", 41, "A"],
      ...days("A", 60, 99),
      ...days("B", 90, 129, 2),
    ]);
    expect(found(presence, SHORT)).toEqual([
      ["A", 0, 89, 52],
      ["B", 100, 128, 15],
    ]);
    expect(found(presence, { ...SHORT, minStayPresence: 52 / 90 })).toHaveLength(1);
    expect(found(presence, { ...SHORT, minStayPresence: 0.578 })).toHaveLength(0);
  });

  it("days that two places claim are taken from both, and what is left too short is no residence", () => {
    const presence = presenceOfSightings([...days("A", 0, 40), ...days("B", 15, 25)]);
    expect(found(presence, { ...SHORT, minStayDays: 15 })).toEqual([
      ["A", 0, 14, 15],
      ["A", 26, 40, 15],
    ]);
    expect(found(presence, { ...SHORT, minStayDays: 16 })).toEqual([]);
    expect(found(presence, { ...SHORT, maxOverlapDays: 11 })).toEqual([
      ["A", 0, 40, 41],
      ["B", 15, 25, 11],
    ]);
    expect(found(presence, { ...SHORT, maxOverlapDays: 10, minStayDays: 15 })).toHaveLength(2);
  });

  it("of residences with the same days the one in the place with the lower row number comes first", () => {
    const presence = presenceOfSightings([
      ...days("A", 0, 19),
      ...days("B", 0, 19),
      ["ann", 30, "B"], // ends the segment in B before that in A is seen to end
      ["ann", 31, "A"],
    ]);
    expect(found(presence, { ...SHORT, maxOverlapDays: 20 })).toEqual([
      ["A", 0, 19, 20],
      ["B", 0, 19, 20],
    ]);
  });

  it("the defaults are those of the authors' program, and what is not an option is refused", () => {
    expect(RESIDENCE_DEFAULTS).toEqual({
      maxGapDays: 7,
      minSegmentDays: 30,
      minPresence: 0.6,
      maxMergeGapDays: Infinity,
      maxOverlapDays: 0,
      minStayDays: 90,
      // What the program does not have says nothing.
      minDominance: 1,
      minStayPresence: 0,
    });
    const presence = presenceOfSightings(days("A", 0, 9));
    expect(() => detectResidences(presence, { maxTransitionDays: 3 } as ResidencesOptions)).toThrow(
      'detectResidences: the names in options must be known ones, got "maxTransitionDays" (known: maxGapDays',
    );
    expect(() => detectResidences(presence, { minStayDays: 0 })).toThrow("detectResidences: minStayDays must be");
  });
});
