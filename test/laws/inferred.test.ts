import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import { rowsOf } from "../../src/core/table.ts";
import { detectResidenceChanges } from "../../src/moves/inferred-changes.ts";
import { compareMigrationDefinitions } from "../../src/moves/inferred-definitions.ts";
import { detectInternationalMigrations } from "../../src/moves/inferred-international.ts";
import { detectInferredMigrations } from "../../src/moves/inferred-migrations.ts";
import { byRepetition, byUrban, detectMoveClasses } from "../../src/moves/inferred-rules.ts";
import { detectStableHomesByPeriod } from "../../src/moves/inferred-stable.ts";
import { byTerm } from "../../src/moves/inferred-terms.ts";
import { detectMigrantTypes } from "../../src/moves/inferred-urban.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import type { HomePlacesByPeriod, Periods, Presence } from "../../src/types.ts";
import { historyOf, monthsFrom } from "../moves/inferred-worlds.ts";
import { homesOf, slowChanges, slowExposed, slowMigrant, slowStable, slowTypes } from "../slow/inferred.ts";
import { partOf, rowsByUser } from "../slow/sequences.ts";

const MONTHS = monthsFrom("2015-10-15", 16);
const USERS = ["u0", "u1", "u2", "u3"];

/** Lives of stays of one to six months in one of four places, with months without a home. */
const life = fc
  .array(
    fc.tuple(
      fc.constantFrom("A", "A", "B", "C", "D", "."),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 11 }),
    ),
    { minLength: 16, maxLength: 16 },
  )
  .map((stays) => {
    const months = stays.flatMap(([id, length]) =>
      Array.from({ length: id === "." ? Math.ceil(length / 3) : length }, () => id),
    );
    for (const [, , gap] of stays.slice(0, 3)) if (gap < 6) months[gap * 2] = ".";
    return months.slice(0, 16).join("");
  });
const lives = fc
  .tuple(life, life, life, life)
  .map((all) => Object.fromEntries(all.map((one, u) => [USERS[u]!, one] as const)));
const history = lives.map((all) => historyOf(all, MONTHS));
const k = fc.integer({ min: 1, max: 4 });
const gap = fc.integer({ min: 0, max: 2 });

