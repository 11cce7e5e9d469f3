import { describe, expect, it } from "vitest";
import {
  buildPeriods,
  buildPresence,
  buildTracesOfEvents,
  buildWeeks,
  countGroupHours,
  countGroupPresence,
  countGroupResidents,
  createClock,
  createLocations,
  createRandom,
  formatTable,
  hoursOfDay,
  releaseTable,
  selectGroupCounts,
} from "../../src/index.ts";
import type { Traces } from "../../src/types.ts";
import { slowGroupHours } from "../slow/group-hours.ts";

const clock = createClock({ timeZone: "Europe/Istanbul" });
const zones = createLocations("zones", ["A", "B", "C"], [29, 29.1, 29.2], [41, 41, 41]);
const labels = ["locals", "refugees"];
const random = createRandom("group hours");
const start = 1_489_000_000;
const users = Array.from({ length: 30 }, (_, u) => `u${String(u).padStart(2, "0")}`);
const count = 900;
const events = {
  users,
  user: Uint32Array.from({ length: count }, () => Math.floor(30 * random())),
  time: Uint32Array.from({ length: count }, () => start + Math.floor(25 * 86_400 * random())),
  location: Uint32Array.from({ length: count }, () => Math.floor(3 * random() * random() * 1.2) % 3),
};
const traces = buildTracesOfEvents(events, zones);
const groupOf = Uint8Array.from(traces.users, (_, u) => (u % 3 === 0 ? 1 : 0));
const day = clock.dayOf(start);
const periods = buildPeriods({ firstDay: [day - 9, day + 1, day + 8], lastDay: [day + 40, day + 7, day + 20] }, clock);
const early = "2017-03-09";
const windows = [
  { id: "night", fromHour: 20, toHour: 8 },
  { id: "work", fromHour: 9, toHour: 17, weekdays: [0, 1, 2, 3, 4] },
  { id: "weekend nights", fromHour: 22, toHour: 4, weekdays: [4, 5] },
  { id: "day", fromHour: 0, toHour: 24 },
];
const options = { clock, windows, periods, groupOf, labels };
const hours = countGroupHours(traces, options);

