/** A typed array of numbers that can be lengthened. */
export type Growable = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

/** Columns that grow: the same values with room for so many. */
export function grown<A extends Growable>(column: A, room: number): A {
  const longer = new (column.constructor as new (length: number) => A)(room);
  longer.set(column);
  return longer;
}

/** The same values in twice the room. */
export function doubled<A extends Growable>(column: A): A {
  return grown(column, 2 * column.length);
}
