import { fail } from "../core/check.ts";
import type { StayEnd } from "./stays.ts";

/** Checks of what the rules of stays have in common. */

/** Throws unless length, durations, end and what happens at a gap are such. */
export function checkStayOptions(
  where: string,
  length: { readonly name: string; readonly meters: number },
  options: {
    readonly minStaySeconds: number;
    readonly maxGapSeconds: number;
    readonly end: StayEnd;
    readonly keepBeforeGap?: boolean;
  },
): void {
  checkPositive(where, length.name, length.meters);
  checkPositive(where, "minStaySeconds", options.minStaySeconds);
  const { maxGapSeconds, end } = options;
  if (typeof maxGapSeconds !== "number" || !(maxGapSeconds > 0)) {
    fail(where, "maxGapSeconds", "a number above 0 or Infinity", maxGapSeconds);
  }
  if (end !== "last fix inside" && end !== "first fix outside") {
    fail(where, "end", '"last fix inside" or "first fix outside"', end);
  }
  if (options.keepBeforeGap !== undefined) checkBoolean(where, "keepBeforeGap", options.keepBeforeGap);
}

/** Throws unless the value is a finite number above 0. */
export function checkPositive(where: string, name: string, value: number): void {
  if (typeof value !== "number" || !(value > 0) || value === Infinity)
    fail(where, name, "a finite number above 0", value);
}

/** Throws unless the value is true or false. */
export function checkBoolean(where: string, name: string, value: boolean): void {
  if (typeof value !== "boolean") fail(where, name, "true or false", value);
}
