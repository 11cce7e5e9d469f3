import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { busiestWeeksFirst, calendarWeeks } from "../../src/places/call-profile-weeks.ts";
import { buildCallProfiles } from "../../src/places/call-profiles.ts";
import { buildPresence, buildPresenceOfDays } from "../../src/places/presence.ts";
import { SOCIOMETER_ARCHETYPES } from "../../src/places/sociometer-archetypes.ts";
import { detectUserClasses, type UserClasses } from "../../src/places/sociometer-classes.ts";
import { detectClassHomes } from "../../src/places/sociometer-homes.ts";
import { detectOverallClasses, type OverallClasses } from "../../src/places/sociometer-overall.ts";
import { buildClassPresence } from "../../src/places/sociometer-presence.ts";
import { profilesOfCells, slowDistance } from "../slow/call-profiles.ts";
import { placesOf, rowsByUser, tracesOf } from "../slow/sequences.ts";

const LABELS = ["resident", "dynamic resident", "commuter", "visitor", "in transit"];

/** A profile of 24 cells by week and kind of day. */
function cells(strengthOf: (week: number, weekend: boolean, slot: number) => number): number[] {
  return Array.from({ length: 24 }, (_, i) => strengthOf(Math.floor(i / 6), i % 6 >= 3, i % 3));
}

/** The label of each of these profiles. */
function labelsOf(...profiles: number[][]): string[] {
  const classes = detectUserClasses(profilesOfCells(profiles));
  return [...classes.columns.label].map((label) => classes.labels[label]!);
}

/** Classes by window: per user a list of window, location, label, days. */
function classesOf(
  rows: Record<string, [window: number, location: number, label: number, days: number][]>,
): UserClasses {
  const all = Object.values(rows).flat();
  const offsets = new Uint32Array(Object.keys(rows).length + 1);
  Object.values(rows).forEach((own, u) => {
    offsets[u + 1] = offsets[u]! + own.length;
  });
  const column = (c: number): Uint32Array => Uint32Array.from(all, (row) => row[c]!);
  const n = all.length;
  return {
    locations: placesOf(4),
    users: Object.keys(rows),
    offsets,
    length: n,
    columns: {
      window: column(0),
      location: column(1),
      label: Uint8Array.from(column(2)),
      days: column(3),
      archetype: new Int32Array(n),
      distance: new Float64Array(n),
      runnerUp: new Int32Array(n),
      runnerUpDistance: new Float64Array(n),
      tied: new Uint8Array(n),
    },
    labels: LABELS,
    windowDays: Int32Array.of(4, 32, 60, 88),
  };
}

