/**
 * Checks of arguments, so that every wrong argument is answered by the same kind of sentence:
 * `where: name must be …, got …`. A wrong argument throws; a bad row of data never does (it is refused, see `records`).
 */

/** Throws a RangeError that says which argument of which function must be what, and what it was. */
export function fail(where: string, name: string, mustBe: string, got: unknown): never {
  throw new RangeError(`${where}: ${name} must be ${mustBe}, got ${shown(got)}`);
}

/** Throws unless the value is a finite number from `min` to `max`. */
export function checkNumber(
  where: string,
  name: string,
  value: number,
  min: number = -Infinity,
  max: number = Infinity,
): void {
  if (typeof value !== "number" || !Number.isFinite(value) || value < min || value > max) {
    fail(where, name, `a finite number${range(min, max)}`, value);
  }
}

/** Throws unless the value is a whole number from `min` to `max`. */
export function checkInteger(
  where: string,
  name: string,
  value: number,
  min: number = -Infinity,
  max: number = Infinity,
): void {
  if (!Number.isInteger(value) || value < min || value > max)
    fail(where, name, `a whole number${range(min, max)}`, value);
}

/** Throws unless two lengths are equal. */
export function checkLength(where: string, name: string, length: number, expected: number): void {
  if (length !== expected) fail(where, name, `of length ${expected}`, length);
}

/** Throws unless two tables number the same locations. */
export function checkSameLocations(where: string, name: string, got: { key: string }, expected: { key: string }): void {
  if (got.key !== expected.key) {
    fail(where, name, `over the locations with key ${expected.key}`, got.key);
  }
}

/** Throws unless the offsets start at 0, never fall and end at `length`: one row range per user. */
export function checkOffsets(where: string, name: string, offsets: Uint32Array, owners: number, length: number): void {
  checkLength(where, name, offsets.length, owners + 1);
  if (offsets[0] !== 0) fail(where, `${name}[0]`, "0", offsets[0]);
  for (let u = 0; u < owners; u++) {
    if (offsets[u + 1]! < offsets[u]!) fail(where, `${name}[${u + 1}]`, `at least ${offsets[u]}`, offsets[u + 1]);
  }
  if (offsets[owners] !== length) fail(where, `${name}[${owners}]`, `${length}`, offsets[owners]);
}

function range(min: number, max: number): string {
  if (min === -Infinity && max === Infinity) return "";
  if (max === Infinity) return ` of at least ${min}`;
  if (min === -Infinity) return ` of at most ${max}`;
  return ` from ${min} to ${max}`;
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return `${value.constructor.name} of ${(value as { length?: number }).length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}
