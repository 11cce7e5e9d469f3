import { describe, expect, it } from "vitest";
import { cellOf } from "../../src/core/sparse.ts";
import { countUserClasses } from "../../src/flows/sociometer-counts.ts";
import { countFlowsFromHome } from "../../src/flows/sociometer-flows.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import { placesOf } from "../slow/sequences.ts";

const zones = placesOf(3);
const labels = ["resident", "commuter"];

/** Classes without windows: ann in zones 0 and 2, bo in zone 0, cy nowhere. */
const overall = {
  locations: zones,
  users: ["ann", "bo", "cy"],
  offsets: Uint32Array.of(0, 2, 3, 3),
  length: 3,
  columns: { location: Uint32Array.of(0, 2, 0), label: Uint8Array.of(0, 1, 0) },
  labels,
};
const byWindow = {
  ...overall,
  columns: { ...overall.columns, window: Uint32Array.of(0, 0, 1) },
};

describe("counts of classes", () => {
  it("are the distinct people of each class in each zone, with shares that are not there where nobody is", () => {
    const counts = countUserClasses(overall);
    expect([...counts.count]).toEqual([2, 0, 0, 0, 0, 1]);
    expect([...counts.share]).toEqual([1, 0, NaN, NaN, 0, 1]);
    expect(counts.labels).toEqual(labels);
  });

  it("of a window have the rows of that window only", () => {
    expect([...countUserClasses(byWindow, { window: 0 }).count]).toEqual([1, 0, 0, 0, 0, 1]);
    expect([...countUserClasses(byWindow, { window: 1 }).count]).toEqual([1, 0, 0, 0, 0, 0]);
    expect([...countUserClasses(byWindow, { window: 2 }).count]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("a window that is missing, or given where there are none, is refused", () => {
    expect(() => countUserClasses(byWindow)).toThrow(
      "countUserClasses: window must be a whole number of at least 0, got undefined",
    );
    expect(() => countUserClasses(overall, { window: 0 })).toThrow(
      "countUserClasses: window must be left out, got 0 (the classes are of no window)",
    );
  });

  it("a user twice in a zone, a label without a name and a zone that is not there are refused", () => {
    const withColumns = (columns: object) => () =>
      countUserClasses({ ...overall, columns: { ...overall.columns, ...columns } });
    expect(withColumns({ location: Uint32Array.of(2, 2, 0) })).toThrow(
      "classes.columns.location[1] must be the user's only row of the location, got 2",
    );
    expect(withColumns({ label: Uint8Array.of(0, 2, 0) })).toThrow("classes.columns.label[1] must be");
    expect(withColumns({ location: Uint32Array.of(0, 3, 0) })).toThrow("must be below the 3 locations, got 3");
  });
});

describe("flows from home", () => {
  const presence = buildPresenceOfDays(
    {
      user: ["ann", "ann", "ann", "bo", "bo", "cy", "cy", "cy"],
      day: [5, 5, 6, 5, 7, 5, 6, 6],
      location: [0, 2, 2, 2, 2, 2, 2, 1],
    },
    zones,
  );
  const homes = {
    locations: zones,
    users: ["ann", "bo", "cy"],
    length: 3,
    columns: { location: Int32Array.of(0, 0, -1) },
  };

  it("count days and distinct people from each home zone to each zone, and apart those of people from outside", () => {
    const flows = countFlowsFromHome(presence, homes);
    expect([cellOf(flows, 0, 0), cellOf(flows, 0, 1), cellOf(flows, 0, 2)]).toEqual([1, 0, 4]);
    expect([...flows.people]).toEqual([1, 2]);
    expect([...flows.without]).toEqual([0, 1, 2]);
    expect([...flows.peopleWithout]).toEqual([0, 1, 1]);
  });

  it("of one day count people, and days add up", () => {
    const days = [5, 6, 7].map((day) => countFlowsFromHome(presence, homes, { fromDay: day, toDay: day + 1 }));
    expect(days.map((flows) => cellOf(flows, 0, 2))).toEqual([2, 1, 1]);
    for (const flows of days) expect([...flows.value]).toEqual([...flows.people]);
    expect(days.map((flows) => [...flows.without])).toEqual([
      [0, 0, 1],
      [0, 1, 1],
      [0, 0, 0],
    ]);
  });

  it("of one class count the days with that class", () => {
    const withLabels = {
      ...presence,
      labels,
      columns: { ...presence.columns, label: Uint8Array.of(0, 1, 1, 1, 0, 1, 1, 1) },
    };
    const commuters = countFlowsFromHome(withLabels, homes, { label: "commuter" });
    expect([cellOf(commuters, 0, 0), cellOf(commuters, 0, 2)]).toEqual([0, 3]);
    expect([...commuters.people]).toEqual([2]);
    const residents = countFlowsFromHome(withLabels, homes, { label: "resident" });
    expect([cellOf(residents, 0, 0), cellOf(residents, 0, 2)]).toEqual([1, 1]);
    expect([...residents.without]).toEqual([0, 0, 0]);
    expect(() => countFlowsFromHome(withLabels, homes, { label: "tourist" })).toThrow(
      'countFlowsFromHome: label must be one of resident, commuter, got "tourist"',
    );
    expect(() => countFlowsFromHome(presence, homes, { label: "commuter" })).toThrow(
      "presence must be presence with classes, as buildClassPresence makes it, if label is given",
    );
  });

  it("homes of other users or zones are refused", () => {
    expect(() => countFlowsFromHome(presence, { ...homes, users: ["ann", "bo", "di"] })).toThrow(
      'countFlowsFromHome: homes.users[2] must be "cy", as in presence, got "di"',
    );
    const one = { ...homes, users: ["ann"], length: 1, columns: { location: Int32Array.of(0) } };
    expect(() => countFlowsFromHome(presence, one)).toThrow(
      "homes.users must be the 3 users of presence, in the same order, got 1",
    );
    expect(() => countFlowsFromHome(presence, { ...homes, locations: placesOf(2) })).toThrow(
      "homes.locations must be over",
    );
    expect(() => countFlowsFromHome(presence, { ...homes, columns: { location: Int32Array.of(0, 3, -1) } })).toThrow(
      "homes.columns.location[1] must be a whole number from -1 to 2, got 3",
    );
  });
});
