import { describe, expect, it } from "vitest";
import { createLocations } from "../../src/core/locations.ts";
import type { ReleasedTable } from "../../src/core/people-tables.ts";
import { createTable } from "../../src/core/table.ts";
import { releaseTable } from "../../src/privacy/release-table.ts";
import { formatTable, type PlainTable } from "../../src/report/csv.ts";
import { plainTable } from "../../src/report/markdown.ts";
import { formatPeopleCsv, peopleTable } from "../../src/report/people.ts";
import type { Table } from "../../src/types.ts";

const zones = createLocations("zones", ["A", "B"], [30, 31], [-2, -2]);
const panel = {
  locations: zones,
  labels: ["locals", "refugees"],
  periods: createTable({
    id: ["2016-01"],
    firstDay: Int32Array.of(0),
    lastDay: Int32Array.of(30),
    start: Float64Array.of(0),
    end: Float64Array.of(1),
  }),
  ...createTable({
    period: new Uint32Array(4),
    location: Uint32Array.of(0, 0, 1, 1),
    label: Uint8Array.of(0, 1, 0, 1),
    people: Uint32Array.of(300, 60, 200, 3),
    seen: Uint32Array.of(520, 90, 520, 90),
    share: Float64Array.of(300 / 520, 60 / 90, 200 / 520, 3 / 90),
  }),
};

describe("a released table of people", () => {
  it("is written with names for numbers, and empty where hidden", () => {
    const lines = formatPeopleCsv(releaseTable(panel, { minPeople: 16 }), { separator: ";" }).split("\n");
    expect(lines[0]).toBe("period;location;label;people;seen;share");
    expect(lines[3]).toBe(`2016-01;B;locals;200;520;${200 / 520}`);
    // The 60 refugees in A are hidden too: of 90, they would leave the 3.
    expect([lines[2], lines[4]]).toEqual(["2016-01;A;refugees;;90;", "2016-01;B;refugees;;90;"]);
  });

  it("gives days as dates, and its locations where a row stands for each", () => {
    const columns = { residents: [40, 30], neighbours: [20, 20], visitors: [60, 50], residentVisitors: [20, 3] };
    const typed = Object.entries(columns).map(([name, list]) => [name, Uint32Array.from(list)] as const);
    const released = releaseTable({ locations: zones, ...createTable(Object.fromEntries(typed)) }, { minPeople: 16 });
    expect(formatPeopleCsv(released)).toBe(
      "location,residents,neighbours,visitors,residentVisitors\nA,40,20,60,20\nB,30,20,50,\n",
    );
    const byHour = { day: Int32Array.of(0), hour: Uint8Array.of(7), location: Uint32Array.of(1) };
    const visitors = { ...byHour, events: Uint32Array.of(90), people: Uint32Array.of(31) };
    const hourly = releaseTable({ locations: zones, ...createTable(visitors) }, { minPeople: 16 });
    expect(formatPeopleCsv(hourly)).toBe("day,hour,location,events,people\n1970-01-01,7,B,90,31\n");
  });

  it("stands in a report with its rule", () => {
    const { markdown } = peopleTable(releaseTable(panel, { minPeople: 16 }), 2);
    expect(markdown.split("\n").slice(2, 4)).toEqual([
      "| 2016-01 | A | locals | 300 | 520 | 0.576923 |",
      "| 2016-01 | A | refugees | hidden | 90 | hidden |",
    ]);
    expect(markdown).toMatch(/Release rule: counts of fewer than 16 people are hidden.*Hidden cells: 2\.$/);
  });

  it("is refused where it is not released, or shows fewer people than its threshold", () => {
    const released = releaseTable(panel, { minPeople: 16 });
    for (const write of [formatPeopleCsv, (of: ReleasedTable) => peopleTable(of, 3)]) {
      expect(() => write(panel as unknown as ReleasedTable)).toThrow(
        /released must be a released result, made by releaseTable or releaseCurve/,
      );
      const raw = { ...released, shown: { ...panel, counts: [] } };
      expect(() => write(raw)).toThrow(/columns\.people\[3\] must be NaN or at least the threshold, got fewer people/);
      const users = { ...released, shown: { ...released.shown, users: ["x"] } };
      expect(() => write(users)).toThrow(/must be a table that counts people, got a table of users/);
    }
  });
});

