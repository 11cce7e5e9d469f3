import { checkInteger, checkOptions, fail, failInWords } from "../core/check.ts";
import { checkPresence } from "../core/check-traces.ts";
import type { Located, Presence, UserTable } from "../types.ts";

export interface InternationalMigrationsOptions {
  /** The id of the country whose border is meant, one of the locations. */
  readonly country: string;
  /** The first day of the year for which migrants are counted, a day number. */
  readonly fromDay: number;
  /** The day after its last one. */
  readonly toDay: number;
  /** The nights before and after a crossing that are looked at; 365 unless given. From 1. */
  readonly windowDays?: number;
  /** Nights to be spent on the old side within the window before; 183 unless given. From 1, at most `windowDays`. */
  readonly minNightsBefore?: number;
  /** Nights to be spent on the new side within the window after; 183 unless given. From 1, at most `windowDays`. */
  readonly minNightsAfter?: number;
}

/** The thresholds of the handbook: 183 nights of twelve months. */
export const INTERNATIONAL_DEFAULTS: Required<
  Pick<InternationalMigrationsOptions, "windowDays" | "minNightsBefore" | "minNightsAfter">
> = { windowDays: 365, minNightsBefore: 183, minNightsAfter: 183 };

const LABELS: readonly string[] = ["none", "emigrant", "immigrant", "unknown"];
const UNKNOWN = 3;

/**
 * International migrants of a year: `label` numbers `labels`. The other columns describe the crossing that makes the
 * migrant, or else the first one of the year: `day` of the first night on the new side, `crossing` its number within the
 * year in its direction from 1 on, `uncertaintyDays` without a night seen before it, nights on the old side before and on
 * the new side after, and nights not seen in these windows. `origin` and `destination` are the countries of migrants. Where
 * there is no crossing, `day` is −1 and `crossing` 0; where there is no migrant, countries are −1.
 */
export type InternationalMigrations = Located &
  UserTable<{
    readonly label: Uint8Array;
    readonly day: Int32Array;
    readonly origin: Int32Array;
    readonly destination: Int32Array;
    readonly crossing: Uint32Array;
    readonly uncertaintyDays: Uint32Array;
    readonly nightsBefore: Uint32Array;
    readonly nightsAfter: Uint32Array;
    readonly missingBefore: Uint32Array;
    readonly missingAfter: Uint32Array;
  }> & { readonly labels: readonly string[] };

/**
 * Who has emigrated from the country in a year, and who has immigrated? International migrants by the nights that their
 * phones spend at home and roaming abroad.
 *
 * **How** a crossing is a night seen on one side of the country's border after the last one seen on the other. It makes an
 * emigrant (an immigrant: the other way round) if in the `windowDays` nights before it `minNightsBefore` were seen in the
 * country and in the `windowDays` nights from it on `minNightsAfter` abroad, in whichever countries. The first crossing
 * from `fromDay` on and before `toDay` that does so counts. The foreign country is the one of most nights in the window on
 * that side, of equal ones the lower row. Nights not seen may have been on either side: who is not a migrant by the nights
 * seen is `none` only if on no day of the year a crossing and such windows are possible, and otherwise `unknown`.
 *
 * @param presence - the country of each night, one a night: `buildDailyLocations` over countries
 * @param options - the country, the year and the thresholds
 * @returns a row per user, see `InternationalMigrations`
 * @throws RangeError for two countries in one night, a country that the locations do not have, or options out of range
 *
 * **Departs from the paper** The handbook takes the first crossing of the year from home to abroad, so that a holiday in
 * January hides an emigration in October: here `crossing` is 1 where its rule finds the migrant too. Immigrants, and 183
 * nights after the crossing, are by symmetry.
 *
 * **Cost** O(rows + days of the year and both windows) per user: some 40 µs for three years of nights.
 *
 * [un-mpd-2022]
 *
 * @example
 * const countries = createLocations("zones", ["GE", "TR"], [44, 35], [42, 39]);
 * const day = Array.from({ length: 730 }, (_, d) => dayOfDate("2020-01-01") + d);
 * const nights = buildPresenceOfDays({ user: day.map(() => "ann"), day, location: day.map((_, d) => (d < 400 ? 0 : 1)) }, countries);
 * const year = { country: "GE", fromDay: dayOfDate("2021-01-01"), toDay: dayOfDate("2022-01-01") };
 * const { labels, columns } = detectInternationalMigrations(nights, year);
 * [labels[columns.label[0]], dateOfDay(columns.day[0]), columns.nightsBefore[0]]; // [ 'emigrant', '2021-02-04', 365 ]
 */
