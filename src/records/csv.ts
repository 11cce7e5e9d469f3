import { fail } from "../core/check.ts";
import { doubled } from "./growth.ts";
import { bytesOf, createTextJoiner, textOf } from "./utf8.ts";

/**
 * Text with separators (RFC 4180), read as bytes: records and the places of their fields, however the text is cut.
 *
 * A field that starts with a quotation mark ends with the next single one; two in a row stand for one; separators and
 * line breaks inside belong to the field. Lines end with LF or CRLF; a line without any character is skipped; a byte
 * order mark at the start is skipped; the last line needs no end. Nothing is trimmed. A quoted field that is not closed
 * within 64 KiB from the start of its record, or is followed by anything but a separator or a line's end, spoils its
 * record's first line only: reading goes on with the next line.
 */
export interface RecordSink {
  /** The names in the header, once and first. */
  readonly header: (names: readonly string[]) => void;
  /** One record: field f is bytes starts[f] … ends[f] − 1; `line` is where it starts, from 1. */
  readonly record: (bytes: Uint8Array, starts: Int32Array, ends: Int32Array, fields: number, line: number) => void;
  /** A line that a quotation mark out of place spoiled. */
  readonly broken: (line: number) => void;
}

/** A reader into which text is pushed a piece at a time. */
export interface CsvReader {
  readonly push: (piece: string | Uint8Array) => void;
  /** To be called after the last piece. */
  readonly end: () => void;
}

export interface CsvOptions {
  readonly separator?: string;
  /** The names of the columns of a text without a header line. */
  readonly header?: readonly string[];
}

const LF = 10;
const CR = 13;
const QUOTE = 34;
/** So many bytes after the start of its record a quoted field must have ended. */
const QUOTED_BYTES = 1 << 16;
/** So many bytes of a long text are looked at at a time, so that positions stay small whole numbers. */
const WINDOW_BYTES = 1 << 24;

/** Makes a reader of text with separators that hands every record to the sink. */
export function createCsvReader(where: string, options: CsvOptions, sink: RecordSink): CsvReader {
  const separator = separatorOf(where, options.separator ?? ",");
  /** Bytes above this one are neither a separator nor a line's end. */
  const top = Math.max(separator, LF);
  const joiner = createTextJoiner();
  let starts = new Int32Array(64);
  let ends = new Int32Array(64);
  let carried = new Uint8Array(0);
  let begun = false;
  let headed = options.header !== undefined;
  let line = 1;
  if (options.header !== undefined) sink.header(options.header);

  /** Reads the whole records in the bytes and says how many bytes it has done with. */
  const scan = (bytes: Uint8Array, last: boolean): number => {
    const n = bytes.length;
    let i = 0;
    if (!begun) {
      if (n < 3 && !last) return 0;
      begun = true;
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) i = 3;
    }
    while (i < n) {
      const start = i;
      const limit = start + QUOTED_BYTES;
      let fields = 0;
      let lines = 1;
      let quoted = false;
      let doubledMarks = false;
      let spoilt = false;
      for (;;) {
        let from = i;
        let to: number;
        if (i < n && bytes[i] === QUOTE) {
          quoted = true;
          from = ++i;
          for (;;) {
            while (i < n && i < limit && bytes[i] !== QUOTE) if (bytes[i++] === LF) lines++;
            if (i >= limit) spoilt = true;
            else if (i + 1 >= n && !last) return start;
            else if (i >= n) spoilt = true;
            else if (bytes[i + 1] === QUOTE) {
              doubledMarks = true;
              i += 2;
              continue;
            }
            break;
          }
          to = i++;
          if (i < n && bytes[i] === CR) {
            if (i + 1 >= n && !last) return start;
            if (i + 1 >= n || bytes[i + 1] === LF) i++;
          }
          if (spoilt || (i < n && bytes[i] !== separator && bytes[i] !== LF)) {
            spoilt = true;
            break;
          }
        } else {
          let c = 0;
          while (i < n && ((c = bytes[i]!) > top || (c !== separator && c !== LF))) i++;
          to = i;
          if (to > from && bytes[to - 1] === CR && (i >= n || bytes[i] === LF)) to--;
        }
        if (i >= n && !last) return start;
        if (fields === starts.length) {
          starts = doubled(starts);
          ends = doubled(ends);
        }
        starts[fields] = from;
        ends[fields++] = to;
        if (i >= n || bytes[i] === LF) break;
        i++;
      }
      if (spoilt) {
        i = bytes.indexOf(LF, start);
        if (i < 0 && !last) return start;
        if (i < 0) i = n;
        if (!headed) fail(where, "the header", "without quotation marks out of place", textOf(bytes.subarray(start, i)));
        sink.broken(line++);
      } else if (fields > 1 || quoted || ends[0]! > starts[0]!) {
        const plain = doubledMarks ? undoubled(bytes, start, i, starts, ends, fields) : bytes;
        if (headed) sink.record(plain, starts, ends, fields, line);
        else sink.header(namesIn(where, plain, starts, ends, fields));
        headed = true;
        line += lines;
      } else line++;
      i++;
    }
    return n;
  };

  const pushBytes = (piece: Uint8Array): void => {
    // A plain view, so that the loop above sees one kind of array only.
    let bytes = new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
    if (carried.length > 0) {
      const joined = new Uint8Array(carried.length + bytes.length);
      joined.set(carried);
      joined.set(bytes, carried.length);
      bytes = joined;
    }
    let done = 0;
    for (let window = WINDOW_BYTES; done < bytes.length; ) {
      const rest = bytes.subarray(done, done + window);
      const read = scan(rest, false);
      done += read;
      if (read > 0) window = WINDOW_BYTES;
      else if (rest.length < window) break;
      else window *= 2;
    }
    carried = bytes.slice(done);
  };

  return {
    push: (piece) => {
      if (typeof piece === "string") joiner.push(piece, pushBytes);
      else {
        joiner.flush(pushBytes);
        pushBytes(piece);
      }
    },
    end: () => {
      joiner.flush(pushBytes);
      scan(carried, true);
      carried = new Uint8Array(0);
      if (!headed) fail(where, "source", "text with a header line", "no line");
    },
  };
}

