import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import { suppressOscillations } from "../../src/traces/oscillations.ts";
import { mostSeenByUser, mostSeenInOscillation, type OscillationRule } from "../../src/traces/oscillations-rules.ts";
import { type SlowEvent, slowOscillations } from "../slow/oscillations.ts";
import { tracesOf } from "../slow/sequences.ts";

const NAMES = "ABCDEFG";
/** A, B … G, two kilometres from one to the next. */
const ANTENNAS = createLocations(
  "antennas",
  [...NAMES],
  [...NAMES].map((_, i) => 10 + i * 0.018),
  [...NAMES].map(() => 0),
);

/** "A0 B60 A90" of one user, and what it becomes: "A A A". */
function suppressed(text: string, options: { maxSeconds?: number; maxMeters?: number; keep?: OscillationRule } = {}) {
  const events = text.split(" ").map((event) => ["ana", Number(event.slice(1)), NAMES.indexOf(event[0]!)] as const);
  const keep = mostSeenInOscillation();
  const result = suppressOscillations(tracesOf(events, ANTENNAS), { maxSeconds: 300, keep, ...options });
  const path = Array.from(result.traces.columns.location, (l) => NAMES[l]).join(" ");
  return { path, moved: result.moved, oscillations: result.oscillations };
}

describe("oscillations", () => {
  it("of a phone that is back within the time are put at one antenna", () => {
    expect(suppressed("A0 B60 A90")).toEqual({ path: "A A A", moved: 1, oscillations: 1 });
    expect(suppressed("A0 B60 C70 B80 A90").path).toBe("A A A A A");
    expect(suppressed("A0 B60 A300").path).toBe("A A A");
    expect(suppressed("A0 B60 A301")).toEqual({ path: "A B A", moved: 0, oscillations: 0 });
  });

  it("go on while the phone comes back to where it began, and take in the last jump away", () => {
    expect(suppressed("A0 B200 A290 B310 A500 B590 A700 B800")).toEqual({
      path: "A A A A A A A A",
      moved: 4,
      oscillations: 1,
    });
    expect(suppressed("A0 B60 A90 C100 A110").path).toBe("A A A A A");
  });

  it("do not swallow the way of a traveller whose phone jumps at each border", () => {
    expect(suppressed("A0 B60 A90 B100 C150 B160 C170 D200 C210 D220")).toEqual({
      path: "A A A B B B C C C C",
      moved: 4,
      oscillations: 3,
    });
  });

  it("do not swallow the stay that follows them", () => {
    expect(suppressed("A0 A5 A10 B60 A90 B100 B200 B300").path).toBe("A A A A A A B B");
    expect(suppressed("A0 B60 A90 B2000 A4000 B6000 A6100").path).toBe("A A A B A B A");
  });

  it("are none where somebody moves on, stays, or goes and comes back in time to do something", () => {
    for (const text of ["A0 B60 C90 D100", "A0 A60 A90", "A0 B60 B3000 A6000", "A0"]) {
      expect(suppressed(text)).toEqual({ path: text.replace(/\d/g, ""), moved: 0, oscillations: 0 });
    }
  });

  it("are jumps between near antennas, where a limit is given", () => {
    expect(suppressed("A0 B60 A90", { maxMeters: 2500 }).moved).toBe(1);
    expect(suppressed("A0 B60 A90", { maxMeters: 1500 }).moved).toBe(0);
    expect(suppressed("A0 B10 C20 B30 A40", { maxMeters: 2500 }).path).toBe("A B B B A");
  });

  it("stand for the antenna seen most, in the oscillation or by the user", () => {
    const text = "B0 B1000 B2000 A3000 B3010 A3020 A9000";
    expect(suppressed(text).path).toBe("B B B A A A A");
    expect(suppressed(text, { keep: mostSeenByUser() }).path).toBe("B B B B B B A");
    expect(suppressed("B0 A10 B20 A30").path).toBe("A A A A");
    expect(suppressed("B0 A10 B20 A30 B9000").path).toBe("B B B B B");
    expect(suppressed("B0 A10 B20 A9000 A9500", { keep: mostSeenByUser() }).path).toBe("A A A A A");
  });

  it("refuse a rule that chooses a place outside", () => {
    const keep: OscillationRule = { name: "elsewhere", choose: () => 6 };
    expect(() => suppressed("A0 B60 A90", { keep })).toThrow(
      "suppressOscillations: the location that keep (elsewhere) chooses must be one of the oscillation, got 6",
    );
  });

  it("are those of the definition, word by word, on random traces", () => {
    const random = createRandom("oscillations");
    const { lon } = ANTENNAS.columns;
    let found = 0;
    for (let round = 0; round < 3000; round++) {
      const places = 2 + Math.floor(random() * 4);
      let time = 0;
      const events = Array.from({ length: Math.floor(random() * 30) }, (): SlowEvent => {
        time += Math.floor(random() ** 3 * 400);
        return [time, NAMES[Math.floor(random() * places)]!];
      });
      const maxMeters = random() < 0.5 ? Infinity : 4500;
      const near = (a: string, b: string): boolean =>
        Math.abs(lon[NAMES.indexOf(a)]! - lon[NAMES.indexOf(b)]!) * 111_195 <= maxMeters;
      const expected = slowOscillations(events, 300, near);
      const path = events.map(([, l]) => l);
      for (const [first, last] of expected) {
        const within = path.slice(first, last + 1);
        const score = (l: string): number[] => [
          within.filter((other) => other === l).length,
          events.filter(([, other]) => other === l).length,
          -NAMES.indexOf(l),
        ];
        const compare = (a: number[], b: number[]): number => a.map((x, k) => b[k]! - x).find((x) => x !== 0) ?? 0;
        const best = [...new Set(within)].sort((a, b) => compare(score(a), score(b)))[0]!;
        path.fill(best, first, last + 1);
      }
      const rows = events.map(([at, l]) => ["u", at, NAMES.indexOf(l)] as const);
      const keep = mostSeenInOscillation();
      const limit = maxMeters === Infinity ? {} : { maxMeters };
      const result = suppressOscillations(tracesOf(rows, ANTENNAS, ["u"]), { maxSeconds: 300, keep, ...limit });
      expect(Array.from(result.traces.columns.location, (l) => NAMES[l]).join("")).toBe(path.join(""));
      expect(result.oscillations).toBe(expected.length);
      expect(result.moved).toBe(path.filter((l, i) => l !== events[i]![1]).length);
      found += expected.length;
    }
    expect(found).toBeGreaterThan(3000);
  });
});