export function detectInternationalMigrations(
  presence: Presence,
  options: InternationalMigrationsOptions,
): InternationalMigrations {
  const where = "detectInternationalMigrations";
  checkPresence(where, presence);
  const settings = { ...INTERNATIONAL_DEFAULTS, ...options };
  checkOptions(where, options, ["country", "fromDay", "toDay", "windowDays", "minNightsBefore", "minNightsAfter"]);
  const { country, fromDay, toDay, windowDays, minNightsBefore, minNightsAfter } = settings;
  const { locations, users, offsets } = presence;
  const here = locations.columns.id.indexOf(country);
  if (here < 0) fail(where, "country", "the id of one of the locations", country);
  checkInteger(where, "fromDay", fromDay);
  checkInteger(where, "toDay", toDay, fromDay + 1, fromDay + 36_525);
  checkInteger(where, "windowDays", windowDays, 1, 36_525);
  checkInteger(where, "minNightsBefore", minNightsBefore, 1, windowDays);
  checkInteger(where, "minNightsAfter", minNightsAfter, 1, windowDays);
  const { day, location } = presence.columns;
  for (let u = 0; u < users.length; u++) {
    for (let i = offsets[u]! + 1; i < offsets[u + 1]!; i++) {
      if (day[i] !== day[i - 1]) continue;
      failInWords(where, "presence", "one country a night", `two on day ${day[i]} of user ${users[u]}`);
    }
  }
  const n = users.length;
  const columns = {
    label: new Uint8Array(n),
    day: new Int32Array(n).fill(-1),
    origin: new Int32Array(n).fill(-1),
    destination: new Int32Array(n).fill(-1),
    crossing: new Uint32Array(n),
    uncertaintyDays: new Uint32Array(n),
    nightsBefore: new Uint32Array(n),
    nightsAfter: new Uint32Array(n),
    missingBefore: new Uint32Array(n),
    missingAfter: new Uint32Array(n),
  };
  const start = fromDay - windowDays;
  const length = toDay - fromDay + 2 * windowDays;
  /** 0 in the country, 1 abroad, −1 not seen; and the nights so before each day, one column after the other. */
  const side = new Int8Array(length);
  const before: readonly [Uint32Array, Uint32Array] = [new Uint32Array(length + 1), new Uint32Array(length + 1)];
  const between = (of: number, from: number, to: number): number =>
    before[of]![to - start]! - before[of]![from - start]!;
  for (let u = 0; u < n; u++) {
    side.fill(-1);
    for (let i = offsets[u]!; i < offsets[u + 1]!; i++) {
      const d = day[i]! - start;
      if (d >= 0 && d < length) side[d] = location[i] === here ? 0 : 1;
    }
    for (let d = 0; d < length; d++) {
      before[0][d + 1] = before[0][d]! + (side[d] === 0 ? 1 : 0);
      before[1][d + 1] = before[1][d]! + (side[d] === 1 ? 1 : 0);
    }
    const crossings = [0, 0];
    let label = 0;
    for (let i = offsets[u]! + 1; i < offsets[u + 1]! && label === 0; i++) {
      const at = day[i]!;
      if (at < fromDay || at >= toDay) continue;
      const old = location[i - 1] === here ? 0 : 1;
      if (old === (location[i] === here ? 0 : 1)) continue;
      crossings[old]!++;
      const nightsBefore = between(old, at - windowDays, at);
      const nightsAfter = between(1 - old, at, at + windowDays);
      const found = nightsBefore >= minNightsBefore && nightsAfter >= minNightsAfter;
      if (!found && columns.crossing[u]! > 0) continue;
      columns.day[u] = at;
      columns.crossing[u] = crossings[old]!;
      columns.uncertaintyDays[u] = at - day[i - 1]! - 1;
      columns.nightsBefore[u] = nightsBefore;
      columns.nightsAfter[u] = nightsAfter;
      columns.missingBefore[u] = windowDays - nightsBefore - between(1 - old, at - windowDays, at);
      columns.missingAfter[u] = windowDays - nightsAfter - between(old, at, at + windowDays);
      if (found) label = 1 + old;
    }
    for (let old = 0; old < 2 && label === 0; old++) {
      for (let c = fromDay; c < toDay && label === 0; c++) {
        // A night that was not seen may have been anywhere: only those seen on the wrong side count against a crossing.
        if (side[c - 1 - start] === 1 - old || side[c - start] === old) continue;
        const possible =
          windowDays - between(1 - old, c - windowDays, c) >= minNightsBefore &&
          windowDays - between(old, c, c + windowDays) >= minNightsAfter;
        if (possible) label = UNKNOWN;
      }
    }
    columns.label[u] = label;
    if (label === 0 || label === UNKNOWN) continue;
    const abroadFrom = label === 1 ? columns.day[u]! : columns.day[u]! - windowDays;
    const abroad = mostNightsAbroad(presence, u, here, abroadFrom, abroadFrom + windowDays);
    columns.origin[u] = label === 1 ? here : abroad;
    columns.destination[u] = label === 1 ? abroad : here;
  }
  return { locations, users, length: n, columns, labels: LABELS };
}

/** The location but `here` of most of a user's rows with from ≤ day < to, of equal ones the lowest. */
function mostNightsAbroad(
  { offsets, columns }: Presence,
  user: number,
  here: number,
  from: number,
  to: number,
): number {
  const counts = new Map<number, number>();
  for (let i = offsets[user]!; i < offsets[user + 1]!; i++) {
    const l = columns.location[i]!;
    if (columns.day[i]! >= from && columns.day[i]! < to && l !== here) counts.set(l, (counts.get(l) ?? 0) + 1);
  }
  let best = -1;
  for (const [l, count] of counts) {
    if (best < 0 || count > counts.get(best)! || (count === counts.get(best) && l < best)) best = l;
  }
  return best;
}
