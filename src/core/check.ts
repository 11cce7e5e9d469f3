/**
 * Checks of arguments, so that every wrong argument is answered by the same kind of sentence:
 * `where: name must be …, got …`. A wrong argument throws; a bad row of data never does (it is refused, see `records`).
 */

/** Throws a RangeError that says which argument of which function must be what, and what it was. */
export function fail(where: string, name: string, mustBe: string, got: unknown): never {
  failInWords(where, name, mustBe, shown(got));
}

/** As `fail`, with what was got in words and, if there is one, the remedy as the second clause. */
export function failInWords(where: string, name: string, mustBe: string, got: string, remedy: string = ""): never {
  throw new RangeError(`${where}: ${name} must be ${mustBe}, got ${got}${remedy === "" ? "" : ` (${remedy})`}`);
}

/** Throws unless the options are an object in which every name is known: a misspelt option must not go unnoticed. */
export function checkOptions<O extends object>(
  where: string,
  options: O,
  names: readonly (keyof O & string)[],
  name: string = "options",
): void {
  const known = `known: ${names.join(", ")}`;
  if (!isObject(options)) failInWords(where, name, "an object", shown(options), known);
  const unknown = Object.keys(options).find((key) => !(names as readonly string[]).includes(key));
  if (unknown !== undefined) failInWords(where, `the names in ${name}`, "known ones", shown(unknown), known);
}

/** Throws unless the value is a finite number from `min` to `max`; a `min` of Number.MIN_VALUE says above 0. */
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
  if (Number.isInteger(value) && value >= min && value <= max) return;
  const isDate = /day/i.test(name) && typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value);
  const remedy = isDate ? "dayOfDate gives the number of a date" : "";
  failInWords(where, name, `a whole number${range(min, max)}`, shown(value), remedy);
}

/**
 * Throws unless every value is a whole number from 0 to 2³² − 1. A Uint32Array can hold no others and is not read; lists and
 * other arrays may hold text, dates, milliseconds or −1, which 32 bits would turn into something else without a word.
 */
export function checkWholes(where: string, name: string, values: ArrayLike<number>): void {
  if (Object.prototype.toString.call(values) === "[object Uint32Array]") return;
  for (let i = 0; i < values.length; i++) checkInteger(where, `${name}[${i}]`, values[i]!, 0, 0xffff_ffff);
}

/** Throws unless the value is text. */
export function checkText(where: string, name: string, value: string): void {
  if (typeof value !== "string") fail(where, name, "text", value);
}

/** Throws unless two lengths are equal. */
export function checkLength(where: string, name: string, length: number, expected: number): void {
  if (length !== expected) fail(where, name, `of length ${expected}`, length);
}

/** Throws unless two tables number the same locations. */
export function checkSameLocations(where: string, name: string, got: Numbered, expected: Numbered): void {
  if (got.key === expected.key) return;
  failInWords(where, name, `over the same ${described(expected)}`, described(got));
}

interface Numbered {
  readonly kind: string;
  readonly length: number;
  readonly key: string;
}

function described({ kind, length, key }: Numbered): string {
  return `${length} ${kind} (key ${key})`;
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
  if (min === Number.MIN_VALUE) return max === Infinity ? " above 0" : ` above 0 and at most ${max}`;
  if (max === Infinity) return ` of at least ${min}`;
  if (min === -Infinity) return ` of at most ${max}`;
  return ` from ${min} to ${max}`;
}

/** Whether the value is an object with named fields: no list, no function, not null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** A value as the sentences show it: without what stands in it. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return value.name === "" ? "a function" : `the function ${value.name}`;
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return `${value.constructor.name} of ${(value as { length?: number }).length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}
