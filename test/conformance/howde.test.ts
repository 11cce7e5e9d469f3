import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildPeriods } from "../../src/core/periods.ts";
import type { KnownPlaces } from "../../src/places/criteria-away.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { detectHomesByPeriod } from "../../src/places/homes-by-period.ts";
import { awayFrom, detectUsualPlaces, detectWorkplaces, longestDwell, mostDwellDays } from "../../src/places/index.ts";
import type { Periods, Stays } from "../../src/types.ts";
import { minutesByDay } from "../slow/dwells-by-minute.ts";
import { howdePlaces } from "../slow/howde.ts";
import { describeData, listed, readJson, readRows } from "./data.ts";

/**
 * Home and work from stays, against the places that people who looked at each person's stops marked as home and work.
 *
 * HoWDe's published measure: over people with a marked place for whom the method answers, accuracy = marked places that are
 * among the answers / marked places; "none" = people with a marked place and no answer / people with a marked place. A
 * person can have several marked places, so one answer a person cannot reach 100 %, and a wrong answer beside a right one
 * costs nothing. Therefore the tables also have what each answer is worth: answers that are right / answers, people with at
 * least one right answer / all people with a marked place, and people without a marked place who get an answer.
 */

type Answers = readonly ReadonlySet<number>[];

interface Score {
  readonly none: number;
  readonly accuracy: number;
  readonly answersRight: number;
  readonly people: number;
  readonly peopleRight: number;
  readonly without: number;
  readonly withoutNamed: number;
}

const clock = createClock({ timeZone: "UTC" });
const weekdays = [0, 1, 2, 3, 4];
const night = { clock, fromHour: 0, toHour: 6 };
/** Least shares of working hours of the workplaces beside the first. */
const FURTHER_SHARES = [0.02, 0.03, 0.04, 0.05, 0.06];
/** HoWDe's working hours. */
const working = { clock, fromHour: 9, toHour: 17, weekdays };

function scoreOf(answers: Answers, truth: Answers, of: (user: number) => boolean = () => true): Score {
  let [people, answered, marked, named, right, peopleRight, without, withoutNamed] = [0, 0, 0, 0, 0, 0, 0, 0];
  truth.forEach((places, u) => {
    if (!of(u)) return;
    const own = answers[u]!;
    if (places.size === 0) {
      without++;
      if (own.size > 0) withoutNamed++;
      return;
    }
    people++;
    if (own.size === 0) return;
    const hits = [...own].filter((place) => places.has(place)).length;
    answered++;
    marked += places.size;
    named += own.size;
    right += hits;
    if (hits > 0) peopleRight++;
  });
  const none = 1 - answered / people;
  return { none, accuracy: right / marked, answersRight: right / named, people, peopleRight, without, withoutNamed };
}

/** What a difference of two shares of so many people each may be off by: two standard errors, for other people than these. */
function slackOf(share: number, other: number, people: number): number {
  return 2 * Math.sqrt((share * (1 - share) + other * (1 - other)) / people);
}

/** People with a marked place and a right answer, less those without one who get an answer: 1 is perfect, 0 is no use. */
function balanceOf({ people, peopleRight, without, withoutNamed }: Score): number {
  return peopleRight / people - (without === 0 ? 0 : withoutNamed / without);
}

