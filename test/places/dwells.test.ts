import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { rowsOf } from "../../src/core/table.ts";
import { detectDwells } from "../../src/places/dwells.ts";
import {
  atLastEvent,
  type DwellBoundary,
  halfwayToNextEvent,
  untilNextEvent,
} from "../../src/places/dwells-boundary.ts";
import { suppressOscillations } from "../../src/traces/oscillations.ts";
import { mostSeenInOscillation } from "../../src/traces/oscillations-rules.ts";
import { slowDwells } from "../slow/dwells.ts";
import { placesOf, type TraceEvent, tracesOf } from "../slow/sequences.ts";

const PLACES = placesOf(4);
const traces = tracesOf(
  [
    ["ana", 100, 0],
    ["ana", 700, 0],
    ["ana", 901, 1],
    ["ana", 5000, 1],
    ["ana", 5100, 0],
    ["bo", 5200, 0],
  ],
  PLACES,
  ["ana", "bo", "cy"],
);

/** The dwells as [start, end, location, events]. */
function dwellsOf(boundary: DwellBoundary, more: { minStaySeconds?: number; minEvents?: number } = {}): number[][] {
  const dwells = detectDwells(traces, { maxGapSeconds: 3600, boundary, ...more });
  return rowsOf(dwells).map(({ start, end, location, events }) => [start, end, location, events]);
}

describe("dwells", () => {
  it("last from the first to the last event at one location", () => {
    expect(dwellsOf(atLastEvent())).toEqual([
      [100, 700, 0, 2],
      [901, 901, 1, 1],
      [5000, 5000, 1, 1],
      [5100, 5100, 0, 1],
      [5200, 5200, 0, 1],
    ]);
  });

  it("reach half-way to the next event elsewhere, but never over a gap", () => {
    expect(dwellsOf(halfwayToNextEvent())).toEqual([
      [100, 800, 0, 2],
      [800, 901, 1, 1],
      [5000, 5050, 1, 1],
      [5050, 5100, 0, 1],
      [5200, 5200, 0, 1],
    ]);
  });

  it("reach to the next event elsewhere", () => {
    expect(dwellsOf(untilNextEvent())).toEqual([
      [100, 901, 0, 2],
      [901, 901, 1, 1],
      [5000, 5100, 1, 1],
      [5100, 5100, 0, 1],
      [5200, 5200, 0, 1],
    ]);
  });

  it("that are too short or rest on too few events are left out, and nobody takes their time", () => {
    expect(dwellsOf(halfwayToNextEvent(), { minStaySeconds: 101 })).toEqual([
      [100, 800, 0, 2],
      [800, 901, 1, 1],
    ]);
    expect(dwellsOf(untilNextEvent(), { minEvents: 2 })).toEqual([[100, 901, 0, 2]]);
  });

  it("belong to their users, of whom all are kept", () => {
    const dwells = detectDwells(traces, { maxGapSeconds: 5000, boundary: atLastEvent() });
    expect(dwells.users).toEqual(["ana", "bo", "cy"]);
    expect([...dwells.offsets]).toEqual([0, 3, 4, 4]);
    expect(dwells.locations).toBe(PLACES);
  });

  it("hold events exactly the longest gap apart", () => {
    const two = tracesOf(
      [
        ["u", 0, 0],
        ["u", 600, 0],
      ],
      PLACES,
    );
    expect(detectDwells(two, { maxGapSeconds: 600, boundary: atLastEvent() }).length).toBe(1);
    expect(detectDwells(two, { maxGapSeconds: 599, boundary: atLastEvent() }).length).toBe(2);
  });

  it("are whole where oscillations were suppressed first", () => {
    const pingPong = tracesOf(
      [0, 1, 0, 1, 0, 0].map((location, i): TraceEvent => ["u", 60 * i, location]),
      PLACES,
    );
    const calm = suppressOscillations(pingPong, { maxSeconds: 300, keep: mostSeenInOscillation() });
    const options = { maxGapSeconds: 3600, boundary: atLastEvent() };
    expect(detectDwells(pingPong, options).length).toBe(5);
    expect(rowsOf(detectDwells(calm.traces, options))).toEqual([{ start: 0, end: 300, location: 0, events: 6 }]);
  });

  it("refuse a boundary outside the time between two events", () => {
    const early: DwellBoundary = { name: "early", leftAt: (last) => last - 1, arrivedAt: (_, next) => next };
    expect(() => dwellsOf(early)).toThrow(
      "detectDwells: leftAt and arrivedAt of the boundary must be whole seconds from 700 to 901 in order (early), got 699 and 901",
    );
  });

  it("are those of the plain form with lists of runs, whatever the rule", () => {
    const random = createRandom("dwells");
    const rules = { last: atLastEvent(), half: halfwayToNextEvent(), next: untilNextEvent() };
    for (let round = 0; round < 600; round++) {
      const events: TraceEvent[] = [];
      const users = ["a", "b", "c"];
      for (const user of users) {
        let time = Math.floor(random() * 100);
        for (let i = Math.floor(random() * 12); i > 0; i--) {
          time += Math.floor(random() * 120);
          events.push([user, time, Math.floor(random() * 3)]);
        }
      }
      const [maxGap, minStaySeconds, minEvents] = [
        random() * 120,
        random() < 0.5 ? 0 : 40,
        1 + Math.floor(random() * 3),
      ];
      for (const [name, boundary] of Object.entries(rules)) {
        const dwells = detectDwells(tracesOf(events, PLACES, users), {
          maxGapSeconds: maxGap,
          boundary,
          minStaySeconds,
          minEvents,
        });
        users.forEach((user, u) => {
          const own = events.filter((event) => event[0] === user).map(([, at, l]) => [at, l] as const);
          const expected = slowDwells(own, maxGap, name as keyof typeof rules, minStaySeconds, minEvents);
          const rows = rowsOf(dwells, dwells.offsets[u], dwells.offsets[u + 1]);
          expect(rows.map(({ start, end, location, events: n }) => [start, end, location, n])).toEqual(expected);
        });
      }
    }
  });
});
