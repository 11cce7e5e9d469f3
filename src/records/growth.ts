/** Columns that grow: the same values in twice the room. */
export function doubled<A extends Uint8Array | Int32Array | Uint32Array | Float64Array>(column: A): A {
  const longer = new (column.constructor as new (length: number) => A)(2 * column.length);
  longer.set(column);
  return longer;
}
