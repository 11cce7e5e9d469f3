import { checkText, fail, failInWords } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { type Batch, createBatch } from "./batch.ts";
import { type RecordSink, readHeader, readRecords } from "./csv-records.ts";
import { createTextJoiner } from "./utf8.ts";

/**
 * Text with separators (RFC 4180), read as bytes: records and the places of their fields, however the text is cut.
 *
 * A field that starts with a quotation mark ends with the next single one; two in a row stand for one; separators and
 * line breaks inside belong to the field. Lines end with LF or CRLF; a line without any character is skipped; a byte
 * order mark at the start is skipped; the last line needs no end. Nothing is trimmed. A quoted field that is not closed
 * within 64 KiB from the start of its record, or is followed by anything but a separator or a line's end, spoils its
 * record's first line only: reading goes on with the next line.
 */
export interface CsvReader {
  /** Reads on with a piece; it is free again on return. */
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
/** So many bytes of a long text are looked at at a time, so that positions stay small whole numbers. */
const WINDOW_BYTES = 1 << 24;

/** Makes a reader of text with separators that hands every record to the sink. */
export function createCsvReader(where: string, options: CsvOptions, sink: RecordSink): CsvReader {
  const { separator: character = ",", header } = options;
  const separator = separatorOf(where, character);
  const joiner = createTextJoiner();
  let carried = new Uint8Array(0);
  let begun = false;
  let line = 1;
  let batch: Batch | null = null;

  const begin = (names: readonly string[]): void => {
    sink.header(names);
    batch = createBatch(names.length);
  };
  if (header !== undefined) {
    checkList(where, "header", header);
    begin(header);
  }

  /** Reads the whole records in the bytes and says how many bytes it has done with. */
  const scan = (bytes: Uint8Array, last: boolean): number => {
    if (!begun) {
      if (bytes.length < 3 && !last) return 0;
      begun = true;
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 3 + scan(bytes.subarray(3), last);
    }
    let from = 0;
    while (batch === null) {
      const header = readHeader(where, bytes, from, last, separator);
      if (header === null) return from;
      from = header.next;
      line += header.lines;
      if (header.names.length > 0) begin(header.names);
    }
    const progress = readRecords(bytes, from, last, separator, line, batch, sink);
    line = progress.line;
    return progress.next;
  };

  const pushBytes = (piece: Uint8Array): void => {
    // A plain view, so that the loops see one kind of array only.
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
        if (!ArrayBuffer.isView(piece)) fail(where, "source", "text or bytes", piece);
        joiner.flush(pushBytes);
        pushBytes(piece);
      }
    },
    end: () => {
      joiner.flush(pushBytes);
      if (carried.length > 0 || batch !== null) scan(carried, true);
      carried = new Uint8Array(0);
      if (batch === null) failInWords(where, "source", "text with a header line", "no line");
    },
  };
}

/** The column of a name in a header; throws where the header has it not at all or twice. */
export function columnOf(where: string, names: readonly string[], name: string): number {
  const column = names.indexOf(name);
  if (column < 0) fail(where, `column ${JSON.stringify(name)}`, `one of the header's (${names.join(", ")})`, name);
  if (names.indexOf(name, column + 1) >= 0) {
    failInWords(where, `column ${JSON.stringify(name)}`, `in the header once (${names.join(", ")})`, "it twice");
  }
  return column;
}

function separatorOf(where: string, separator: string): number {
  checkText(where, "separator", separator);
  const code = separator.charCodeAt(0);
  if (separator.length !== 1 || code > 126 || code === LF || code === CR || code === QUOTE) {
    fail(where, "separator", "one ASCII character that is no quotation mark and no line's end", separator);
  }
  return code;
}
