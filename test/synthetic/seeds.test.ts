import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createRandom } from "../../src/core/random.ts";
import { generateCalls } from "../../src/synthetic/calls.ts";
import { generateEvents } from "../../src/synthetic/events.ts";
import { generateLives } from "../../src/synthetic/lives.ts";
import { generateWorld } from "../../src/synthetic/world.ts";

/** A short hash of everything in a value, the bytes of its typed arrays included. */
function hashOf(value: unknown): string {
  const hash = createHash("sha256");
  const add = (part: unknown): void => {
    if (ArrayBuffer.isView(part)) hash.update(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
    else if (typeof part === "object" && part !== null) {
      for (const [name, inner] of Object.entries(part)) {
        hash.update(name);
        add(inner);
      }
    } else hash.update(`${String(part)};`);
  };
  add(value);
  return hash.digest("hex").slice(0, 16);
}

/**
 * The bytes that seeds give. They change only with a change of what is generated, which changes the figures of every
 * test and benchmark that stands on a seed, or with a machine that computes differently.
 */
describe("seeds give the same bytes on every machine", () => {
  const world = generateWorld({ random: createRandom(1), antennas: 100, districts: 10 });
  const lives = generateLives(world, { random: createRandom(2), people: 300, days: 40, firstDay: 19_783 });
  const clock = createClock({ timeZone: "Europe/Luxembourg" });
  const { border, districts, ...drawn } = world;

  it("worlds", () => {
    expect(hashOf([drawn, border.points, districts.columns.id])).toBe("60cd1cbb0b6e44d6");
  });

  it("lives", () => {
    const { group, rate, startHome, endHome } = lives.people.columns;
    const { homes, migrations, periods, others, contacts } = lives;
    const { location, support, share, tied } = homes.columns;
    const truth = [{ location, support, share, tied }, migrations.columns, periods.columns, others, contacts];
    expect(hashOf([group, rate, startHome, endHome, truth])).toBe("9e56611bad120e83");
  });

  it("records, which leave world and lives as they were", () => {
    const before = hashOf([world, lives]);
    const calls = generateCalls(world, lives, { random: createRandom(3), clock });
    expect(hashOf([calls.users, calls.columns])).toBe("1c7403f4a4dd4408");
    expect(hashOf([world, lives])).toBe(before);
  });

  it("events", () => {
    const options = { users: 20, events: 10_000, antennas: world.antennas, days: 90, clock };
    const traces = generateEvents({ random: createRandom(4), ...options });
    expect(hashOf([traces.offsets, traces.columns])).toBe("0359ba6e08850d5f");
  });
});
