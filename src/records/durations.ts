import type { RefusalReason } from "./refusals.ts";
import { textOf } from "./utf8.ts";

/**
 * The duration of a call in seconds from the digits in bytes from … to − 1, with a fraction or without, or the reason why
 * the row is refused.
 */
export function readDuration(bytes: Uint8Array, from: number, to: number): number | RefusalReason {
  if (from === to) return "call without duration";
  const first = bytes[from] === 45 ? from + 1 : from;
  let whole = 0;
  let i = first;
  for (; i < to; i++) {
    const digit = bytes[i]! - 48;
    if (digit < 0 || digit > 9) break;
    whole = whole * 10 + digit;
  }
  let fraction = false;
  if (i > first && i < to && bytes[i] === 46) {
    for (i++; i < to && bytes[i]! >= 48 && bytes[i]! <= 57; i++) if (bytes[i] !== 48) fraction = true;
  }
  if (i < to || i === first) return "duration not a number of seconds";
  const seconds = fraction || i - from > 15 ? Number(textOf(bytes.subarray(first, to))) : whole;
  if (first > from && seconds > 0) return "negative duration";
  return seconds;
}
