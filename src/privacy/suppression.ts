import { fail, failInWords } from "../core/check.ts";
import type { PeopleAcross, PeopleLayout, PeopleSum } from "../core/people-tables.ts";
import type { Table } from "../types.ts";

/**
 * Which counts of a table must not be shown: those of few people, and others that would give these away. A sum that is known
 * with all its parts but hidden ones tells what the hidden ones have together; so that this tells of nobody,
 *
 * - two or more of its counts are hidden, or none;
 * - hidden parts of a total that is shown have at least so many people together as a count must have to be shown;
 * - where a sum has columns that stand in no other sum, one of them is hidden: it takes up whatever the others might be, so
 *   that a chain of sums leads from shown counts to no hidden one;
 * - where sums of rows and of columns of a matrix are known, each hidden cell lies on a ring of hidden ones, along which a person
 *   more and a person less in turn change no sum.
 */
interface Cells {
  readonly layout: PeopleLayout;
  readonly rows: number;
  /** People of each count: that of row r and count c is r · counts + c. NaN where it is not defined. */
  readonly value: Float64Array;
  readonly hidden: Uint8Array;
  readonly minPeople: number;
  readonly number: ReadonlyMap<string, number>;
}

/** 1 for each cell, row after row in the order of the layout's counts, that must be hidden. Counts that are NaN are not defined. */
export function hiddenCellsOf(where: string, table: Table, layout: PeopleLayout, minPeople: number): Uint8Array {
  const { counts } = layout;
  const rows = table.length;
  const cells: Cells = {
    layout,
    rows,
    value: new Float64Array(rows * counts.length),
    hidden: new Uint8Array(rows * counts.length),
    minPeople,
    number: new Map(counts.map((name, c) => [name, c])),
  };
  for (const [c, name] of counts.entries()) {
    const column = table.columns[name]!;
    const of = layout.shares?.[name];
    for (let r = 0; r < rows; r++) {
      const people = column[r]!;
      if (typeof people !== "number" || people < 0 || people === Infinity)
        fail(where, `table.columns.${name}[${r}]`, "a finite number of at least 0, or NaN", people);
      cells.value[r * counts.length + c] = of === undefined ? people : people * (table.columns[of]![r] as number);
    }
  }
  for (let cell = 0; cell < cells.value.length; cell++) if (cells.value[cell]! < minPeople) hide(cells, cell);
  const sums = (layout.sums ?? []).map((sum) => createSum(where, table, cells, sum));
  const groups = (layout.across ?? []).map((across) => createAcross(table, cells, across));
  const crossed = layout.crossed === undefined ? [] : [createCrossed(table, cells, layout.crossed)];
  for (let changed = true; changed; ) {
    changed = false;
    for (const protect of [...sums, ...groups, ...crossed]) if (protect()) changed = true;
  }
  return cells.hidden;
}

/** Hides a cell and what is hidden with it. */
function hide({ layout, hidden, number }: Cells, cell: number): void {
  const width = layout.counts.length;
  const row = cell - (cell % width);
  if (layout.dropRows === true) {
    hidden.fill(1, row, row + width);
    return;
  }
  hidden[cell] = 1;
  for (const names of layout.together ?? []) {
    if (names.includes(layout.counts[cell % width]!)) for (const name of names) hidden[row + number.get(name)!] = 1;
  }
}

