import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { createLocations } from "../../src/core/locations.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countResidents } from "../../src/flows/residents.ts";
import { byCount, byDensity, detectTopAreas } from "../../src/flows/top-areas.ts";
import { expandToPopulation } from "../../src/flows/top-expansion.ts";
import { mostEvents } from "../../src/places/criteria-events.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { releaseCounts } from "../../src/privacy/release.ts";
import { buildBrowsing } from "../../src/records/browsing.ts";
import { buildCalls } from "../../src/records/calls.ts";
import { bothSides } from "../../src/records/layouts.ts";
import { epochSeconds } from "../../src/records/time-formats.ts";
import { activeAtEnd } from "../../src/traces/cohort-activity.ts";
import { selectCohort } from "../../src/traces/cohort-selection.ts";
import { buildInteractions } from "../../src/traces/interactions.ts";
import { selectPeriod } from "../../src/traces/interactions-selection.ts";
import { measureCountryCalls } from "../../src/traces/profile-calls.ts";
import { detectOriginProfile } from "../../src/traces/profile-evidence.ts";
import { measureDomainVisits } from "../../src/traces/profile-hosts.ts";
import { internationalNumbers } from "../../src/traces/profile-numbers.ts";
import { buildTraces } from "../../src/traces/traces.ts";

/**
 * The six steps of the IOM's slides on Ecuador, walked over people whose profile, activity and home are known. APPROXIMATE: the
 * slides print no figures, and the window of "active at the end" and the least counts are ours.
 */
const CANTONS = 7;
const cantons = createLocations(
  "antennas",
  Array.from({ length: CANTONS }, (_, c) => `canton ${c}`),
  Array.from({ length: CANTONS }, (_, c) => -80 + c * 0.3),
  new Float64Array(CANTONS),
);
const clock = createClock({ timeZone: "America/Guayaquil" });
const start = dayOfDate("2019-01-01");
const DAYS = 90;
const at = (day: number, hour: number): number => (start + day) * 86_400 + hour * 3600 + 5 * 3600;

interface Person {
  readonly id: string;
  readonly canton: number;
  readonly calls: boolean;
  readonly browses: boolean;
  readonly active: boolean;
}
/** In canton c, of 20 + 20 c lines so many have the profile; in the last, of three lines three. */
const PROFILES = [8, 3, 9, 8, 9, 30, 3];
const people: Person[] = PROFILES.flatMap((profiles, canton) =>
  Array.from({ length: canton === CANTONS - 1 ? 3 : 20 + 20 * canton }, (_, i) => {
    const has = i < profiles;
    const id = `+5939${canton}${String(i).padStart(7, "0")}`;
    // Every third of the profile calls and browses, the others do one of both; every fifth line goes silent.
    return { id, canton, calls: has && i % 3 !== 1, browses: has && i % 3 !== 2, active: i % 5 !== 4 };
  }),
);
const home = (canton: number): string => `canton ${canton}`;
const callRows = people.flatMap(({ id, canton, calls, active }, p) => {
  const local = people[(p + 1) % people.length]!.id;
  const rows = [3, 20, 40].map((day) => ({ from: id, to: local, at: at(day, 20), here: home(canton), there: "" }));
  rows.push({ from: id, to: local, at: at(25, 12), here: home((canton + 1) % CANTONS), there: "" });
  if (active) rows.push({ from: id, to: local, at: at(DAYS - 5, 9), here: home(canton), there: "" });
  if (calls && p % 2 === 0)
    rows.push({ from: id, to: "00584125550100", at: at(30, 8), here: home(canton), there: "?" });
  if (calls && p % 2 === 1) rows.push({ from: "+582125550100", to: id, at: at(30, 8), here: "?", there: home(canton) });
  return rows;
});
const sessionRows = people.flatMap(({ id, canton, browses }, p) => [
  { line: id, at: at(10, 22), host: "love.com", cell: home(canton) },
  ...(browses
    ? [{ line: id, at: at(11, 22), host: p % 2 === 0 ? "noticias.com.ve" : "m.provincial.com", cell: "?" }]
    : []),
]);
const time = { column: "at", format: epochSeconds() };

