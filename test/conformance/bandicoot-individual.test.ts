import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { buildCalls, isoTime, localTime, oneSide, readCalls } from "../../src/records/index.ts";
import {
  buildOwnInteractions,
  buildRecharges,
  type Interactions,
  type OwnCalls,
  type Recharges,
  selectReciprocated,
  selectUsers,
} from "../../src/traces/index.ts";
import type { Calls, Locations } from "../../src/types.ts";
import { parseCsv } from "../report/parse-csv.ts";
import {
  type Figures,
  figuresOfAll,
  figuresOfRecharges,
  figuresOfWeeks,
  INDIVIDUAL,
  splitWeeks,
} from "./bandicoot-individual-figures.ts";
import { describeData, listed, readJson, readRows, readText, skipped } from "./data.ts";

/** bandicoot takes times as they are written, whatever the zone: a clock without offset does the same. */
const clock = createClock({ timeZone: "UTC" });
const time = { column: "datetime", format: localTime({ pattern: "YYYY-MM-DD HH:mm:ss", clock }) };
/** What bandicoot asks of a record of somebody in the network: less than 30 seconds between the two sides. */
const RECIPROCATED = { maxDifferenceSeconds: 29 };

/** Named numbers, or none, however deep they lie. */
type Printed = { readonly [name: string]: Printed | number | null };

/** The users whose files lie in a folder, of which each has the records of one user's own side. */
function deliveriesOf(folder: string, antennas: Locations): OwnCalls[] {
  const known = new Set(antennas.columns.id);
  return listed(folder, /\.csv$/)
    .filter((name) => /^interaction,/.test(readText(join(folder, name))))
    .map((name) => {
      const owner = basename(name, ".csv");
      const layout = oneSide({
        user: { constant: owner },
        contact: "correspondent_id",
        direction: { column: "direction", out: "out", in: "in" },
        kind: { column: "interaction", call: "call", text: "text" },
        time,
        duration: "call_duration",
        antenna: "antenna_id",
      });
      // bandicoot takes a record at an antenna that is not in the table for one without a place.
      const named = readRows(join(folder, name)).map((row) => row["antenna_id"]!);
      const unknownAntenna = [...new Set(named)].filter((id) => !known.has(id));
      return { owner, calls: readCalls(readText(join(folder, name)), { antennas, layout, unknownAntenna }).calls };
    });
}

function towersOf(path: string): Locations {
  const rows = readRows(join(path, "towers.csv"));
  return createLocations(
    "antennas",
    rows.map((row) => row["antenna_id"]!),
    rows.map((row) => Number(row["longitude"])),
    rows.map((row) => Number(row["latitude"])),
  );
}

/** The records of a file in Orange's format, which has coordinates and no header. */
function orangeCalls(file: string): Calls {
  const rows = parseCsv(`${readText(file).trim()}\n`, ";").map(
    ([way, service, user, partner, at, seconds, lon, lat]) => ({
      way,
      service,
      user,
      partner,
      at: `${at!.replace(" ", "T")}Z`,
      seconds,
      place: `${lon} ${lat}`,
    }),
  );
  const places = [...new Set(rows.map((row) => row.place))];
  const degrees = (part: number): number[] => places.map((place) => Number(place.split(" ")[part]));
  const layout = oneSide({
    user: "user",
    contact: "partner",
    direction: { column: "way", out: "1", in: "2" },
    kind: { column: "service", call: ["11", "12"], text: ["21", "22"] },
    time: { column: "at", format: isoTime() },
    duration: "seconds",
    antenna: "place",
  });
  return buildCalls(rows, { antennas: createLocations("antennas", places, degrees(0), degrees(1)), layout }).calls;
}

/** A file of recharges; bandicoot takes an amount that is not given for 0. */
function rechargesOf(file: string): Recharges {
  const rows = readRows(file);
  const secondsOf = (text: string): number => {
    const [year, month, day, hour = 0, minute = 0, second = 0] = text.match(/\d+/g)!.map(Number);
    return Date.UTC(year!, month! - 1, day, hour, minute, second) / 1000;
  };
  return buildRecharges({
    users: [basename(file, ".csv")],
    user: rows.map(() => 0),
    time: rows.map((row) => secondsOf(row["datetime"]!)),
    amount: rows.map((row) => Number(row["amount"])),
  });
}

/** Numbers by flat names, whether they were printed flat or deep. */
function flat(printed: Printed, prefix = ""): Map<string, number | null> {
  const figures = new Map<string, number | null>();
  for (const [key, value] of Object.entries(printed)) {
    if (value !== null && typeof value === "object" && !Array.isArray(value)) {
      for (const [name, figure] of flat(value, `${prefix}${key}__`)) figures.set(name, figure);
    } else figures.set(`${prefix}${key}`, value as number | null);
  }
  return figures;
}

function isIndividual(name: string): boolean {
  return (INDIVIDUAL as readonly string[]).includes(name.split("__")[0]!);
}

/** The individual figures of one user that differ from those expected, and how many were compared. */
function compare(
  figures: Figures,
  user: number,
  expected: ReadonlyMap<string, number | null>,
  tolerance: number,
): { wrong: string[]; compared: number } {
  const wrong: string[] = [];
  let compared = 0;
  for (const [name, value] of expected) {
    if (!isIndividual(name)) continue;
    compared++;
    const got = figures.get(name)?.[user];
    if (got === undefined ? value === null : value === null ? Number.isNaN(got) : near(got, value, tolerance)) continue;
    wrong.push(`${name}: ${got}, expected ${value}`);
  }
  return { wrong, compared };
}

function near(got: number, expected: number, tolerance: number): boolean {
  return Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected));
}

