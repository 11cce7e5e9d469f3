import { describe, expect, it } from "vitest";
import { formatCountsCsv, formatFlowsCsv } from "../../src/report/csv.ts";
import { formatCountsGeoJson, formatFlowsGeoJson } from "../../src/report/geojson.ts";
import { countsTable, topFlows } from "../../src/report/markdown.ts";
import type { Flows, GroupCounts, Released } from "../../src/types.ts";
import { counts, flows, releasedCounts, releasedFlows, zones } from "./worlds.ts";

const FLOW_OUTPUTS: Record<string, (released: Released<Flows>) => unknown> = {
  formatFlowsCsv: (released) => formatFlowsCsv(released),
  formatFlowsGeoJson: (released) => formatFlowsGeoJson(released),
  topFlows: (released) => topFlows(released, 5),
};
const COUNT_OUTPUTS: Record<string, (released: Released<GroupCounts>) => unknown> = {
  formatCountsCsv: (released) => formatCountsCsv(released),
  formatCountsGeoJson: (released) => formatCountsGeoJson(released, zones),
  countsTable: (released) => countsTable(released),
};

/** What a call says when it refuses; empty when it does not. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    expect((error as Error).name).toBe("RangeError");
    return (error as Error).message;
  }
  return "";
}

describe.each(Object.entries(FLOW_OUTPUTS))("%s", (name, write) => {
  it("refuses flows that have passed no release rule", () => {
    expect(refusal(() => write(flows as unknown as Released<Flows>))).toBe(
      `${name}: released must be a released result, made by releaseFlows, got an object`,
    );
    expect(refusal(() => write({ shown: flows } as unknown as Released<Flows>))).toMatch(/must be a released result/);
    const noThreshold = { ...releasedFlows, threshold: undefined } as unknown as Released<Flows>;
    expect(refusal(() => write(noThreshold))).toMatch(/released\.threshold must be a finite number/);
    const noHidden = { ...releasedFlows, hiddenCells: undefined } as unknown as Released<Flows>;
    expect(refusal(() => write(noHidden))).toMatch(/released\.hiddenCells must be a whole number/);
  });

  it("refuses flows that show fewer people than their threshold, and does not say how many", () => {
    const message = refusal(() => write({ ...releasedFlows, shown: flows }));
    expect(message).toBe(`${name}: released.shown.people[1] must be at least the threshold, got fewer people`);
  });

  it("refuses flows that are not well formed", () => {
    const shown = { ...releasedFlows.shown, people: Uint32Array.of(20) };
    expect(refusal(() => write({ ...releasedFlows, shown }))).toMatch(/released\.shown\.people must be of length 7/);
    const offsets = { ...releasedFlows.shown, offsets: Uint32Array.of(0, 7) };
    expect(refusal(() => write({ ...releasedFlows, shown: offsets }))).toMatch(/released\.shown\.offsets must be/);
  });

  it("changes nothing", () => {
    const before = structuredClone(releasedFlows);
    write(releasedFlows);
    expect(releasedFlows).toEqual(before);
  });
});

describe.each(Object.entries(COUNT_OUTPUTS))("%s", (name, write) => {
  it("refuses counts that have passed no release rule", () => {
    expect(refusal(() => write(counts as unknown as Released<GroupCounts>))).toBe(
      `${name}: released must be a released result, made by releaseCounts, got an object`,
    );
  });

  it("refuses counts that show fewer people than their threshold, zeros too, and does not say how many", () => {
    expect(refusal(() => write({ ...releasedCounts, shown: counts }))).toBe(
      `${name}: released.shown.count[3] must be NaN or at least the threshold, got fewer people`,
    );
    const zero = { ...counts, count: counts.count.map((people) => (people < 16 ? 0 : people)) };
    expect(refusal(() => write({ ...releasedCounts, shown: zero }))).toMatch(/count\[3\] must be NaN or at least/);
  });

  it("refuses counts that are not well formed", () => {
    const shown = { ...releasedCounts.shown, count: Float64Array.of(20) };
    expect(refusal(() => write({ ...releasedCounts, shown }))).toMatch(/released\.shown\.count must be of length 10/);
  });

  it("changes nothing", () => {
    const before = structuredClone(releasedCounts);
    write(releasedCounts);
    expect(releasedCounts).toEqual(before);
  });
});