describe("the six steps of the IOM in Ecuador, with constructed people (approximate)", () => {
  const sides = { caller: "from", callee: "to", callerAntenna: "here", calleeAntenna: "there" };
  const { calls, refused } = buildCalls(callRows, { layout: bothSides({ ...sides, time }), antennas: cantons });
  const { browsing } = buildBrowsing(sessionRows, {
    user: "line",
    time,
    host: "host",
    antenna: "cell",
    antennas: cantons,
  });
  const study = { from: at(0, 0), to: at(DAYS, 0) };
  const countryOf = internationalNumbers({ codes: ["58", "593"], prefixes: ["00"], bare: { national: "593" } });
  const evidence = {
    calls: measureCountryCalls(selectPeriod(buildInteractions(calls), study), { countryOf, codes: ["58"] }),
    web: measureDomainVisits(selectPeriod(browsing, study), { domains: [".ve", "provincial.com"] }),
  };
  const profile = detectOriginProfile(evidence, { minKinds: 1 });
  const rule = activeAtEnd({ lastDay: start + DAYS - 1, windowDays: 30 });
  const { kept, steps } = selectCohort(buildTraces(calls), { rule, clock });
  const homes = detectHomes(kept, { criterion: mostEvents() });
  const fits = new Map(profile.users.map((id, u) => [id, profile.columns.fits[u]!]));
  const labels = ["others", "profile"];
  const groupOf = homes.users.map((id) => fits.get(id) ?? 0);
  const residents = countResidents(homes, { labels, groupOf });
  const truth = (canton: number, ofProfile: boolean): number =>
    people.filter((p) => p.canton === canton && p.active && (!ofProfile || p.calls || p.browses)).length;

  it("step 2 and 3: whoever called, was called or browsed has the profile, once, and nobody of this country else", () => {
    expect(refused.length).toBe(0);
    const found = profile.users.filter((id, u) => profile.columns.fits[u] === 1 && id.startsWith("+593"));
    expect(found).toEqual(
      people
        .filter((p) => p.calls || p.browses)
        .map((p) => p.id)
        .sort(),
    );
    const both = people.filter((p) => p.calls && p.browses).length;
    expect(rowsOf(profile).filter((row) => row.kinds === 2).length).toBe(both);
  });

  it("step 2 and 3: the lines that fell silent are left out and counted", () => {
    expect(rowsOf(steps)[0]).toMatchObject({ given: people.length, kept: people.filter((p) => p.active).length });
    expect(homes.users).toEqual(
      people
        .filter((p) => p.active)
        .map((p) => p.id)
        .sort(),
    );
  });

  it("step 4: the five cantons by density are not those by number, and three lines are not ranked", () => {
    for (let c = 0; c < CANTONS; c++) {
      expect(residents.count[2 * c + 1]).toBe(truth(c, true));
      expect(residents.count[2 * c]! + residents.count[2 * c + 1]!).toBe(truth(c, false));
    }
    const options = { group: "profile", k: 5, minPeople: 10 };
    const dense = detectTopAreas(residents, { ...options, by: byDensity() });
    const share = (c: number): number => truth(c, true) / truth(c, false);
    const order = [0, 1, 2, 3, 4, 5].sort((a, b) => share(b) - share(a)).slice(0, 5);
    expect(Array.from(dense.columns.location)).toEqual(order);
    expect(dense.columns.location[0]).toBe(0);
    expect(dense.leftOut).toBe(1);
    expect(detectTopAreas(residents, { ...options, by: byCount() }).columns.location[0]).toBe(5);
  });

  it("step 5: the profile of each canton expanded to its population, none where there are too few lines", () => {
    const population = Array.from({ length: CANTONS }, (_, c) => 1000 * (c + 1));
    const expanded = rowsOf(expandToPopulation(residents, { group: "profile", population, minPeople: 10 }));
    for (let c = 0; c + 1 < CANTONS; c++) {
      expect(expanded[c]!.expanded).toBe((truth(c, true) * population[c]!) / truth(c, false));
    }
    expect(expanded[CANTONS - 1]).toMatchObject({ expanded: NaN, low: NaN, high: NaN, tooFew: 1 });
  });

  it("step 6: what is shown has passed the gate, counts of few people hidden", () => {
    const released = releaseCounts(residents, { minPeople: 16 });
    const shown = people.length > 0 ? Array.from(released.shown.count) : [];
    expect(shown.every((n, i) => (residents.count[i]! < 16 ? Number.isNaN(n) : n === residents.count[i]))).toBe(true);
    expect(released.hiddenCells).toBe(Array.from(residents.count).filter((n) => n < 16).length);
  });
});
