import { describe, expect, it } from "vitest";
import { detectMigrationsByPart, detectMigrationsByPartAsync } from "../../src/moves/migrations-by-part.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import type { Presence } from "../../src/types.ts";
import { zonesOf } from "./stages.ts";

const ZONES = zonesOf(["A", "B"]);

function part(...users: string[]): Presence {
  const rows = users.flatMap((user) => Array.from({ length: 200 }, (_, day) => ({ user, day })));
  const user = rows.map((row) => row.user);
  const day = rows.map((row) => row.day);
  return buildPresenceOfDays({ user, day, location: day.map((d) => (d < 100 ? 0 : 1)) }, ZONES);
}

describe("migrations part by part", () => {
  it("a part is asked for only when the migrations of the one before have been taken", () => {
    let given = 0;
    function* parts(): Generator<Presence> {
      for (const user of ["ann", "bo", "cy"]) {
        given++;
        yield part(user);
      }
    }
    const found = detectMigrationsByPart(parts());
    expect(given).toBe(0);
    expect(found.next().value?.users).toEqual(["ann"]);
    expect(given).toBe(1);
    expect(found.next().value?.columns.day).toEqual(Int32Array.of(100));
    expect(given).toBe(2);
  });

  it("a user who comes in two parts is refused, as their days would be cut in two", async () => {
    const message = /parts\[1\]\.users must be people who have not come before, got "bo" \(all rows of a user/;
    expect(() => [...detectMigrationsByPart([part("ann", "bo"), part("bo", "cy")])]).toThrow(message);
    const waited = detectMigrationsByPartAsync([part("ann", "bo"), part("bo", "cy")]);
    expect((await waited.next()).value?.length).toBe(2);
    await expect(waited.next()).rejects.toThrow(message);
  });

  it("parts over other locations are refused", () => {
    const elsewhere = { ...part("bo"), locations: zonesOf(["A", "C"]) };
    expect(() => [...detectMigrationsByPart([part("ann"), elsewhere])]).toThrow(
      "detectMigrationsByPart: parts[1].locations must be over the same",
    );
  });

  it("wrong options and what is no series of parts are refused before the first part", () => {
    expect(() => detectMigrationsByPart([], { minStayDays: 0 })).toThrow("detectMigrationsByPart: minStayDays must be");
    expect(() => detectMigrationsByPart("ann" as never)).toThrow("parts must be a list or a generator");
    expect(() => detectMigrationsByPartAsync({} as never)).toThrow("parts must be an async generator or a list");
  });

  it("no parts have no migrations", () => {
    expect([...detectMigrationsByPart([])]).toEqual([]);
  });
});
