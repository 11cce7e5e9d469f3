import { existsSync } from "node:fs";
import { join } from "node:path";
import { listed, readJson, readRows } from "./data.ts";

/** Reads folder 15_integration and others of its layout: everything is found by listing. */

/** People by area and group, as the indices take them. */
export interface TableCounts {
  readonly labels: readonly string[];
  readonly count: Float64Array;
}

/** One rectangle of a map: its ring in metres of the plane, its centre, area and border. */
interface MapCell {
  readonly ring: readonly (readonly [x: number, y: number])[];
  readonly centroid: readonly [x: number, y: number];
  readonly area_m2: number;
  readonly perimeter_m: number;
}

/** The file of a table as it stands; the map only where there is one. */
export interface TableFile {
  readonly groups: readonly string[];
  readonly areas: readonly string[];
  readonly counts: readonly (readonly number[])[];
  readonly cells?: readonly MapCell[];
  readonly [field: string]: unknown;
}

/** The figures of the peers, and our own where every peer is wrong. */
interface TableReference {
  readonly pysal?: {
    readonly single_group_vs_rest?: Figures<Figures<number>>;
    readonly multigroup?: Figures<number>;
    readonly local?: Figures<readonly number[] | readonly (readonly number[])[]>;
    readonly [section: string]: unknown;
  };
  readonly r?: Figures<unknown>;
  readonly own_corrected?: Figures<unknown>;
  readonly [section: string]: unknown;
}

export type Figures<T> = Readonly<Record<string, T>>;

/** A table of counts with its figures. */
export interface ReferenceTable {
  readonly name: string;
  readonly file: TableFile;
  readonly counts: TableCounts;
  readonly reference: TableReference;
}

/** Every table*.json that has a table*__reference.json beside it. */
export function referenceTables(folder: string): ReferenceTable[] {
  return listed(folder, /^table.*__reference\.json(\.gz)?$/).flatMap((name) => {
    const path = join(folder, name.replace("__reference", ""));
    if (!existsSync(path)) return [];
    const file = readJson<TableFile>(path);
    const reference = readJson<TableReference>(join(folder, name));
    return [{ name: name.replace(/__reference\.json.*$/, ""), file, counts: countsOf(file), reference }];
  });
}

/** The counts of a table's file. */
export function countsOf({ groups, counts }: TableFile): TableCounts {
  return { labels: groups, count: Float64Array.from(counts.flat()) };
}

/** A JSON file of figures by a pattern of its name, or null where there is none. */
export function figuresFile<T>(folder: string, pattern: RegExp): T | null {
  const name = listed(folder, pattern)[0];
  return name === undefined ? null : readJson<T>(join(folder, name));
}

/** Census tracts: a total and a column per group, a centre, an area and the length of the border in metres. */
export interface TractTable {
  readonly name: string;
  readonly rows: readonly Figures<string>[];
  /** Figures by group, and by "multigroup A,B,…" and "own_corrected A". */
  readonly reference: Figures<unknown>;
  /** Pairs of neighbours by a corner or a border; `rook` those that share a border. */
  readonly neighbours: readonly { readonly i: number; readonly j: number; readonly rook: boolean }[];
  /** What pysal's own tests ask for, by module: the call, the attribute, the figure as text. */
  readonly assertions: Figures<
    readonly { readonly call: string; readonly attr: string; readonly slice: string; readonly expected: string }[]
  >;
}