describe("migrations under k-month definitions", () => {
  it("and the classes of all changes are those of the plain form, month by month", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(history, k, k, gap, (homes, minPeriods, minDestinationPeriods, maxGapPeriods) => {
        const options = { minPeriods, minDestinationPeriods, maxGapPeriods };
        const changes = detectResidenceChanges(homes, options);
        const migrations = rowsByUser(detectInferredMigrations(homes, options));
        const found = rowsByUser(changes);
        USERS.forEach((user, u) => {
          const slow = slowChanges(homesOf(homes, u), minPeriods, minDestinationPeriods, maxGapPeriods);
          const own = found[user] as { readonly label: number }[];
          for (const { label } of slow) seen.add(label);
          expect(own.map((row) => ({ ...row, label: changes.labels[row.label] }))).toEqual(
            slow.map((row) => expect.objectContaining(row)),
          );
          const permanent = own.filter(({ label }) => changes.labels[label] === "permanent");
          expect(migrations[user]).toEqual(permanent.map((row) => expect.objectContaining(migrationOf(row))));
          expect(migrations[user]!.length).toBe(permanent.length);
        });
      }),
      { seed: 42, numRuns: 300 },
    );
    expect([...seen].sort()).toEqual(["circular", "other", "permanent", "temporary", "unknown"]);
  });

  it("are among those of a shorter one", () => {
    fc.assert(
      fc.property(history, k, gap, (homes, minPeriods, maxGapPeriods) => {
        const long = rowsByUser(detectInferredMigrations(homes, { minPeriods: minPeriods + 1, maxGapPeriods }));
        const short = rowsByUser(detectInferredMigrations(homes, { minPeriods, maxGapPeriods }));
        for (const user of USERS) for (const row of long[user]!) expect(short[user]).toContainEqual(row);
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it("without gaps are the migrant types of their months, and every period of known type is exposed", () => {
    fc.assert(
      fc.property(history, k, (homes, minPeriods) => {
        const types = detectMigrantTypes(homes, { minPeriods, urban: ["A", "B"] });
        const migrations = detectInferredMigrations(homes, { minPeriods });
        const rules = detectMoveClasses(migrations, { rule: byUrban({ urban: ["A", "B"] }) });
        const told = Array.from(types.columns.label, (label) => types.labels[label]!);
        USERS.forEach((_, u) => {
          expect(told.slice(16 * u, 16 * u + 16)).toEqual(slowTypes(homesOf(homes, u), minPeriods, new Set([0, 1])));
          for (let row = migrations.offsets[u]!; row < migrations.offsets[u + 1]!; row++) {
            expect(told[16 * u + migrations.columns.leftPeriod[row]!]).toBe(rules.labels[rules.columns.label[row]!]);
          }
        });
        expect(told.filter((label) => label.includes(" to ")).length).toBe(migrations.length);
        const [row] = rowsOf(compareMigrationDefinitions(homes, { minPeriods: [minPeriods] }));
        expect(row!.exposure).toBe(told.filter((label) => label !== "unknown").length);
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it("compared are counted one by one, and their counts add up over parts of the users", () => {
    fc.assert(
      fc.property(history, gap, (homes, maxGapPeriods) => {
        const options = { minPeriods: [1, 2, 3, 6], maxGapPeriods };
        const table = compareMigrationDefinitions(homes, options);
        const parts = [["u0"], ["u1", "u3"], ["u2"]].map((users) =>
          compareMigrationDefinitions(partOf(homes, users), options),
        );
        rowsOf(table).forEach((row, d) => {
          const definition = { minPeriods: row.minPeriods, maxGapPeriods };
          const changes = detectResidenceChanges(homes, definition);
          const exposed = USERS.map((_, u) => slowExposed(homesOf(homes, u), row.minPeriods, maxGapPeriods).length);
          const moves = detectInferredMigrations(homes, definition);
          const share = (label: string): number =>
            [...changes.columns.label].filter((each) => changes.labels[each] === label).length / changes.length;
          expect(row).toEqual({
            minPeriods: row.minPeriods,
            exposure: exposed.reduce((sum, own) => sum + own),
            exposedPeople: exposed.filter((own) => own > 0).length,
            moves: moves.length,
            movers: USERS.filter((_, u) => moves.offsets[u + 1]! > moves.offsets[u]!).length,
            rate: moves.length / exposed.reduce((sum, own) => sum + own),
            changes: changes.length,
            permanentShare: share("permanent"),
            circularShare: share("circular"),
            temporaryShare: share("temporary"),
            otherShare: share("other"),
            unknownShare: share("unknown"),
          });
          expect(row.moves).toBeLessThanOrEqual(row.exposure);
          for (const name of ["exposure", "exposedPeople", "moves", "movers", "changes"] as const) {
            expect(parts.reduce((sum, part) => sum + part.columns[name][d]!, 0)).toBe(row[name]);
          }
        });
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});

describe("stable homes by period", () => {
  it("are those of a count over each window", () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 6 }), (homes, half, more) => {
        const windowPeriods = 2 * half + 1;
        const minPeriods = Math.min(windowPeriods, half + more);
        const stable = detectStableHomesByPeriod(homes, { windowPeriods, minPeriods });
        USERS.forEach((_, u) => {
          expect(homesOf(stable, u)).toEqual(slowStable(homesOf(homes, u), windowPeriods, minPeriods));
        });
        stable.columns.location.forEach((home, row) => {
          expect(stable.columns.support[row]! >= minPeriods).toBe(home >= 0);
          expect(stable.columns.support[row]).toBeLessThanOrEqual(stable.columns.observed[row]!);
        });
      }),
      { seed: 42, numRuns: 150 },
    );
  });
});

describe("international migrants", () => {
  const SPAN = { fromDay: 104, toDay: 107, windowDays: 4, before: 3, after: 2 };
  const [FIRST, NIGHTS] = [100, 11];
  const countries = createLocations("zones", ["GE", "TR", "AM"], [44, 35, 45], [42, 39, 40]);
  const options = { country: "GE", fromDay: 104, toDay: 107, windowDays: 4, minNightsBefore: 3, minNightsAfter: 2 };
  /** Nights of a person: −1 not seen, else a country. */
  const nights = fc.array(fc.constantFrom(-1, 0, 0, 1, 2), { minLength: NIGHTS, maxLength: NIGHTS });

  function presenceOf(people: readonly (readonly number[])[], shift = 0): Presence {
    const rows = people.flatMap((own, u) =>
      own.flatMap((l, d) => (l < 0 ? [] : [{ user: `u${u}`, day: FIRST + shift + d, l }])),
    );
    const user = rows.map((row) => row.user);
    return buildPresenceOfDays(
      { user, day: rows.map((row) => row.day), location: rows.map((row) => row.l) },
      countries,
    );
  }

  it("are unknown where the nights that were not seen could make a migrant, and none where they could not", () => {
    const told = new Map<string, number>();
    fc.assert(
      fc.property(nights, (own) => {
        fc.pre(own.some((l) => l >= 0));
        const result = detectInternationalMigrations(presenceOf([own]), options);
        const label = result.labels[result.columns.label[0]!]!;
        told.set(label, (told.get(label) ?? 0) + 1);
        const seen = new Map(own.flatMap((l, d) => (l < 0 ? [] : [[FIRST + d, l === 0] as const])));
        const missing = own.flatMap((l, d) => (l < 0 ? [FIRST + d] : []));
        // Nights within reach of the year only: those of every window are among the eleven.
        const possible = Array.from({ length: 2 ** missing.length }, (_, bits) => {
          const all = new Map(seen);
          for (const [m, day] of missing.entries()) all.set(day, ((bits >> m) & 1) === 1);
          return slowMigrant(all, SPAN);
        });
        if (missing.length === 0) expect(label === "emigrant" || label === "immigrant").toBe(possible[0]);
        if (label === "none") expect(possible).not.toContain(true);
        if (label === "unknown") {
          expect(possible).toContain(true);
          expect(slowMigrant(seen, SPAN)).toBe(false);
        }
      }),
      { seed: 42, numRuns: 400 },
    );
    expect([...told.keys()].sort()).toEqual(["emigrant", "immigrant", "none", "unknown"]);
  });

  it("are the same for parts of the users, and shift with the days", () => {
    fc.assert(
      fc.property(
        fc.array(nights, { minLength: 3, maxLength: 3 }),
        fc.integer({ min: -90, max: 9000 }),
        (people, shift) => {
          fc.pre(people.every((own) => own.some((l) => l >= 0)));
          const presence = presenceOf(people);
          const all = rowsOf(detectInternationalMigrations(presence, options));
          const parts = [["u0", "u2"], ["u1"]].map((users) =>
            rowsOf(detectInternationalMigrations(partOf(presence, users), options)),
          );
          expect([parts[0]![0], parts[1]![0], parts[0]![1]]).toEqual(all);
          const later = { ...options, fromDay: options.fromDay + shift, toDay: options.toDay + shift };
          const shifted = rowsOf(detectInternationalMigrations(presenceOf(people, shift), later));
          expect(shifted).toEqual(all.map((row) => ({ ...row, day: row.day < 0 ? -1 : row.day + shift })));
        },
      ),
      { seed: 42, numRuns: 60 },
    );
  });
});

describe("homes by month", () => {
  /** Everything that is found, by user. */
  function allOf(homes: HomePlacesByPeriod, urban: readonly string[] = ["A"]): Record<string, unknown[]>[] {
    const options = { minPeriods: 2, maxGapPeriods: 1 };
    const moves = detectInferredMigrations(homes, options);
    return [
      rowsByUser(moves),
      rowsByUser(detectResidenceChanges(homes, options)),
      rowsByUser(detectMigrantTypes(homes, { minPeriods: 2, urban })),
      rowsByUser(detectStableHomesByPeriod(homes, { windowPeriods: 5, minPeriods: 3 })),
      ...[byTerm({ history: homes, longPeriods: 5, shortPeriods: 3 }), byRepetition({ withinDays: 200 })].map((rule) =>
        rowsByUser(detectMoveClasses(moves, { rule })),
      ),
    ];
  }

  it("give the same for all users at once and for any parts of them", () => {
    fc.assert(
      fc.property(history, (homes) => {
        const parts = [["u2"], ["u0", "u3"], ["u1"]].map((users) => allOf(partOf(homes, users)));
        expect(allOf(homes)).toEqual(parts[0]!.map((_, i) => Object.assign({}, ...parts.map((part) => part[i]))));
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("shifted by days give everything so much later", () => {
    fc.assert(
      fc.property(history, fc.integer({ min: -9000, max: 9000 }), (homes, shift) => {
        const { columns } = homes.periods;
        const moved = (days: Int32Array): Int32Array => days.map((day) => day + shift);
        const periods: Periods = {
          ...homes.periods,
          columns: { ...columns, firstDay: moved(columns.firstDay), lastDay: moved(columns.lastDay) },
        };
        const later = (row: Record<string, number>): unknown =>
          "leftDay" in row
            ? {
                ...row,
                leftDay: row["leftDay"]! + shift,
                arrivedDay: row["arrivedDay"]! + shift,
                day: row["day"]! + shift,
              }
            : row;
        const expected = allOf(homes).map((table) =>
          Object.fromEntries(
            Object.entries(table).map(([user, rows]) => [
              user,
              rows.map((row) => later(row as Record<string, number>)),
            ]),
          ),
        );
        expect(allOf({ ...homes, periods })).toEqual(expected);
      }),
      { seed: 42, numRuns: 40 },
    );
  });

  it("renumbered give the same places by their ids", () => {
    fc.assert(
      fc.property(lives, fc.shuffledSubarray(["A", "B", "C", "D"], { minLength: 4 }), (all, order) => {
        const plain = historyOf(all, MONTHS);
        const places = createLocations("zones", order, new Float64Array(4), new Float64Array(4));
        const renumbered = historyOf(all, MONTHS, places);
        const named = (homes: HomePlacesByPeriod): unknown => {
          const id = homes.locations.columns.id;
          const name = (row: Record<string, number>): unknown =>
            Object.fromEntries(
              Object.entries(row).map(([key, value]) => [key, PLACE.includes(key) ? (id[value] ?? null) : value]),
            );
          return allOf(homes).map((table) =>
            Object.values(table).map((rows) => rows.map((row) => name(row as Record<string, number>))),
          );
        };
        expect(named(renumbered)).toEqual(named(plain));
      }),
      { seed: 42, numRuns: 40 },
    );
  });
});

const PLACE: readonly string[] = ["origin", "destination", "location"];

/** The columns of a migration within those of a change. */
function migrationOf(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== "label" && name !== "returnPeriod"));
}
