import type { Crosswalk, Locations } from "../types.ts";
import { checkLength, checkNumber, checkSameLocations, fail, isObject } from "./check.ts";
import { checkList, checkLocations, failShape } from "./check-tables.ts";
import { checkSparse } from "./sparse.ts";

const BASES: readonly string[] = ["area", "weight", "points"];

/**
 * Throws unless the crosswalk is well formed: shares between its locations, from 0 to 1, and how much each location has.
 *
 * @param ends - the locations that it must lead from and to, where they are known
 */
export function checkCrosswalk(
  where: string,
  name: string,
  value: Crosswalk,
  ends: { readonly from?: Locations; readonly to?: Locations } = {},
): void {
  if (!isObject(value) || !isObject(value.shares)) failShape(where, name, "a crosswalk", value);
  const { from, to, basis, fromTotal, toTotal, shares } = value;
  checkLocations(where, `${name}.from`, from);
  checkLocations(where, `${name}.to`, to);
  if (ends.from !== undefined) checkSameLocations(where, `${name}.from`, from, ends.from);
  if (ends.to !== undefined) checkSameLocations(where, `${name}.to`, to, ends.to);
  checkSparse(where, `${name}.shares`, shares, from.length, to.length);
  for (let k = 0; k < shares.value.length; k++)
    checkNumber(where, `${name}.shares.value[${k}]`, shares.value[k]!, 0, 1);
  if (!BASES.includes(basis)) fail(where, `${name}.basis`, '"area", "weight" or "points"', basis);
  checkTotals(where, `${name}.fromTotal`, fromTotal, from.length);
  checkTotals(where, `${name}.toTotal`, toTotal, to.length);
}

function checkTotals(where: string, name: string, totals: Float64Array, length: number): void {
  checkList(where, name, totals);
  checkLength(where, name, totals.length, length);
  for (let i = 0; i < length; i++) {
    if (!(Number.isFinite(totals[i]) && totals[i]! >= 0)) checkNumber(where, `${name}[${i}]`, totals[i]!, 0);
  }
}
