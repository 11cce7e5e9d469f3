import { describe, it } from "vitest";
import { toMatrix } from "../../src/core/matrix.ts";
import { releaseCounts, releaseFlows } from "../../src/privacy/release.ts";
import type { Flows, GroupCounts, Released, SparseMatrix } from "../../src/types.ts";

declare const flows: Flows;
declare const counts: GroupCounts;
declare function takeMatrix(matrix: SparseMatrix): void;
declare function takeFlows(flows: Flows): void;
declare function takeCounts(counts: GroupCounts): void;

describe("what is released is another type", () => {
  it("which no step that counts or fits accepts", () => {
    const releasedFlows: Released<Flows> = releaseFlows(flows, { minPeople: 16 });
    const releasedCounts: Released<GroupCounts> = releaseCounts(counts, { minPeople: 16 });
    // @ts-expect-error absent entries may be hidden, not zero
    takeMatrix(releasedFlows);
    // @ts-expect-error absent entries may be hidden, not zero
    takeFlows(releasedFlows);
    // @ts-expect-error absent entries may be hidden, not zero
    toMatrix(releasedFlows);
    // @ts-expect-error counts may be hidden
    takeCounts(releasedCounts);
  });

  it("and the threshold must be given", () => {
    // @ts-expect-error no threshold
    releaseFlows(flows, {});
    // @ts-expect-error no options
    releaseCounts(counts);
    // @ts-expect-error flows are not counts
    releaseCounts(flows, { minPeople: 16 });
  });
});
