import { describe, expect, it } from "vitest";
import { addId, createDictionary, findId, textsOf, UNKNOWN_ID } from "../../src/records/dictionary.ts";
import { bytesOf, viewOf } from "../../src/records/utf8.ts";

describe("a dictionary of ids", () => {
  it("gives each id its number in the order in which they come, and the same number ever after", () => {
    const dictionary = createDictionary();
    const ids = Array.from({ length: 50_000 }, (_, i) => `user-${(i * 2_654_435_761) % 4_294_967_296}`);
    const find = (id: string): number => findId(dictionary, viewOf(bytesOf(id)), 0, bytesOf(id).length);
    ids.forEach((id, i) => {
      expect(addId(dictionary, viewOf(bytesOf(id)), 0, bytesOf(id).length)).toBe(i);
    });
    ids.forEach((id, i) => {
      expect(find(id)).toBe(i);
    });
    expect(addId(dictionary, viewOf(bytesOf(ids[7]!)), 0, bytesOf(ids[7]!).length)).toBe(7);
    expect(dictionary.size).toBe(50_000);
    expect(find("user")).toBe(UNKNOWN_ID);
    expect(textsOf(dictionary)).toEqual(ids);
  });

  it("tells ids apart that differ in length, in one byte or in zeros at the end", () => {
    const ids = [
      "",
      "\uFEFFa",
      "\0",
      "\0\0",
      "a",
      "a\0",
      "aaaa",
      "aaaa\0",
      "aaab",
      "aaaaa",
      "é",
      "e",
      "𝄞",
      "x".repeat(1000),
      "x".repeat(1001),
    ];
    const dictionary = createDictionary(ids);
    expect(textsOf(dictionary)).toEqual(ids);
    ids.forEach((id, i) => {
      const bytes = bytesOf(id);
      expect(findId(dictionary, viewOf(bytes), 0, bytes.length)).toBe(i);
    });
  });

  it("tells ids apart whose hashes are the same, as there are some among many", () => {
    const dictionary = createDictionary();
    const bytes = new Uint8Array(8);
    const view = viewOf(bytes);
    const ids = 600_000;
    let wrong = 0;
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i < ids; i++) {
        view.setInt32(0, Math.imul(i, 0x9e3779b1));
        view.setInt32(4, i);
        if (addId(dictionary, view, 0, 8) !== i) wrong++;
      }
    }
    expect(wrong).toBe(0);
    expect(dictionary.size).toBe(ids);
    const hashes = new Set<number>();
    for (let slot = 0; slot < dictionary.slots.length; slot += 2) {
      if (dictionary.slots[slot + 1]! >= 0) hashes.add(dictionary.slots[slot]!);
    }
    expect(hashes.size).toBeLessThan(ids);
  });

  it("finds an id wherever in the bytes it stands, at their very end too", () => {
    const dictionary = createDictionary(["abcdefg"], [42]);
    for (let before = 0; before < 6; before++) {
      for (let after = 0; after < 6; after++) {
        const bytes = bytesOf(`${"z".repeat(before)}abcdefg${"z".repeat(after)}`);
        expect(findId(dictionary, viewOf(bytes), before, before + 7)).toBe(42);
        expect(findId(dictionary, viewOf(bytes), before, before + 6)).toBe(UNKNOWN_ID);
      }
    }
  });
});