describe("classes of users", () => {
  it("a full profile is a resident's, weekdays a commuter's, weekends a dynamic resident's, one week a visitor's", () => {
    expect(
      labelsOf(
        cells(() => 1),
        cells((_, weekend) => (weekend ? 0 : 1)),
        cells((_, weekend) => (weekend ? 1 : 0)),
        cells((week, weekend) => (week === 0 && !weekend ? 1 : 0)),
        cells((week, weekend) => (week === 0 && weekend ? 0.5 : 0)),
        cells((week) => [1, 0.5, 0.1, 0][week]!),
      ),
    ).toEqual(["resident", "commuter", "dynamic resident", "visitor", "visitor", "resident"]);
  });

  it("a single cell below 0.5 is in transit; a day of a weekend, two cells or a full cell are not", () => {
    const single = (value: number, at = 1) =>
      cells((week, weekend, slot) => (week === 0 && !weekend && slot === at ? value : 0));
    const transit = [single(0.2), single(0.4)];
    expect(labelsOf(...transit)).toEqual(["in transit", "in transit"]);
    const saturday = cells((week, weekend, slot) => (week === 2 && weekend && slot === 1 ? 0.5 : 0));
    const twoSlots = cells((week, weekend, slot) => (week === 0 && !weekend && slot > 0 ? 0.2 : 0));
    expect(labelsOf(single(0.6), saturday, twoSlots)).not.toContain("in transit");
    expect(labelsOf(twoSlots)).toEqual(["visitor"]);
  });

  it("the bound of people in transit is an option, and 0 leaves nobody in transit", () => {
    const one = cells((week, weekend, slot) => (week === 0 && weekend && slot === 1 ? 0.5 : 0));
    const labelAt = (inTransitBelow: number) =>
      LABELS[detectUserClasses(profilesOfCells([one]), { inTransitBelow }).columns.label[0]!];
    expect([labelAt(0), labelAt(0.5), labelAt(0.6)]).toEqual(["visitor", "visitor", "in transit"]);
  });

  it("beside each label stand the nearest archetype, its distance, and those of the runner-up", () => {
    const profile = cells((_, weekend) => (weekend ? 0.6 : 0.8));
    const { columns, labels } = detectUserClasses(profilesOfCells([profile]));
    expect(labels).toEqual(LABELS);
    expect(columns.archetype[0]).toBe(1);
    // 12 · 0.3² + 12 · 0.1² = 1.2
    expect(columns.distance[0]).toBeCloseTo(Math.sqrt(1.2), 12);
    expect(labels[columns.runnerUp[0]!]).toBe("commuter");
    // Nearest commuter is that of 1: 12 · 0.2² + 12 · 0.6² = 4.8
    expect(columns.runnerUpDistance[0]).toBeCloseTo(Math.sqrt(4.8), 12);
    expect(columns.tied[0]).toBe(0);
  });

  it("people in transit have no archetype, and their runner-up is what they would be without the rule", () => {
    const profile = cells((week, weekend, slot) => (week === 0 && !weekend && slot === 1 ? 0.2 : 0));
    const { columns, labels } = detectUserClasses(profilesOfCells([profile]));
    expect([columns.archetype[0], columns.distance[0], columns.tied[0]]).toEqual([-1, Number.NaN, 0]);
    expect(labels[columns.runnerUp[0]!]).toBe("visitor");
    // 0.1² + 2 · 0.1²
    expect(columns.runnerUpDistance[0]).toBeCloseTo(Math.sqrt(0.03), 12);
  });

  it("of equally near archetypes the first listed names the class, and the tie is told although sums differ by rounding", () => {
    const archetypes = [
      { label: "a", profile: [0.1, 0.3, 0.1] },
      { label: "b", profile: [0.3, 0.1, 0.3] },
      { label: "c", profile: [0, 0, 1] },
    ];
    const profile = [0.2, 0.2, 0.2];
    // Both are √0.03 away; computed, the second is the nearer one by a rounding.
    expect(slowDistance(profile, [0.3, 0.1, 0.3])).toBeLessThan(slowDistance(profile, [0.1, 0.3, 0.1]));
    const { columns, labels } = detectUserClasses(profilesOfCells([profile]), { archetypes });
    expect([labels[columns.label[0]!], columns.tied[0], labels[columns.runnerUp[0]!]]).toEqual(["a", 1, "b"]);
    const turned = detectUserClasses(profilesOfCells([profile]), { archetypes: archetypes.toReversed() });
    expect([turned.labels[turned.columns.label[0]!], turned.columns.tied[0]]).toEqual(["b", 1]);
    const ofOneClass = archetypes.slice(0, 2).map((each) => ({ ...each, label: "a" }));
    expect(detectUserClasses(profilesOfCells([profile]), { archetypes: ofOneClass }).columns.archetype[0]).toBe(0);
  });

  it("two archetypes of one class that are equally near are no tie, and a single class has no runner-up", () => {
    const archetypes = [
      { label: "a", profile: [0, 1] },
      { label: "a", profile: [1, 0] },
    ];
    const { columns, labels } = detectUserClasses(profilesOfCells([[0.5, 0.5]]), { archetypes });
    expect(labels).toEqual(["a", "in transit"]);
    expect([columns.label[0], columns.archetype[0], columns.tied[0]]).toEqual([0, 0, 0]);
    expect([columns.runnerUp[0], columns.runnerUpDistance[0]]).toEqual([-1, Number.NaN]);
  });

  it("archetypes of one's own may name people in transit too, which stays one class", () => {
    const archetypes = [
      { label: "in transit", profile: [0.1, 0] },
      { label: "there", profile: [1, 1] },
    ];
    const { columns, labels } = detectUserClasses(
      profilesOfCells([
        [0.2, 0],
        [0.1, 0.1],
        [1, 0.9],
      ]),
      { archetypes },
    );
    expect(labels).toEqual(["in transit", "there"]);
    expect([...columns.label]).toEqual([0, 0, 1]);
  });

  it("archetypes of another width, or with values above 1, are refused", () => {
    const profiles = profilesOfCells([cells(() => 1)]);
    expect(() => detectUserClasses(profiles, { archetypes: [{ label: "a", profile: [1] }] })).toThrow(
      "detectUserClasses: archetypes[0].profile.length must be 24, as many as a call profile has cells, got 1",
    );
    expect(() => detectUserClasses(profiles, { archetypes: [{ label: "a", profile: cells(() => 2) }] })).toThrow(
      "archetypes[0].profile[0] must be a finite number from 0 to 1, got 2",
    );
    expect(() => detectUserClasses(profiles, { archetypes: [] })).toThrow("archetypes.length must be");
    expect(() =>
      detectUserClasses({ ...profiles, profiles: { rows: 1, columns: 24, value: new Float64Array(24).fill(NaN) } }),
    ).toThrow("profiles.profiles.value[0] must be a finite number from 0 to 1, got NaN");
  });

  it("a visitor is one in whichever week, with the busiest week first; in the calendar's order only in the first", () => {
    const clock = createClock({ timeZone: "UTC" });
    const week = (w: number) =>
      tracesOf(
        [0, 1, 2, 3, 4].flatMap((day) =>
          [9, 22].map((hour) => ["ann", (4 + 7 * w + day) * 86_400 + hour * 3600, 0] as const),
        ),
        placesOf(1),
      );
    const labelOf = (w: number, weekOrder: ReturnType<typeof calendarWeeks>) => {
      const profiles = buildCallProfiles(week(w), { clock, firstDay: 4, lastDay: 31, weekOrder });
      return LABELS[detectUserClasses(profiles).columns.label[0]!];
    };
    expect([0, 1, 2, 3].map((w) => labelOf(w, busiestWeeksFirst()))).toEqual([
      "visitor",
      "visitor",
      "visitor",
      "visitor",
    ]);
    expect([0, 1].map((w) => labelOf(w, calendarWeeks()))).toEqual(["visitor", "commuter"]);
  });

  it("the archetypes cannot be changed", () => {
    expect(Object.isFrozen(SOCIOMETER_ARCHETYPES)).toBe(true);
    expect(SOCIOMETER_ARCHETYPES.every((each) => Object.isFrozen(each) && Object.isFrozen(each.profile))).toBe(true);
  });
});

