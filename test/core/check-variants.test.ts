import { describe, expect, it } from "vitest";
import { checkAnswer, checkClock, checkFunction, checkRandom, checkRule } from "../../src/core/check-variants.ts";
import { createClock } from "../../src/core/clock.ts";
import { createRandom } from "../../src/core/random.ts";
import type { Clock, Random } from "../../src/types.ts";

const rule = { name: "the first", start: () => 0 };
function theFirst(): typeof rule {
  return rule;
}
const uncalled = "got the function theFirst (call it: what it makes is meant)";

describe("checkClock", () => {
  it("takes a clock, also one of the caller's own", () => {
    const clock = createClock({ timeZone: "UTC" });
    for (const good of [clock, { ...clock, timeZone: "Mars" }])
      expect(() => checkClock("f", "clock", good)).not.toThrow();
  });

  it.each([
    [undefined, "undefined"],
    ["UTC", '"UTC"'],
    [createClock, "the function createClock"],
    [{ ...createClock({ timeZone: "UTC" }), calendarOf: undefined }, "an object"],
  ])("refuses anything else, case %#", (value, got) => {
    expect(() => checkClock("f", "clock", value as unknown as Clock)).toThrow(
      new RangeError(`f: clock must be a clock made by createClock({ timeZone }), got ${got}`),
    );
  });
});

describe("checkRandom", () => {
  it("takes a source of random numbers", () => {
    for (const good of [createRandom(1), Math.random]) expect(() => checkRandom("f", "random", good)).not.toThrow();
  });

  it.each([
    [undefined, "undefined"],
    [0.3, "0.3"],
    [createRandom, "the function createRandom"],
  ])("refuses %s", (value, got) => {
    expect(() => checkRandom("f", "random", value as unknown as Random)).toThrow(
      new RangeError(`f: random must be a source such as createRandom(42), got ${got}`),
    );
  });
});

describe("variants of a method", () => {
  it("that are functions have at least so many parameters, which tells most factories", () => {
    expect(() => checkFunction("f", "scale", (a: number, b: number) => a + b, "a scale", 2)).not.toThrow();
    expect(() => checkFunction("f", "pairs", () => 0, "a choice")).not.toThrow();
    expect(() => checkFunction("f", "scale", theFirst, "a scale", 2)).toThrow(`f: scale must be a scale, ${uncalled}`);
    expect(() => checkFunction("f", "scale", rule, "a scale")).toThrow("f: scale must be a scale, got an object");
  });

  it("that are functions do not answer with a function, which tells the other factories", () => {
    expect(() => checkAnswer("f", "scale", theFirst, 7, "a scale")).not.toThrow();
    expect(() => checkAnswer("f", "scale", theFirst, () => 7, "a scale")).toThrow(
      `f: scale must be a scale, ${uncalled}`,
    );
  });

  it("that are rules have their method, which factories have not", () => {
    expect(() => checkRule("f", "choose", rule, "start", "a rule")).not.toThrow();
    expect(() => checkRule("f", "choose", theFirst, "start", "a rule")).toThrow(
      `f: choose must be a rule, ${uncalled}`,
    );
    expect(() => checkRule("f", "choose", { name: "none" }, "start", "a rule")).toThrow("a rule, got an object");
    expect(() => checkRule("f", "choose", null, "start", "a rule")).toThrow("a rule, got null");
  });
});
