import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import type { HomeCriterion } from "../../src/places/home-criteria.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { modalLastLocation, mostEvents, mostNights } from "../../src/places/index.ts";
import { homesByUser, placesOf, tracesOf } from "../slow/sequences.ts";

const clock = createClock({ timeZone: "UTC" });
const HOUR = 3600;
const DAY = 86_400;

describe("homes by events", () => {
  it("home is where the most events were, with the share of all events", () => {
    const traces = tracesOf(
      [
        ["ann", 10, 2],
        ["ann", 20, 1],
        ["ann", 30, 1],
        ["ann", 40, 0],
      ],
      placesOf(3),
    );
    expect(homesByUser(detectHomes(traces, { criterion: mostEvents() }))).toMatchObject({
      ann: { location: 1, support: 2, share: 0.5, tied: 0 },
    });
  });

  it("of places with equally many events the lower row number is home, and the tie is told", () => {
    const traces = tracesOf(
      [
        ["ann", 10, 2],
        ["ann", 20, 1],
        ["bo", 30, 0],
      ],
      placesOf(3),
    );
    expect(homesByUser(detectHomes(traces, { criterion: mostEvents() }))).toMatchObject({
      ann: { location: 1, support: 1, share: 0.5, tied: 1 },
      bo: { location: 0, support: 1, share: 1, tied: 0 },
    });
  });

  it("a tie below the best is no tie", () => {
    const traces = tracesOf(
      [
        ["ann", 10, 0],
        ["ann", 20, 1],
        ["ann", 30, 2],
        ["ann", 40, 2],
      ],
      placesOf(3),
    );
    expect([...detectHomes(traces, { criterion: mostEvents() }).columns.tied]).toEqual([0]);
  });

  it("a user without events has no home, no support and no share", () => {
    const traces = tracesOf([["bo", 5, 0]], placesOf(1), ["ann", "bo"]);
    for (const criterion of [
      mostEvents(),
      modalLastLocation({ clock }),
      mostNights({ clock, fromHour: 0, toHour: 6 }),
    ]) {
      expect(homesByUser(detectHomes(traces, { criterion }))).toMatchObject({
        ann: { location: -1, support: 0, share: NaN, tied: 0 },
        bo: { location: 0, support: 1, share: 1, tied: 0 },
      });
    }
    const nobody = tracesOf([], placesOf(1), ["ann"]);
    expect([
      ...detectHomes(nobody, { criterion: mostNights({ clock, fromHour: 0, toHour: 6 }) }).columns.location,
    ]).toEqual([-1]);
  });

  it("a home with less support than asked for is not named, but its evidence is shown", () => {
    const traces = tracesOf(
      [
        ["ann", 10, 1],
        ["ann", 20, 1],
        ["ann", 30, 0],
        ["bo", 30, 0],
        ["bo", 40, 0],
        ["bo", 50, 0],
      ],
      placesOf(2),
    );
    expect(homesByUser(detectHomes(traces, { criterion: mostEvents(), minSupport: 3 }))).toMatchObject({
      ann: { location: -1, support: 2, share: 2 / 3, tied: 0 },
      bo: { location: 0, support: 3, share: 1, tied: 0 },
    });
  });
});