describe("overall classes", () => {
  it("the class of most windows is the overall one; of equally many the earliest, with the tie told", () => {
    const classes = classesOf({
      ann: [
        [0, 1, 3, 2],
        [1, 0, 2, 5],
        [1, 1, 0, 9],
        [2, 1, 0, 8],
        [3, 0, 0, 7],
      ],
      bo: [],
      cy: [
        [0, 2, 4, 1],
        [1, 2, 3, 1],
        [2, 2, 3, 1],
        [3, 2, 4, 1],
      ],
    });
    expect(rowsByUser(detectOverallClasses(classes))).toEqual({
      ann: [
        { location: 0, label: 2, windows: 1, share: 0.5, tied: 1, days: 12 },
        { location: 1, label: 0, windows: 2, share: 2 / 3, tied: 0, days: 19 },
      ],
      bo: [],
      cy: [{ location: 2, label: 4, windows: 2, share: 0.5, tied: 1, days: 4 }],
    });
  });

  it("labels without a name, unknown windows and rows out of order are refused", () => {
    const check =
      (...rows: [number, number, number, number][]) =>
      () =>
        detectOverallClasses(classesOf({ ann: rows }));
    expect(check([0, 1, 9, 1])).toThrow("classes.columns.label[0] must be below the 5 labels, got 9");
    expect(check([4, 1, 0, 1])).toThrow("classes.columns.window[0] must be a whole number from 0 to 3, got 4");
    expect(check([0, 4, 0, 1])).toThrow("classes.columns.location[0] must be below the 4 locations, got 4");
    expect(check([0, 1, 0, 1], [0, 1, 0, 1])).toThrow("must be after window 0 and location 1 of the same user, got 0");
    expect(check([1, 0, 0, 1], [0, 1, 0, 1])).toThrow("must be after window 1 and location 0 of the same user, got 0");
  });
});

