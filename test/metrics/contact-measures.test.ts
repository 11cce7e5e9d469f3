import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import {
  measureContactBalance,
  measureContactConcentration,
  measureContactEntropy,
  measureContacts,
  measureDurationConcentration,
  measureInteractionsPerContact,
  measureWeightedContactBalance,
} from "../../src/metrics/index.ts";

/** A call: contact's number, whether it is outgoing, seconds. */
type Row = readonly [contact: number, outgoing: number, duration: number];

/** Users with their rows in order; there are five contacts. */
function interactionsOf(...users: readonly (readonly Row[])[]) {
  const rows = users.flat();
  const offsets = new Uint32Array(users.length + 1);
  users.forEach((own, u) => {
    offsets[u + 1] = offsets[u]! + own.length;
  });
  return {
    users: users.map((_, u) => `u${u}`),
    contacts: ["a", "b", "c", "d", "e"],
    offsets,
    length: rows.length,
    columns: {
      time: Uint32Array.from(rows, () => 7),
      contact: Uint32Array.from(rows, (row) => row[0]),
      outgoing: Uint8Array.from(rows, (row) => row[1]),
      duration: Float64Array.from(rows, (row) => row[2]),
    },
  };
}

/** Contact 0 four times (three outgoing), contacts 1 and 3 once each (both incoming); a silent user; one contact twice. */
const WORLD = interactionsOf(
  [
    [0, 1, 10],
    [1, 0, 50],
    [0, 1, 20],
    [0, 0, Number.NaN],
    [3, 0, 20],
    [0, 1, 0],
  ],
  [],
  [
    [1, 1, 0],
    [1, 0, 0],
  ],
);

describe("contacts", () => {
  it("are counted with the interactions and those of them that the user began", () => {
    expect(rowsOf(measureContacts(WORLD))).toEqual([
      { interactions: 6, incoming: 3, outgoing: 3, outgoingShare: 0.5, contacts: 3 },
      { interactions: 0, incoming: 0, outgoing: 0, outgoingShare: Number.NaN, contacts: 0 },
      { interactions: 2, incoming: 1, outgoing: 1, outgoingShare: 0.5, contacts: 1 },
    ]);
  });

  it("may need several interactions to be some", () => {
    expect(Array.from(measureContacts(WORLD, { minInteractions: 2 }).columns.contacts)).toEqual([1, 0, 1]);
    expect(Array.from(measureContacts(WORLD, { minInteractions: 5 }).columns.contacts)).toEqual([0, 0, 0]);
  });
});

describe("the entropy of contacts", () => {
  it("is that of their shares of the interactions, in the unit of the base", () => {
    // Shares 4/6, 1/6, 1/6.
    const nats = (4 / 6) * Math.log(6 / 4) + (2 / 6) * Math.log(6);
    const [first, silent, single] = rowsOf(measureContactEntropy(WORLD, { base: Math.E }));
    expect(first!.entropy).toBeCloseTo(nats, 14);
    expect(first!.evenness).toBeCloseTo(nats / Math.log(3), 14);
    expect(silent).toEqual({ contacts: 0, entropy: Number.NaN, evenness: Number.NaN });
    expect(single).toEqual({ contacts: 1, entropy: 0, evenness: Number.NaN });
    expect(rowsOf(measureContactEntropy(WORLD, { base: 2 }))[0]!.entropy).toBeCloseTo(nats / Math.LN2, 14);
  });

  it("is at most 1 when normalised, for any number of contacts", () => {
    const even = interactionsOf(...[2, 3, 4, 5].map((n) => Array.from({ length: n }, (_, c): Row => [c, 0, 1])));
    const { evenness } = measureContactEntropy(even, { base: 2 }).columns;
    for (const value of evenness) {
      expect(value).toBeLessThanOrEqual(1);
      expect(value).toBeCloseTo(1, 14);
    }
  });

  it("has no unit with a base of 1 or less", () => {
    expect(() => measureContactEntropy(WORLD, { base: 1 })).toThrow(/base must be above 1, got 1/);
  });
});

describe("what is had with each contact", () => {
  it("is summarised over contacts: interactions 4, 1, 1", () => {
    const [first, silent] = rowsOf(measureInteractionsPerContact(WORLD));
    expect(first).toMatchObject({ count: 3, mean: 2, median: 1, min: 1, max: 4 });
    expect(first!.std).toBeCloseTo(Math.sqrt(2), 14);
    expect(silent).toMatchObject({ count: 0, mean: Number.NaN });
  });

  it("is in balance by the share that the user began: 3/4, 0, 0", () => {
    const [first, silent, single] = rowsOf(measureContactBalance(WORLD));
    expect(first).toMatchObject({ count: 3, mean: 0.25, median: 0, min: 0, max: 0.75 });
    expect(silent!.count).toBe(0);
    expect(single).toMatchObject({ count: 1, mean: 0.5, std: 0, skewness: Number.NaN });
  });

  it("weighs by interactions if the balance is that of all: 3/6, 0, 0", () => {
    expect(rowsOf(measureWeightedContactBalance(WORLD))[0]).toMatchObject({ count: 3, max: 0.5, min: 0 });
  });
});

describe("the contacts that make up most", () => {
  it("of the interactions are the fewest that have the share", () => {
    // Of 6 interactions: 4 are two thirds, 5 are five sixths.
    const topOf = (share: number): number => measureContactConcentration(WORLD, { share }).columns.topContacts[0]!;
    expect([0.1, 4 / 6, 0.7, 5 / 6, 0.84, 1].map(topOf)).toEqual([1, 1, 2, 2, 3, 3]);
    expect(rowsOf(measureContactConcentration(WORLD, { share: 0.8 }))).toEqual([
      { contacts: 3, topContacts: 2, topShare: 2 / 3 },
      { contacts: 0, topContacts: 0, topShare: Number.NaN },
      { contacts: 1, topContacts: 1, topShare: 1 },
    ]);
  });

  it("of the time on the phone may be others; without any time there are none", () => {
    // Durations 30 with contact 0, 50 with contact 1, 20 with contact 3.
    expect(rowsOf(measureDurationConcentration(WORLD, { share: 0.5 }))).toEqual([
      { contacts: 3, topContacts: 1, topShare: 1 / 3 },
      { contacts: 0, topContacts: 0, topShare: Number.NaN },
      { contacts: 1, topContacts: 0, topShare: Number.NaN },
    ]);
    const texts = interactionsOf([
      [0, 1, Number.NaN],
      [1, 1, 5],
    ]);
    expect(rowsOf(measureDurationConcentration(texts, { share: 1 }))).toEqual([
      { contacts: 1, topContacts: 1, topShare: 1 },
    ]);
  });

  it("have a share above 0 and at most 1", () => {
    expect(() => measureContactConcentration(WORLD, { share: 0 })).toThrow(
      /share must be a finite number above 0 and at most 1, got 0/,
    );
    expect(() => measureDurationConcentration(WORLD, { share: 1.1 })).toThrow(
      /share must be a finite number above 0 and at most 1/,
    );
  });
});
