import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { rowsOf } from "../../src/core/table.ts";
import { kaplanMeier } from "../../src/metrics/survival-curves.ts";
import {
  detectHomeEpisodes,
  detectResidenceEpisodes,
  EPISODE_ENDINGS,
  type Episodes,
} from "../../src/moves/episodes.ts";
import { detectResidences } from "../../src/moves/residences.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import type { HomePlacesByPeriod, Presence } from "../../src/types.ts";

const zones = createLocations("zones", ["A", "B", "C"], [0, 1, 2], [0, 0, 0]);

function historyOf(people: readonly string[], length = people[0]!.length): HomePlacesByPeriod {
  const firstDay = Int32Array.from({ length }, (_, p) => 100 + 10 * p);
  const lastDay = firstDay.map((day) => day + 9);
  const id = Array.from(firstDay, String);
  const seconds = Float64Array.from(firstDay, (day) => day * 86_400);
  return {
    locations: zones,
    users: people.map((_, u) => `u${u}`),
    offsets: Uint32Array.from({ length: people.length + 1 }, (_, u) => u * length),
    length: people.length * length,
    columns: {
      period: Uint32Array.from({ length: people.length * length }, (_, row) => row % length),
      location: Int32Array.from(people.flatMap((homes) => [...homes].map((home) => "ABC".indexOf(home)))),
    },
    periods: { length, columns: { id, firstDay, lastDay, start: seconds, end: seconds } },
  };
}

const shown = (episodes: Episodes): string[] =>
  rowsOf(episodes).map(
    (row) =>
      `${"ABC"[row.origin]}${"ABC"[row.destination]} ${row.duration} ${EPISODE_ENDINGS[row.ending]} ${row.unseen}`,
  );

const homeEpisodes = (homes: string, minOriginPeriods = 2, minDestinationPeriods = 2): string[] =>
  shown(detectHomeEpisodes(historyOf([homes]), { minOriginPeriods, minDestinationPeriods }));

describe("episodes of homes by month", () => {
  it("last until the first month back home", () => {
    expect(homeEpisodes("AABBBAC")).toEqual(["AB 3 returned 0"]);
    expect(homeEpisodes("AABBAAB")).toEqual(["AB 2 returned 0", "BA 2 returned 0"]);
    expect(homeEpisodes("AABBC.A")).toEqual(["AB 4 returned 1"]);
  });

  it("go on when the person moves on", () => {
    expect(homeEpisodes("AABBCCA")).toEqual(["AB 4 returned 0", "BC 2 end of data 0"]);
  });

  it("are cut off by the end of the data or the last month of the SIM, whichever comes first", () => {
    expect(homeEpisodes("AABBBBB")).toEqual(["AB 4 end of data 0"]);
    expect(homeEpisodes("AABBB..")).toEqual(["AB 2 lost 0"]);
    expect(homeEpisodes("AABB...")).toEqual(["AB 1 lost 0"]);
  });

  it("need both homes for long enough, without a month between", () => {
    expect(homeEpisodes("ABBBBBB")).toEqual([]);
    expect(homeEpisodes("AABCCCC")).toEqual([]);
    expect(homeEpisodes("AA.BBBB")).toEqual([]);
    expect(homeEpisodes("ABBBBBB", 1, 6)).toEqual(["AB 5 end of data 0"]);
  });

  it("count days of leaving and arriving by the periods", () => {
    const { leftDay, arrivedDay } = detectHomeEpisodes(historyOf(["AABB"]), {
      minOriginPeriods: 1,
      minDestinationPeriods: 1,
    }).columns;
    expect([leftDay[0], arrivedDay[0]]).toEqual([119, 120]);
  });

  it("refuse periods that overlap", () => {
    const history = historyOf(["AABB"]);
    history.periods.columns.lastDay[0] = 110;
    expect(() => detectHomeEpisodes(history, { minOriginPeriods: 1, minDestinationPeriods: 1 })).toThrow(
      "detectHomeEpisodes: history.periods.columns.firstDay[1] must be 111, the day after the period before, got 110",
    );
  });

  it("refuse periods that leave days out, in which nobody knows where people lived", () => {
    const history = historyOf(["AABB"]);
    history.periods.columns.lastDay[1] = 110;
    expect(() => detectHomeEpisodes(history, { minOriginPeriods: 1, minDestinationPeriods: 1 })).toThrow(
      "detectHomeEpisodes: history.periods.columns.firstDay[2] must be 111, the day after the period before, got 120",
    );
  });

  it("give Kaplan–Meier curves as they are, by origin", () => {
    const episodes = detectHomeEpisodes(historyOf(["AABBA..", "AABBBBB", "AABBBAA", "CCAAAAA"]), {
      minOriginPeriods: 2,
      minDestinationPeriods: 2,
    });
    const { origin } = episodes.columns;
    const curves = kaplanMeier(episodes.columns, { confidence: 0.95, groupOf: origin, labels: zones.columns.id });
    // The one from C, and B–A of the third person.
    expect([...curves.summary.columns.spells]).toEqual([3, 1, 1]);
    expect(curves.summary.columns.median[0]).toBe(3);
  });
});

