import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { measureIntroversion, measurePlaceIntroversion } from "../../src/metrics/introversion.ts";
import { line } from "./daily-life-worlds.ts";

const calls = {
  locations: line,
  users: ["ann", "bo", "cy"],
  offsets: Uint32Array.of(0, 3, 5, 5),
  length: 5,
  columns: { location: Int32Array.of(0, 0, 1, 1, -1), contactLocation: Int32Array.of(0, 2, -1, 1, 1) },
};

describe("introversion", () => {
  it("of a place is the share of its interactions whose other side is at the same place", () => {
    expect(rowsOf(measurePlaceIntroversion(calls))).toEqual([
      { interactions: 2, within: 1, introversion: 0.5 },
      { interactions: 1, within: 1, introversion: 1 },
      { interactions: 0, within: 0, introversion: NaN },
      { interactions: 0, within: 0, introversion: NaN },
      { interactions: 0, within: 0, introversion: NaN },
    ]);
  });

  it("of a user leaves out interactions with a side that is not known", () => {
    expect(rowsOf(measureIntroversion(calls))).toEqual([
      { interactions: 2, within: 1, introversion: 0.5 },
      { interactions: 1, within: 1, introversion: 1 },
      { interactions: 0, within: 0, introversion: NaN },
    ]);
  });

  it("refuses locations that do not exist", () => {
    const columns = { ...calls.columns, contactLocation: Int32Array.of(0, 2, -2, 1, 1) };
    expect(() => measureIntroversion({ ...calls, columns })).toThrow(
      "measureIntroversion: interactions.columns.contactLocation[2] must be a whole number from -1 to 4, got -2",
    );
  });
});
