import { describe, expect, it } from "vitest";
import { countResidents } from "../../src/flows/residents.ts";
import { placesOf } from "../slow/sequences.ts";
import { homesOf } from "./worlds.ts";

const places = placesOf(3);
const homes = homesOf(places, [2, 2, 0, -1, 2]);

describe("residents", () => {
  it("are counted where they live, by group; those without a home beside them", () => {
    const residents = countResidents(homes, { groupOf: [0, 1, 1, 1, 0], labels: ["locals", "refugees"] });
    expect(residents.locations).toBe(places);
    expect(residents.labels).toEqual(["locals", "refugees"]);
    expect(residents.count).toEqual(Float64Array.of(0, 1, 0, 0, 2, 1));
    expect(residents.without).toEqual(Float64Array.of(0, 1));
  });

  it("without groups are one group, all", () => {
    const residents = countResidents(homes);
    expect(residents.labels).toEqual(["all"]);
    expect(residents.count).toEqual(Float64Array.of(1, 0, 3));
    expect(residents.without).toEqual(Float64Array.of(1));
  });

  it("a group that nobody is in has its column of zeros", () => {
    const residents = countResidents(homes, { groupOf: [0, 0, 0, 0, 0], labels: ["locals", "refugees"] });
    expect(residents.count).toEqual(Float64Array.of(1, 0, 0, 0, 3, 0));
  });

  it("hold their own copy of the labels", () => {
    const labels = ["locals"];
    const residents = countResidents(homes, { groupOf: [0, 0, 0, 0, 0], labels });
    labels[0] = "others";
    expect(residents.labels).toEqual(["locals"]);
  });

  it("say which argument is wrong", () => {
    const groupOf = [0, 0, 0, 0, 0];
    expect(() => countResidents(homes, { groupOf })).toThrow(
      'countResidents: groupOf and labels must be given both or not at all, got "groupOf"',
    );
    expect(() => countResidents(homes, { labels: ["a"] })).toThrow("given both or not at all");
    expect(() => countResidents(homes, { groupOf: [0], labels: ["a"] })).toThrow(
      "countResidents: groupOf must be of length 5, got 1",
    );
    expect(() => countResidents(homes, { groupOf: [0, 0, 2, 0, 0], labels: ["a", "b"] })).toThrow(
      "countResidents: groupOf[2] must be a whole number from 0 to 1, one for each of the labels, got 2",
    );
    expect(() => countResidents(homes, { groupOf: [0, -1, 0, 0, 0], labels: ["a"] })).toThrow("groupOf[1]");
    expect(() => countResidents(homes, { groupOf, labels: ["a", "a"] })).toThrow(
      'countResidents: labels must be all different, got "a"',
    );
    expect(() => countResidents(homes, { groupOf: [], labels: [] })).toThrow("countResidents: labels must be");
    expect(() => countResidents(homesOf(places, []), { groupOf: [], labels: [] })).toThrow(
      "countResidents: labels must be at least one name",
    );
    expect(() => countResidents(homesOf(places, [3]))).toThrow(
      "countResidents: homes.columns.location[0] must be a whole number from -1 to 2, got 3",
    );
    expect(() => countResidents(homesOf(places, [-2]))).toThrow("got -2");
  });
});
