import { describe, it } from "vitest";
import { countInflows, countOutflows } from "../../src/flows/marginals.ts";
import { addFlows } from "../../src/flows/partitions.ts";
import { dissimilarityIndex } from "../../src/metrics/dissimilarity.ts";
import { frobeniusSimilarity } from "../../src/metrics/frobenius.ts";
import { originConstrained } from "../../src/models/constraints.ts";
import { powerLaw } from "../../src/models/deterrence.ts";
import { type FitGravityOptions, fitGravity } from "../../src/models/gravity.ts";
import type { DenseMatrix, Flows, GroupCounts, Released } from "../../src/types.ts";

declare const flows: Flows;
declare const counts: GroupCounts;
declare const releasedFlows: Released<Flows>;
declare const releasedCounts: Released<GroupCounts>;
declare const distances: DenseMatrix;
const options: FitGravityOptions = {
  destinationMass: [1, 2],
  distances,
  deterrence: powerLaw(),
  constraint: originConstrained(),
};

describe("a released table, whose absent entries may be hidden and not zero,", () => {
  it("is fitted by no model", () => {
    fitGravity(flows, options);
    // @ts-expect-error
    fitGravity(releasedFlows, options);
  });

  it("is counted and measured by no step", () => {
    countOutflows(flows);
    // @ts-expect-error
    countOutflows(releasedFlows);
    // @ts-expect-error
    countInflows(releasedFlows);
    // @ts-expect-error
    addFlows(flows, releasedFlows);
    frobeniusSimilarity(flows, flows);
    // @ts-expect-error
    frobeniusSimilarity(releasedFlows, flows);
    dissimilarityIndex(counts, { group: "locals" });
    // @ts-expect-error
    dissimilarityIndex(releasedCounts, { group: "locals" });
  });

  it("and what the literature disagrees on has no default", () => {
    // @ts-expect-error no deterrence
    fitGravity(flows, { destinationMass: [1, 2], distances, constraint: originConstrained() });
    // @ts-expect-error no constraint
    fitGravity(flows, { destinationMass: [1, 2], distances, deterrence: powerLaw() });
    // @ts-expect-error variants are functions, not their names
    fitGravity(flows, { ...options, constraint: "originConstrained" });
  });
});
