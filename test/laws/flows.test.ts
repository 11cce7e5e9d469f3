import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countInflows, countOutflows } from "../../src/flows/marginals.ts";
import { countFlows } from "../../src/flows/od-counts.ts";
import { addFlows } from "../../src/flows/partitions.ts";
import { countResidents } from "../../src/flows/residents.ts";
import { countTransitions } from "../../src/flows/transitions.ts";
import type { Flows, HomePlaces, Moves } from "../../src/types.ts";
import { homesOf, movesOf, tableOf } from "../flows/worlds.ts";
import { slowFlows, slowTransitions } from "../slow/flows.ts";
import { partOf, placesOf, tracesOf } from "../slow/sequences.ts";

const user = fc.constantFrom("ann", "bea", "cem", "dag", "eva", "fay");
const USERS = ["ann", "bea", "cem", "dag", "eva", "fay"];
/** Few places, so that pairs repeat, and many, so that most have no move. */
const places = fc.constantFrom(placesOf(3), placesOf(90));
const place = fc.nat({ max: 89 });

const traces = fc
  .tuple(places, fc.array(fc.tuple(user, fc.nat({ max: 500 }), place), { maxLength: 80 }))
  .map(([locations, events]) =>
    tracesOf(
      events.map(([name, time, at]) => [name, time, at % locations.length] as const),
      locations,
      USERS,
    ),
  );
const moves = fc
  .tuple(places, fc.array(fc.tuple(user, place, place, fc.integer({ min: -5, max: 5 })), { maxLength: 60 }))
  .map(
    ([locations, rows]): Moves =>
      movesOf(
        locations,
        USERS,
        rows.map(([name, from, to, day]) => [name, from % locations.length, to % locations.length, day] as const),
      ),
  );
/** Which users go into the first of two parts. */
const split = fc.array(fc.boolean(), { minLength: USERS.length, maxLength: USERS.length });
const partsOf = (first: readonly boolean[]): [string[], string[]] => [
  USERS.filter((_, u) => first[u]),
  USERS.filter((_, u) => !first[u]),
];
const total = (flows: Flows): number => flows.value.reduce((sum, x) => sum + x, 0);

describe("transitions", () => {
  it("are those found event by event with sets of users, whatever the longest silence", () => {
    fc.assert(
      fc.property(traces, fc.nat({ max: 600 }), (table, maxGapSeconds) => {
        expect(tableOf(countTransitions(table))).toEqual(slowTransitions(table));
        expect(tableOf(countTransitions(table, { maxGapSeconds }))).toEqual(slowTransitions(table, maxGapSeconds));
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("of any partition of the users add up to those of all", () => {
    fc.assert(
      fc.property(traces, split, (table, first) => {
        const [a, b] = partsOf(first);
        const parts = [countTransitions(partOf(table, a)), countTransitions(partOf(table, b))] as const;
        expect(addFlows(...parts)).toEqual(countTransitions(table));
        expect(addFlows(parts[1], parts[0])).toEqual(addFlows(...parts));
      }),
      { seed: 42, numRuns: 200 },
    );
  });
});

describe("flows", () => {
  it("are those found move by move with sets of users, and their sum is the number of moves", () => {
    fc.assert(
      fc.property(moves, fc.integer({ min: -6, max: 6 }), fc.nat({ max: 6 }), (table, fromDay, days) => {
        const toDay = fromDay + days;
        expect(tableOf(countFlows(table))).toEqual(slowFlows(table));
        expect(tableOf(countFlows(table, { fromDay, toDay }))).toEqual(slowFlows(table, fromDay, toDay));
        expect(total(countFlows(table))).toBe(table.length);
        const periods = [countFlows(table, { toDay: fromDay }), countFlows(table, { fromDay })];
        expect(periods.map(total).reduce((a, b) => a + b)).toBe(table.length);
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("of any partition of the users add up to those of all", () => {
    fc.assert(
      fc.property(moves, split, (table, first) => {
        const [a, b] = partsOf(first);
        expect(addFlows(countFlows(partOf(table, a)), countFlows(partOf(table, b)))).toEqual(countFlows(table));
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("leave places as often as they come to places", () => {
    fc.assert(
      fc.property(moves, (table) => {
        const flows = countFlows(table);
        const out = countOutflows(flows);
        const into = countInflows(flows);
        const leaving = Array.from(table.columns.origin).filter((from, i) => from !== table.columns.destination[i]);
        expect(out.reduce((sum, x) => sum + x, 0)).toBe(leaving.length);
        expect(into.reduce((sum, x) => sum + x, 0)).toBe(leaving.length);
        for (let l = 0; l < out.length; l++) expect(out[l]).toBe(leaving.filter((from) => from === l).length);
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});

describe("residents", () => {
  const homes = fc
    .array(fc.tuple(fc.integer({ min: -1, max: 4 }), fc.nat({ max: 2 })), { maxLength: 30 })
    .map((rows): [HomePlaces, number[]] => [
      homesOf(
        placesOf(5),
        rows.map(([home]) => home),
      ),
      rows.map(([, group]) => group),
    ]);
  const labels = ["a", "b", "c"];

  it("and those without a home are all users, each once, in their own group", () => {
    fc.assert(
      fc.property(homes, ([table, groupOf]) => {
        const residents = countResidents(table, { groupOf, labels });
        for (let g = 0; g < 3; g++) {
          const housed = [0, 1, 2, 3, 4].map((l) => residents.count[l * 3 + g]!).reduce((a, b) => a + b);
          expect(housed + residents.without[g]!).toBe(groupOf.filter((group) => group === g).length);
        }
        const all = countResidents(table);
        for (let l = 0; l < 5; l++) {
          expect(all.count[l]).toBe(residents.count.subarray(3 * l, 3 * l + 3).reduce((a, b) => a + b));
        }
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("of two parts of the users add up to those of all", () => {
    fc.assert(
      fc.property(homes, fc.nat(), ([table, groupOf], where) => {
        const cut = where % (table.length + 1);
        const location = Array.from(table.columns.location);
        const parts = [
          countResidents(homesOf(table.locations, location.slice(0, cut)), { groupOf: groupOf.slice(0, cut), labels }),
          countResidents(homesOf(table.locations, location.slice(cut)), { groupOf: groupOf.slice(cut), labels }),
        ] as const;
        const all = countResidents(table, { groupOf, labels });
        expect(all.count).toEqual(parts[0].count.map((x, c) => x + parts[1].count[c]!));
        expect(all.without).toEqual(parts[0].without.map((x, g) => x + parts[1].without[g]!));
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});
