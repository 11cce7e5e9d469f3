import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import {
  countRefused,
  createRefusalList,
  REFUSAL_REASONS,
  type RefusalReason,
  refuse,
  refusedTable,
} from "../../src/records/refusals.ts";
import type { Refused } from "../../src/types.ts";

function refusedFor(reasons: readonly RefusalReason[]): Refused {
  const list = createRefusalList();
  for (const [i, reason] of reasons.entries()) refuse(list, i + 2, reason);
  return refusedTable(list);
}

describe("counts of refused rows", () => {
  it("name the reasons that occur, the most frequent first", () => {
    const reasons: RefusalReason[] = ["time missing", "id missing", "negative duration", "id missing", "id missing"];
    expect(rowsOf(countRefused(refusedFor([...reasons, "negative duration"])))).toEqual([
      { reason: "id missing", rows: 3 },
      { reason: "negative duration", rows: 2 },
      { reason: "time missing", rows: 1 },
    ]);
  });

  it("put equally frequent reasons in the order of the list of reasons, whatever the order of the rows", () => {
    const counted = countRefused(refusedFor(REFUSAL_REASONS.toReversed()));
    expect(counted.columns.reason).toEqual(REFUSAL_REASONS);
    expect(counted.columns.rows.every((rows) => rows === 1)).toBe(true);
  });

  it("are none where no row was refused", () => {
    const counted = countRefused(refusedFor([]));
    expect(counted.length).toBe(0);
    expect(counted.columns).toEqual({ reason: [], rows: new Uint32Array(0) });
  });

  it("count reasons of other programs too, after the known ones", () => {
    const refused = { length: 2, columns: { row: Float64Array.of(1, 2), reason: ["too late", "id missing"] } };
    expect(countRefused(refused).columns.reason).toEqual(["id missing", "too late"]);
  });
});
