/**
 * Text to bytes and back: the one place that uses the encoder and decoder that every runtime has.
 */

interface Encoder {
  encode(text: string): Uint8Array;
}
interface Decoder {
  decode(bytes: Uint8Array): string;
}
declare const TextEncoder: new () => Encoder;
declare const TextDecoder: new (label: string, options: { fatal: boolean; ignoreBOM: boolean }) => Decoder;

const WINDOW_UNITS = 1 << 20;

/** The bytes of a text in UTF-8. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The text of bytes in UTF-8, or null where they are not UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The bytes as a view that reads several of them as one number. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Encodes texts that follow one another; the two halves of a character may come in different texts. */
export interface TextJoiner {
  /** Calls `take` with the bytes of the text, a piece at a time. */
  readonly push: (text: string, take: (bytes: Uint8Array) => void) => void;
  /** Calls `take` with the bytes of half a character that no second half followed. */
  readonly flush: (take: (bytes: Uint8Array) => void) => void;
}

/** A joiner of texts that holds back the first half of a character (a high surrogate) at the end of a text. */
export function createTextJoiner(): TextJoiner {
  let half = "";
  return {
    push: (text, take) => {
      const whole = half + text;
      half = "";
      for (let from = 0; from < whole.length; ) {
        let to = Math.min(from + WINDOW_UNITS, whole.length);
        const last = whole.charCodeAt(to - 1);
        if (last >= 0xd800 && last <= 0xdbff) {
          to--;
          if (to + 1 === whole.length) half = whole[to]!;
        }
        if (to > from) take(bytesOf(whole.slice(from, to)));
        from = half === "" ? to : whole.length;
      }
    },
    flush: (take) => {
      if (half !== "") take(bytesOf(half));
      half = "";
    },
  };
}

/** Whether the bytes from … to − 1 are text in UTF-8. */
export function isUtf8(bytes: Uint8Array, from: number, to: number): boolean {
  let seven = 0;
  for (let i = from; i < to; i++) seven |= bytes[i]!;
  return seven < 128 || textOf(bytes.subarray(from, to)) !== null;
}