/** What hides more of the rows of one sum until it is safe, and says whether it hid anything. */
function createSum(where: string, table: Table, cells: Cells, sum: PeopleSum): () => boolean {
  const { layout, rows, value, hidden, minPeople, number } = cells;
  const width = layout.counts.length;
  const total = number.get(sum.total)!;
  const parts = sum.parts.map((name) => number.get(name)!);
  const isOwn = [...parts, total].map((c) => standsInOneSum(layout, layout.counts[c]!));
  const hasOwn = isOwn.includes(true);
  const rowOfTotal = previousRows(table, layout, sum.previous);
  const rest = new Float64Array(rows).fill(Number.NaN);
  for (let r = 0; r < rows; r++) {
    if (rowOfTotal[r]! < 0) continue;
    let left = value[rowOfTotal[r]! * width + total]!;
    const slack = 1e-6 * Math.max(1, left);
    for (const c of parts) left -= value[r * width + c]!;
    if (left < -slack || (sum.rest !== true && left > slack))
      failInWords(
        where,
        `${sum.total} of row ${rowOfTotal[r]}`,
        `the sum of ${sum.parts.join(", ")}`,
        "another number",
      );
    rest[r] = Math.max(0, left);
  }
  return () => {
    let hasHidden = false;
    for (let r = 0; r < rows; r++) {
      if (Number.isNaN(rest[r])) continue;
      const members = [...parts.map((c) => r * width + c), rowOfTotal[r]! * width + total];
      const isFewRest = sum.rest === true && rest[r]! < minPeople;
      while (true) {
        let count = sum.rest === true ? 1 : 0;
        let people = sum.rest === true ? rest[r]! : 0;
        let hasOwnHidden = sum.rest === true || !hasOwn;
        for (const [m, cell] of members.entries()) {
          if (hidden[cell] === 0) continue;
          count++;
          people += m === parts.length ? Infinity : value[cell]!;
          if (isOwn[m]) hasOwnHidden = true;
        }
        if (count === (sum.rest === true ? 1 : 0) && !isFewRest) break;
        if (count >= 2 && people >= minPeople && hasOwnHidden) break;
        const next = members.find((cell, m) => hidden[cell] === 0 && (hasOwnHidden || isOwn[m]));
        if (next === undefined) break;
        hide(cells, next);
        hasHidden = true;
      }
    }
    return hasHidden;
  };
}

/** Whether a count stands in one sum only. */
function standsInOneSum({ sums = [], across = [] }: PeopleLayout, name: string): boolean {
  const inSums = sums.filter(({ total, parts }) => total === name || parts.includes(name)).length;
  return inSums === 1 && !across.some(({ columns, equals = [] }) => [...columns, ...equals].includes(name));
}

/** For each row the row that has its total: itself, or the one before in a key; −1 where there is none. */
function previousRows(table: Table, { keys }: PeopleLayout, previous: string | undefined): Int32Array {
  const own = Int32Array.from({ length: table.length }, (_, r) => r);
  if (previous === undefined) return own;
  if (previous === "row") return own.map((r) => r - 1);
  const others = keys.filter((name) => name !== previous && name in table.columns);
  const rowOf = new Map(Array.from(own, (r) => [keyOf(table, [...others, previous], r), r]));
  return own.map((r) => {
    const before = Number(table.columns[previous]![r]) - 1;
    return rowOf.get(`${keyOf(table, others, r)}${before}\n`) ?? -1;
  });
}

function keyOf(table: Table, names: readonly string[], row: number): string {
  return names.map((name) => `${table.columns[name]![row]}\n`).join("");
}

/** What hides more of the columns of which sums over rows are known, and says whether it hid anything. */
function createAcross(table: Table, cells: Cells, { by, columns, equals }: PeopleAcross): () => boolean {
  const { layout, rows, value, hidden, minPeople, number } = cells;
  const width = layout.counts.length;
  const keys = by.filter((name) => name in table.columns);
  const groups = new Map<string, [left: number[], right: number[]]>();
  for (let r = 0; r < rows; r++) {
    const key = keyOf(table, keys, r);
    const sides = groups.get(key) ?? [[], []];
    groups.set(key, sides);
    for (const [side, names] of [columns, equals ?? []].entries()) {
      for (const name of names) {
        const cell = r * width + number.get(name)!;
        if (!Number.isNaN(value[cell])) sides[side]!.push(cell);
      }
    }
  }
  return () => {
    let hasHidden = false;
    for (const sides of groups.values()) {
      while (true) {
        const gone = sides.map((side) => side.filter((cell) => hidden[cell] === 1));
        const [left, right] = gone.map((side) => side.reduce((people, cell) => people + value[cell]!, 0));
        const count = gone[0]!.length + gone[1]!.length;
        const isOpen = gone[0]!.length > 0 && gone[1]!.length > 0;
        if (count === 0 || (count >= 2 && (isOpen || left! + right! >= minPeople))) break;
        // The fewest people of the counts still shown: least is lost by it.
        let next = -1;
        for (const side of sides)
          for (const cell of side) {
            if (hidden[cell] === 0 && (next < 0 || value[cell]! < value[next]!)) next = cell;
          }
        if (next < 0) break;
        hide(cells, next);
        hasHidden = true;
      }
    }
    return hasHidden;
  };
}

