import { checkInteger, checkNumber, checkOptions, fail, failInWords, isObject, shown } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkAnswer, checkFunction } from "../core/check-variants.ts";
import { log } from "../core/math.ts";
import { checkFlows } from "../core/sparse.ts";
import type { DenseMatrix, Located, RowMatrix, SparseMatrix, Table } from "../types.ts";
import { checkPairs } from "./gravity-design.ts";
import { allPairs, type PairChoice } from "./pairs.ts";
import { type Lookup, lookUpPairs, lookUpPeriods, lookUpPlaces } from "./panel-covariates.ts";

/** How the values of a covariate become a column. */
export interface PanelCovariateOptions {
  /** Whether the column holds ln value; values must then be above 0. */
  readonly log?: boolean;
  /** How many periods earlier the values are from, at least 0: 1 for last month's rain. 0 unless given. */
  readonly lagPeriods?: number;
}

/** A covariate of locations: a number for each, or a list of such lists, one for each period. NaN is missing. */
export interface PlaceCovariate extends PanelCovariateOptions {
  readonly values: ArrayLike<number> | readonly ArrayLike<number>[];
}

/** A covariate of pairs: a matrix, origins by destinations, or a list of them, one for each period. NaN is missing. */
export interface PairCovariate extends PanelCovariateOptions {
  readonly values: DenseMatrix | RowMatrix | readonly (DenseMatrix | RowMatrix)[];
}

/** A covariate of periods: a number for each. NaN is missing. */
export interface PeriodCovariate extends PanelCovariateOptions {
  readonly values: ArrayLike<number>;
}

export interface BuildFlowPanelOptions {
  /** Covariates by the names of their columns; none unless given. */
  readonly originCovariates?: Readonly<Record<string, PlaceCovariate>>;
  readonly destinationCovariates?: Readonly<Record<string, PlaceCovariate>>;
  readonly pairCovariates?: Readonly<Record<string, PairCovariate>>;
  readonly periodCovariates?: Readonly<Record<string, PeriodCovariate>>;
  /** Which pairs are rows in each period: `allPairs()`, zeros among them, unless given. */
  readonly pairs?: PairChoice;
}

/** A row per period, origin and destination, in this order; the columns of covariates stand beside. */
export type FlowPanel = Located &
  Table<
    {
      readonly origin: Uint32Array;
      readonly destination: Uint32Array;
      readonly period: Uint32Array;
      readonly flow: Float64Array;
    } & Readonly<Record<string, Uint32Array | Float64Array>>
  >;

/** Rows that lack a covariate, with their flows and the reason. */
export type RefusedPairs = Table<{
  readonly origin: Uint32Array;
  readonly destination: Uint32Array;
  readonly period: Uint32Array;
  readonly flow: Float64Array;
  readonly reason: readonly string[];
}>;

/** The panel, what it lacks, and how much flow is on pairs that were not chosen, within locations for instance. */
export interface BuiltFlowPanel {
  readonly panel: FlowPanel;
  readonly refused: RefusedPairs;
  readonly flowOutsidePairs: number;
}

const TAKEN = ["origin", "destination", "period", "flow"];

/**
 * Flows of every pair in every period in one long table, each with what may explain it: the panel that `fitFlowPanel` reads.
 *
 * **How** the pairs chosen, period after period, zeros among them. The value of a covariate in period p is that of p −
 * lagPeriods, its logarithm if asked for. Periods are numbered from 0 by their place in the list, and so are lags: a month that
 * was not counted must not be left out of the list. Make a panel of the months before it and one of those after.
 *
 * @param flows - flows over the same locations, one for each period in order
 * @param options - covariates of origins, destinations, pairs and periods, each constant or by period, and the choice of pairs
 * @returns the panel; the rows refused because a covariate is NaN (`missing rain`) or its lag reaches before the first period
 * (`no rain 1 period before`); and the flow on pairs that were not chosen. Panel and refused rows are all chosen pairs
 * @throws RangeError for no period, flows over different locations, negative flows, names of columns that are taken, covariates of
 * another size, infinite values, values of 0 or below whose logarithm is asked for, which are named, and lags that are not
 * whole
 *
 * **Cost** O(n² · periods · covariates) time; 20 bytes per row, 8 more for each covariate
 *
 * [beine-2021]
 * @example
 * const locations = createLocations("zones", ["A", "B"], [0, 1], [0, 0]);
 * const month = (there) => ({ locations, ...sparseFromDense(2, 2, [0, there, 0, 0]) });
 * const rain = { values: [[1, 5], [2, 6]], lagPeriods: 1 };
 * const { panel, refused } = buildFlowPanel([month(3), month(4)], { originCovariates: { rain } });
 * rowsOf(panel)[0]; // { origin: 0, destination: 1, period: 1, flow: 4, rain: 1 }
 * refused.columns.reason; // [ 'no rain 1 period before', 'no rain 1 period before' ]
 */
