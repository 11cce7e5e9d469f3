import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  buildMonths,
  buildPeriods,
  countByPeriod,
  countGroupResidents,
  createClock,
  createLocations,
  formatTable,
  joinFigures,
  readDatedFigures,
  releaseTable,
} from "../../src/index.ts";

const clock = createClock({ timeZone: "UTC" });
const locations = createLocations("zones", ["A", "B", "C"], [29, 30, 31], [41, 41, 41]);
const text = "where,when,deaths\nB,2017-01-01,2\nB,2017-01-31,1\nA,2017-02-01,5\nC,2017-03-01,7\nC,2017-02-28,\n";
const { figures } = readDatedFigures(text, { locations, id: "where", date: "when", figures: ["deaths"] });
const periods = buildMonths({ clock, firstDay: 17167, lastDay: 17225 });

describe("dated rows by period", () => {
  it("count from the first day of a period to its last", () => {
    const counted = countByPeriod(figures, { periods, figures: ["deaths"] });
    expect(counted.columns.rows).toEqual(Uint32Array.of(0, 2, 0, 1, 0, 1));
    expect(counted.columns["deaths"]).toEqual(Float64Array.of(0, 3, 0, 5, 0, Number.NaN));
    expect(counted.columns.period).toEqual(Uint32Array.of(0, 0, 0, 1, 1, 1));
    expect(counted.columns.location).toEqual(Uint32Array.of(0, 1, 2, 0, 1, 2));
    expect(counted.outside).toBe(1);
  });

  it("count in each of several periods that overlap", () => {
    const overlapping = buildPeriods(
      { firstDay: Int32Array.of(17167, 17190), lastDay: Int32Array.of(17200, 17230) },
      clock,
    );
    const counted = countByPeriod(figures, { periods: overlapping });
    expect(counted.columns.rows).toEqual(Uint32Array.of(1, 2, 0, 1, 1, 2));
    expect(counted.outside).toBe(0);
  });

  it("add up over parts of the rows", () => {
    const days = fc.integer({ min: 17150, max: 17240 });
    const row = fc.record({ location: fc.nat(2), day: days, deaths: fc.nat(9) });
    const tableOf = (rows: readonly { location: number; day: number; deaths: number }[]) => ({
      locations,
      length: rows.length,
      columns: {
        location: Uint32Array.from(rows, (each) => each.location),
        day: Int32Array.from(rows, (each) => each.day),
        deaths: Float64Array.from(rows, (each) => each.deaths),
      },
    });
    const prop = fc.property(fc.array(row), fc.array(row), (first, second) => {
      const count = (rows: typeof first) => countByPeriod(tableOf(rows), { periods, figures: ["deaths"] });
      const [one, two, all] = [count(first), count(second), count([...first, ...second])];
      expect(all.columns.rows).toEqual(one.columns.rows.map((n, i) => n + two.columns.rows[i]!));
      const sums = one.columns["deaths"] as Float64Array;
      expect(all.columns["deaths"]).toEqual(sums.map((n, i) => n + two.columns["deaths"]![i]!));
      expect(all.outside + all.columns.rows.reduce((sum, n) => sum + n, 0)).toBe(first.length + second.length);
    });
    fc.assert(prop, { seed: 42, numRuns: 60 });
  });

  it("refuse text, which would be put together and not added up", () => {
    const text = { ...figures, columns: { ...figures.columns, deaths: ["1", "2", "3", "4", "5"] } };
    expect(() => countByPeriod(text, { periods, figures: ["deaths"] })).toThrow(/deaths\[0\] must be a finite number/);
    const half = { ...figures, columns: { ...figures.columns, day: Float64Array.of(1, 2, 3, 4.5, 5) as never } };
    expect(() => countByPeriod(half, { periods })).toThrow(/day\[3\]/);
    const nowhere = { ...figures, columns: { ...figures.columns, location: Uint32Array.of(0, 1, 3, 0, 0) } };
    expect(() => countByPeriod(nowhere, { periods })).toThrow(/location\[2\]/);
  });

  it("refuse columns that are not there or stand in the result anyway", () => {
    expect(() => countByPeriod(figures, { periods, figures: ["births"] })).toThrow(RangeError);
    expect(() =>
      countByPeriod(
        { ...figures, columns: { ...figures.columns, rows: new Float64Array(5) } },
        { periods, figures: ["rows"] },
      ),
    ).toThrow(/a name of its own/);
  });
});