/** A graph's line between two groups: a hidden row of the table. */
interface Line {
  readonly to: number;
  readonly row: number;
}

/**
 * What hides more rows until every hidden one is on a ring, and says whether it hid anything. With a line from the one group of each
 * hidden row to its other, the rows that are on no ring are the bridges: without one of them its two sides hang together no more,
 * and the sums of one side tell what it is.
 */
function createCrossed(table: Table, cells: Cells, by: readonly [readonly string[], readonly string[]]): () => boolean {
  const { layout, rows, value, hidden } = cells;
  const width = layout.counts.length;
  const numbers = new Map<string, number>();
  const [first, second] = by.map((names, side) => {
    const keys = names.filter((name) => name in table.columns);
    return Int32Array.from({ length: rows }, (_, r) => {
      const key = `${side}\n${keyOf(table, keys, r)}`;
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    });
  }) as [Int32Array, Int32Array];
  const isHidden = (r: number): boolean => hidden.subarray(r * width, (r + 1) * width).includes(1);
  const fewest = (r: number): number => Math.min(...value.subarray(r * width, (r + 1) * width));
  return () => {
    const lines = Array.from({ length: numbers.size }, (): Line[] => []);
    for (let r = 0; r < rows; r++) {
      if (!isHidden(r)) continue;
      lines[first[r]!]!.push({ to: second[r]!, row: r });
      lines[second[r]!]!.push({ to: first[r]!, row: r });
    }
    const bridge = bridgeOf(lines);
    if (bridge === undefined) return false;
    const [here, there] = [first, second].map((end) => reachedWithout(lines, end[bridge]!, bridge)) as [
      Set<number>,
      Set<number>,
    ];
    let next = -1;
    for (let r = 0; r < rows; r++) {
      const [a, b] = [first[r]!, second[r]!];
      if (isHidden(r) || !((here.has(a) && there.has(b)) || (there.has(a) && here.has(b)))) continue;
      if (next < 0 || fewest(r) < fewest(next)) next = r;
    }
    // A group with one row has no ring: its sum is that row.
    if (next < 0) return false;
    for (let c = 0; c < width; c++) hide(cells, next * width + c);
    return true;
  };
}

/** The row of a line that is on no ring, of groups that have others; undefined where there is none. */
function bridgeOf(lines: readonly (readonly Line[])[]): number | undefined {
  const found = new Int32Array(lines.length).fill(-1);
  let time = 0;
  let bridge: number | undefined;
  /** The earliest group that lines lead back to from here and from what is found from here. */
  const earliest = (at: number, by: number): number => {
    let low = time;
    found[at] = time++;
    for (const { to, row } of lines[at]!) {
      if (row === by) continue;
      const isNew = found[to]! < 0;
      const back = isNew ? earliest(to, row) : found[to]!;
      if (isNew && back > found[at]! && lines[at]!.length > 1 && lines[to]!.length > 1) bridge = row;
      low = Math.min(low, back);
    }
    return low;
  };
  for (let start = 0; start < lines.length; start++) if (found[start]! < 0) earliest(start, -1);
  return bridge;
}

/** The groups that lines lead to, but for that of one row. */
function reachedWithout(lines: readonly (readonly Line[])[], from: number, without: number): Set<number> {
  const reached = new Set([from]);
  for (const at of reached) for (const { to, row } of lines[at]!) if (row !== without) reached.add(to);
  return reached;
}
