import type { RefusalReason } from "../../src/records/index.ts";
import { plainRecords } from "./csv.ts";

/** A record as text: what a row says, or why it is refused. */
export type PlainRow =
  | { readonly line: number; readonly reason: RefusalReason }
  | {
      readonly line: number;
      readonly reason: null;
      readonly caller: string;
      readonly callee: string;
      readonly time: number;
      readonly callerAntenna: string | null;
      readonly calleeAntenna: string | null;
      readonly duration: number | null;
      readonly kind: number;
    };

export interface PlainOptions {
  /** Columns, in this meaning. A user of null is `constant`. */
  readonly columns: {
    readonly user: string | null;
    readonly contact: string;
    readonly direction: string;
    readonly kind: string;
    readonly time: string;
    readonly duration: string;
    readonly antenna: string;
  };
  readonly constant?: string;
  /** Seconds since 1970 UTC of a text, or the reason. */
  readonly timeOf: (text: string) => number | RefusalReason;
  readonly antennas: ReadonlySet<string>;
  readonly unplaced?: "keep" | "refuse";
  readonly duplicates?: "keep" | "refuse";
}

/** Reads one user's sides of records, row by row and with strings only: the plain form of `readCalls` with `oneSide`. */
export function plainCalls(text: string, options: PlainOptions): PlainRow[] {
  const { columns, timeOf, antennas } = options;
  const [header, ...records] = plainRecords(text);
  const names = header!.fields!;
  const seen = new Set<string>();
  return records.map(({ line, fields }): PlainRow => {
    const refused = (reason: RefusalReason): PlainRow => ({ line, reason });
    if (fields === null) return refused("quotation mark out of place");
    if (fields.length !== names.length) return refused("wrong number of fields");
    const of = (name: string): string => fields[names.indexOf(name)]!;
    const user = columns.user === null ? options.constant! : of(columns.user);
    const contact = of(columns.contact);
    if (user === "" || contact === "") return refused("caller or callee missing");
    const direction = of(columns.direction);
    if (direction !== "out" && direction !== "in") return refused("direction not among the given texts");
    const kind = ["call", "text"].indexOf(of(columns.kind));
    if (kind < 0) return refused("kind not among the given texts");
    const time = timeOf(of(columns.time));
    if (typeof time === "string") return refused(time);
    const lasted = of(columns.duration);
    if (kind === 0) {
      if (lasted === "") return refused("call without duration");
      if (!/^-?\d+(\.\d*)?$/.test(lasted)) return refused("duration not a number of seconds");
      if (Number(lasted) < 0) return refused("negative duration");
    }
    const antenna = of(columns.antenna);
    const unknown = antenna === "" || antenna === "?";
    if (!unknown && !antennas.has(antenna)) return refused("antenna not in the table");
    if (unknown && options.unplaced === "refuse") return refused("no antenna known");
    const here = unknown ? null : antenna;
    const out = direction === "out";
    const row = {
      caller: out ? user : contact,
      callee: out ? contact : user,
      time,
      callerAntenna: out ? here : null,
      calleeAntenna: out ? null : here,
      duration: kind === 0 ? Number(lasted) : null,
      kind,
    };
    const key = JSON.stringify(row);
    if (options.duplicates === "refuse" && seen.has(key)) return refused("duplicate of an earlier row");
    seen.add(key);
    return { line, reason: null, ...row };
  });
}
