import { describe, expect, it } from "vitest";
import { countTransitions } from "../../src/flows/transitions.ts";
import { placesOf, tracesOf } from "../slow/sequences.ts";
import { tableOf } from "./worlds.ts";

const places = placesOf(5);

describe("transitions", () => {
  it("run from each event to the next one of the same user at another place", () => {
    const traces = tracesOf(
      [
        ["ann", 0, 3],
        ["ann", 10, 3],
        ["ann", 20, 1],
        ["ann", 30, 3],
        ["ann", 40, 1],
        ["bea", 5, 3],
        ["bea", 50, 1],
      ],
      places,
    );
    expect(tableOf(countTransitions(traces))).toEqual({
      "1>3": { value: 1, people: 1 },
      "3>1": { value: 3, people: 2 },
    });
  });

  it("the first event of a user does not follow the last one of another", () => {
    const traces = tracesOf(
      [
        ["ann", 0, 0],
        ["bea", 1, 2],
      ],
      places,
    );
    expect(countTransitions(traces).index).toHaveLength(0);
  });

  it("a silence as long as the longest counts, a longer one does not, and counting goes on behind it", () => {
    const traces = tracesOf(
      [
        ["ann", 0, 0],
        ["ann", 100, 1],
        ["ann", 201, 2],
        ["ann", 250, 3],
      ],
      places,
    );
    expect(tableOf(countTransitions(traces, { maxGapSeconds: 100 }))).toEqual({
      "0>1": { value: 1, people: 1 },
      "2>3": { value: 1, people: 1 },
    });
  });

  it("the silence is that before the later event, however long the stay before it", () => {
    const traces = tracesOf(
      [
        ["ann", 0, 0],
        ["ann", 90, 0],
        ["ann", 100, 1],
      ],
      places,
    );
    expect(tableOf(countTransitions(traces, { maxGapSeconds: 10 }))).toEqual({ "0>1": { value: 1, people: 1 } });
  });

  it("need two events: users with one or none have no transition", () => {
    const traces = tracesOf([["bea", 5, 4]], places, ["ann", "bea", "cem"]);
    expect(countTransitions(traces).offsets).toEqual(new Uint32Array(6));
    expect(countTransitions(tracesOf([], places, [])).value).toHaveLength(0);
  });

  it("leave the traces as they are", () => {
    const traces = tracesOf(
      [
        ["ann", 0, 0],
        ["ann", 90, 4],
      ],
      places,
    );
    const before = structuredClone(traces);
    countTransitions(traces);
    expect(traces).toEqual(before);
  });

  it("say which argument is wrong", () => {
    const traces = tracesOf([["bea", 5, 4]], places);
    expect(() => countTransitions(traces, { maxGapSeconds: -1 })).toThrow(
      "countTransitions: maxGapSeconds must be a finite number of at least 0, got -1",
    );
    expect(() => countTransitions(traces, { maxGapSeconds: Number.NaN })).toThrow("countTransitions: maxGapSeconds");
    expect(() => countTransitions({ ...traces, locations: placesOf(4) })).toThrow(
      "countTransitions: traces.columns.location[0] must be below the 4 locations, got 4",
    );
    const falling = tracesOf(
      [
        ["bea", 5, 4],
        ["bea", 6, 3],
      ],
      places,
    );
    falling.columns.time.reverse();
    expect(() => countTransitions(falling)).toThrow("countTransitions: traces.columns.time[1] must be in time order");
    expect(() => countTransitions({ ...traces, offsets: Uint32Array.of(0, 2) })).toThrow(
      "countTransitions: traces.offsets[1] must be 1, got 2",
    );
  });
});