describe("homes by nights", () => {
  const nights = mostNights({ clock, fromHour: 22, toHour: 7 });

  it("many events in one night count once; nights in another place outweigh them", () => {
    const traces = tracesOf(
      [
        ["ann", 22 * HOUR, 0],
        ["ann", 23 * HOUR, 0],
        ["ann", DAY + 1 * HOUR, 0],
        ["ann", DAY + 22 * HOUR, 1],
        ["ann", 3 * DAY + 6 * HOUR, 1],
      ],
      placesOf(2),
    );
    expect(homesByUser(detectHomes(traces, { criterion: nights }))).toMatchObject({
      ann: { location: 1, support: 2, share: 2 / 3, tied: 0 },
    });
  });

  it("the hours before toHour belong to the night that began the day before", () => {
    const traces = tracesOf(
      [
        ["ann", 22 * HOUR, 0],
        ["ann", DAY + 6 * HOUR, 0],
      ],
      placesOf(1),
    );
    expect([...detectHomes(traces, { criterion: nights }).columns.support]).toEqual([1]);
    const days = mostNights({ clock, fromHour: 0, toHour: 23 });
    expect([...detectHomes(traces, { criterion: days }).columns.support]).toEqual([2]);
  });

  it("the first hour of the window is in it and the hour at its end is not", () => {
    const traces = tracesOf(
      [
        ["early", 22 * HOUR - 1, 0],
        ["first", 22 * HOUR, 0],
        ["last", 7 * HOUR - 1, 0],
        ["late", 7 * HOUR, 0],
      ],
      placesOf(1),
    );
    const homes = detectHomes(traces, { criterion: nights });
    expect(homesByUser(homes)).toMatchObject({
      early: { location: -1, support: 0, share: NaN, tied: 0 },
      first: { location: 0, support: 1, share: 1, tied: 0 },
      last: { location: 0, support: 1, share: 1, tied: 0 },
      late: { location: -1, support: 0, share: NaN, tied: 0 },
    });
  });

  it("a user never seen at night has no night home", () => {
    const traces = tracesOf([["ann", 12 * HOUR, 0]], placesOf(1));
    expect([...detectHomes(traces, { criterion: nights }).columns.location]).toEqual([-1]);
  });

  it("a night with events in two places counts for both, and once in what the share is of", () => {
    const traces = tracesOf(
      [
        ["ann", 22 * HOUR, 0],
        ["ann", 23 * HOUR, 1],
        ["ann", DAY + 23 * HOUR, 1],
      ],
      placesOf(2),
    );
    expect(homesByUser(detectHomes(traces, { criterion: nights }))).toMatchObject({
      ann: { location: 1, support: 2, share: 1, tied: 0 },
    });
  });

  it("going to and fro between places in one night does not count the night again", () => {
    const traces = tracesOf(
      [0, 1, 0, 1, 0].map((location, i) => ["ann", 22 * HOUR + i * 60, location] as const),
      placesOf(2),
    );
    expect(homesByUser(detectHomes(traces, { criterion: nights }))).toMatchObject({
      ann: { location: 0, support: 1, share: 1, tied: 1 },
    });
  });

  it("a day that comes back for an hour when clocks are set back is one day", () => {
    const stJohns = createClock({ timeZone: "America/St_Johns" });
    const seconds = (iso: string): number => Date.parse(iso) / 1000;
    const traces = tracesOf(
      [
        ["ann", seconds("2008-11-02T02:29:00Z"), 0], // the 1st
        ["ann", seconds("2008-11-02T02:30:30Z"), 0], // the 2nd, for a minute
        ["ann", seconds("2008-11-02T02:45:00Z"), 0], // the 1st again
        ["ann", seconds("2008-11-02T04:00:00Z"), 0], // the 2nd
      ],
      placesOf(1),
    );
    const wholeDays = mostNights({ clock: stJohns, fromHour: 0, toHour: 24 });
    expect(homesByUser(detectHomes(traces, { criterion: wholeDays }))).toMatchObject({
      ann: { location: 0, support: 2, share: 1, tied: 0 },
    });
    expect([...detectHomes(traces, { criterion: modalLastLocation({ clock: stJohns }) }).columns.support]).toEqual([2]);
  });

  it("hours that are not whole, out of range or the same are refused", () => {
    const make = (fromHour: number, toHour: number) => () => mostNights({ clock, fromHour, toHour });
    expect(make(19.5, 7)).toThrow("mostNights: fromHour must be a whole number from 0 to 23, got 19.5");
    expect(make(24, 7)).toThrow("fromHour must be a whole number from 0 to 23, got 24");
    expect(make(19, 25)).toThrow("toHour must be a whole number from 0 to 24, got 25");
    expect(make(19, NaN)).toThrow("toHour must be");
    expect(make(7, 7)).toThrow("toHour must be different from fromHour");
  });
});

