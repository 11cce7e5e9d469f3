import { describe, expect, it } from "vitest";
import { checkFixes, checkPresence, checkStays } from "../../src/core/check-traces.ts";
import { createLocations } from "../../src/core/locations.ts";
import type { Fixes, Presence, Stays } from "../../src/types.ts";

const locations = createLocations("antennas", ["A", "B"], [0, 1], [0, 0]);
const users = ["ann", "bo"];
const offsets = Uint32Array.of(0, 2, 3);

function stays(start: number[], end: number[], location = [0, 1, 0]): Stays {
  const columns = {
    start: Uint32Array.from(start),
    end: Uint32Array.from(end),
    location: Uint32Array.from(location),
    events: new Uint32Array(3).fill(1),
  };
  return { locations, users, offsets, length: 3, columns };
}

function presence(day: number[], location: number[]): Presence {
  const columns = {
    day: Int32Array.from(day),
    location: Uint32Array.from(location),
    events: new Uint32Array(3).fill(1),
  };
  return { locations, users, offsets, length: 3, columns };
}

function fixes(time: number[], lon: number[], lat: number[]): Fixes {
  const columns = { time: Uint32Array.from(time), lon: Float64Array.from(lon), lat: Float64Array.from(lat) };
  return { users, offsets, length: 3, columns };
}

describe("well-formed", () => {
  it("stays follow one another within a user and end after they begin", () => {
    expect(() => checkStays("f", stays([5, 9, 1], [9, 9, 4]))).not.toThrow();
    expect(() => checkStays("f", stays([5, 8, 1], [9, 9, 4]))).toThrow(
      "f: stays.columns.start[1] must be not before the user's last end, 9, got 8",
    );
    expect(() => checkStays("f", stays([5, 9, 1], [9, 9, 0]))).toThrow(
      "f: stays.columns.end[2] must be not before its start, 1, got 0",
    );
    expect(() => checkStays("f", stays([5, 9, 1], [9, 9, 4], [0, 2, 0]))).toThrow(
      "f: stays.columns.location[1] must be below the 2 locations, got 2",
    );
  });

  it("presence has each day and location of a user once, in order", () => {
    expect(() => checkPresence("f", presence([3, 3, -1], [0, 1, 1]))).not.toThrow();
    for (const wrong of [
      presence([3, 3, 1], [1, 1, 0]),
      presence([3, 2, 1], [0, 1, 0]),
      presence([3, 3, 1], [1, 0, 0]),
    ]) {
      expect(() => checkPresence("f", wrong)).toThrow(/^f: presence.columns.day\[1\] must be after day 3 and location/);
    }
  });

  it("fixes are in time order at coordinates that exist", () => {
    expect(() => checkFixes("f", fixes([2, 2, 1], [180, -180, 0], [90, -90, 0]))).not.toThrow();
    expect(() => checkFixes("f", fixes([2, 1, 1], [0, 0, 0], [0, 0, 0]))).toThrow(
      "f: fixes.columns.time[1] must be in time order within its user, from 2, got 1",
    );
    expect(() => checkFixes("f", fixes([1, 2, 1], [0, 180.1, 0], [0, 0, 0]))).toThrow(
      "f: fixes.columns.lon[1] must be from -180 to 180, got 180.1",
    );
    expect(() => checkFixes("f", fixes([1, 2, 1], [0, 0, 0], [0, 0, NaN]))).toThrow(
      "f: fixes.columns.lat[2] must be from -90 to 90, got NaN",
    );
  });
});
