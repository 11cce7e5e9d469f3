import { describe, expect, it } from "vitest";
import { dayOfDate } from "../../src/core/dates.ts";
import { createLocations } from "../../src/core/locations.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { rowsOf } from "../../src/core/table.ts";
import { weightFlowsFromHomes } from "../../src/flows/displacement-weights.ts";
import { countInflows, countOutflows } from "../../src/flows/marginals.ts";
import { measureDisplacedPeople, measureDisplacedShares } from "../../src/metrics/displacement-shares.ts";
import { detectDisplacement } from "../../src/moves/displacement-states.ts";
import { modalDailyLocation } from "../../src/places/criteria-days.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";

/**
 * Bengtsson, Lu, Thorson, Garfield, von Schreeb (2011), PLoS Medicine 8(8): e1001083. The records are not public; what can be
 * checked is the arithmetic of the abstract and the rules of the method on people made up for them.
 */
const EARTHQUAKE = dayOfDate("2010-01-12");
const ZONES = createLocations("zones", ["Port-au-Prince", "Les Cayes"], [-72.34, -73.75], [18.54, 18.2]);

describe("Haiti 2010", () => {
  it("197,484 SIMs that had left Port-au-Prince by day 19 are 630,000 persons at 3.2 persons a SIM, however many stayed", () => {
    for (const sims of [600_000, 900_000]) {
      const columns = {
        location: Uint32Array.of(0, 1),
        label: new Uint32Array(2),
        day: new Int32Array(2).fill(EARTHQUAKE + 19),
        people: Uint32Array.of(sims, 0),
        atHome: Uint32Array.of(sims - 197_484, 0),
        displaced: Uint32Array.of(197_484, 0),
        returned: new Uint32Array(2),
      };
      const shares = measureDisplacedShares(
        { locations: ZONES, labels: ["all"], length: 2, columns },
        { confidence: 0.95 },
      );
      const [capital] = rowsOf(measureDisplacedPeople(shares, [3.2 * sims, 0]));
      expect(capital!.personsPerSim).toBe(3.2);
      expect(capital!.persons).toBeCloseTo(631_948.8, 6);
      expect(Math.round(capital!.persons / 10_000) * 10_000).toBe(630_000);
    }
  });

  it("a net outflow of 20 % is those who left less those who came, in persons, over the people before (approximate: round figures)", () => {
    // Rows: homes, columns: places on the day. 100 SIMs of the capital, a quarter gone; 160 SIMs elsewhere, of whom 5 came.
    const flows = { locations: ZONES, ...sparseFromDense(2, 2, [75, 25, 5, 155]) };
    const people = weightFlowsFromHomes(flows, [320, 512]);
    const net = (countOutflows(people)[0]! - countInflows(people)[0]!) / 320;
    expect(net).toBeCloseTo(0.2, 12);
  });

  it("is followed over 158 days with positions carried forward, of SIMs with a call before and one in the last month", () => {
    const last = EARTHQUAKE + 158;
    const sims: Record<string, readonly (readonly [day: number, place: number])[]> = {
      left: [
        [EARTHQUAKE - 40, 0],
        [EARTHQUAKE, 0],
        [EARTHQUAKE + 3, 1],
        [last - 10, 1],
      ],
      "never silent for ever": [
        [EARTHQUAKE - 1, 0],
        [last, 0],
      ],
      "no call in the last month": [
        [EARTHQUAKE - 1, 0],
        [last - 30, 0],
      ],
      "no call before": [
        [EARTHQUAKE + 1, 0],
        [last, 0],
      ],
    };
    const rows = Object.entries(sims).flatMap(([user, days]) =>
      days.map(([day, location]) => ({ user, day, location })),
    );
    const daily = buildPresenceOfDays(
      {
        user: rows.map(({ user }) => user),
        day: rows.map(({ day }) => day),
        location: rows.map(({ location }) => location),
      },
      ZONES,
    );
    // The baseline of 42 days before.
    const before = rows.filter(({ day }) => day >= EARTHQUAKE - 42 && day < EARTHQUAKE);
    const baseline = detectHomes(
      buildPresenceOfDays(
        {
          user: before.map(({ user }) => user),
          day: before.map(({ day }) => day),
          location: before.map(({ location }) => location),
        },
        ZONES,
      ),
      { criterion: modalDailyLocation() },
    );
    const home = Int32Array.from(daily.users, (user) => {
      const u = baseline.users.indexOf(user);
      return u < 0 ? -1 : baseline.columns.location[u]!;
    });
    const homes = { locations: ZONES, users: daily.users, length: home.length, columns: { location: home } };
    const options = { eventDay: EARTHQUAKE, followDays: 158, minLostDays: 30, maxCarryDays: Infinity };
    const states = detectDisplacement(daily, homes, options);
    const statusOn = (user: string, day: number): number => {
      const u = states.users.indexOf(user);
      let found = -1;
      for (let r = states.offsets[u]!; r < states.offsets[u + 1]!; r++) {
        if (states.columns.firstDay[r]! <= day) found = states.columns.status[r]!;
      }
      return found;
    };
    expect(statusOn("left", EARTHQUAKE + 2)).toBe(0);
    expect(statusOn("left", EARTHQUAKE + 19)).toBe(1);
    expect(statusOn("left", last)).toBe(1);
    expect(statusOn("never silent for ever", EARTHQUAKE + 100)).toBe(0);
    expect(statusOn("no call in the last month", last)).toBe(4);
    expect(statusOn("no call before", last)).toBe(5);
  });
});
