import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { toMatrix } from "../../src/core/matrix.ts";
import { countMeaningfulFlows, countMeaningfulPlaces, type LabelledPlaces } from "../../src/flows/meaningful-places.ts";

const zones = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);
const labels = ["unknown", "home", "work"];

/** Places ⟨user, zone, label⟩, users together. */
function placesOf(...rows: readonly (readonly [user: string, location: number, label: number])[]): LabelledPlaces {
  const users = [...new Set(rows.map((row) => row[0]))];
  const offsets = Uint32Array.from([0, ...users.map((user) => rows.findLastIndex((row) => row[0] === user) + 1)]);
  const columns = { location: Int32Array.from(rows, (row) => row[1]), label: Uint8Array.from(rows, (row) => row[2]) };
  return { locations: zones, users, offsets, length: rows.length, columns, labels };
}

describe("places of a label by zone", () => {
  it("somebody with several homes is shared out over them, and what lies in no zone is told", () => {
    const counts = countMeaningfulPlaces(
      placesOf(["ann", 0, 1], ["ann", 0, 1], ["ann", 1, 1], ["ann", -1, 1], ["ann", 2, 2], ["bo", 2, 1]),
    );
    expect([...counts.count]).toEqual([0, 0.5, 0, 0, 0.25, 0, 0, 1, 1]);
    expect([...counts.without]).toEqual([0, 0.25, 0]);
  });

  it("nobody is nowhere", () => {
    expect([...countMeaningfulPlaces(placesOf()).count]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe("flows between labels", () => {
  const places = placesOf(
    ["ann", 0, 1],
    ["ann", 1, 2],
    ["ann", 2, 2],
    ["bo", 0, 1],
    ["bo", 1, 2],
    ["cy", 0, 1],
    ["di", -1, 1],
    ["di", 1, 2],
  );
  const options = { originLabel: "home", destinationLabel: "work" };

  it("weigh each pair by the pairs of the person, and leave out who lacks one of the two", () => {
    const flows = countMeaningfulFlows(places, places, options);
    expect(toMatrix(flows).to2DArray()).toEqual([
      [0, 1.5, 0.5],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect([...flows.people]).toEqual([2, 1]);
    expect(flows.without).toBe(1);
  });

  it("people are matched by id, in whatever order", () => {
    const later = placesOf(["cy", 2, 2], ["ann", 2, 2]);
    const flows = countMeaningfulFlows(places, later, options);
    expect(toMatrix(flows).to2DArray()).toEqual([
      [0, 0, 2],
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it("two pairs of one person in the same zones are one person", () => {
    const own = placesOf(["ann", 0, 1], ["ann", 1, 2], ["ann", 1, 2]);
    const flows = countMeaningfulFlows(own, own, options);
    expect([[...flows.value], [...flows.people]]).toEqual([[1], [1]]);
  });

  it("ask for labels that are there, zones that are the same, and ids that differ", () => {
    expect(() => countMeaningfulFlows(places, places, { ...options, originLabel: "school" })).toThrow(
      'countMeaningfulFlows: originLabel must be one of the labels unknown, home, work, got "school"',
    );
    const elsewhere = { ...places, locations: createLocations("zones", ["A", "B", "D"], [0, 1, 2], [0, 0, 0]) };
    expect(() => countMeaningfulFlows(places, elsewhere, options)).toThrow(
      "destinations.locations must be over the same",
    );
    const twice = { ...places, users: ["ann", "ann", "cy", "di"] };
    expect(() => countMeaningfulFlows(twice, places, options)).toThrow(
      'origins.users must be all different, got "ann"',
    );
    expect(() => countMeaningfulFlows(places, twice, options)).toThrow(
      'destinations.users must be all different, got "ann"',
    );
    const beyond = { ...places, columns: { ...places.columns, location: new Int32Array(places.length).fill(3) } };
    expect(() => countMeaningfulPlaces(beyond)).toThrow(
      "places.columns.location[0] must be a whole number from -1 to 2, got 3",
    );
    expect(() => countMeaningfulPlaces({ ...places, labels: ["unknown", "home"] })).toThrow(
      "places.columns.label[1] must be below the 2 labels, got 2",
    );
  });
});
