import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { cellOf } from "../../src/core/sparse.ts";
import { addFlows } from "../../src/flows/partitions.ts";
import { countUserClasses } from "../../src/flows/sociometer-counts.ts";
import { countFlowsFromHome } from "../../src/flows/sociometer-flows.ts";
import { busiestWeeksFirst, calendarWeeks } from "../../src/places/call-profile-weeks.ts";
import { buildCallProfiles, type CallProfilesOptions } from "../../src/places/call-profiles.ts";
import { buildPresence } from "../../src/places/presence.ts";
import { SOCIOMETER_ARCHETYPES } from "../../src/places/sociometer-archetypes.ts";
import { detectUserClasses } from "../../src/places/sociometer-classes.ts";
import { detectClassHomes } from "../../src/places/sociometer-homes.ts";
import { detectOverallClasses } from "../../src/places/sociometer-overall.ts";
import { buildClassPresence } from "../../src/places/sociometer-presence.ts";
import type { Traces } from "../../src/types.ts";
import { partOfProfiles, profilesByUser, slowCallProfiles, slowClass } from "../slow/call-profiles.ts";
import { partOf, placesOf, type TraceEvent, tracesOf } from "../slow/sequences.ts";

const PLACES = placesOf(4);
const USERS = ["u1", "u2", "u3", "u4"];
const LABELS = ["resident", "dynamic resident", "commuter", "visitor", "in transit"];

/** Zones with changes of the clock within their first window; the last one sets clocks back over midnight. */
const ZONES: readonly { clock: ReturnType<typeof createClock>; from: string; day: number }[] = [
  { clock: createClock({ timeZone: "UTC" }), from: "2016-01-04", day: 16_804 },
  { clock: createClock({ timeZone: "Asia/Kathmandu" }), from: "1985-12-23", day: 5835 },
  { clock: createClock({ timeZone: "Europe/Luxembourg" }), from: "2024-03-18", day: 19_800 },
  { clock: createClock({ timeZone: "Pacific/Apia" }), from: "2011-12-19", day: 15_327 },
  { clock: createClock({ timeZone: "America/St_Johns" }), from: "2008-10-06", day: 14_158 },
];
const zone = fc.constantFrom(...ZONES);

/** Seconds after the start of a span of twelve weeks: anywhere, or in one of a few hours so that days fill up. */
const second = fc.oneof(
  fc.integer({ min: 0, max: 84 * 86_400 - 1 }),
  fc
    .tuple(fc.integer({ min: 0, max: 62 }), fc.constantFrom(7.99, 8, 18.99, 19, 0, 23.99))
    .map(([day, hour]) => day * 86_400 + Math.floor(hour * 3600)),
);
const event = fc.tuple(fc.constantFrom("u1", "u2", "u3"), second, fc.integer({ min: 0, max: 3 }));
const events = fc.array(event, { maxLength: 150, size: "max" });
const layout = fc.record({
  busiestFirst: fc.boolean(),
  slotHours: fc.constantFrom([0, 8, 19], [0], [0, 7, 9, 17, 22]),
  weekend: fc.constantFrom([5, 6], [4, 5], [6]),
  before: fc.integer({ min: -3, max: 10 }),
  days: fc.integer({ min: 28, max: 90 }),
});
type Layout = typeof layout extends fc.Arbitrary<infer T> ? T : never;

/** u4 never has an event. */
function worldOf(rows: readonly TraceEvent[], from: string): Traces {
  const start = Date.parse(`${from}T00:00:00Z`) / 1000;
  return tracesOf(
    rows.map(([user, after, location]) => [user, start + after, location]),
    PLACES,
    USERS,
  );
}

function optionsOf(clock: CallProfilesOptions["clock"], day: number, given: Layout): CallProfilesOptions {
  const firstDay = day + given.before;
  return {
    clock,
    firstDay,
    lastDay: firstDay + given.days - 1,
    weekOrder: given.busiestFirst ? busiestWeeksFirst() : calendarWeeks(),
    slotHours: given.slotHours,
    weekend: given.weekend,
  };
}