describe("homes by the last location of the day", () => {
  const lastPlace = modalLastLocation({ clock });

  it("home is where most days end, whatever happens before", () => {
    const traces = tracesOf(
      [
        ["ann", 10, 1],
        ["ann", 20, 1],
        ["ann", 30, 0],
        ["ann", DAY + 10, 1],
        ["ann", DAY + 20, 0],
        ["ann", 2 * DAY, 1],
      ],
      placesOf(2),
    );
    expect(homesByUser(detectHomes(traces, { criterion: lastPlace }))).toMatchObject({
      ann: { location: 0, support: 2, share: 2 / 3, tied: 0 },
    });
  });

  it("of places where equally many days end, home is where one ended most recently, and the tie is told", () => {
    const traces = tracesOf(
      [
        ["ann", 0, 0],
        ["ann", DAY, 1],
        ["bo", 0, 1],
        ["bo", DAY, 0],
        ["cy", 0, 0],
        ["cy", DAY, 1],
        ["cy", 2 * DAY, 1],
        ["cy", 3 * DAY, 0],
      ],
      placesOf(2),
    );
    expect(homesByUser(detectHomes(traces, { criterion: lastPlace }))).toMatchObject({
      ann: { location: 1, support: 1, share: 0.5, tied: 1 },
      bo: { location: 0, support: 1, share: 0.5, tied: 1 },
      cy: { location: 0, support: 2, share: 0.5, tied: 1 },
    });
  });
});

describe("criteria", () => {
  const traces = tracesOf(
    [
      ["ann", 10, 0],
      ["ann", 20, 1],
      ["ann", 30, 2],
      ["bo", 10, 0],
    ],
    placesOf(3),
  );

  it("one's own criterion fills the scoreboard: score first, then the tie-breaker, then the lower row", () => {
    const best = (tieBreakers: readonly number[]): number => {
      const criterion: HomeCriterion = {
        name: "every place once",
        start: (given) => (from, to, board) => {
          for (let i = from; i < to; i++) {
            const l = given.columns.location[i]!;
            board.touched[board.touchedCount++] = l;
            board.score[l] = 1;
            board.tieBreaker[l] = tieBreakers[l]!;
          }
          board.total = to - from;
        },
      };
      return detectHomes(traces, { criterion }).columns.location[0]!;
    };
    expect(best([5, 5, 5])).toBe(0);
    expect(best([1, 5, 5])).toBe(1);
    expect(best([-3, -2, -1])).toBe(2);
  });

  it("the board is clean for every user", () => {
    const clean: HomeCriterion = {
      name: "checks the board",
      start: (given) => (from, to, board) => {
        expect([board.touchedCount, board.total, Math.max(...board.score), Math.max(...board.tieBreaker)]).toEqual([
          0, 0, 0, 0,
        ]);
        mostEvents().start(given)(from, to, board);
        for (let t = 0; t < board.touchedCount; t++) board.tieBreaker[board.touched[t]!] = 7;
      },
    };
    expect(detectHomes(traces, { criterion: clean }).length).toBe(2);
  });

  it("have names that say what they count", () => {
    expect(mostEvents().name).toBe("most events");
    expect(mostNights({ clock, fromHour: 19, toHour: 7 }).name).toBe("most nights from 19 to 7");
    expect(modalLastLocation({ clock }).name).toBe("most frequent last location of the day");
  });

  it("wrong arguments are refused, and the traces are not changed", () => {
    for (const minSupport of [0, 1.5, NaN, Infinity]) {
      expect(() => detectHomes(traces, { criterion: mostEvents(), minSupport })).toThrow(
        "detectHomes: minSupport must be a whole number of at least 1",
      );
    }
    const falling = { ...traces, columns: { ...traces.columns, time: Uint32Array.of(3, 2, 1, 1) } };
    expect(() => detectHomes(falling, { criterion: mostEvents() })).toThrow("detectHomes: traces.columns.time[1]");
    const copy = structuredClone(traces);
    detectHomes(traces, { criterion: mostNights({ clock, fromHour: 0, toHour: 6 }) });
    expect(traces).toEqual(copy);
  });
});

describe("a criterion of one's own", () => {
  const traces = tracesOf([["ann", 1, 0]], placesOf(1));

  it("must give a function that counts", () => {
    const criterion = { name: "mine", start: () => undefined } as unknown as HomeCriterion;
    expect(() => detectHomes(traces, { criterion })).toThrow(
      "detectHomes: what criterion.start gives must be a function that counts one user's rows into the board, got undefined",
    );
  });

  it("must say what a share is a share of", () => {
    const criterion: HomeCriterion = {
      name: "mine",
      start: () => (_from, _to, board) => {
        board.touched[board.touchedCount++] = 0;
        board.score[0] = 3;
      },
    };
    expect(() => detectHomes(traces, { criterion })).toThrow(
      'criterion "mine": board.total must be above 0 where a location has a score, got 0',
    );
  });
});
