import type { Columns, HomePlaces, HomePlacesByPeriod, Located, Locations, Sequences } from "../types.ts";
import { checkLength, checkSameLocations, checkWholes, fail, failInWords } from "./check.ts";
import { checkList, checkPeople, checkSequences } from "./check-tables.ts";
import { checkSameUsers } from "./check-users.ts";
import { checkPeriods } from "./periods.ts";

/**
 * Checks of the numbers that stand for places and labels: each must be a row of the locations, or of the labels, that the
 * table holds; where a place can be missing, −1 stands for none.
 */

/** Throws unless the value is a table over locations with these columns, `location` among them, a run of rows for each user, at locations that exist. */
export function checkPlaced<C extends { readonly location: Uint32Array } & Columns>(
  where: string,
  name: string,
  value: Located & Sequences<C>,
  columns: readonly (keyof C & string)[],
): void {
  checkSequences(where, name, value, columns);
  checkLocated(where, `${name}.columns.location`, value.columns.location, value.locations.length);
}

/** Throws unless every number is that of one of so many locations. */
export function checkLocated(where: string, name: string, location: Uint32Array, locations: number): void {
  checkWholes(where, name, location);
  let row = 0;
  while (row < location.length && location[row]! < locations) row++;
  if (row < location.length) fail(where, `${name}[${row}]`, `below the ${locations} locations`, location[row]);
}

/** Throws unless every number is that of one of so many locations, or −1 for none. */
export function checkLocatedOrNone(where: string, name: string, location: ArrayLike<number>, locations: number): void {
  for (let row = 0; row < location.length; row++) {
    const l = location[row]!;
    if (l >= -1 && l < locations && Number.isInteger(l)) continue;
    fail(where, `${name}[${row}]`, `a whole number from -1 to ${locations - 1}`, l);
  }
}

/** Throws unless every number of the column `label` is that of one of the labels that the table holds. */
export function checkLabels(
  where: string,
  name: string,
  value: Sequences<{ readonly label: Uint8Array }> & { readonly labels: readonly string[] },
): void {
  checkList(where, `${name}.labels`, value.labels);
  const { label } = value.columns;
  const labels = value.labels.length;
  const row = label.findIndex((l) => l >= labels);
  if (row >= 0) fail(where, `${name}.columns.label[${row}]`, `below the ${labels} labels`, label[row]);
}

/** Throws unless the value gives each user one location that exists, or −1. */
export function checkHomes(where: string, name: string, homes: HomePlaces): void {
  checkPeople(where, name, homes, ["location"]);
  if (homes.periods !== undefined)
    failInWords(where, name, "one home for each user", "homes by period", "selectHomesOfPeriod gives those of one");
  checkLength(where, `${name}.users`, homes.users.length, homes.length);
  checkLocatedOrNone(where, `${name}.columns.location`, homes.columns.location, homes.locations.length);
}

/** Throws unless the value gives each user one location that exists, or −1, in each of its periods. */
export function checkHomesByPeriod(where: string, name: string, history: HomePlacesByPeriod): void {
  checkSequences(where, name, history, ["location", "period"]);
  checkPeriods(where, history.periods, `${name}.periods`);
  const periods = history.periods.length;
  const rows = history.users.length * periods;
  if (history.length !== rows) fail(where, `${name}.length`, `${rows}, a row per user and period`, history.length);
  const { period, location } = history.columns;
  for (let u = 0; u <= history.users.length; u++) {
    if (history.offsets[u] !== u * periods) fail(where, `${name}.offsets[${u}]`, `${u * periods}`, history.offsets[u]);
  }
  for (let row = 0; row < rows; row++) {
    if (period[row] !== row % periods) fail(where, `${name}.columns.period[${row}]`, `${row % periods}`, period[row]);
  }
  checkLocatedOrNone(where, `${name}.columns.location`, location, history.locations.length);
}

/** Throws unless the homes are those of the users of another table, which `of` names, and over its locations if these are given. */
export function checkHomesOf(
  where: string,
  name: string,
  homes: HomePlaces,
  users: readonly string[],
  of: string,
  locations?: Locations,
): void {
  checkHomes(where, name, homes);
  if (locations !== undefined) checkSameLocations(where, `${name}.locations`, homes.locations, locations);
  checkSameUsers(where, name, homes.users, users, of);
}