/** Days 0 … of a life: a letter a day, "." unseen. */
function presenceOf(lives: readonly string[]): Presence {
  const rows = { user: [] as string[], day: [] as number[], location: [] as number[] };
  lives.forEach((life, u) => {
    [...life].forEach((place, day) => {
      if (place === ".") return;
      rows.user.push(`u${u}`);
      rows.day.push(day);
      rows.location.push("ABC".indexOf(place));
    });
  });
  return buildPresenceOfDays(rows, zones);
}

const times = (place: string, days: number): string => place.repeat(days);
const SHORT = { minSegmentDays: 10, minStayDays: 10, minPresence: 0.9, maxGapDays: 3 };
const OPTIONS = {
  minOriginDays: 20,
  minDestinationDays: 15,
  minReturnDays: 10,
  maxTransitionDays: 5,
  maxSilentDays: 7,
};

function residenceEpisodes(life: string, lastDay = life.length - 1): string[] {
  const presence = presenceOf([life]);
  return shown(detectResidenceEpisodes(detectResidences(presence, SHORT), presence, { ...OPTIONS, lastDay }));
}

describe("episodes of residences", () => {
  it("last until the first day back home", () => {
    expect(residenceEpisodes(times("A", 30) + times("B", 40) + times("A", 10))).toEqual(["AB 40 returned 0"]);
    const way = times("A", 30) + times("B", 20) + times(".", 6) + times("C", 12) + times("A", 12);
    expect(residenceEpisodes(way)[0]).toBe("AB 38 returned 0");
  });

  it("are cut off on the last day on which a return could still be told", () => {
    // 40 days at B; a return from day 61 on could not last ten days before the data end.
    expect(residenceEpisodes(times("A", 30) + times("B", 40))).toEqual(["AB 30 end of data 0"]);
    // Nine days back home are no residence yet: the return is not seen, and may not count against return either.
    expect(residenceEpisodes(times("A", 30) + times("B", 40) + times("A", 9))).toEqual(["AB 39 end of data 0"]);
  });

  it("do not end with a visit home that is shorter than a return has to be", () => {
    const presence = presenceOf([times("A", 30) + times("B", 40) + times("A", 12) + times("B", 40)]);
    const endingOf = (minReturnDays: number): string[] =>
      shown(
        detectResidenceEpisodes(detectResidences(presence, SHORT), presence, {
          ...OPTIONS,
          minReturnDays,
          lastDay: 121,
        }),
      );
    expect(endingOf(12)[0]).toBe("AB 40 returned 0");
    // Seen to day 121, so that a return of 13 days shows if it begins by day 109, which is 79 days from day 30 on.
    expect(endingOf(13)[0]).toBe("AB 79 end of data 0");
  });

  it("want residences in order, at places that exist", () => {
    const presence = presenceOf(["AAAABBBB"]);
    const residencesOf = (location: number[], startDay: number[], endDay: number[]) => ({
      locations: zones,
      users: ["u0"],
      offsets: Uint32Array.of(0, 2),
      length: 2,
      columns: {
        location: Uint32Array.from(location),
        startDay: Int32Array.from(startDay),
        endDay: Int32Array.from(endDay),
      },
    });
    const refused = (...rows: Parameters<typeof residencesOf>) =>
      expect(() => detectResidenceEpisodes(residencesOf(...rows), presence, { ...OPTIONS, lastDay: 7 }));
    refused([0, 1], [4, 0], [7, 3]).toThrow("residences.columns.startDay[1] must be not before 4, got 0");
    refused([0, 1], [0, 4], [3, 2]).toThrow("residences.columns.endDay[1] must be not before 4, got 2");
    refused([0, 3], [0, 4], [3, 7]).toThrow("residences.columns.location[1] must be below the 3 locations, got 3");
  });

  it("end early for a SIM that falls silent", () => {
    const life = times("A", 30) + times("B", 40);
    expect(residenceEpisodes(life, 76)).toEqual(["AB 30 end of data 0"]);
    expect(residenceEpisodes(life, 77)).toEqual(["AB 30 lost 0"]);
  });

  it("need both residences long enough and near enough", () => {
    expect(residenceEpisodes(times("A", 19) + times("B", 40))).toEqual([]);
    expect(residenceEpisodes(times("A", 30) + times("B", 14))).toEqual([]);
    expect(residenceEpisodes(times("A", 30) + times(".", 4) + times("B", 40)).length).toBe(1);
    expect(residenceEpisodes(times("A", 30) + times(".", 5) + times("B", 40))).toEqual([]);
  });

  it("refuse presence of other users and after the end of the data", () => {
    const presence = presenceOf(["A", "B"]);
    const other = presenceOf(["A"]);
    const run =
      (of: Presence, lastDay: number): (() => unknown) =>
      () =>
        detectResidenceEpisodes(detectResidences(presence, SHORT), of, { ...OPTIONS, lastDay });
    expect(run(other, 9)).toThrow("detectResidenceEpisodes: presence.users must be the 2 users of residences");
    expect(run(presence, -1)).toThrow("presence.columns.day[0] must be at most lastDay, -1, got 0");
  });
});
