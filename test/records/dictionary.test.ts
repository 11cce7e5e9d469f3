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
