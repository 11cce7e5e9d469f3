import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { measureConversations, measureResponseDelays } from "../../src/metrics/index.ts";

/**
 * One user and a contact in signs, one a minute: I an incoming text, O an outgoing one, C a call, − silence. Several lines
 * are several contacts at the same time.
 */
function exchangesOf(...contacts: readonly string[]) {
  const rows = contacts
    .flatMap((signs, contact) => [...signs].map((sign, minute) => ({ sign, contact, minute })))
    .filter(({ sign }) => sign !== "-")
    .sort((a, b) => a.minute - b.minute);
  return {
    users: ["ana"],
    contacts: contacts.map((_, c) => `c${c}`),
    offsets: Uint32Array.of(0, rows.length),
    length: rows.length,
    columns: {
      time: Uint32Array.from(rows, ({ minute }) => 1_000_000 + 60 * minute),
      contact: Uint32Array.from(rows, ({ contact }) => contact),
      outgoing: Uint8Array.from(rows, ({ sign }) => (sign === "O" ? 1 : 0)),
      kind: Uint8Array.from(rows, ({ sign }) => (sign === "C" ? 0 : 1)),
    },
  };
}
const HOUR = { gapSeconds: 3600 };
const silence = (minutes: number): string => "-".repeat(minutes - 1);

describe("conversations", () => {
  it("of four contacts as bandicoot's manual has them: two of three begun by others are answered", () => {
    const exchanges = exchangesOf("IOIO", "IIOI", "IIII", "OOIO");
    expect(rowsOf(measureConversations(exchanges, HOUR))).toEqual([
      { conversations: 4, initiated: 1, initiatedShare: 0.25, answered: 2, responseRate: 2 / 3 },
    ]);
  });

  it("end with a silence of the gap, not with one a second shorter", () => {
    const exchanges = exchangesOf(`I${silence(60)}O`);
    expect(rowsOf(measureConversations(exchanges, HOUR))[0]).toMatchObject({
      conversations: 2,
      initiated: 1,
      answered: 0,
    });
    expect(rowsOf(measureConversations(exchanges, { gapSeconds: 3601 }))[0]).toMatchObject({
      conversations: 1,
      initiated: 0,
      answered: 1,
    });
  });

  it("end with a call, which is none itself", () => {
    const [row] = rowsOf(measureConversations(exchangesOf("ICO-I"), HOUR));
    expect(row).toMatchObject({ conversations: 2, initiated: 1, answered: 0, responseRate: 0 });
    expect(rowsOf(measureConversations(exchangesOf("CC"), HOUR))).toEqual([
      { conversations: 0, initiated: 0, initiatedShare: Number.NaN, answered: 0, responseRate: Number.NaN },
    ]);
  });

  it("go on as long as no single silence is too long", () => {
    const exchanges = exchangesOf(`I${silence(50)}I${silence(50)}I${silence(50)}O`);
    expect(rowsOf(measureConversations(exchanges, HOUR))[0]).toMatchObject({ conversations: 1, answered: 1 });
  });

  it("have no response rate where the user began them all", () => {
    const [row] = rowsOf(measureConversations(exchangesOf("OI", "O"), HOUR));
    expect(row).toEqual({ conversations: 2, initiated: 2, initiatedShare: 1, answered: 0, responseRate: Number.NaN });
  });

  it("of one user say nothing about the next, also with the same contact", () => {
    const one = exchangesOf("IO");
    const two = { ...one, users: ["ana", "bo"], offsets: Uint32Array.of(0, 1, 2) };
    expect(rowsOf(measureConversations(two, HOUR)).map(({ initiated, answered }) => [initiated, answered])).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });
});

describe("response delays", () => {
  it("go from the last incoming text to the answer", () => {
    const [row] = rowsOf(measureResponseDelays(exchangesOf("I-O--I----O", "II---O"), HOUR));
    expect(row).toMatchObject({ count: 3, min: 120, median: 240, max: 300, mean: 220 });
  });

  it("do not come from a second text, from another conversation, or over a call", () => {
    const exchanges = exchangesOf("IOO", "OI", `I${silence(60)}O`, "ICO");
    expect(rowsOf(measureResponseDelays(exchanges, HOUR))[0]).toMatchObject({ count: 1, mean: 60 });
  });

  it("are none where both texts are of one second", () => {
    const exchanges = exchangesOf("IO");
    const { columns } = exchanges;
    const same = { ...exchanges, columns: { ...columns, time: Uint32Array.of(5, 5) } };
    expect(rowsOf(measureResponseDelays(same, HOUR))[0]!.count).toBe(0);
    expect(rowsOf(measureConversations(same, HOUR))[0]).toMatchObject({ conversations: 1, answered: 1 });
  });

  it("need a gap above 0", () => {
    expect(() => measureResponseDelays(exchangesOf("I"), { gapSeconds: 0 })).toThrow(
      /gapSeconds must be a finite number/,
    );
  });
});