describeData("01_bandicoot_manual: figures made by hand", "01_bandicoot_manual", (path) => {
  const files = listed(path, /\.csv$/)
    .filter((name) => name !== "towers.csv")
    // A user without figures of its own has those of the user whom its name begins with.
    .map((name) => ({ name, json: [name.replace(/\.csv$/, ".json"), name.replace(/_.*$/, ".json")] }))
    .map(({ name, json }) => ({ name, json: json.find((each) => existsSync(join(path, each))) }))
    .filter(({ json }) => json !== undefined);
  if (files.length === 0) skipped("users with figures", path);

  for (const { name, json } of files) {
    it(`${name} has the individual figures of ${json}, to the digits printed`, () => {
      const owner = basename(name, ".csv");
      const own = deliveriesOf(path, towersOf(path)).find((each) => each.owner === owner);
      const interactions = buildOwnInteractions([own ?? { owner, calls: orangeCalls(join(path, name)) }]);
      const recharges = join(path, "recharges", name);
      const figures: Figures = new Map([
        ...figuresOfAll(interactions, clock, false),
        ...(existsSync(recharges) ? figuresOfRecharges(rechargesOf(recharges)) : []),
      ]);
      const { wrong, compared } = compare(figures, 0, flat(readJson<Printed>(join(path, json!))), 5e-5);
      expect(wrong).toEqual([]);
      expect(compared).toBeGreaterThan(0);
    });
  }
});

describeData("02_bandicoot_network: one user with a network", "02_bandicoot_network", (path) => {
  const folder = join(path, "network");
  const cases = listed(path, /\.json(\.gz)?$/).flatMap((file) =>
    Object.entries(readJson<Record<string, Printed>>(join(path, file)))
      .filter(([user]) => existsSync(join(folder, `${user}.csv`)))
      .map(([user, printed]) => ({ file, user, printed })),
  );
  if (cases.length === 0) skipped("users with figures", path);
  for (const { file, user, printed } of cases) {
    it(`${user} has every individual figure by week, part of week and part of day of ${file}`, () => {
      const all = buildOwnInteractions(deliveriesOf(folder, towersOf(path)));
      const interactions = selectUsers(selectReciprocated(all, RECIPROCATED), (id) => id === user);
      checkWeeks(interactions, [user], { [user]: printed }, 1e-9);
    });
  }
});

describeData("03_cdr25: bandicoot over generated records", "03_cdr25", (path) => {
  const read = (): Interactions =>
    selectReciprocated(buildOwnInteractions(deliveriesOf(join(path, "records"), towersOf(path))), RECIPROCATED);
  const expected = join(path, "expected");

  for (const file of listed(expected, /^all_groupby_none.*\.json(\.gz)?$/)) {
    it(`every user has every individual figure of ${file}`, () => {
      const interactions = read();
      const printed = readJson<Record<string, Printed>>(join(expected, file));
      const figures = figuresOfAll(interactions, clock, false);
      expect([...interactions.users]).toEqual(Object.keys(printed).sort());
      interactions.users.forEach((user, u) => {
        const wanted = flat(printed[user]!);
        const { wrong } = compare(figures, u, wanted, 1e-9);
        expect(wrong, user).toEqual([]);
        expect(new Set([...wanted.keys()].filter(isIndividual))).toEqual(new Set(figures.keys()));
      });
    });
  }

  for (const file of listed(expected, /^all_groupby_none.*\.csv$/)) {
    it(`every user has every individual figure of ${file}, to the five decimals printed`, () => {
      const interactions = read();
      const figures = figuresOfAll(interactions, clock, false);
      const [header, ...rows] = parseCsv(readText(join(expected, file)).replaceAll("\r\n", "\n"));
      expect(rows.map(([user]) => user)).toEqual([...interactions.users]);
      rows.forEach((row, u) => {
        const printed = new Map(header!.map((name, c) => [name, row[c] === "" ? null : Number(row[c])]));
        const { wrong, compared } = compare(figures, u, printed, 5.001e-6);
        expect(wrong, row[0]).toEqual([]);
        expect(compared).toBe(figures.size);
        expect(interactions.offsets[u + 1]! - interactions.offsets[u]!).toBe(
          printed.get("reporting__number_of_records"),
        );
      });
    });
  }

  for (const file of listed(expected, /^all_groupby_week.*\.json(\.gz)?$/)) {
    it(`every user has every individual figure by week, part of week and part of day of ${file}`, () => {
      const interactions = read();
      checkWeeks(interactions, interactions.users, readJson<Record<string, Printed>>(join(expected, file)), 1e-9);
    });
  }
});

/** Every weekly figure of the users, and the counts of records and weeks that bandicoot reports. */
function checkWeeks(
  interactions: Interactions,
  users: readonly string[],
  printed: Readonly<Record<string, Printed>>,
  tolerance: number,
): void {
  const figures = figuresOfWeeks(interactions, clock);
  const weeks = splitWeeks(interactions, clock)!;
  expect([...interactions.users]).toEqual([...users]);
  interactions.users.forEach((user, u) => {
    const wanted = flat(printed[user]!);
    const { wrong, compared } = compare(figures, u, wanted, tolerance);
    expect(wrong, user).toEqual([]);
    expect(compared).toBeGreaterThan(900);
    const from = weeks.ofOffsets[u]!;
    const to = weeks.ofOffsets[u + 1]!;
    const reported = {
      reporting__number_of_records: interactions.offsets[u + 1]! - interactions.offsets[u]!,
      reporting__bins: weeks.period[to - 1]! - weeks.period[from]! + 1,
      reporting__bins_with_data: to - from,
    };
    for (const [name, count] of Object.entries(reported)) {
      if (wanted.has(name)) expect(count, `${user}: ${name}`).toBe(wanted.get(name));
    }
  });
}
