import { checkInteger, checkNumber, checkText, fail, isObject } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";

/** A typical call profile and the class of users for which it stands. */
export interface Archetype {
  readonly label: string;
  /** A value from 0 to 1 for each cell of a call profile, in the order of `buildCallProfiles`. */
  readonly profile: readonly number[];
}

/** The class of those who were only passing by; no archetype stands for it. */
export const IN_TRANSIT = "in transit";

const WEEKS = 4;
/** Slots of a day: to 8, from 8 to 19, from 19 on. */
const SLOTS = 3;
/** The three strengths with which a pattern may show: every day, every other day, one day in ten. */
const STRENGTHS = [1, 0.5, 0.1] as const;

/**
 * The archetypes of the Sociometer: 17 profiles of four weeks, each week with the slots 0–8, 8–19 and 19–24 of weekdays
 * and then of weekends.
 *
 * **How** a resident is there in every cell at 1, 0.5 or 0.1, or ever less from week to week (1, 0.5, 0.1, 0 and 0.5, 0.1,
 * 0, 0); a dynamic resident, who leaves for work, on weekends only; a commuter on weekdays only; a visitor in one week
 * only, the first, on weekdays or on the weekend.
 *
 * [furletti-2012] [telecom-analytics]
 */
export const SOCIOMETER_ARCHETYPES: readonly Archetype[] = Object.freeze([
  ...STRENGTHS.map((s) => archetypeOf("resident", () => s)),
  ...STRENGTHS.map((s) => archetypeOf("dynamic resident", (_, weekend) => (weekend ? s : 0))),
  ...STRENGTHS.map((s) => archetypeOf("commuter", (_, weekend) => (weekend ? 0 : s))),
  ...STRENGTHS.map((s) => archetypeOf("visitor", (week, weekend) => (week === 0 && !weekend ? s : 0))),
  archetypeOf("resident", (week) => [...STRENGTHS, 0][week]!),
  archetypeOf("resident", (week) => [...STRENGTHS.slice(1), 0, 0][week]!),
  ...STRENGTHS.map((s) => archetypeOf("visitor", (week, weekend) => (week === 0 && weekend ? s : 0))),
]);

function archetypeOf(label: string, strengthOf: (week: number, weekend: boolean) => number): Archetype {
  const profile: number[] = [];
  for (let week = 0; week < WEEKS; week++) {
    for (const weekend of [false, true]) {
      for (let slot = 0; slot < SLOTS; slot++) profile.push(strengthOf(week, weekend));
    }
  }
  return Object.freeze({ label, profile: Object.freeze(profile) });
}

/** Archetypes in the form that searches read: the values row after row, and the class of each row among `labels`. */
export interface ArchetypeRows {
  readonly count: number;
  readonly cells: number;
  readonly value: Float64Array;
  readonly labelOf: Uint8Array;
  /** The classes in the order in which they are first named. */
  readonly labels: readonly string[];
}

/** Throws unless the value is a list of archetypes of so many cells; gives them row after row. */
export function archetypeRows(
  where: string,
  name: string,
  archetypes: readonly Archetype[],
  cells: number,
): ArchetypeRows {
  checkList(where, name, archetypes);
  checkInteger(where, `${name}.length`, archetypes.length, 1);
  const value = new Float64Array(archetypes.length * cells);
  const labelOf = new Uint8Array(archetypes.length);
  const labels: string[] = [];
  for (let a = 0; a < archetypes.length; a++) {
    const archetype: unknown = archetypes[a];
    if (!isObject(archetype)) fail(where, `${name}[${a}]`, "an archetype { label, profile }", archetype);
    const { label, profile } = archetypes[a]!;
    checkText(where, `${name}[${a}].label`, label);
    checkList(where, `${name}[${a}].profile`, profile);
    if (profile.length !== cells) {
      fail(where, `${name}[${a}].profile.length`, `${cells}, as many as a call profile has cells`, profile.length);
    }
    for (let c = 0; c < cells; c++) {
      checkNumber(where, `${name}[${a}].profile[${c}]`, profile[c]!, 0, 1);
      value[a * cells + c] = profile[c]!;
    }
    if (!labels.includes(label)) labels.push(label);
    if (labels.length > 255) fail(where, name, "of at most 255 classes", labels.length);
    labelOf[a] = labels.indexOf(label);
  }
  return { count: archetypes.length, cells, value, labelOf, labels };
}
