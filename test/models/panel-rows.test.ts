import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { rowsOf } from "../../src/core/table.ts";
import { observedPairs } from "../../src/models/pairs.ts";
import { type BuildFlowPanelOptions, buildFlowPanel } from "../../src/models/panel-rows.ts";

const locations = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
const month = (...cells: number[]) => ({ locations, ...sparseFromDense(3, 3, cells) });
const FLOWS = [month(5, 1, 2, 3, 0, 4, 0, 6, 9), month(0, 7, 0, 0, 0, 8, 1, 0, 0)];
const square = (...value: number[]) => ({ rows: 3, columns: 3, value: Float64Array.from(value) });

describe("a panel of flows", () => {
  it("has a row per period and pair of different places, zeros among them, and says what flows are on no pair", () => {
    const { panel, refused, flowOutsidePairs } = buildFlowPanel(FLOWS);
    expect(panel.length).toBe(12);
    expect(refused.length).toBe(0);
    expect(flowOutsidePairs).toBe(14);
    expect(rowsOf(panel).slice(0, 2)).toEqual([
      { origin: 0, destination: 1, period: 0, flow: 1 },
      { origin: 0, destination: 2, period: 0, flow: 2 },
    ]);
    expect(Array.from(panel.columns["flow"])).toEqual([1, 2, 3, 4, 0, 6, 7, 0, 0, 8, 1, 0]);
    const total = panel.columns["flow"].reduce((sum, flow) => sum + flow, 0);
    expect(total + flowOutsidePairs).toBe(46);
  });

  it("holds covariates of origins, destinations, pairs and periods, constant or by period, with logarithms", () => {
    const { panel } = buildFlowPanel(FLOWS, {
      originCovariates: { income: { values: [1, Math.E, 10], log: true } },
      destinationCovariates: {
        jobs: {
          values: [
            [1, 2, 3],
            [4, 5, 6],
          ],
        },
      },
      pairCovariates: {
        distance: { values: square(0, 1, 2, 1, 0, 3, 2, 3, 0) },
        network: {
          values: [square(0, 1, 2, 3, 4, 5, 6, 7, 8), { rows: 3, columns: 3, fillRow: (row, into) => into.fill(row) }],
        },
      },
      periodCovariates: { harvest: { values: [0, 1] } },
    });
    expect(rowsOf(panel)[2]).toEqual({
      origin: 1,
      destination: 0,
      period: 0,
      flow: 3,
      income: 1,
      jobs: 1,
      distance: 1,
      network: 3,
      harvest: 0,
    });
    expect(rowsOf(panel)[11]).toEqual({
      origin: 2,
      destination: 1,
      period: 1,
      flow: 0,
      income: Math.log(10),
      jobs: 5,
      distance: 3,
      network: 2,
      harvest: 1,
    });
  });

  it("takes lagged values from earlier periods, and refuses rows before the first or without a value, with their flows", () => {
    const { panel, refused } = buildFlowPanel(FLOWS, {
      originCovariates: {
        rain: {
          values: [
            [1, 2, Number.NaN],
            [9, 9, 9],
          ],
          lagPeriods: 1,
        },
      },
      destinationCovariates: { jobs: { values: [1, 2, Number.NaN] } },
    });
    expect(panel.length + refused.length).toBe(12);
    expect(rowsOf(panel)).toEqual([
      { origin: 0, destination: 1, period: 1, flow: 7, rain: 1, jobs: 2 },
      { origin: 1, destination: 0, period: 1, flow: 0, rain: 2, jobs: 1 },
    ]);
    const count = (reason: string): number => refused.columns.reason.filter((each) => each === reason).length;
    expect([count("no rain 1 period before"), count("missing rain"), count("missing jobs")]).toEqual([6, 2, 2]);
    expect(refused.columns.flow.reduce((sum, flow) => sum + flow, 0)).toBe(46 - 14 - 7);
  });

  it("counts lags by places in the list: two periods before, of covariates that are constant too", () => {
    const rain = { values: [1, 2, 3, 4], lagPeriods: 2 };
    const mass = {
      values: [
        [10, 10, 10],
        [20, 20, 20],
        [30, 30, 30],
        [40, 40, 40],
      ],
      lagPeriods: 1,
    };
    const hills = { values: [5, 6, 7], lagPeriods: 2 };
    const { panel, refused } = buildFlowPanel([...FLOWS, ...FLOWS], {
      periodCovariates: { rain },
      originCovariates: { mass },
      destinationCovariates: { hills },
    });
    const of = (name: string, p: number): number => panel.columns[name]![panel.columns.period.indexOf(p)]!;
    expect([of("rain", 2), of("rain", 3), of("mass", 2), of("mass", 3), of("hills", 3)]).toEqual([1, 2, 20, 30, 6]);
    expect([panel.length, refused.length, panel.columns.period.includes(1)]).toEqual([12, 12, false]);
    expect(new Set(refused.columns.reason)).toEqual(new Set(["no mass 1 period before", "no hills 2 periods before"]));
  });

  it("has the pairs chosen, in each period its own", () => {
    const { panel, flowOutsidePairs } = buildFlowPanel(FLOWS, { pairs: observedPairs() });
    expect(Array.from(panel.columns["flow"])).toEqual([1, 2, 3, 4, 6, 7, 8, 1]);
    expect(flowOutsidePairs).toBe(14);
  });

  it("refuses pairs that are no locations, or not in order, whoever chose them", () => {
    const choose = (index: number[]) => () => ({ offsets: Uint32Array.of(0, 2, 2, 2), index: Uint32Array.from(index) });
    expect(() => buildFlowPanel(FLOWS, { pairs: choose([1, 3]) })).toThrow(
      "pairs.index[1] must be below the 3 locations",
    );
    expect(() => buildFlowPanel(FLOWS, { pairs: choose([1, 1]) })).toThrow("pairs.index[1] must be above 1");
    expect(buildFlowPanel(FLOWS, { pairs: choose([1, 2]) }).panel.length).toBe(4);
  });

  it.each<[BuildFlowPanelOptions, string]>([
    [
      { originCovariates: { income: { values: [1, 0, 2], log: true } } },
      "originCovariates.income.values[1] (B) must be above 0, since its logarithm is asked for, got 0",
    ],
    [
      { pairCovariates: { distance: { values: square(0, 1, 1, 1, 0, 0, 1, 1, 0), log: true } } },
      "pairCovariates.distance.values from B to C must be above 0",
    ],
    [{ periodCovariates: { rain: { values: [1, -2], log: true } } }, "periodCovariates.rain.values[1] must be above 0"],
    [
      { originCovariates: { income: { values: [1, Infinity, 2] } } },
      "originCovariates.income.values[1] (B) must be a finite number, or NaN, got Infinity",
    ],
    [{ originCovariates: { flow: { values: [1, 2, 3] } } }, "without a name that is taken"],
    [
      { originCovariates: { x: { values: [1, 2, 3] } }, destinationCovariates: { x: { values: [1, 2, 3] } } },
      "without a name that is taken",
    ],
    [{ originCovariates: { income: { values: [1, 2] } } }, "originCovariates.income.values must be of length 3, got 2"],
    [
      { originCovariates: { income: { values: [[1, 2, 3]] } } },
      "originCovariates.income.values must be of length 2, got 1",
    ],
    [{ periodCovariates: { rain: { values: [1] } } }, "periodCovariates.rain.values must be of length 2, got 1"],
    [
      { periodCovariates: { rain: { values: [1, 2], lagPeriods: -1 } } },
      "periodCovariates.rain.lagPeriods must be a whole number of at least 0",
    ],
  ])("refuses wrong covariates: %#", (options, sentence) => {
    expect(() => buildFlowPanel(FLOWS, options)).toThrow(sentence);
  });

  it("refuses other locations and flows below 0", () => {
    const others = createLocations("zones", ["A", "B", "D"], [0, 1, 2], [0, 0, 0]);
    expect(() => buildFlowPanel([FLOWS[0]!, { ...FLOWS[1]!, locations: others }])).toThrow(
      "flows[1] must be over the locations of flows[0]",
    );
    expect(() => buildFlowPanel([month(0, -1, 0, 0, 0, 0, 0, 0, 0)])).toThrow(
      "flows[0].value[0] must be a finite number of at least 0",
    );
    expect(() => buildFlowPanel([])).toThrow("flows must be at least one period, got none");
  });
});
