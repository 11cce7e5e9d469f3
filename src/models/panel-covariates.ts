import { checkLength, failInWords, isObject, shown } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { checkRowMatrix, type RowReader } from "../core/row-matrix.ts";
import type { DenseMatrix, RowMatrix } from "../types.ts";

/** Where the values of covariates come from: for a period and an origin, the value of each destination. */

/** What a lookup needs to know of the panel and of its covariate. */
export interface LookupContext {
  readonly where: string;
  readonly name: string;
  /** How messages call the values. */
  readonly own: string;
  readonly ids: readonly string[];
  readonly periods: number;
  readonly lag: number;
  readonly scale: (value: number, name: () => string) => number;
}

export interface Lookup {
  readonly name: string;
  /** The values for the destinations of an origin; null where the lag reaches before the first period. */
  readonly at: (period: number, origin: number) => ((destination: number) => number) | null;
  readonly reason: (isBefore: boolean) => string;
}

function lookup(
  context: LookupContext,
  read: (period: number, origin: number) => (destination: number) => number,
): Lookup {
  const { name, lag } = context;
  return {
    name,
    at: (period, origin) => (period < lag ? null : read(period - lag, origin)),
    reason: (isBefore) => (isBefore ? `no ${name} ${lag} period${lag === 1 ? "" : "s"} before` : `missing ${name}`),
  };
}

export function lookUpPlaces(
  context: LookupContext,
  values: ArrayLike<number> | readonly ArrayLike<number>[],
  isOfOrigin: boolean,
): Lookup {
  const { where, own, ids, scale } = context;
  const lists = perPeriod(context, values, (list, name) => {
    checkList(where, name, list as ArrayLike<number>);
    checkLength(where, name, (list as ArrayLike<number>).length, ids.length);
    return list as ArrayLike<number>;
  });
  const scaled = lists.map((list, p) =>
    Float64Array.from({ length: ids.length }, (_, l) =>
      scale(list[l]!, () => `${lists.length === 1 ? own : `${own}[${p}]`}[${l}] (${ids[l]})`),
    ),
  );
  return lookup(context, (period, origin) => {
    const list = scaled.length === 1 ? scaled[0]! : scaled[period]!;
    return isOfOrigin ? () => list[origin]! : (destination) => list[destination]!;
  });
}

export function lookUpPairs(
  context: LookupContext,
  values: DenseMatrix | RowMatrix | readonly (DenseMatrix | RowMatrix)[],
): Lookup {
  const { where, own, ids, scale } = context;
  const n = ids.length;
  const readers: readonly RowReader[] = Array.isArray(values)
    ? checkPeriods(context, values as readonly DenseMatrix[]).map((each, p) =>
        checkRowMatrix(where, `${own}[${p}]`, each, n, n),
      )
    : [checkRowMatrix(where, own, values as DenseMatrix, n, n)];
  return lookup(context, (period, origin) => {
    const cells = (readers.length === 1 ? readers[0]! : readers[period]!)(origin);
    const name = readers.length === 1 ? own : `${own}[${period}]`;
    return (destination) => scale(cells[destination]!, () => `${name} from ${ids[origin]} to ${ids[destination]}`);
  });
}

export function lookUpPeriods(context: LookupContext, values: ArrayLike<number>): Lookup {
  const { where, own, periods, scale } = context;
  checkList(where, own, values);
  checkLength(where, own, values.length, periods);
  const scaled = Float64Array.from({ length: periods }, (_, p) => scale(values[p]!, () => `${own}[${p}]`));
  return lookup(context, (period) => () => scaled[period]!);
}

/** One list, or one for each period. */
function perPeriod<T>(
  context: LookupContext,
  values: unknown,
  check: (list: unknown, name: string) => T,
): readonly T[] {
  const { own } = context;
  if (Array.isArray(values) && values.length > 0 && typeof values[0] === "object") {
    return checkPeriods(context, values).map((list, p) => check(list, `${own}[${p}]`));
  }
  return [check(values, own)];
}

function checkPeriods<T>({ where, own, periods }: LookupContext, values: readonly T[]): readonly T[] {
  checkLength(where, own, values.length, periods);
  const none = values.findIndex((each) => !(isObject(each) || Array.isArray(each) || ArrayBuffer.isView(each)));
  if (none >= 0) failInWords(where, `${own}[${none}]`, "the values of a period", shown(values[none]));
  return values;
}
