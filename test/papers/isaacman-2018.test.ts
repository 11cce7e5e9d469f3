import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { dayOfDate } from "../../src/core/dates.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildMonths } from "../../src/core/periods.ts";
import { cellOf } from "../../src/core/sparse.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countResidentsByPeriod } from "../../src/flows/before-residents.ts";
import { countHomeChanges } from "../../src/flows/home-changes.ts";
import { measureRegionMoves } from "../../src/metrics/region-moves.ts";
import { fitPopulationTrend, measurePopulationIndex } from "../../src/metrics/region-population.ts";
import { mostEvents } from "../../src/places/criteria-events.ts";
import { detectHomesByPeriod } from "../../src/places/homes-by-period.ts";
import { selectHomesOfPeriod } from "../../src/places/homes-of-period.ts";
import { relocateHomes } from "../../src/places/relocation.ts";
import { buildListedCrosswalk } from "../../src/space/crosswalk.ts";
import type { TraceEvent } from "../slow/sequences.ts";
import { tracesOf } from "../slow/sequences.ts";

/**
 * Isaacman, Frias-Martinez & Frias-Martinez (2018), the drought of La Guajira. APPROXIMATE: the records are the operator's. What
 * is tested is that the steps give back the published figures where people are constructed to have them: a population that falls
 * by 10 % along a line in six months, and movers of whom 90 % stay in La Guajira and 10 % leave it. Both can hold only if the
 * 10 % are lost by the dry municipalities and not by the department, which would lose 1 % by them.
 */
const municipalities = createLocations(
  "zones",
  ["Uribia", "Riohacha", "Maicao", "Valledupar", "Barranquilla"],
  [-72.27, -72.91, -72.24, -73.25, -74.78],
  [11.71, 11.54, 11.38, 10.46, 10.96],
);
const departments = createLocations(
  "zones",
  ["La Guajira", "Cesar", "Atlántico"],
  [-72.5, -73.5, -74.9],
  [11.5, 9.5, 10.7],
);
const toDepartments = buildListedCrosswalk(municipalities, departments, [0, 0, 0, 1, 2]);
const URIBIA = 0;
const MONTHS = 6;
const PEOPLE = 1000;
const LEAVE_EACH_MONTH = 20;
const clock = createClock({ timeZone: "America/Bogota" });
const firstDay = dayOfDate("2014-01-01");
const periods = buildMonths({ clock, firstDay, lastDay: dayOfDate("2014-06-30") });

/** Of Uribia's thousand, twenty move each month from the second on; of ten who move nine stay in the department. */
function homeOf(person: number, month: number): number {
  if (person >= PEOPLE) return 1 + (person % 4);
  if (person >= month * LEAVE_EACH_MONTH) return URIBIA;
  return person % 10 === 9 ? 3 + (Math.floor(person / 10) % 2) : 1 + (person % 2);
}

const events: TraceEvent[] = [];
for (let person = 0; person < 2 * PEOPLE; person++) {
  for (let month = 0; month < MONTHS; month++) {
    const start = periods.columns.start[month]!;
    const id = `p${String(person).padStart(4, "0")}`;
    for (const day of [4, 11, 18])
      events.push([id, start + day * 86_400 + 3600 * (person % 24), homeOf(person, month)]);
    events.push([id, start + 20 * 86_400, (homeOf(person, month) + 1) % 5]);
  }
}
const history = detectHomesByPeriod(tracesOf(events, municipalities), { criterion: mostEvents(), periods });

describe("the drought in La Guajira, with constructed people (approximate)", () => {
  it("a tenth of the population of the dry municipality is gone after six months, along a line", () => {
    const residents = countResidentsByPeriod(history);
    expect(residents.columns.residents[URIBIA]).toBe(PEOPLE);
    expect(residents.columns.residents[5 * 5 + URIBIA]).toBe(900);
    const trend = rowsOf(fitPopulationTrend(measurePopulationIndex(residents), { of: "index" }))[URIBIA]!;
    expect(trend.change).toBeCloseTo(-0.1, 12);
    expect(trend.slope).toBeCloseTo(-0.02, 12);
    expect(trend.changeLow).toBeCloseTo(-0.1, 9);
  });

  it("ninety of a hundred movers stay in the department, ten leave it for two others", () => {
    const before = selectHomesOfPeriod(history, 0);
    const after = selectHomesOfPeriod(history, MONTHS - 1);
    const moves = rowsOf(measureRegionMoves(countHomeChanges(before, after), toDepartments));
    const { movedWithin, movedOut, movedIn, withinShare } = moves[0]!;
    expect([movedWithin, movedOut, movedIn, withinShare]).toEqual([90, 10, 0, 0.9]);
    const between = countHomeChanges(relocateHomes(before, toDepartments), relocateHomes(after, toDepartments));
    expect([cellOf(between, 0, 1), cellOf(between, 0, 2)]).toEqual([5, 5]);
  });

  it("the department as a whole loses a hundredth part of what the municipality does of its own people", () => {
    const inRegions = countResidentsByPeriod(relocateHomes(history, toDepartments));
    const { index } = measurePopulationIndex(inRegions).columns;
    const all = inRegions.columns.residents[0]!;
    expect(index[5 * 3]).toBe((all - 10) / all);
  });
});