export function tractTables(folder: string): TractTable[] {
  return listed(folder, /^pysal_.*_tracts.*\.csv(\.gz)?$/).flatMap((name) => {
    const start = name.split("_tracts")[0]!;
    const place = start.replace(/^pysal_/, "");
    const reference = figuresFile<Figures<unknown>>(folder, new RegExp(`^${start}_reference\\.json$`));
    if (reference === null) return [];
    const edges = listed(folder, new RegExp(`^${start}_queen_edges\\.csv$`))[0];
    const neighbours = (edges === undefined ? [] : readRows(join(folder, edges))).map((row) => ({
      i: Number(row["i"]),
      j: Number(row["j"]),
      rook: row["rook"] === "1",
    }));
    const asked = figuresFile<Figures<unknown>>(folder, new RegExp(`^pysal_test_assertions_${place}\\.json$`)) ?? {};
    // Notes stand beside the lists.
    const lists = Object.entries(asked).filter(([, list]) => Array.isArray(list));
    const assertions = Object.fromEntries(lists) as TractTable["assertions"];
    return [{ name: place, rows: readRows(join(folder, name)), reference, neighbours, assertions }];
  });
}

/** One group of the tracts and everyone else, the labels in this order. */
export function tractGroup({ rows }: TractTable, group: string): TableCounts {
  const column = group.toLowerCase();
  const pairs = rows.flatMap((row) => [Number(row[column]), Number(row["total"]) - Number(row[column])]);
  return { labels: [group, "others"], count: Float64Array.from(pairs) };
}

/** Several groups of the tracts, nobody else. */
export function tractGroups({ rows }: TractTable, groups: readonly string[]): TableCounts {
  return {
    labels: groups,
    count: Float64Array.from(rows.flatMap((row) => groups.map((group) => Number(row[group.toLowerCase()])))),
  };
}

/** Schools: rows of state, district, school, race and number of pupils, with R's figures by key. */
export interface SchoolTable {
  readonly name: string;
  readonly rows: readonly Figures<string>[];
  readonly reference: Figures<unknown>;
}

export function schoolTables(folder: string): SchoolTable[] {
  return listed(folder, /^r_segregation_.*\.csv(\.gz)?$/).flatMap((name) => {
    const start = name.replace(/\.csv(\.gz)?$/, "");
    const reference = figuresFile<Figures<unknown>>(folder, new RegExp(`^${start}_reference\\.json$`));
    return reference === null ? [] : [{ name: start, rows: readRows(join(folder, name)), reference }];
  });
}

/** Counts of people by area and group from rows of one count `n` each; an area is told by one or more columns. */
export function countsOfRows(
  rows: readonly Figures<string>[],
  group: string,
  area: readonly string[],
): TableCounts & { readonly areas: readonly string[] } {
  const labels = [...new Set(rows.map((row) => row[group]!))];
  const areaOf = (row: Figures<string>): string => area.map((name) => row[name]).join("|");
  const areas = [...new Set(rows.map(areaOf))];
  const numbers = new Map(areas.map((name, number) => [name, number]));
  const groups = new Map(labels.map((name, number) => [name, number]));
  const count = new Float64Array(areas.length * labels.length);
  for (const row of rows)
    count[numbers.get(areaOf(row))! * labels.length + groups.get(row[group]!)!]! += Number(row["n"]);
  return { labels, count, areas };
}

/** A pattern of two groups on a grid, row after row from the top, with OasisR's figures. */
export interface GridPattern {
  readonly name: string;
  readonly counts: TableCounts;
  readonly reference: Figures<unknown>;
}

export function gridPatterns(folder: string): GridPattern[] {
  return listed(folder, /^oasisr_.*_patterns.*\.csv(\.gz)?$/).flatMap((name) => {
    const start = name.split("_patterns")[0]!;
    const reference = figuresFile<Figures<unknown>>(folder, new RegExp(`^${start}_reference\\.json$`)) ?? {};
    const rows = readRows(join(folder, name));
    return Object.entries(reference).flatMap(([pattern, figures]) => {
      const labels = [`${pattern}1`, `${pattern}2`];
      if (typeof figures !== "object" || figures === null || rows[0]?.[labels[0]!] === undefined) return [];
      const count = Float64Array.from(rows.flatMap((row) => labels.map((label) => Number(row[label]))));
      return [{ name: pattern, counts: { labels, count }, reference: figures as Figures<unknown> }];
    });
  });
}
