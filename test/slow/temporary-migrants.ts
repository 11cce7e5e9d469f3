import type { TemporaryMigrants } from "../../src/flows/temporary-migrants.ts";
import type { Periods, Presence, Row } from "../../src/types.ts";
import type { Life, SlowMigration } from "./temporary.ts";

/** A user's days, residences and moves, with the location of each day. */
export interface Person {
  readonly life: Life;
  readonly residences: readonly { readonly location: number; readonly startDay: number }[];
  readonly moves: readonly SlowMigration[];
}

/** The counts of temporary migrants, cell by cell and person by person, every period as a list of days. */
export function slowTemporaryMigrants(
  people: readonly Person[],
  locations: Presence["locations"],
  periods: Periods,
  {
    minDays,
    minDaysInPeriod,
    toleranceDays,
  }: Readonly<Record<"minDays" | "minDaysInPeriod" | "toleranceDays", number>>,
): Row<TemporaryMigrants>[] {
  const rows: Row<TemporaryMigrants>[] = [];
  for (let period = 0; period < periods.length; period++) {
    const first = periods.columns.firstDay[period]!;
    const last = periods.columns.lastDay[period]!;
    const days = Array.from({ length: last - first + 1 }, (_, d) => first + d);
    const counted = people.map(({ life, residences, moves }) => {
      const seen = [...life.keys()];
      const long = moves.map((move) => ({
        ...move,
        level: move.minDurationDays >= minDays ? 2 : move.nextDay - move.leftDay - 1 >= minDays ? 1 : 0,
        within: days.filter((day) => day >= move.arrivedDay && day <= move.endDay).length,
      }));
      const counting = long.filter((move) => move.level > 0);
      const here = counting.filter((move) => move.within >= minDaysInPeriod);
      const home = residences.filter((residence) => residence.startDay <= first).at(-1) ?? residences[0];
      // A silence about an unseen day: from the last day seen before it to the first one after it.
      const silenceAt = (day: number): string => {
        const before = Math.max(-Infinity, ...seen.filter((other) => other < day));
        const after = Math.min(Infinity, ...seen.filter((other) => other > day));
        return life.has(day) || after - before - 1 < minDays ? "" : `${before} ${after}`;
      };
      const silences = days.map(silenceAt).filter((silence) => silence !== "");
      const hidden = silences.some((silence) => silences.filter((s) => s === silence).length >= minDaysInPeriod);
      return {
        lives: here[0]?.origin ?? (hidden ? undefined : home?.location),
        away: Math.max(0, ...here.map((move) => move.level)),
        here,
        departures: counting.filter(
          (move) =>
            days.includes(move.arrivedDay) && move.startCensored === 0 && move.leftDay >= first - 1 - toleranceDays,
        ),
        returns: counting.filter(
          (move) => days.includes(move.endDay) && move.endCensored === 0 && move.nextDay <= last + 1 + toleranceDays,
        ),
      };
    });
    for (let location = 0; location < locations.length; location++) {
      const of = (level: number, wanted: (person: (typeof counted)[number], level: number) => number): number =>
        counted.reduce((sum, person) => sum + wanted(person, level), 0);
      const away = (level: number): number => of(level, (p) => Number(p.lives === location && p.away >= level));
      const hosted = (level: number): number =>
        of(level, (p) => Number(p.here.some((move) => move.destination === location && move.level >= level)));
      const left = (level: number): number =>
        of(level, (p) => p.departures.filter((move) => move.origin === location && move.level >= level).length);
      const back = (level: number): number =>
        of(level, (p) => p.returns.filter((move) => move.origin === location && move.level >= level).length);
      rows.push({
        period,
        location,
        residents: away(0),
        awayLeast: away(2),
        awayMost: away(1),
        hostedLeast: hosted(2),
        hostedMost: hosted(1),
        departuresLeast: left(2),
        departuresMost: left(1),
        returnsLeast: back(2),
        returnsMost: back(1),
      });
    }
  }
  return rows;
}