describe("call profiles", () => {
  it("are those of the plain form that asks the clock at every event and counts sets of days", () => {
    fc.assert(
      fc.property(events, zone, layout, (rows, { clock, from, day }, given) => {
        const traces = worldOf(rows, from);
        const options = optionsOf(clock, day, given);
        const built = buildCallProfiles(traces, options);
        const slow = slowCallProfiles(traces, {
          ...given,
          ...options,
          slotHours: given.slotHours,
          weekend: given.weekend,
        });
        expect(profilesByUser(built)).toEqual(slow.profiles);
        expect(built.outsideEvents).toBe(slow.outside);
        expect(built.columns.events.reduce((sum, n) => sum + n, built.outsideEvents)).toBe(traces.length);
        expect(built.leftOutDays).toBe(given.days % 28);
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("are the same for every part of the users, and what is in no window adds up", () => {
    fc.assert(
      fc.property(events, zone, layout, fc.subarray(USERS), (rows, { clock, from, day }, given, chosen) => {
        const traces = worldOf(rows, from);
        const options = optionsOf(clock, day, given);
        const whole = buildCallProfiles(traces, options);
        const part = buildCallProfiles(partOf(traces, chosen), options);
        const others = USERS.filter((user) => !chosen.includes(user));
        const rest = buildCallProfiles(partOf(traces, others), options);
        expect(part).toEqual({ ...partOfProfiles(whole, chosen), outsideEvents: part.outsideEvents });
        expect(part.outsideEvents + rest.outsideEvents).toBe(whole.outsideEvents);
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("are the same four weeks later, and follow zones that are numbered otherwise", () => {
    fc.assert(
      fc.property(events, layout, (rows, given) => {
        const { clock, from, day } = ZONES[0]!;
        const options = optionsOf(clock, day, given);
        const profiles = profilesByUser(buildCallProfiles(worldOf(rows, from), options));
        const later = rows.map(([user, after, location]): TraceEvent => [user, after + 28 * 86_400, location]);
        const shifted = { ...options, firstDay: options.firstDay + 28, lastDay: options.lastDay + 28 };
        expect(profilesByUser(buildCallProfiles(worldOf(later, from), shifted))).toEqual(profiles);
        const turned = rows.map(([user, after, location]): TraceEvent => [user, after, 3 - location]);
        const back = Object.fromEntries(
          Object.entries(profilesByUser(buildCallProfiles(worldOf(turned, from), options))).map(([user, own]) => [
            user,
            own
              .map((row) => ({ ...row, location: 3 - row.location }))
              .sort((a, b) => a.window - b.window || a.location - b.location),
          ]),
        );
        expect(back).toEqual(profiles);
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("with the busiest weeks first do not change when weeks of a window change places", () => {
    fc.assert(
      fc.property(events, fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (rows, order) => {
        const { clock, from, day } = ZONES[0]!;
        const options = { clock, firstDay: day, lastDay: day + 27, weekOrder: busiestWeeksFirst() };
        const inWindow = rows.filter(([, after]) => after < 28 * 86_400);
        const moved = inWindow.map(([user, after, location]): TraceEvent => {
          const week = Math.floor(after / (7 * 86_400));
          return [user, after + (order[week]! - week) * 7 * 86_400, location];
        });
        const sorted = (each: readonly TraceEvent[]): unknown =>
          Object.values(profilesByUser(buildCallProfiles(worldOf(each, from), options)))
            .flat()
            // Equally busy weeks keep their places, so only what does not depend on them is compared.
            .map(({ profile, ...row }) => ({
              ...row,
              weeks: [0, 1, 2, 3].map((w) => profile.slice(6 * w, 6 * w + 6).join()).sort(),
              busy: [0, 1, 2, 3].map((w) =>
                profile
                  .slice(6 * w, 6 * w + 6)
                  .reduce((a, b) => a + b, 0)
                  .toFixed(9),
              ),
            }));
        expect(sorted(moved)).toEqual(sorted(inWindow));
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});

describe("classes of users", () => {
  const world = fc.tuple(events, zone, fc.constantFrom(0, 0.3, 0.5, 1));

  it("are those of the plain form, with evidence that is the distance to other archetypes", () => {
    fc.assert(
      fc.property(world, ([rows, { clock, from, day }, inTransitBelow]) => {
        const options = { clock, firstDay: day, lastDay: day + 83, weekOrder: busiestWeeksFirst() };
        const profiles = buildCallProfiles(worldOf(rows, from), options);
        const classes = detectUserClasses(profiles, { inTransitBelow });
        expect(classes.labels).toEqual(LABELS);
        Object.values(profilesByUser(profiles))
          .flat()
          .forEach(({ profile, days }, r) => {
            const slow = slowClass(profile, SOCIOMETER_ARCHETYPES, inTransitBelow);
            const { label, distance, runnerUp, runnerUpDistance, tied, archetype } = classes.columns;
            expect(LABELS[label[r]!]).toBe(slow.label);
            expect(LABELS[runnerUp[r]!]).toBe(slow.runnerUp);
            expect(classes.columns.days[r]).toBe(days);
            if (slow.label === "in transit") {
              expect([archetype[r], distance[r], tied[r]]).toEqual([-1, Number.NaN, 0]);
            } else {
              expect(SOCIOMETER_ARCHETYPES[archetype[r]!]!.label).toBe(slow.label);
              expect(distance[r]).toBeCloseTo(slow.distance, 9);
              expect(tied[r]).toBe(Math.abs(slow.runnerUpDistance - slow.distance) < 1e-9 ? 1 : 0);
            }
            expect(runnerUpDistance[r]).toBeCloseTo(slow.runnerUpDistance, 9);
          });
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("of parts of the users are those of all; counts, flows and people from outside add up", () => {
    fc.assert(
      fc.property(
        events,
        zone,
        fc.subarray(USERS),
        fc.constantFrom(...LABELS, undefined),
        (rows, where, chosen, label) => {
          const { clock, from, day } = where;
          const options = { clock, firstDay: day, lastDay: day + 55, weekOrder: busiestWeeksFirst() };
          // A single event in a zone makes a home here, so that there are flows in worlds as small as these.
          const homeLabels = ["resident", "in transit"];
          const walk = (users: readonly string[]) => {
            const traces = partOf(worldOf(rows, from), users);
            const classes = detectUserClasses(buildCallProfiles(traces, options));
            const overall = detectOverallClasses(classes);
            const homes = detectClassHomes(overall, { homeLabels });
            const presence = buildClassPresence(buildPresence(traces, { clock }), classes);
            const flows = countFlowsFromHome(presence, homes, label === undefined ? {} : { label });
            return { classes, overall, homes, presence, flows, counts: countUserClasses(classes, { window: 1 }) };
          };
          const whole = walk(USERS);
          const part = walk(chosen);
          const rest = walk(USERS.filter((user) => !chosen.includes(user)));
          expect(part.classes).toEqual(partOf(whole.classes, chosen));
          expect(part.overall).toEqual(partOf(whole.overall, chosen));
          for (const [p, user] of chosen.entries()) {
            expect(part.homes.columns.location[p]).toBe(whole.homes.columns.location[USERS.indexOf(user)]);
          }
          expect(part.presence).toEqual({ ...partOf(whole.presence, chosen), unlabelled: part.presence.unlabelled });
          expect(part.presence.unlabelled + rest.presence.unlabelled).toBe(whole.presence.unlabelled);
          const { count } = whole.counts;
          expect(part.counts.count.map((n, i) => n + rest.counts.count[i]!)).toEqual(count);
          const { without, peopleWithout, ...flows } = whole.flows;
          expect(addFlows(part.flows, rest.flows)).toEqual(flows);
          expect(part.flows.without.map((n, i) => n + rest.flows.without[i]!)).toEqual(without);
          expect(part.flows.peopleWithout.map((n, i) => n + rest.flows.peopleWithout[i]!)).toEqual(peopleWithout);
        },
      ),
      { seed: 42, numRuns: 100 },
    );
  });

  it("flows from home are the pairs of user and day, and their people the distinct users, of the plain form", () => {
    fc.assert(
      fc.property(events, fc.constantFrom(...LABELS, undefined), fc.nat({ max: 60 }), (rows, label, after) => {
        const { clock, from, day } = ZONES[0]!;
        const traces = worldOf(rows, from);
        const classes = detectUserClasses(
          buildCallProfiles(traces, { clock, firstDay: day, lastDay: day + 83, weekOrder: calendarWeeks() }),
        );
        const homes = detectClassHomes(detectOverallClasses(classes), { homeLabels: ["in transit", "resident"] });
        const presence = buildClassPresence(buildPresence(traces, { clock }), classes);
        const days = { fromDay: day + after, toDay: day + after + 20 };
        const flows = countFlowsFromHome(presence, homes, label === undefined ? days : { ...days, label });
        const pairs = presence.users.flatMap((_, u) =>
          Array.from(
            { length: presence.offsets[u + 1]! - presence.offsets[u]! },
            (_none, k) => presence.offsets[u]! + k,
          )
            .map((i) => ({
              user: u,
              home: homes.columns.location[u]!,
              place: presence.columns.location[i]!,
              day: presence.columns.day[i]!,
              label: presence.labels[presence.columns.label[i]!]!,
            }))
            .filter((row) => row.day >= days.fromDay && row.day < days.toDay)
            .filter((row) => label === undefined || row.label === label),
        );
        for (let place = 0; place < 4; place++) {
          const here = (home: number) => pairs.filter((row) => row.place === place && row.home === home);
          const people = (home: number) => new Set(here(home).map((row) => row.user)).size;
          expect([flows.without[place], flows.peopleWithout[place]]).toEqual([here(-1).length, people(-1)]);
          for (let home = 0; home < 4; home++) {
            expect(cellOf(flows, home, place)).toBe(here(home).length);
            expect(cellOf({ ...flows, value: Float64Array.from(flows.people) }, home, place)).toBe(people(home));
          }
        }
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});
