import { createLocations } from "../../src/core/locations.ts";
import type { Calls } from "../../src/types.ts";

/** Interactions and their measures as their sentences say them, over plain objects. */

/** A record: caller, callee, second, caller's antenna, callee's antenna, seconds on the phone; a text has NaN. */
export type PlainCall = readonly [
  caller: string,
  callee: string,
  time: number,
  here: number,
  there: number,
  duration: number,
];

/** One user's side of a record. */
export interface PlainInteraction {
  readonly user: string;
  readonly contact: string;
  readonly time: number;
  readonly outgoing: boolean;
  readonly text: boolean;
  readonly duration: number;
  readonly location: number;
  readonly contactLocation: number;
}

/** A table of records over nine antennas; a record without a duration is a text. */
export function callsOfPlain(rows: readonly PlainCall[]): Calls {
  const users = [...new Set(rows.flatMap(([caller, callee]) => [caller, callee]))];
  const ids = Array.from({ length: 9 }, (_, l) => `L${l}`);
  return {
    locations: createLocations("antennas", ids, new Float64Array(9), new Float64Array(9)),
    users,
    length: rows.length,
    columns: {
      caller: Uint32Array.from(rows, (row) => users.indexOf(row[0])),
      callee: Uint32Array.from(rows, (row) => users.indexOf(row[1])),
      time: Uint32Array.from(rows, (row) => row[2]),
      callerAntenna: Int32Array.from(rows, (row) => row[3]),
      calleeAntenna: Int32Array.from(rows, (row) => row[4]),
      duration: Float64Array.from(rows, (row) => row[5]),
      kind: Uint8Array.from(rows, (row) => (Number.isNaN(row[5]) ? 1 : 0)),
    },
  };
}

/** Both sides of every record, by user and time. */
export function plainInteractions(rows: readonly PlainCall[]): Map<string, PlainInteraction[]> {
  const sides = rows.flatMap(([caller, callee, time, here, there, duration]): PlainInteraction[] => {
    const record = { time, duration, text: Number.isNaN(duration) };
    return [
      { ...record, user: caller, contact: callee, outgoing: true, location: here, contactLocation: there },
      { ...record, user: callee, contact: caller, outgoing: false, location: there, contactLocation: here },
    ];
  });
  const users = [...new Set(sides.map((side) => side.user))].sort();
  return new Map(
    users.map((user) => [user, sides.filter((side) => side.user === user).sort((a, b) => a.time - b.time)]),
  );
}

/** The texts of each conversation of one user: runs of texts with one contact, without a call or a long silence between. */
export function plainConversations(own: readonly PlainInteraction[], gapSeconds: number): PlainInteraction[][] {
  return byContact(own).flatMap((rows) => {
    const runs: PlainInteraction[][] = [];
    rows.forEach((row, i) => {
      if (row.text) {
        const before = rows[i - 1];
        const goesOn = before?.text === true && row.time - before.time < gapSeconds;
        if (goesOn) runs.at(-1)!.push(row);
        else runs.push([row]);
      }
    });
    return runs;
  });
}

/** The seconds that one user took to answer texts. */
export function plainDelays(own: readonly PlainInteraction[], gapSeconds: number): number[] {
  return plainConversations(own, gapSeconds).flatMap((texts) =>
    texts.flatMap((text, i) => {
      const before = texts[i - 1];
      if (before === undefined || before.outgoing || !text.outgoing || text.time === before.time) return [];
      return [text.time - before.time];
    }),
  );
}

/** The rows of one user with each contact, in the order of the first. */
export function byContact(own: readonly PlainInteraction[]): PlainInteraction[][] {
  return [...new Set(own.map((row) => row.contact))].map((contact) => own.filter((row) => row.contact === contact));
}

/** −Σ p ln p. */
export function plainEntropy(counts: readonly number[]): number {
  const all = counts.reduce((a, b) => a + b, 0);
  return counts.length === 0 ? Number.NaN : -counts.reduce((sum, n) => sum + (n / all) * Math.log(n / all), 0);
}

/** The fewest of the values that have `share` of their sum. */
export function plainTop(values: readonly number[], share: number): number {
  const largest = [...values].sort((a, b) => b - a);
  const sum = values.reduce((a, b) => a + b, 0);
  for (let k = 0; ; k++) {
    if (k === values.length || largest.slice(0, k).reduce((a, b) => a + b, 0) >= share * sum) return k;
  }
}

/** Mean, standard deviation, skewness and kurtosis of the population by their definitions. */
export function plainMoments(values: readonly number[]): {
  mean: number;
  std: number;
  skewness: number;
  kurtosis: number;
} {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const moment = (k: number): number => values.reduce((sum, x) => sum + (x - mean) ** k, 0) / values.length;
  return {
    mean,
    std: Math.sqrt(moment(2)),
    skewness: moment(3) / moment(2) ** 1.5,
    kurtosis: moment(4) / moment(2) ** 2,
  };
}
