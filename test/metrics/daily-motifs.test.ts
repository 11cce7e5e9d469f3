import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { measureDailyMotifs } from "../../src/metrics/daily-motifs.ts";
import { createMotifCodes, LARGER_MOTIF, linkBit, motifLinks } from "../../src/metrics/motif-codes.ts";
import { countMotifs } from "../../src/metrics/motif-counts.ts";
import { placesOf, tracesOf } from "../slow/sequences.ts";
import { homesAt, MONDAY_DAY, utc, worldOf } from "./daily-life-worlds.ts";

const clock = utc;
/** A day over the places of a word, an event an hour. */
const walk = (day: number, places: string): string[] =>
  [...places].map((place, h) => `${day} ${String(h + 6).padStart(2, "0")}:00 ${place}`);
const motifsOf = (...words: string[]): Uint32Array =>
  measureDailyMotifs(worldOf({ ann: words.flatMap((word, day) => walk(day, word)) }), { clock, dayStartMinutes: 210 })
    .columns.motif;

describe("the motif of a day", () => {
  it("is the same for days that differ only in their places, and 0 at one place", () => {
    const [home, back, other, round, opposite] = motifsOf("AAA", "ABA", "DCD", "ABCA", "CBAC");
    expect(home).toBe(0);
    expect(back).toBe(other);
    expect(round).toBe(opposite);
    expect(round).not.toBe(back);
  });

  it("tells directions: there and back, one way, a chain, a star, a round", () => {
    const forms = motifsOf("AB", "ABA", "ABC", "ABCA", "ABCBA", "ABACA", "ABCAB");
    expect(forms[3]).toBe(forms[6]);
    // B between A and C, both ways, is the star of A about B and C.
    expect(forms[4]).toBe(forms[5]);
    expect(new Set([0, 1, 2, 3, 4].map((k) => forms[k])).size).toBe(5);
  });

  it("passing a link twice is one link, and staying is none", () => {
    const [once, twice] = motifsOf("ABA", "AABBABA");
    expect(once).toBe(twice);
  });

  it("days begin when they are told to: a night out belongs to the evening before", () => {
    const traces = worldOf({ ann: ["0 20:00 A", "1 01:00 B", "1 03:29 A", "1 03:30 A"] });
    const late = measureDailyMotifs(traces, { clock, dayStartMinutes: 210 }).columns;
    expect([late.day.map((day) => day - MONDAY_DAY), late.links]).toEqual([Int32Array.of(0, 1), Uint32Array.of(2, 0)]);
    const calendar = measureDailyMotifs(traces, { clock, dayStartMinutes: 0 }).columns;
    expect([...calendar.links]).toEqual([0, 1]);
  });

  it("begins and ends at home where homes are given", () => {
    const traces = worldOf({ ann: walk(0, "B"), bo: walk(0, "BC"), cy: walk(0, "A") });
    const homes = homesAt({ ann: "A", bo: "", cy: "A" });
    const { places, links } = measureDailyMotifs(traces, { clock, dayStartMinutes: 0, homes }).columns;
    expect([...places]).toEqual([2, 2, 1]);
    expect([...links]).toEqual([2, 1, 0]);
  });

  it("leaves out days with too few rows, and does not tell apart more than six places", () => {
    const long = tracesOf(
      Array.from({ length: 9 }, (_, i) => ["ann", 3600 * i, i % 7] as const),
      placesOf(7),
    );
    const options = { clock, dayStartMinutes: 0 };
    // Seven links on and one that is passed twice.
    expect(rowsOf(measureDailyMotifs(long, options))).toEqual([{ day: 0, places: 7, links: 7, motif: LARGER_MOTIF }]);
    expect(measureDailyMotifs(long, { ...options, minRows: 9 }).length).toBe(1);
    expect(measureDailyMotifs(long, { ...options, minRows: 10 }).length).toBe(0);
    expect(rowsOf(countMotifs(measureDailyMotifs(long, options)))).toEqual([
      { motif: LARGER_MOTIF, places: 0, links: 0, days: 1, people: 1, share: 1 },
    ]);
  });

  it("refuses a beginning of days within a quarter of an hour", () => {
    const options = { clock, dayStartMinutes: 211 };
    expect(() => measureDailyMotifs(worldOf({}), options)).toThrow("dayStartMinutes must be a multiple of 15, got 211");
  });
});

describe("the numbers of motifs", () => {
  /** Weakly connected directed graphs without names of nodes: 1, 2, 13, 199 for one to four nodes (OEIS A003085). */
  it.each([
    [1, 1],
    [2, 2],
    [3, 13],
    [4, 199],
  ])("are as many as there are networks of %i places: %i", (places, forms) => {
    const codes = createMotifCodes();
    const found = new Set<number>();
    for (let links = 0; links < 2 ** (places * (places - 1)); links++) {
      if (isConnected(places, links)) found.add(codes(places, links));
    }
    expect(found.size).toBe(forms);
  });

  it("are read back as links that give the same number", () => {
    for (const motif of motifsOf("ABCDEA", "ABACADA", "ABCDEBDA", "ABCBDECA")) {
      const links = motifLinks(motif);
      const places = new Set(links.flat()).size;
      const bits = links.reduce((sum, [i, j]) => sum | (1 << linkBit(i, j)), 0);
      expect(createMotifCodes()(places, bits)).toBe(motif);
    }
    expect(motifLinks(0)).toEqual([]);
    expect(() => motifLinks(LARGER_MOTIF)).toThrow("motif must be one of at most six places");
  });

  it("each link has a bit of its own among thirty", () => {
    const bits = Array.from({ length: 36 }, (_, k) => [Math.floor(k / 6), k % 6] as const)
      .filter(([i, j]) => i !== j)
      .map(([i, j]) => linkBit(i, j));
    expect([...bits].sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, k) => k));
  });
});

describe("counts of motifs", () => {
  it("are sorted by days, with people and shares", () => {
    const traces = worldOf({ ann: [...walk(0, "ABA"), ...walk(1, "CDC")], bo: [...walk(0, "A"), ...walk(1, "ECE")] });
    const counts = rowsOf(countMotifs(measureDailyMotifs(traces, { clock, dayStartMinutes: 0 })));
    expect(counts).toEqual([
      { motif: 3, places: 2, links: 2, days: 3, people: 2, share: 0.75 },
      { motif: 0, places: 1, links: 0, days: 1, people: 1, share: 0.25 },
    ]);
    expect(countMotifs(measureDailyMotifs(worldOf({}), { clock, dayStartMinutes: 0 })).length).toBe(0);
  });
});

function isConnected(places: number, links: number): boolean {
  const reached = new Set([0]);
  for (let grew = true; grew; ) {
    grew = false;
    for (let i = 0; i < places; i++) {
      for (let j = 0; j < places; j++) {
        if (i === j || ((links >>> linkBit(i, j)) & 1) === 0 || reached.has(i) === reached.has(j)) continue;
        reached.add(i).add(j);
        grew = true;
      }
    }
  }
  return reached.size === places;
}
