import { fail } from "./check.ts";

/** How sure intervals are. */
export interface ConfidenceOptions {
  /** How often intervals made so hold the true value, above 0 and below 1: 0.95 unless given. */
  readonly confidence?: number;
}

/** The confidence of intervals unless given, as papers print them. */
export const INTERVAL_DEFAULTS: { readonly confidence: number } = { confidence: 0.95 };

/** The confidence that is asked for; throws unless it is above 0 and below 1. */
export function confidenceOf(where: string, { confidence = INTERVAL_DEFAULTS.confidence }: ConfidenceOptions): number {
  if (!(typeof confidence === "number" && confidence > 0 && confidence < 1)) {
    fail(where, "confidence", "a finite number above 0 and below 1", confidence);
  }
  return confidence;
}