describe("joined figures", () => {
  const perZone = {
    locations,
    length: 2,
    columns: { location: Uint32Array.of(2, 0), votes: Float64Array.of(0.3, 0.7) },
  };

  it("stand beside the rows of the same place; the others are counted", () => {
    const table = {
      locations,
      length: 3,
      columns: { location: Uint32Array.of(0, 1, 2), people: Uint32Array.of(5, 6, 7) },
    };
    const joined = joinFigures(table, perZone);
    expect(joined.columns).toEqual({ ...table.columns, votes: Float64Array.of(0.7, Number.NaN, 0.3) });
    expect(joined.unmatched).toBe(1);
    expect(joined.length).toBe(3);
  });

  it("match place and period where the figures have one, each row of several groups alike", () => {
    const counted = countByPeriod(figures, { periods, figures: ["deaths"] });
    const panel = {
      locations,
      periods,
      length: 4,
      columns: {
        period: Uint32Array.of(1, 1, 0, 0),
        location: Uint32Array.of(0, 0, 1, 2),
        label: Uint8Array.of(0, 1, 0, 0),
      },
    };
    const joined = joinFigures(panel, counted);
    expect(joined.columns["deaths"]).toEqual(Float64Array.of(5, 5, 3, 0));
    expect(joined.columns["rows"]).toEqual(Float64Array.of(1, 1, 2, 0));
    expect(joined.unmatched).toBe(0);
    const january = buildMonths({ clock, firstDay: 17167, lastDay: 17197 });
    expect(() => joinFigures({ ...panel, periods: january }, counted)).toThrow(/over the same periods/);
    expect(() => joinFigures(perZone, counted)).toThrow(/column period/);
  });

  it("figures of a place join every period of it", () => {
    const counted = countByPeriod(figures, { periods });
    expect(joinFigures(counted, perZone).columns["votes"]).toEqual(
      Float64Array.of(0.7, Number.NaN, 0.3, 0.7, Number.NaN, 0.3),
    );
  });

  it("beside people do not open the gate, and stand beside people who have passed it", () => {
    const history = {
      locations,
      users: ["ann", "bo", "cy"],
      offsets: Uint32Array.of(0, 1, 2, 3),
      length: 3,
      columns: { period: new Uint32Array(3), location: Int32Array.of(0, 0, 1) },
      periods: buildMonths({ clock, firstDay: 17167, lastDay: 17197 }),
    };
    const people = countGroupResidents(history);
    expect(() => formatTable(joinFigures(people, perZone))).toThrow(/not about people/);
    const { shown } = releaseTable(people, { minPeople: 2 });
    const joined = joinFigures(shown as never, perZone);
    expect(joined.columns["votes"]).toEqual(Float64Array.of(0.7, Number.NaN, 0.3));
    expect((joined.columns["people"] as Float64Array)[1]).toBeNaN();
  });

  it("may have any name, and come after other figures", () => {
    const named = (name: string) => ({
      ...perZone,
      columns: { location: perZone.columns.location, [name]: perZone.columns.votes },
    });
    let table = perZone as never as ReturnType<typeof named>;
    for (const name of ["constructor", "__proto__", "length"])
      table = joinFigures(table, named(name) as never) as never;
    for (const name of ["constructor", "__proto__", "length"]) {
      expect(Object.getOwnPropertyDescriptor(table.columns, name)?.value).toEqual(perZone.columns.votes);
    }
    expect(Object.keys(table.columns)).toEqual(["location", "votes", "constructor", "__proto__", "length"]);
  });

  it("may be whole numbers, beside text; text and infinities are no figures", () => {
    const table = { ...perZone, columns: { location: perZone.columns.location, name: ["C", "A"] } };
    const whole = { ...perZone, columns: { location: Uint32Array.of(0, 2), shops: Uint32Array.of(4, 9) } };
    expect(joinFigures(table, whole).columns).toEqual({ ...table.columns, shops: Float64Array.of(9, 4) });
    expect(() => joinFigures(whole, table)).toThrow(
      /figures.columns.name\[0\] must be a finite number, or NaN for none, got "C"/,
    );
    const infinite = { ...whole, columns: { ...whole.columns, shops: Float64Array.of(1, Infinity) } };
    expect(() => joinFigures(perZone, infinite)).toThrow(/shops\[1\]/);
  });

  it("of periods that only begin on the same days are not those of the table", () => {
    const of = (lastDay: number) => {
      const some = buildPeriods({ firstDay: [17167, 17170], lastDay: [17169, lastDay] }, clock);
      return countByPeriod(figures, { periods: some });
    };
    const table = of(17180);
    const { location, period, rows } = of(17180).columns;
    const other = { ...of(17190), columns: { location, period, more: rows } };
    expect(() => joinFigures(table, other)).toThrow(/over the same periods/);
    expect(joinFigures(table, { ...other, periods: table.periods }).unmatched).toBe(0);
    const { periods: _, ...bare } = other;
    expect(joinFigures(table, bare).unmatched).toBe(0);
  });

  it("refuse two rows for a place, other locations and names that are taken", () => {
    const twice = { ...perZone, columns: { ...perZone.columns, location: Uint32Array.of(0, 0) } };
    expect(() => joinFigures(perZone, { ...twice, columns: { ...twice.columns } })).toThrow(/two for A/);
    const elsewhere = createLocations("zones", ["A", "B", "D"], [29, 30, 31], [41, 41, 41]);
    expect(() => joinFigures(perZone, { ...perZone, locations: elsewhere })).toThrow(/over the same/);
    expect(() => joinFigures(perZone, perZone)).toThrow(/got "votes"/);
  });
});