function printed(title: string, scores: ReadonlyMap<string, Score>): string {
  const percent = (share: number): string => (100 * share).toFixed(2).padStart(7);
  const rows = [...scores].map(([name, score]) => {
    const { people, peopleRight, without, withoutNamed } = score;
    const counts = [`${peopleRight} of ${people}`, without === 0 ? "–" : `${withoutNamed} of ${without}`];
    return `| ${name.padEnd(52)} | ${percent(score.none)} | ${percent(score.accuracy)} | ${percent(score.answersRight)} | ${counts.map((count) => count.padStart(10)).join(" | ")} |`;
  });
  return [
    `${title}\n| ${"criterion".padEnd(52)} | none % | accuracy % | answers right % | people right | without, named |`,
    "|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

/** The answers of a table with any number of places for each user, or one. */
function answersOf(table: KnownPlaces): Answers {
  const { location } = table.columns;
  return table.users.map((_, u) => {
    const from = "offsets" in table ? table.offsets[u]! : u;
    const to = "offsets" in table ? table.offsets[u + 1]! : u + 1;
    return new Set(Array.from(location.subarray(from, to)).filter((place) => place >= 0));
  });
}

function readStays(path: string): Stays {
  const byUser = new Map<string, [start: number, end: number, place: string][]>();
  for (const { useruuid, loc, start, end } of readRows(path)) {
    const own = byUser.get(useruuid!) ?? [];
    if (own.length === 0) byUser.set(useruuid!, own);
    own.push([Number(start), Number(end), loc!]);
  }
  const users = [...byUser.keys()].sort();
  const rows = users.flatMap((user) => byUser.get(user)!.sort((a, b) => a[0] - b[0] || a[1] - b[1]));
  const ids = [...new Set(rows.map(([, , place]) => place))].sort();
  const number = new Map(ids.map((id, l) => [id, l]));
  const offsets = new Uint32Array(users.length + 1);
  users.forEach((user, u) => {
    offsets[u + 1] = offsets[u]! + byUser.get(user)!.length;
  });
  const columns = {
    start: Uint32Array.from(rows, ([start]) => start),
    end: Uint32Array.from(rows, ([, end]) => end),
    location: Uint32Array.from(rows, ([, , place]) => number.get(place)!),
    events: new Uint32Array(rows.length).fill(1),
  };
  // Where the stops are is not published: the numbers are each user's own.
  const locations = createLocations("stops", ids, new Float64Array(ids.length), new Float64Array(ids.length));
  return { locations, users, offsets, length: rows.length, columns };
}

describeData("home and work that people marked", "05_howde_home_work", (folder) => {
  const stays = readStays(join(folder, listed(folder, /^stops\.csv(\.gz)?$/)[0]!));
  const marked = readJson<Record<"home" | "work", Record<string, string[]>>>(
    join(folder, listed(folder, /^truth\.json$/)[0]!),
  );
  const rowOf = new Map(stays.locations.columns.id.map((id, l) => [id, l]));
  const truthOf = (places: Record<string, string[]>): Answers =>
    stays.users.map((user) => new Set((places[user] ?? []).map((id) => rowOf.get(id)!)));
  const home = truthOf(marked.home);
  const work = truthOf(marked.work);
  const peer = howdePlaces(stays);

  const longest = detectHomes(stays, { criterion: longestDwell(night) });
  const homes = detectUsualPlaces(stays, { criterion: longestDwell(night), minShare: 0.2 });
  /** Windows that slide by a week, as long as HoWDe's. */
  const lastDay = Math.floor(stays.columns.end.reduce((a, b) => Math.max(a, b), 0) / 86_400);
  const weeks = Array.from({ length: Math.ceil(lastDay / 7) }, (_, w) => 1 + 7 * w);
  const windowsOf = (days: number): Periods =>
    buildPeriods({ firstDay: weeks, lastDay: weeks.map((day) => day + days - 1) }, clock);
  const homes28 = detectHomesByPeriod(stays, { criterion: longestDwell(night), periods: windowsOf(28) });
  const homeTables: [string, KnownPlaces][] = [
    ["longest dwell 0–6", longest],
    ["longest dwell 22–6", detectHomes(stays, { criterion: longestDwell({ ...night, fromHour: 22 }) })],
    ["most nights with an hour of 0–6", detectHomes(stays, { criterion: mostDwellDays({ ...night, minMinutes: 60 }) })],
    ["all with ≥ 20 % of the dwell 0–6", homes],
    ["best of every 28 days 0–6", homes28],
    ["all with ≥ 10 % of the dwell 0–6", detectUsualPlaces(stays, { criterion: longestDwell(night), minShare: 0.1 })],
  ];
  const homeScores = new Map(homeTables.map(([name, table]) => [name, scoreOf(answersOf(table), home)]));
  homeScores.set(
    "HoWDe, its defaults",
    scoreOf(
      peer.map((own) => own.home),
      home,
    ),
  );

  const dwell = longestDwell(working);
  const away = awayFrom({ criterion: dwell, places: homes });
  const weekdaysAway = awayFrom({ criterion: mostDwellDays({ ...working, minMinutes: 1 }), places: longest });
  const oneOf = (minShare: number, known: KnownPlaces = homes): Answers =>
    answersOf(detectWorkplaces(stays, { criterion: dwell, homes: known, minShare }));
  const away28 = awayFrom({ criterion: dwell, places: homes28 });
  const workAnswers: [string, Answers][] = [
    ["one, ≥ 0 of working hours, one home left out", oneOf(0, longest)],
    ["one, ≥ 5 % of working hours, one home left out", oneOf(0.05, longest)],
    ...[0, 0.02, 0.05, 0.1, 0.15, 0.2].map((share): [string, Answers] => [
      `one, ≥ ${100 * share} % of working hours`,
      oneOf(share),
    ]),
    ...[0.02, 0.05, 0.1, 0.15].map((minShare): [string, Answers] => [
      `all with ≥ ${100 * minShare} % of working hours`,
      answersOf(detectUsualPlaces(stays, { criterion: away, minShare })),
    ]),
    ...FURTHER_SHARES.map((minShare): [string, Answers] => [
      `all with ≥ ${100 * minShare} %, where one has ≥ 10 %`,
      answersOf(detectUsualPlaces(stays, { criterion: away, minShare, minFirstShare: 0.1 })),
    ]),
    ...[2, 3, 5, 10, 20].map((minSupport): [string, Answers] => [
      `all with ≥ ${minSupport} weekdays, one home left out`,
      answersOf(detectUsualPlaces(stays, { criterion: weekdaysAway, minShare: 0, minSupport })),
    ]),
    ...[8, 12, 16, 24].map((hours): [string, Answers] => [
      `best of every 42 days, ≥ ${hours} hours`,
      answersOf(detectHomesByPeriod(stays, { criterion: away28, periods: windowsOf(42), minSupport: hours * 3600 })),
    ]),
    ["HoWDe, its defaults", peer.map((own) => own.work)],
  ];
  const workScores = new Map(workAnswers.map(([name, answers]) => [name, scoreOf(answers, work)]));
  const peerWork = workScores.get("HoWDe, its defaults")!;
  const peerHome = homeScores.get("HoWDe, its defaults")!;
  /** What the method prints for the 500 people of whom these may be a part. */
  const published = { home: { accuracy: 0.788, none: 0.128 }, work: { accuracy: 0.8309, none: 0.216 } };

  console.log(printed("Home", homeScores));
  console.log(printed("Work", workScores));
  console.log(
    `HoWDe publishes, of 500 people: home ${JSON.stringify(published.home)}, work ${JSON.stringify(published.work)}`,
  );

  it("longest night dwell is what plain counting by the minute finds, for every person", () => {
    stays.users.forEach((_, u) => {
      const minutes = minutesByDay(stays, u, night);
      const dwells = [...minutes].map(([location, days]) => [location, [...days.values()].reduce((a, b) => a + b, 0)]);
      const best = dwells.sort((a, b) => b[1]! - a[1]! || a[0]! - b[0]!)[0];
      // Stops begin and end on whole minutes.
      expect(longest.columns.support[u]).toBe(best === undefined ? 0 : 60 * best[1]!);
      if (longest.columns.tied[u] === 0 && best !== undefined) expect(longest.columns.location[u]).toBe(best[0]);
    });
  });

  it("the best criterion of home is right for nearly everybody, and for more people than the peer", () => {
    const rights = [...homeScores].map(([name, { peopleRight }]) => (name.startsWith("HoWDe") ? 0 : peopleRight));
    expect(Math.max(...rights) / peerHome.people).toBeGreaterThanOrEqual(0.97);
    expect(homeScores.get("longest dwell 0–6")!.peopleRight).toBeGreaterThan(peerHome.peopleRight);
  });

  it("several homes a person: more of the marked homes at fewer people without one than the peer", () => {
    const several = homeScores.get("all with ≥ 20 % of the dwell 0–6")!;
    const share = (score: Score): number => score.accuracy * (1 - score.none);
    expect(several.none).toBeLessThanOrEqual(peerHome.none);
    expect(share(several)).toBeGreaterThan(share(peerHome));
  });

  describe("work", () => {
    it("one workplace a person: right for 10 points more people than the peer, which names several", () => {
      const one = workScores.get("one, ≥ 5 % of working hours")!;
      const [ours, theirs] = [one.peopleRight / one.people, peerWork.peopleRight / peerWork.people];
      const slack = slackOf(ours, theirs, one.people);
      expect(ours).toBeGreaterThanOrEqual(theirs + 0.1 - slack);
      expect(one.none).toBeLessThanOrEqual(peerWork.none + slackOf(one.none, peerWork.none, one.people));
      expect(balanceOf(one)).toBeGreaterThanOrEqual(balanceOf(peerWork) + 0.1 - slack);
    });

    it("by the peer's own measure, 10 points above it at no more without an answer", () => {
      // The measure costs nothing for places too many: see the column of right answers for what these are worth. Of other
      // people than those of the table, two standard errors of a share are allowed.
      const several = workScores.get("all with ≥ 4 %, where one has ≥ 10 %")!;
      for (const peers of [peerWork, published.work]) {
        const slack = slackOf(several.accuracy, peers.accuracy, several.people);
        expect(several.accuracy).toBeGreaterThanOrEqual(peers.accuracy + 0.1 - slack);
        expect(several.none).toBeLessThanOrEqual(peers.none + slackOf(several.none, peers.none, several.people));
      }
      expect(several.withoutNamed).toBeLessThan(peerWork.withoutNamed);
    });

    it("by that measure not below the peer in either half of the people", () => {
      const ours = workAnswers.find(([name]) => name === "all with ≥ 4 %, where one has ≥ 10 %")![1];
      const theirs = peer.map((own) => own.work);
      for (const half of [0, 1]) {
        const [mine, others] = [ours, theirs].map((answers) => scoreOf(answers, work, (u) => u % 2 === half)) as [
          Score,
          Score,
        ];
        const figures = ({ accuracy, none, answersRight }: Score): string =>
          `accuracy ${accuracy.toFixed(3)}, none ${none.toFixed(3)}, answers right ${answersRight.toFixed(3)}`;
        console.log(`work, half ${half}: ${figures(mine)}; HoWDe: ${figures(others)}`);
        expect(mine.accuracy).toBeGreaterThan(others.accuracy - slackOf(mine.accuracy, others.accuracy, mine.people));
      }
    });

    it("with no more wrong answers than the peer, more of the marked places than it", () => {
      const several = workScores.get("all with ≥ 10 % of working hours")!;
      const share = (score: Score): number => score.accuracy * (1 - score.none);
      const slack = slackOf(several.none, peerWork.none, several.people);
      expect(several.answersRight).toBeGreaterThanOrEqual(peerWork.answersRight - slack);
      expect(several.none).toBeLessThanOrEqual(peerWork.none + slack);
      expect(share(several)).toBeGreaterThan(share(peerWork) - slack);
    });

    it("a share chosen on half of the people serves the other half", () => {
      const shares = [0.02, 0.05, 0.1, 0.15, 0.2];
      for (const half of [0, 1]) {
        const chosenOn = (u: number): boolean => u % 2 === half;
        const heldOut = (u: number): boolean => u % 2 !== half;
        const balances = shares.map((share) => balanceOf(scoreOf(oneOf(share), work, chosenOn)));
        const chosen = shares[balances.indexOf(Math.max(...balances))]!;
        const ours = balanceOf(scoreOf(oneOf(chosen), work, heldOut));
        const theirs = balanceOf(
          scoreOf(
            peer.map((own) => own.work),
            work,
            heldOut,
          ),
        );
        console.log(
          `work, half ${half}: share ${chosen} chosen; balance ${ours.toFixed(3)} against ${theirs.toFixed(3)}`,
        );
        expect(ours).toBeGreaterThan(theirs - 2 * Math.sqrt(1 / work.length));
      }
    });
  });
});