describe("people of each group by hours of the day", () => {
  it("are those that a look at every event finds, nights and weekdays included", () => {
    for (let p = 0; p < 3; p++) {
      windows.forEach((window, w) => {
        labels.forEach((_, g) => {
          const slow = slowGroupHours(traces, clock, window, periods, p, (u) => groupOf[u] === g);
          for (let l = 0; l < 3; l++) {
            const row = ((p * windows.length + w) * 3 + l) * 2 + g;
            const { period, window: at, location, label, people, events: often, seen, share } = hours.columns;
            expect([period[row], at[row], location[row], label[row]]).toEqual([p, w, l, g]);
            expect([people[row], often[row], seen[row]]).toEqual([slow.people[l], slow.events[l], slow.seen]);
            expect(share[row]).toBe(slow.people[l]! / slow.seen);
          }
        });
      });
    }
    expect(hours.columns.events.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(1000);
  });

  it("know the day where clocks go back over midnight at the first event", () => {
    // At 00:01 of 2 November clocks went back to 23:01 of the day before.
    const island = createClock({ timeZone: "America/St_Johns" });
    const second = Date.parse("2008-11-02T02:30:30Z") / 1000;
    const some = buildTracesOfEvents(
      {
        users: ["ann"],
        user: new Uint32Array(2),
        time: Uint32Array.of(second, second + 1770),
        location: Uint32Array.of(0, 1),
      },
      zones,
    );
    const last = island.dayOf(second);
    expect(island.dayOf(second + 1770)).toBe(last - 1);
    const days = buildPeriods({ firstDay: [last - 1, last], lastDay: [last - 1, last] }, island);
    const { columns } = countGroupHours(some, {
      clock: island,
      windows: [{ id: "day", fromHour: 0, toHour: 24 }],
      periods: days,
    });
    expect(columns.people).toEqual(Uint32Array.of(0, 1, 0, 1, 0, 0));
  });

  it("add up over parts of the users", () => {
    const part = (from: number, to: number): Traces => {
      const [a, b] = [traces.offsets[from]!, traces.offsets[to]!];
      return {
        ...traces,
        users: traces.users.slice(from, to),
        offsets: traces.offsets.slice(from, to + 1).map((o) => o - a),
        length: b - a,
        columns: { time: traces.columns.time.slice(a, b), location: traces.columns.location.slice(a, b) },
      };
    };
    const parts = [
      [0, 11],
      [11, 30],
    ].map(([from, to]) => countGroupHours(part(from!, to!), { ...options, groupOf: groupOf.slice(from, to) }));
    for (const name of ["people", "seen", "events"] as const) {
      expect(parts[0]!.columns[name].map((n, row) => n + parts[1]!.columns[name][row]!)).toEqual(hours.columns[name]);
    }
  });

  it("of the whole day are those of presence by day", () => {
    const presence = buildPresence(traces, { clock });
    const days = countGroupPresence(presence, { periods, groupOf, labels });
    for (const id of periods.columns.id) {
      const ofHours = selectGroupCounts(hours, { period: id, window: "day" });
      expect(ofHours).toEqual(selectGroupCounts(days, { period: id }));
    }
  });

  it("may be counted hour by hour", () => {
    const each = countGroupHours(traces, { ...options, windows: hoursOfDay() });
    expect(each.windows.length).toBe(24);
    const sum = each.columns.events.reduce((total, n) => total + n, 0);
    const all = hours.columns.events.reduce((total, n, row) => total + (hours.columns.window[row] === 3 ? n : 0), 0);
    expect(sum).toBe(all);
  });

  it("pass the gate only by release", () => {
    expect(() => formatTable(hours)).toThrow(/not about people/);
    const { shown } = releaseTable(hours, { minPeople: 5 });
    const people = shown.columns["people"] as Float64Array;
    hours.columns.people.forEach((n, row) => {
      if (n > 0 && n < 5) expect(people[row]).toBeNaN();
    });
  });

  it("of nobody are zeros, and shares NaN", () => {
    const none = countGroupHours(
      buildTracesOfEvents(
        { users: [], user: new Uint32Array(0), time: new Uint32Array(0), location: new Uint32Array(0) },
        zones,
      ),
      {
        clock,
        windows,
        periods,
      },
    );
    expect(none.length).toBe(3 * 4 * 3);
    expect(none.columns.people.every((n) => n === 0)).toBe(true);
    expect(none.columns.share.every((n) => Number.isNaN(n))).toBe(true);
  });
});

describe("counts of one period and window", () => {
  it("are chosen by name, and a wrong name is told", () => {
    expect(() => selectGroupCounts(hours, { period: early })).toThrow(/window must be one of night, work/);
    expect(() => selectGroupCounts(hours, { period: "never", window: "night" })).toThrow(
      /period must be the name of one of 2017-02-27, 2017-03-09, 2017-03-16/,
    );
    const weeks = buildWeeks({ clock, firstDay: day, lastDay: day + 7 });
    const history = {
      locations: zones,
      users: ["ann"],
      offsets: Uint32Array.of(0, weeks.length),
      length: weeks.length,
      columns: {
        period: Uint32Array.from({ length: weeks.length }, (_, p) => p),
        location: new Int32Array(weeks.length).fill(2),
      },
      periods: weeks,
    };
    const residents = countGroupResidents(history, { groupOf: [1], labels });
    const id = weeks.columns.id[0]!;
    expect(selectGroupCounts(residents, { period: id }).count).toEqual(Float64Array.of(0, 0, 0, 0, 0, 1));
    expect(() => selectGroupCounts(residents, { period: id, window: "night" })).toThrow(/no windows/);
  });

  it("cannot be chosen by a name that two periods share, nor of windows that the table does not number", () => {
    const twins = buildPeriods({ firstDay: [day, day], lastDay: [day + 3, day + 9] }, clock);
    const both = countGroupHours(traces, { ...options, periods: twins });
    const id = twins.columns.id[0]!;
    expect(() => selectGroupCounts(both, { period: id, window: "night" })).toThrow(/a name that one period has alone/);
    const { window: _, ...rest } = hours.columns;
    expect(() => selectGroupCounts({ ...hours, columns: rest } as never, { period: early, window: "night" })).toThrow(
      /a table with the columns window/,
    );
    const row = { period: Uint32Array.of(1), window: Uint32Array.of(0), people: Uint32Array.of(3) };
    for (const wrong of [
      { location: Uint32Array.of(0), label: Uint8Array.of(2) },
      { location: Uint32Array.of(3), label: Uint8Array.of(0) },
    ]) {
      const one = { ...hours, length: 1, columns: { ...row, ...wrong } };
      expect(() => selectGroupCounts(one, { period: early, window: "night" })).toThrow(/both of which are there/);
    }
  });

  it("may be of as many as 256 groups", () => {
    const many = Array.from({ length: 256 }, (_, g) => `g${g}`);
    const last = countGroupHours(traces, { ...options, groupOf: traces.users.map(() => 255), labels: many });
    const { count } = selectGroupCounts(last, { period: early, window: "day" });
    const { count: all } = selectGroupCounts(hours, { period: early, window: "day" });
    for (let l = 0; l < 3; l++) expect(count[l * 256 + 255]).toBe(all[2 * l]! + all[2 * l + 1]!);
    expect(last.columns.label[255]).toBe(255);
  });

  it("are 0 where the table has no row, and refused where it has two", () => {
    const rows = { ...hours, length: 1, columns: { ...hours.columns } };
    const first = Object.fromEntries(Object.entries(rows.columns).map(([name, column]) => [name, column.slice(0, 1)]));
    const one = selectGroupCounts({ ...rows, columns: first as never }, { period: "2017-02-27", window: "night" });
    expect(one.count.slice(1).every((n) => n === 0)).toBe(true);
    const twice = Object.fromEntries(
      Object.entries(first).map(([name, column]) => [
        name,
        (column as Uint32Array).constructor === Uint8Array
          ? Uint8Array.of(column[0]!, column[0]!)
          : Uint32Array.of(column[0]!, column[0]!),
      ]),
    );
    expect(() =>
      selectGroupCounts({ ...rows, length: 2, columns: twice as never }, { period: "2017-02-27", window: "night" }),
    ).toThrow(/the only one/);
  });
});
