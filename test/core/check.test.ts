import { describe, expect, it } from "vitest";
import {
  checkInteger,
  checkLength,
  checkNumber,
  checkOffsets,
  checkOptions,
  checkSameLocations,
  checkText,
  checkWholes,
  fail,
  failInWords,
  isObject,
} from "../../src/core/check.ts";

/** The error that a call throws. */
function thrown(call: () => void): Error {
  try {
    call();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}

describe("the sentence about a wrong argument", () => {
  it.each([
    [3, "3"],
    [Number.NaN, "NaN"],
    [-0, "0"],
    ["a\nb", '"a\\nb"'],
    ["", '""'],
    [undefined, "undefined"],
    [null, "null"],
    [true, "true"],
    [10n, "10"],
    [[1, 2, 3], "Array of 3"],
    [new Float64Array(5), "Float64Array of 5"],
    [{ secret: "id" }, "an object"],
    [Number, "the function Number"],
    [() => 7, "a function"],
  ])("says that it got %s as %s", (got, shown) => {
    const error = thrown(() => fail("f", "x", "one of ours", got));
    expect(error.name).toBe("RangeError");
    expect(error.message).toBe(`f: x must be one of ours, got ${shown}`);
  });
});

describe("the sentence in words", () => {
  it("quotes nothing, and ends with the remedy if there is one", () => {
    expect(thrown(() => failInWords("f", "x", "whole", "a part")).message).toBe("f: x must be whole, got a part");
    expect(thrown(() => failInWords("f", "x", "whole", "a part", "add the rest")).message).toBe(
      "f: x must be whole, got a part (add the rest)",
    );
  });
});

describe("checkOptions", () => {
  const options: { readonly days?: number; readonly gap?: number } = { days: 3 };

  it("takes an object with some of the names that are known", () => {
    for (const good of [options, {}, { days: undefined }, Object.freeze({ gap: 1 })]) {
      expect(() => checkOptions("f", good as typeof options, ["days", "gap"])).not.toThrow();
    }
  });

  it("refuses a name that is not known, whatever its value, and lists the known ones", () => {
    const misspelt = { ...options, gapDays: undefined };
    expect(thrown(() => checkOptions("f", misspelt as typeof options, ["days", "gap"])).message).toBe(
      'f: the names in options must be known ones, got "gapDays" (known: days, gap)',
    );
    expect(thrown(() => checkOptions("f", misspelt as typeof options, ["days", "gap"], "pause")).message).toBe(
      'f: the names in pause must be known ones, got "gapDays" (known: days, gap)',
    );
  });

  it.each([
    [undefined, "undefined"],
    [null, "null"],
    [3, "3"],
    ["days", '"days"'],
    [[3], "Array of 1"],
    [Number, "the function Number"],
  ])("refuses %s in place of an object", (value, got) => {
    expect(thrown(() => checkOptions("f", value as typeof options, ["days", "gap"])).message).toBe(
      `f: options must be an object, got ${got} (known: days, gap)`,
    );
  });
});

describe("checkText", () => {
  it("takes text, the empty one too, and nothing else", () => {
    for (const good of ["a", ""]) expect(() => checkText("f", "id", good)).not.toThrow();
    for (const bad of [undefined, null, 7, ["a"]]) {
      expect(thrown(() => checkText("f", "id", bad as unknown as string)).message).toMatch(/^f: id must be text, got /);
    }
  });
});

describe("isObject", () => {
  it("is about objects with named fields", () => {
    for (const yes of [{}, { a: 1 }, Object.create(null), new Map()]) expect(isObject(yes)).toBe(true);
    for (const no of [null, undefined, "a", 1, [], new Uint8Array(1), () => 1]) expect(isObject(no)).toBe(false);
  });
});

describe("checkNumber", () => {
  it.each([
    [5, 0, 10],
    [0, 0, 10],
    [10, 0, 10],
    [-1e300, undefined, undefined],
  ])("takes %d from %s to %s", (value, min, max) => {
    expect(() => checkNumber("f", "x", value, min, max)).not.toThrow();
  });

  it.each([
    [11, 0, 10, "a finite number from 0 to 10, got 11"],
    [-1, 0, undefined, "a finite number of at least 0, got -1"],
    [11, undefined, 10, "a finite number of at most 10, got 11"],
    [Infinity, undefined, undefined, "a finite number, got Infinity"],
    [Number.NaN, 0, 1, "a finite number from 0 to 1, got NaN"],
    [0, Number.MIN_VALUE, undefined, "a finite number above 0, got 0"],
    [2, Number.MIN_VALUE, 1, "a finite number above 0 and at most 1, got 2"],
    ["5", 0, 10, 'a finite number from 0 to 10, got "5"'],
    [undefined, 0, 10, "a finite number from 0 to 10, got undefined"],
  ])("refuses %s from %s to %s", (value, min, max, sentence) => {
    const error = thrown(() => checkNumber("f", "x", value as number, min, max));
    expect(error.name).toBe("RangeError");
    expect(error.message).toBe(`f: x must be ${sentence}`);
  });
});

describe("checkInteger", () => {
  it("takes whole numbers within the bounds", () => {
    for (const value of [-3, 0, 4]) expect(() => checkInteger("f", "n", value, -3, 4)).not.toThrow();
    expect(() => checkInteger("f", "n", 2 ** 60)).not.toThrow();
  });

  it.each([
    [2.5, 0, 10, "a whole number from 0 to 10, got 2.5"],
    [11, 0, 10, "a whole number from 0 to 10, got 11"],
    [1, 2, undefined, "a whole number of at least 2, got 1"],
    [Number.NaN, undefined, undefined, "a whole number, got NaN"],
    ["3", 0, 10, 'a whole number from 0 to 10, got "3"'],
  ])("refuses %s from %s to %s", (value, min, max, sentence) => {
    const error = thrown(() => checkInteger("f", "n", value as number, min, max));
    expect(error.name).toBe("RangeError");
    expect(error.message).toBe(`f: n must be ${sentence}`);
  });
});

describe("checks of tables", () => {
  it("lengths must be equal", () => {
    expect(() => checkLength("f", "time", 3, 3)).not.toThrow();
    expect(thrown(() => checkLength("f", "time", 2, 3)).message).toBe("f: time must be of length 3, got 2");
  });

  it("locations must have the same key", () => {
    const cells = { kind: "zones", length: 80, key: "a" };
    const antennas = { kind: "antennas", length: 90, key: "b" };
    expect(() => checkSameLocations("f", "flows.locations", cells, { ...cells })).not.toThrow();
    expect(thrown(() => checkSameLocations("f", "flows.locations", cells, antennas)).message).toBe(
      "f: flows.locations must be over the same 90 antennas (key b), got 80 zones (key a)",
    );
  });

  it("offsets must start at 0, never fall and end at the length", () => {
    expect(() => checkOffsets("f", "offsets", Uint32Array.of(0, 0, 2, 5), 3, 5)).not.toThrow();
    expect(() => checkOffsets("f", "offsets", Uint32Array.of(0), 0, 0)).not.toThrow();
    expect(thrown(() => checkOffsets("f", "offsets", Uint32Array.of(0, 5), 3, 5)).message).toBe(
      "f: offsets must be of length 4, got 2",
    );
    expect(thrown(() => checkOffsets("f", "offsets", Uint32Array.of(1, 2, 2, 5), 3, 5)).message).toBe(
      "f: offsets[0] must be 0, got 1",
    );
    expect(thrown(() => checkOffsets("f", "offsets", Uint32Array.of(0, 3, 2, 5), 3, 5)).message).toBe(
      "f: offsets[2] must be at least 3, got 2",
    );
    expect(thrown(() => checkOffsets("f", "offsets", Uint32Array.of(0, 2, 3, 4), 3, 5)).message).toBe(
      "f: offsets[3] must be 5, got 4",
    );
  });
});

describe("checkWholes", () => {
  it("takes what 32 bits hold without changing it", () => {
    expect(() => checkWholes("f", "time", Uint32Array.of(0, 0xffff_ffff))).not.toThrow();
    expect(() => checkWholes("f", "time", [0, 0xffff_ffff])).not.toThrow();
    expect(() => checkWholes("f", "time", Float64Array.of(3))).not.toThrow();
  });

  it.each([
    ["milliseconds", [1, 1_709_559_000_000], "1709559000000"],
    ["text", [1, "7"], '"7"'],
    ["a date", [1, new Date(0)], "an object"],
    ["what is not there", [1, undefined], "undefined"],
    ["-1 for unknown", Int32Array.of(1, -1), "-1"],
    ["parts of seconds", Float64Array.of(1, 1.5), "1.5"],
  ])("refuses %s", (_, values, got) => {
    expect(() => checkWholes("f", "time", values as number[])).toThrow(
      `f: time[1] must be a whole number from 0 to 4294967295, got ${got}`,
    );
  });
});

describe("a date where a day number is wanted", () => {
  it("is told what makes one of it", () => {
    expect(() => checkInteger("f", "firstDay", "2024-03-04" as unknown as number, 0)).toThrow(
      'f: firstDay must be a whole number of at least 0, got "2024-03-04" (dayOfDate gives the number of a date)',
    );
    expect(() => checkInteger("f", "time", "2024-03-04" as unknown as number)).toThrow(/got "2024-03-04"$/);
    expect(() => checkInteger("f", "firstDay", "4 March" as unknown as number)).toThrow(/got "4 March"$/);
  });
});
