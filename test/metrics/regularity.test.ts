import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { measureRegularity } from "../../src/metrics/regularity.ts";
import { utc, worldOf } from "./daily-life-worlds.ts";

describe("regularity", () => {
  // Monday at 8: A, A, B; Tuesday at 8: C, D; Wednesday at 8: E.
  const traces = worldOf({
    ann: ["0 08:00 A", "7 08:10 A", "14 08:20 B", "1 08:00 C", "8 08:00 D", "2 08:00 E"],
    bo: [],
  });

  it("is the share of rows at the usual place of their hour of the week", () => {
    const [ann, bo] = rowsOf(measureRegularity(traces, { clock: utc }));
    expect(ann).toEqual({ rows: 6, hours: 3, regularity: 4 / 6, meanOfHours: (2 / 3 + 1 / 2 + 1) / 3 });
    expect(bo).toEqual({ rows: 0, hours: 0, regularity: NaN, meanOfHours: NaN });
  });

  it("leaves out hours with too few rows", () => {
    const { rows, hours, regularity } = measureRegularity(traces, { clock: utc, minRows: 2 }).columns;
    expect([rows[0], hours[0], regularity[0]]).toEqual([5, 2, 3 / 5]);
    const none = measureRegularity(traces, { clock: utc, minRows: 4 }).columns;
    expect([none.rows[0], none.regularity[0]]).toEqual([0, NaN]);
  });

  it("tells Sunday's last hour from Monday's first", () => {
    const week = worldOf({ ann: ["6 23:59 A", "7 00:00 B", "13 23:00 A", "14 00:30 B"] });
    expect(measureRegularity(week, { clock: utc }).columns.regularity[0]).toBe(1);
  });
});
