import { REFUSAL_REASONS, type RefusalReason } from "./refusals.ts";
import { textOf, viewOf } from "./utf8.ts";

/**
 * Records on their way from text to columns: a few hundred at a time, so that each column is read in one tight loop.
 * Field f of record r is bytes starts[r · fields + f] … ends[r · fields + f] − 1.
 */
export interface Batch {
  /** Fields of every record. */
  readonly fields: number;
  /** Records in the batch at the moment. */
  rows: number;
  bytes: Uint8Array;
  /** The same bytes. */
  view: DataView;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The line on which each record starts, or the number of its row, from 1. */
  readonly row: Float64Array;
  /** 0, or 1 + the number of the reason why the record cannot be taken; its fields may then be anything. */
  readonly reason: Uint8Array;
  /** Milliseconds since 1970 UTC where a record's time came as a date, otherwise NaN. */
  readonly instant: Float64Array;
}

/** As many records as a batch takes. */
export const BATCH_ROWS = 256;

/** An empty batch of records of so many fields. */
export function createBatch(fields: number): Batch {
  const bytes = new Uint8Array(0);
  return {
    fields,
    rows: 0,
    bytes,
    view: viewOf(bytes),
    starts: new Int32Array(BATCH_ROWS * fields),
    ends: new Int32Array(BATCH_ROWS * fields),
    row: new Float64Array(BATCH_ROWS),
    reason: new Uint8Array(BATCH_ROWS),
    instant: new Float64Array(BATCH_ROWS).fill(Number.NaN),
  };
}

/** Lets the batch's records lie in other bytes. */
export function setBytes(batch: Batch, bytes: Uint8Array): void {
  batch.bytes = bytes;
  batch.view = viewOf(bytes);
}

/** The number that stands for a reason in a batch. */
export function codeOf(reason: RefusalReason): number {
  return 1 + REFUSAL_REASONS.indexOf(reason);
}

/** The reason that a number in a batch stands for. */
export function reasonOf(code: number): RefusalReason {
  return REFUSAL_REASONS[code - 1]!;
}

/** The text of a field, or null where it is not UTF-8. */
export function textOfField(batch: Batch, row: number, field: number): string | null {
  const k = row * batch.fields + field;
  return textOf(batch.bytes.subarray(batch.starts[k]!, batch.ends[k]!));
}
