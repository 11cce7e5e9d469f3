import { describe, expect, it } from "vitest";
import { checkHomes, checkHomesOf, checkLabels, checkLocatedOrNone, checkPlaced } from "../../src/core/check-places.ts";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildPeriods } from "../../src/core/periods.ts";
import { selectHomesOfPeriod } from "../../src/places/homes-of-period.ts";

const locations = createLocations("antennas", ["A", "B"], [0, 1], [0, 0]);
const others = createLocations("antennas", ["A", "C"], [0, 1], [0, 0]);
const users = ["ann", "bo"];

describe("numbers of places and labels", () => {
  it("rows of users lie at locations that exist", () => {
    const rowsAt = (...location: number[]) => ({
      ...{ locations, users, offsets: Uint32Array.of(0, 1, 2), length: 2 },
      columns: { location: Uint32Array.from(location) },
    });
    expect(() => checkPlaced("f", "seen", rowsAt(0, 1), ["location"])).not.toThrow();
    expect(() => checkPlaced("f", "seen", rowsAt(0, 2), ["location"])).toThrow(
      "f: seen.columns.location[1] must be below the 2 locations, got 2",
    );
  });

  it("homes lie at locations that exist, or are -1 for none", () => {
    const homesAt = (...location: number[]) => ({
      ...{ locations, users, length: 2 },
      columns: { location: Int32Array.from(location) },
    });
    expect(() => checkHomes("f", "homes", homesAt(-1, 1))).not.toThrow();
    for (const wrong of [-2, 2]) {
      expect(() => checkHomes("f", "homes", homesAt(0, wrong))).toThrow(
        `f: homes.columns.location[1] must be a whole number from -1 to 1, got ${wrong}`,
      );
    }
    expect(() => checkHomes("f", "homes", { ...homesAt(-1, 1), users: ["ann"] })).toThrow(
      "f: homes.users must be of length 2, got 1",
    );
    expect(() => checkLocatedOrNone("f", "home", [0.5], 2)).toThrow("f: home[0] must be a whole number from -1 to 1");
    expect(() => checkHomesOf("f", "homes", homesAt(0, 1), users, "seen", locations)).not.toThrow();
    expect(() => checkHomesOf("f", "homes", homesAt(0, 1), ["ann", "cy"], "seen")).toThrow(
      'f: homes.users[1] must be "cy", as in seen, got "bo"',
    );
    expect(() => checkHomesOf("f", "homes", homesAt(0, 1), users, "seen", others)).toThrow(
      "f: homes.locations must be over the same 2 antennas",
    );
  });

  it("labels are among those that the table holds", () => {
    const labelled = (...label: number[]) => ({
      ...{ users, offsets: Uint32Array.of(0, 1, 2), length: 2, labels: ["home", "work"] },
      columns: { label: Uint8Array.from(label) },
    });
    expect(() => checkLabels("f", "places", labelled(1, 0))).not.toThrow();
    expect(() => checkLabels("f", "places", labelled(1, 2))).toThrow(
      "f: places.columns.label[1] must be below the 2 labels, got 2",
    );
  });
});

describe("homes", () => {
  const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
  const columns = { period: Uint32Array.of(0, 1), location: Int32Array.of(0, 1) };
  const days = { firstDay: [1, 32], lastDay: [31, 59] };
  const periods = buildPeriods(days, createClock({ timeZone: "UTC" }));
  const history = { locations: zones, users: ["ann"], offsets: Uint32Array.of(0, 2), length: 2, columns, periods };

  it("by period are not taken for one home per user, by the compiler and by the check", () => {
    // @ts-expect-error homes by period have several rows per user
    expect(() => checkHomes("f", "homes", history)).toThrow(
      "f: homes must be one home for each user, got homes by period (selectHomesOfPeriod gives those of one)",
    );
    expect(() => checkHomes("f", "homes", selectHomesOfPeriod(history, 1))).not.toThrow();
  });
});
