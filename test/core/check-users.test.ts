import { describe, expect, it } from "vitest";
import { checkSameUsers, checkUsersOnce } from "../../src/core/check-users.ts";

describe("the users of two tables", () => {
  it("are the same in the same order", () => {
    expect(() => checkSameUsers("f", "homes", ["a", "b"], ["a", "b"], "traces")).not.toThrow();
    expect(() => checkSameUsers("f", "homes", ["a"], ["a", "b"], "traces")).toThrow(
      "f: homes.users must be the 2 users of traces, in the same order, got 1",
    );
    expect(() => checkSameUsers("f", "homes", ["b", "a"], ["a", "b"], "traces")).toThrow(
      'f: homes.users[0] must be "a", as in traces, got "b"',
    );
  });
});

describe("the users of a count of people", () => {
  it("stand once, which those of a table split by periods do not", () => {
    expect(() => checkUsersOnce("f", "traces", ["a", "b", "c"])).not.toThrow();
    expect(() => checkUsersOnce("f", "traces", ["a", "b", "b"])).toThrow(
      'f: traces.users must be all different, got "b" (people would count once for each period of a split: take one period with selectPeriod)',
    );
  });
});
