import { failInWords } from "../core/check.ts";
import { failShape } from "../core/check-tables.ts";
import { BATCH_ROWS, type Batch, codeOf, createBatch, setBytes } from "./batch.ts";
import { bytesOf } from "./utf8.ts";

/** Writes the values of objects as the fields of records. */
interface RowWriter {
  readonly batch: Batch;
  /** Adds a row to the batch. */
  readonly write: (row: Readonly<Record<string, unknown>>, number: number) => void;
  /** Empties the batch. */
  readonly clear: () => void;
  /** The columns that no row had. */
  readonly missing: () => readonly string[];
}

/**
 * Gives the values of objects, batch by batch, to one who takes records; throws unless the rows are objects one can go over, and
 * some row has each column.
 */
export function takeRows(
  where: string,
  rows: Iterable<Readonly<Record<string, unknown>>>,
  columns: readonly string[],
  timeColumn: string,
  take: (batch: Batch) => void,
): void {
  const writer = createRowWriter(columns, timeColumn);
  let given = 0;
  for (const row of rows) {
    writer.write(row, ++given);
    if (writer.batch.rows === BATCH_ROWS) {
      take(writer.batch);
      writer.clear();
    }
  }
  take(writer.batch);
  for (const name of given === 0 ? [] : writer.missing()) {
    failInWords(where, `column ${JSON.stringify(name)}`, "a property of some row", "none that has it");
  }
}

/** Throws unless the rows can be gone over; text does not count. */
export function checkRows(where: string, rows: Iterable<unknown>): void {
  if (typeof rows === "object" && rows !== null && Symbol.iterator in rows) return;
  failShape(where, "rows", "a list of objects, one per record", rows);
}

/** Makes a writer of these columns, of which `timeColumn` may hold dates. */
function createRowWriter(columns: readonly string[], timeColumn: string): RowWriter {
  const batch = createBatch(columns.length);
  const { starts, ends, reason, instant } = batch;
  const unseen = new Set(columns);
  let end = 0;
  setBytes(batch, new Uint8Array(1 << 14));

  const put = (text: string): void => {
    // At most three bytes for each unit of a text.
    if (end + 3 * text.length > batch.bytes.length) {
      const longer = new Uint8Array(2 * (end + 3 * text.length));
      longer.set(batch.bytes);
      setBytes(batch, longer);
    }
    const { bytes } = batch;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127) {
        const encoded = bytesOf(text);
        bytes.set(encoded, end);
        end += encoded.length;
        return;
      }
      bytes[end + i] = unit;
    }
    end += text.length;
  };

  /** Writes the fields of row r of the batch; false where a value is neither text nor a number nor a date. */
  const writeFields = (row: Readonly<Record<string, unknown>>, r: number): boolean => {
    for (let c = 0; c < columns.length; c++) {
      const name = columns[c]!;
      if (unseen.size > 0 && name in row) unseen.delete(name);
      const value = row[name];
      let text = typeof value === "string" ? value : writtenAs(value);
      if (text === null) {
        if (name !== timeColumn) return false;
        instant[r] = instantOf(value);
        if (Number.isNaN(instant[r])) return false;
        text = "";
      }
      starts[r * columns.length + c] = end;
      put(text);
      ends[r * columns.length + c] = end;
    }
    return true;
  };

  return {
    batch,
    missing: () => [...unseen],
    clear: () => {
      batch.rows = 0;
      end = 0;
    },
    write: (row, number) => {
      const r = batch.rows++;
      batch.row[r] = number;
      instant[r] = Number.NaN;
      const isWritten = typeof row === "object" && row !== null && writeFields(row, r);
      reason[r] = isWritten ? 0 : codeOf("value that is not text, a number or a date");
    },
  };
}

/** The text of a value that is not text itself; null for one that has none. */
function writtenAs(value: unknown): string | null {
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : Number.isNaN(value) ? "" : null;
  return typeof value === "bigint" || typeof value === "boolean" ? String(value) : null;
}

/** The milliseconds of a date of any realm; NaN for anything else and for a date that is none. */
function instantOf(value: unknown): number {
  const date = value as { readonly getTime?: unknown } | null;
  return typeof date === "object" && date !== null && typeof date.getTime === "function"
    ? Number(date.getTime())
    : Number.NaN;
}
