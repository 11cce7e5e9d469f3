import { checkInteger, checkNumber, checkOptions } from "../core/check.ts";
import type { Random } from "../types.ts";

/** SIMs that come into use, or fall silent for ever, while their people live on. Days of the story, from 0. */
export interface SimsOptions {
  /** Share of the SIMs that are new: silent before their first day. 0 unless given. */
  readonly newShare?: number;
  /** First days of new SIMs lie from this day, 1 unless given … */
  readonly newFromDay?: number;
  /** … to this one, the last day unless given. */
  readonly newToDay?: number;
  /** Share of the SIMs that are lost: silent from a day on. 0 unless given. */
  readonly lostShare?: number;
  /** First silent days of lost SIMs lie from this day, 1 unless given … */
  readonly lostFromDay?: number;
  /** … to this one, the last day unless given. */
  readonly lostToDay?: number;
}

interface SimsSettings {
  readonly random: Random;
  readonly days: number;
  readonly firstDay: number;
  readonly sims: SimsOptions | undefined;
}

/**
 * Draws the first and the last local day on which each person's SIM is in use. A SIM that is lost before it is new is never
 * in use; without shares above 0 no number is drawn.
 */
export function drawSims(
  where: string,
  people: number,
  { random, days, firstDay, sims = {} }: SimsSettings,
): { simFirstDay: Int32Array; simLastDay: Int32Array } {
  const names = ["newShare", "newFromDay", "newToDay", "lostShare", "lostFromDay", "lostToDay"] as const;
  checkOptions(where, sims, names, "sims");
  const { newShare = 0, newFromDay = 1, newToDay = days - 1 } = sims;
  const { lostShare = 0, lostFromDay = 1, lostToDay = days - 1 } = sims;
  checkNumber(where, "sims.newShare", newShare, 0, 1);
  checkInteger(where, "sims.newFromDay", newFromDay, 1, days - 1);
  checkInteger(where, "sims.newToDay", newToDay, newFromDay, days - 1);
  checkNumber(where, "sims.lostShare", lostShare, 0, 1);
  checkInteger(where, "sims.lostFromDay", lostFromDay, 1, days - 1);
  checkInteger(where, "sims.lostToDay", lostToDay, lostFromDay, days - 1);
  const simFirstDay = new Int32Array(people).fill(firstDay);
  const simLastDay = new Int32Array(people).fill(firstDay + days - 1);
  for (let u = 0; u < people && newShare > 0; u++) {
    if (random() < newShare)
      simFirstDay[u] = firstDay + newFromDay + Math.floor(random() * (newToDay - newFromDay + 1));
  }
  for (let u = 0; u < people && lostShare > 0; u++) {
    if (random() >= lostShare) continue;
    simLastDay[u] = firstDay + lostFromDay - 1 + Math.floor(random() * (lostToDay - lostFromDay + 1));
  }
  return { simFirstDay, simLastDay };
}