describe("homes by class", () => {
  const overall = (rows: Record<string, [location: number, label: number, days: number][]>): OverallClasses =>
    detectOverallClasses(
      classesOf(
        Object.fromEntries(
          Object.entries(rows).map(([user, own]) => [
            user,
            own.map(([l, label, days]) => [0, l, label, days] as [number, number, number, number]),
          ]),
        ),
      ),
    );

  it("home is where somebody is a resident; a dynamic resident's zone only without one; else there is none", () => {
    const homes = detectClassHomes(
      overall({
        ann: [
          [0, 1, 28],
          [2, 0, 20],
          [3, 2, 25],
        ],
        bo: [
          [1, 2, 20],
          [2, 1, 8],
        ],
        cy: [[3, 2, 20]],
        di: [],
      }),
    );
    expect([...homes.columns.location]).toEqual([2, 2, -1, -1]);
    expect([...homes.columns.candidates]).toEqual([2, 1, 0, 0]);
    expect([...homes.columns.days]).toEqual([20, 8, 0, 0]);
    expect([...homes.columns.tied]).toEqual([0, 0, 0, 0]);
  });

  it("of several such zones the one with more days is home, of equal ones the lower row, and the tie is told", () => {
    const homes = detectClassHomes(
      overall({
        ann: [
          [0, 0, 20],
          [1, 0, 21],
          [2, 0, 21],
        ],
        bo: [
          [0, 0, 20],
          [1, 0, 20],
          [2, 0, 21],
        ],
      }),
    );
    expect([...homes.columns.location]).toEqual([1, 2]);
    expect([...homes.columns.tied]).toEqual([1, 0]);
    expect([...homes.columns.candidates]).toEqual([3, 3]);
  });

  it("which classes live in a zone is an option; a class that there is not is refused", () => {
    const classes = overall({ ann: [[3, 2, 20]] });
    expect([...detectClassHomes(classes, { homeLabels: ["commuter"] }).columns.location]).toEqual([3]);
    expect(() => detectClassHomes(classes, { homeLabels: ["citizen"] })).toThrow(
      'detectClassHomes: homeLabels[0] must be one of resident, dynamic resident, commuter, visitor, in transit, got "citizen"',
    );
    expect(() => detectClassHomes(classes, { homeLabels: [] })).toThrow("homeLabels.length must be");
  });

  it("classes by window with two rows of a zone are refused", () => {
    const classes = classesOf({
      ann: [
        [0, 1, 0, 1],
        [1, 1, 0, 1],
      ],
    });
    expect(() => detectClassHomes(classes as unknown as OverallClasses)).toThrow(
      "classes.columns.location[1] must be above the user's one before it, 1: detectOverallClasses gives a row per user and zone, got 1",
    );
  });
});

describe("presence with classes", () => {
  const classes = classesOf({
    ann: [
      [0, 1, 0, 1],
      [1, 1, 3, 1],
      [1, 2, 4, 1],
      [3, 0, 2, 1],
    ],
    bo: [[1, 1, 2, 1]],
  });
  const presence = (user: string[], day: number[], location: number[]) =>
    buildPresenceOfDays({ user, day, location }, classes.locations);

  it("each day has the class of the window it lies in; days without one are left out and counted", () => {
    const seen = presence(
      ["ann", "ann", "ann", "ann", "ann", "ann", "ann", "ann", "bo", "bo", "bo"],
      [3, 4, 31, 32, 32, 60, 88, 88, 32, 40, 40],
      [1, 1, 1, 1, 2, 1, 0, 1, 1, 2, 0],
    );
    const labelled = buildClassPresence(seen, classes);
    expect(rowsByUser(labelled)).toEqual({
      ann: [
        { day: 4, location: 1, events: 1, label: 0 },
        { day: 31, location: 1, events: 1, label: 0 },
        { day: 32, location: 1, events: 1, label: 3 },
        { day: 32, location: 2, events: 1, label: 4 },
        { day: 88, location: 0, events: 1, label: 2 },
      ],
      bo: [{ day: 32, location: 1, events: 1, label: 2 }],
    });
    // Day 3 is before the windows, 60 and 88 in one without a profile in zone 1; bo has one in zone 1 only.
    expect(labelled.unlabelled).toBe(5);
    expect(buildClassPresence(presence(["ann", "bo"], [116, 144], [0, 1]), classes).unlabelled).toBe(2);
  });

  it("of the same traces every day in a window has a class", () => {
    const clock = createClock({ timeZone: "UTC" });
    const times = Array.from({ length: 200 }, (_, i) => ["ann", 4 * 86_400 + i * 40_000, i % 4] as const);
    const traces = tracesOf(times, placesOf(4));
    const profiles = buildCallProfiles(traces, { clock, firstDay: 4, lastDay: 115, weekOrder: calendarWeeks() });
    const labelled = buildClassPresence(buildPresence(traces, { clock }), detectUserClasses(profiles));
    expect(labelled.unlabelled).toBe(0);
    expect(labelled.length).toBeGreaterThan(100);
  });

  it("tables of other users or zones are refused", () => {
    expect(() => buildClassPresence(presence(["ann", "cy"], [4, 4], [1, 1]), classes)).toThrow(
      'buildClassPresence: classes.users[1] must be "cy", as in presence, got "bo"',
    );
    expect(() => buildClassPresence(presence(["ann"], [4], [1]), classes)).toThrow(
      "classes.users must be the 1 users of presence, in the same order, got 2",
    );
    const elsewhere = buildPresenceOfDays({ user: ["ann", "bo"], day: [4, 4], location: [0, 0] }, placesOf(1));
    expect(() => buildClassPresence(elsewhere, classes)).toThrow("classes.locations must be over the same 1 antennas");
  });
});