export function buildFlowPanel(
  flows: readonly (Located & SparseMatrix)[],
  options: BuildFlowPanelOptions = {},
): BuiltFlowPanel {
  const where = "buildFlowPanel";
  checkOptions(where, options, [
    "originCovariates",
    "destinationCovariates",
    "pairCovariates",
    "periodCovariates",
    "pairs",
  ]);
  checkList(where, "flows", flows);
  if (flows.length === 0) failInWords(where, "flows", "at least one period", "none");
  const months = Array.from(flows);
  months.forEach((month, p) => {
    checkFlows(where, `flows[${p}]`, month);
    if (month.locations.key !== months[0]!.locations.key)
      fail(where, `flows[${p}]`, "over the locations of flows[0]", month.locations.key);
  });
  const { locations } = months[0]!;
  const n = locations.length;
  const { pairs = allPairs() } = options;
  const such = "a choice of pairs such as allPairs()";
  checkFunction(where, "pairs", pairs, such);
  const lookups = lookupsOf(where, options, locations.columns.id, months.length);

  const chosen = months.map((month) => {
    const list = pairs(month);
    checkAnswer(where, "pairs", pairs, list, such);
    checkPairs(where, list, n);
    return list;
  });
  const total = chosen.reduce((sum, list) => sum + list.index.length, 0);
  const origin = new Uint32Array(total);
  const destination = new Uint32Array(total);
  const period = new Uint32Array(total);
  const flow = new Float64Array(total);
  const columns = lookups.map(() => new Float64Array(total));
  const refused: { row: number[]; reason: string[] } = { row: [], reason: [] };
  const cells = new Float64Array(n);
  let flowOutsidePairs = 0;
  let row = 0;
  months.forEach((month, p) => {
    const { offsets, index } = chosen[p]!;
    for (let o = 0; o < n; o++) {
      cells.fill(0);
      for (let f = month.offsets[o]!; f < month.offsets[o + 1]!; f++) {
        checkNumber(where, `flows[${p}].value[${f}]`, month.value[f]!, 0);
        cells[month.index[f]!]! += month.value[f]!;
      }
      const readers = lookups.map((each) => each.at(p, o));
      for (let k = offsets[o]!; k < offsets[o + 1]!; k++, row++) {
        const d = index[k]!;
        origin[row] = o;
        destination[row] = d;
        period[row] = p;
        flow[row] = cells[d]!;
        cells[d] = 0;
        let reason = "";
        readers.forEach((read, c) => {
          const value = read === null ? Number.NaN : read(d);
          columns[c]![row] = value;
          if (reason === "" && Number.isNaN(value)) reason = lookups[c]!.reason(read === null);
        });
        if (reason === "") continue;
        refused.row.push(row);
        refused.reason.push(reason);
      }
      for (let d = 0; d < n; d++) flowOutsidePairs += cells[d]!;
    }
  });
  const isRefused = new Uint8Array(total);
  for (const at of refused.row) isRefused[at] = 1;
  const kept = Uint32Array.from({ length: total - refused.row.length });
  for (let at = 0, r = 0; at < total; at++) if (isRefused[at] === 0) kept[r++] = at;
  const numbers = (of: Uint32Array, rows: ArrayLike<number>): Uint32Array => Uint32Array.from(rows, (at) => of[at]!);
  const values = (of: Float64Array, rows: ArrayLike<number>): Float64Array => Float64Array.from(rows, (at) => of[at]!);
  const base = (rows: ArrayLike<number>) => ({
    origin: numbers(origin, rows),
    destination: numbers(destination, rows),
    period: numbers(period, rows),
    flow: values(flow, rows),
  });
  const named = Object.fromEntries(lookups.map(({ name }, c) => [name, values(columns[c]!, kept)]));
  return {
    panel: { locations, length: kept.length, columns: { ...base(kept), ...named } },
    refused: { length: refused.row.length, columns: { ...base(refused.row), reason: refused.reason } },
    flowOutsidePairs,
  };
}

/** The covariates in the order of the options; throws where a name is taken or values have another size. */
function lookupsOf(where: string, options: BuildFlowPanelOptions, ids: readonly string[], periods: number): Lookup[] {
  const lookups: Lookup[] = [];
  for (const kind of ["originCovariates", "destinationCovariates", "pairCovariates", "periodCovariates"] as const) {
    const given: unknown = options[kind] === undefined ? {} : options[kind];
    if (!isObject(given)) fail(where, kind, "an object of covariates by name", given);
    for (const [name, covariate] of Object.entries(given)) {
      const own = `${kind}.${name}`;
      if (TAKEN.includes(name) || lookups.some((each) => each.name === name)) {
        fail(where, kind, `without a name that is taken, as ${TAKEN.join(", ")} are`, name);
      }
      checkOptions(where, covariate as PlaceCovariate, ["values", "log", "lagPeriods"], own);
      const { log: takesLog = false, lagPeriods = 0 } = covariate as PanelCovariateOptions;
      if (typeof takesLog !== "boolean") fail(where, `${own}.log`, "true or false", takesLog);
      checkInteger(where, `${own}.lagPeriods`, lagPeriods, 0);
      const { values } = covariate as { readonly values: never };
      const scale = scaleOf(where, takesLog);
      const context = { where, name, own: `${own}.values`, ids, periods, lag: lagPeriods, scale };
      if (kind === "pairCovariates") lookups.push(lookUpPairs(context, values));
      else if (kind === "periodCovariates") lookups.push(lookUpPeriods(context, values));
      else lookups.push(lookUpPlaces(context, values, kind === "originCovariates"));
    }
  }
  return lookups;
}

/** Checks a value, naming it, and takes its logarithm if asked for. */
function scaleOf(where: string, takesLog: boolean): (value: number, name: () => string) => number {
  return (value, name) => {
    if (Number.isNaN(value)) return value;
    if (typeof value !== "number" || Math.abs(value) === Infinity)
      fail(where, name(), "a finite number, or NaN", value);
    if (!takesLog) return value;
    if (!(value > 0)) failInWords(where, name(), "above 0, since its logarithm is asked for", shown(value));
    return log(value);
  };
}