/** The column of a name in a header; throws where the header has it not at all or twice. */
export function columnOf(where: string, names: readonly string[], name: string): number {
  const column = names.indexOf(name);
  if (column < 0) fail(where, `column ${JSON.stringify(name)}`, `one of the header's (${names.join(", ")})`, name);
  if (names.indexOf(name, column + 1) >= 0) {
    fail(where, `column ${JSON.stringify(name)}`, `in the header once (${names.join(", ")})`, "it twice");
  }
  return column;
}

function separatorOf(where: string, separator: string): number {
  const code = separator.charCodeAt(0);
  if (separator.length !== 1 || code > 126 || code === LF || code === CR || code === QUOTE) {
    fail(where, "separator", "one ASCII character that is no quotation mark and no line's end", separator);
  }
  return code;
}

/** Copies a record with two quotation marks in a row made one in its quoted fields, and moves `starts` and `ends` there. */
function undoubled(
  bytes: Uint8Array,
  start: number,
  end: number,
  starts: Int32Array,
  ends: Int32Array,
  fields: number,
): Uint8Array {
  const copy = new Uint8Array(end - start);
  let at = 0;
  for (let f = 0; f < fields; f++) {
    const from = starts[f]!;
    const quoted = from > start && bytes[from - 1] === QUOTE;
    starts[f] = at;
    for (let i = from; i < ends[f]!; i++) {
      copy[at++] = bytes[i]!;
      if (quoted && bytes[i] === QUOTE) i++;
    }
    ends[f] = at;
  }
  return copy;
}

function namesIn(where: string, bytes: Uint8Array, starts: Int32Array, ends: Int32Array, fields: number): string[] {
  const names: string[] = [];
  for (let f = 0; f < fields; f++) {
    const name = textOf(bytes.subarray(starts[f], ends[f]));
    if (name === null) fail(where, "the header", "in UTF-8", `other bytes in name ${f + 1}`);
    names.push(name);
  }
  return names;
}
