import { checkLength, checkNumber, fail } from "../core/check.ts";
import { checkList, checkLists } from "../core/check-tables.ts";

/**
 * Lengths of time until something happens, such as the columns of migration episodes: `duration`; `observed`, 1 if it was seen
 * to happen then and 0 if it had not happened when last looked; and, if people come into view late, the duration `entry` at
 * which each did (who had been through it by then could not be seen).
 */
export interface Spells {
  readonly duration: ArrayLike<number>;
  readonly observed: ArrayLike<number>;
  readonly entry?: ArrayLike<number>;
}

/** Throws unless the spells are well formed: durations of at least 0, each after its entry, and events of 0 or 1. */
export function checkSpells(where: string, spells: Spells): void {
  checkLists(where, "spells", spells, ["duration", "observed"], "spells { duration, observed }");
  const { duration, observed, entry } = spells;
  checkLength(where, "spells.observed", observed.length, duration.length);
  if (entry !== undefined) {
    checkList(where, "spells.entry", entry);
    checkLength(where, "spells.entry", entry.length, duration.length);
  }
  for (let s = 0; s < duration.length; s++) {
    checkNumber(where, `spells.duration[${s}]`, duration[s]!, 0);
    if (observed[s] !== 0 && observed[s] !== 1) fail(where, `spells.observed[${s}]`, "0 or 1", observed[s]);
    if (entry === undefined) continue;
    checkNumber(where, `spells.entry[${s}]`, entry[s]!, 0);
    if (entry[s]! > 0 && entry[s]! >= duration[s]!)
      fail(where, `spells.entry[${s}]`, `0 or below the duration, ${duration[s]}`, entry[s]);
  }
}

/** The spells of each of so many groups, in order of duration. */
export function spellsOfGroups({ duration }: Spells, groupOf: ArrayLike<number>, groups: number): Uint32Array[] {
  const members = Array.from({ length: groups }, (): number[] => []);
  for (let s = 0; s < duration.length; s++) members[groupOf[s]!]!.push(s);
  return members.map((own) => Uint32Array.from(own).sort((a, b) => duration[a]! - duration[b]!));
}

/**
 * Steps through the distinct durations of some spells in ascending order. At each: how many are at risk (came into view
 * before, did not end before), how many events and how many spells cut off.
 *
 * @param order - the spells, in order of duration
 */
export function eachDuration(
  spells: Spells,
  order: Uint32Array,
  visit: (time: number, atRisk: number, events: number, censored: number) => void,
): void {
  const { duration, observed, entry } = spells;
  const late = entry === undefined ? null : Float64Array.from(order, (s) => entry[s]!).sort();
  let entered = late === null ? order.length : 0;
  for (let k = 0; k < order.length; ) {
    const gone = k;
    const time = duration[order[k]!]!;
    let events = 0;
    for (; k < order.length && duration[order[k]!] === time; k++) events += observed[order[k]!]!;
    // An entry of 0 is before everything: whoever comes into view then is at risk at 0 too.
    while (late !== null && entered < late.length && (late[entered]! < time || late[entered] === 0)) entered++;
    visit(time, entered - gone, events, k - gone - events);
  }
}