describe("a table that is not released", () => {
  it.each<[string, Table, RegExp]>([
    ["counts people", panel, /must be one that is not about people, got one with the column people \(releaseTable/],
    ["has a column of them left", createTable({ awayMost: Uint32Array.of(3) }), /one with the column awayMost/],
    ["is a cohort's", createTable({ asked: ["a"], given: [1], excluded: [1], kept: [0] } as never), /the column given/],
    ["is a distribution of trip lengths", createTable({ from: [0], to: [1], flow: [3] } as never), /the column flow/],
    [
      "is a panel of flows",
      createTable({ origin: [0], destination: [1], period: [0], flow: [3], rain: [1] } as never),
      /flow/,
    ],
    ["has flows by what is expected", createTable({ from: [0], to: [1], meanObserved: [3] } as never), /meanObserved/],
    ["has the trips of folds", createTable({ fold: [0], observedTrips: [3] } as never), /the column observedTrips/],
    ["numbers users in a column", createTable({ user: Uint32Array.of(3) }), /one without users.*the column user/],
    ["has runs of users", { ...createTable({ time: [3] } as never), offsets: [0, 1] } as never, /one without users/],
  ])("is refused where it %s", (_, table, message) => {
    expect(() => formatTable(table as PlainTable)).toThrow(message);
    expect(() => plainTable(table as PlainTable)).toThrow(message);
  });

  it("is written where it is not about people, also with names that counts have", () => {
    expect(formatTable(createTable({ id: ["a"], count: Uint32Array.of(3) }))).toBe("id,count\na,3\n");
    expect(formatTable(createTable({ rule: ["x"], value: Float64Array.of(3) }))).toBe("rule,value\nx,3\n");
    // Expected flows, flows of water and numbers of pairs are not people.
    const flows = createTable({ origin: ["a"], destination: ["b"], flow: Float64Array.of(3) });
    expect(formatTable(flows)).toBe("origin,destination,flow\na,b,3\n");
    expect(formatTable(createTable({ model: ["x"], pairs: Float64Array.of(3) }))).toBe("model,pairs\nx,3\n");
  });

  it("cannot be released if it is by person", () => {
    const remedy = /tables by person are never for release: count them first/;
    const byPerson = { ...createTable({ radius: Float64Array.of(3) }), users: ["x"] } as unknown as PlainTable;
    expect(() => releaseTable(byPerson, { minPeople: 16 })).toThrow(remedy);
    expect(() => releaseTable(createTable({ user: Uint32Array.of(3) }), { minPeople: 16 })).toThrow(remedy);
  });
});

describe("a layout of one's own", () => {
  const table = createTable({ town: ["a", "b"], all: [90, 80], ill: [40, 3], rate: [0.4, 0.04] } as never);
  const layout = {
    keys: ["town"],
    counts: ["all", "ill"],
    made: { rate: ["ill", "all"] },
    sums: [{ total: "all", parts: ["ill"], rest: true }],
  };

  it("says what is hidden with what", () => {
    const { shown } = releaseTable(table, { minPeople: 16, layout });
    expect(formatPeopleCsv({ shown, rule: "r", threshold: 16, hiddenCells: 1 })).toBe(
      "town,all,ill,rate\na,90,40,0.4\nb,80,,\n",
    );
    expect(releaseTable(table, { minPeople: 60, layout }).shown.columns["ill"]).toEqual(Float64Array.of(NaN, NaN));
  });

  it("must know every column and only those, and tell no sums that are none", () => {
    const release = (changed: object) => releaseTable(table, { minPeople: 16, layout: { ...layout, ...changed } });
    expect(() => releaseTable(table, { minPeople: 16 })).toThrow(/\(say with layout what its columns are/);
    expect(() => release({ made: {} })).toThrow(/layout must be one that says what the column rate is/);
    expect(() => release({ made: { rate: ["sick"] } })).toThrow(
      /layout must be about columns in counts, got the name sick/,
    );
    expect(() => release({ sums: [{ total: "all", parts: ["ill"] }] })).toThrow(/all of row 0 must be the sum of ill/);
    expect(() => release({ sums: [{ total: "ill", parts: ["all"], rest: true }] })).toThrow(
      /ill of row 0 must be the sum/,
    );
  });
});
