import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { toMatrix } from "../../src/core/matrix.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { rowsOf } from "../../src/core/table.ts";
import { compareDisplacedFlows } from "../../src/flows/displacement-above-normal.ts";
import { countDisplacement } from "../../src/flows/displacement-counts.ts";
import { countDisplacedFlows } from "../../src/flows/displacement-flows.ts";
import { weightFlowsFromHomes } from "../../src/flows/displacement-weights.ts";
import { countInflows, countOutflows } from "../../src/flows/marginals.ts";
import { type DisplacementStates, detectDisplacement } from "../../src/moves/displacement-states.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import type { HomePlaces } from "../../src/types.ts";

const ZONES = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);

/** Each person a home and a text of days: "ab-a" is in A, in B, unseen, in A. */
function statesOf(people: readonly (readonly [home: number, days: string])[], followDays = 3): DisplacementStates {
  const users = people.map((_, u) => `u${u}`);
  const seen = people.flatMap(([, days], u) =>
    [...days].flatMap((place, day) => (place === "-" ? [] : [{ user: users[u]!, day, location: "ab".indexOf(place) }])),
  );
  const rows = {
    user: seen.map(({ user }) => user),
    day: seen.map(({ day }) => day),
    location: seen.map(({ location }) => location),
  };
  const daily = buildPresenceOfDays(rows, ZONES);
  const homes: HomePlaces = {
    locations: ZONES,
    users,
    length: users.length,
    columns: { location: Int32Array.from(people, ([home]) => home) },
  };
  return detectDisplacement(daily, homes, { eventDay: 0, followDays, minLostDays: 2 });
}

const PEOPLE = [
  [0, "abba"],
  [0, "ab--"],
  [0, "aaa-"],
  [1, "bb-a"],
  [-1, "--b-"],
] as const;

describe("counts by home area and day", () => {
  const counts = countDisplacement(statesOf(PEOPLE));
  const table = (area: number): number[][] =>
    rowsOf(counts)
      .filter((row) => row.location === area)
      .map((row) => [
        row.people,
        row.atHome,
        row.displaced,
        row.returned,
        row.unseen,
        row.lost,
        row.arrived,
        row.appeared,
      ]);

  it("are those of the five lives", () => {
    expect(table(0)).toEqual([
      [3, 3, 0, 0, 0, 0, 0, 0],
      [3, 1, 2, 0, 0, 0, 0, 0],
      [3, 1, 1, 0, 0, 1, 0, 0],
      [3, 0, 0, 1, 1, 1, 1, 0],
    ]);
    expect(table(1)).toEqual([
      [1, 1, 0, 0, 0, 0, 0, 0],
      [1, 1, 0, 0, 0, 0, 2, 0],
      [1, 0, 0, 0, 1, 0, 1, 1],
      [1, 0, 1, 0, 0, 0, 0, 0],
    ]);
    expect([Array.from(counts.withoutHome), Array.from(counts.notAppeared)]).toEqual([[1], [1, 1, 0, 1]]);
  });

  it("refuse somebody who stands twice", () => {
    const states = statesOf([PEOPLE[0], PEOPLE[1]]);
    const twice = { ...states, users: ["ann", "ann"] };
    expect(() => countDisplacement(twice)).toThrow(/users must be all different/);
    expect(() => countDisplacedFlows(twice)).toThrow(/users must be all different/);
    expect(() => compareDisplacedFlows(states, twice)).toThrow(/users must be all different/);
  });

  it("refuse states in which somebody is at home elsewhere than at home", () => {
    const states = statesOf(PEOPLE);
    expect(() => countDisplacement({ ...states, home: Int32Array.of(1, 0, 0, 1, -1) })).toThrow(/status\[0\]/);
  });
});

describe("flows from homes to places", () => {
  it("of all days are person-days, with the distinct people behind them", () => {
    const flows = countDisplacedFlows(statesOf(PEOPLE));
    expect(toMatrix(flows).to2DArray()).toEqual([
      [6, 3],
      [1, 2],
    ]);
    expect(Array.from(flows.people)).toEqual([3, 2, 1, 1]);
    expect(flows.without).toBe(5 * 4 - 12);
  });

  it("weighted to the population count out, in and net people", () => {
    const day = countDisplacedFlows(statesOf(PEOPLE), { fromDaysAfter: 1, toDaysAfter: 2 });
    const people = weightFlowsFromHomes(day, [300, 50]);
    expect(Array.from(countOutflows(people))).toEqual([200, 0]);
    expect(Array.from(countInflows(people))).toEqual([0, 200]);
    expect(people.without).toBe(0);
  });

  it("of a home nobody of which is anywhere stay without weight, and are told", () => {
    const flows = { locations: ZONES, ...sparseFromDense(2, 2, [0, 0, 1, 1]) };
    const people = weightFlowsFromHomes(flows, [300, 50]);
    expect([people.without, Array.from(people.value)]).toEqual([300, [25, 25]]);
  });
});

describe("flows above normal", () => {
  it("are people and shares more than in the comparison, with its spread over the days", () => {
    const event = statesOf([
      [0, "bbbb"],
      [0, "aabb"],
    ]);
    const normal = statesOf([
      [0, "abab"],
      [0, "aaaa"],
      [0, "aaaa"],
    ]);
    const [home, away] = rowsOf(compareDisplacedFlows(event, normal));
    expect([home!.origin, home!.destination, away!.destination]).toEqual([0, 0, 1]);
    expect([home!.people, home!.normalPeople, home!.above]).toEqual([0.5, 2.5, -2]);
    expect([away!.people, away!.normalPeople, away!.above]).toEqual([1.5, 0.5, 1]);
    expect(away!.normalStd).toBeCloseTo(Math.sqrt(1 / 3), 12);
    expect([away!.share, away!.normalShare]).toEqual([0.75, 1 / 6]);
    expect(away!.aboveShare).toBeCloseTo(0.75 - 1 / 6, 12);
    const [, first] = rowsOf(compareDisplacedFlows(event, normal, { fromDaysAfter: 0, toDaysAfter: 1 }));
    expect([first!.people, first!.normalPeople, first!.above]).toEqual([1, 0, 1]);
    expect(first!.normalStd).toBeNaN();
  });

  it("need a comparison of equal length", () => {
    expect(() => compareDisplacedFlows(statesOf(PEOPLE), statesOf(PEOPLE, 2))).toThrow(/normal.followDays must be 3/);
  });
});
