import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { addFlows } from "../../src/flows/partitions.ts";
import { placesOf } from "../slow/sequences.ts";
import { tableOf } from "./worlds.ts";

const locations = placesOf(2);
const a = { locations, ...sparseFromDense(2, 2, [0, 5, 0, 1]), people: Uint32Array.of(3, 1) };
const b = { locations, ...sparseFromDense(2, 2, [2, 6, 0, 0]), people: Uint32Array.of(2, 4) };

describe("flows of two parts of the people", () => {
  it("add up, moves and people", () => {
    expect(tableOf(addFlows(a, b))).toEqual({
      "0>0": { value: 2, people: 2 },
      "0>1": { value: 11, people: 7 },
      "1>1": { value: 1, people: 1 },
    });
  });

  it("are those of the one where the other has nobody", () => {
    const none = { locations, ...sparseFromDense(2, 2, [0, 0, 0, 0]), people: new Uint32Array(0) };
    expect(addFlows(a, none)).toEqual(a);
    expect(addFlows(none, a)).toEqual(a);
  });

  it("must be over the same locations, told by their key, not by being the same object", () => {
    expect(addFlows(a, { ...b, locations: structuredClone(locations) })).toEqual(addFlows(a, b));
    const elsewhere = createLocations("zones", ["x", "y"], [7, 8], [0, 0]);
    expect(() => addFlows(a, { ...b, locations: elsewhere })).toThrow("addFlows: b must be over the same");
  });

  it("say which argument is wrong", () => {
    expect(() => addFlows(a, { ...b, people: new Uint32Array(1) })).toThrow(
      "addFlows: b.people must be of length 2, got 1",
    );
    expect(() => addFlows({ ...a, people: new Uint32Array(1) }, b)).toThrow("addFlows: a.people");
    expect(() => addFlows(a, { ...b, index: Uint32Array.of(1, 0) })).toThrow("addFlows: b.index[1]");
  });
});
