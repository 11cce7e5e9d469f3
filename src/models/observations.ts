import { checkLength, fail } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";

/** Throws unless there is a mass of at least 0 for every location. */
export function checkMasses(where: string, name: string, masses: ArrayLike<number>, locations: number): void {
  checkList(where, name, masses);
  checkLength(where, name, masses.length, locations);
  for (let l = 0; l < locations; l++) {
    if (!(masses[l]! >= 0 && masses[l]! < Infinity)) {
      fail(where, `${name}[${l}]`, "a finite number of at least 0", masses[l]);
    }
  }
}
