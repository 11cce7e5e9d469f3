/** Whether two arrays hold the same bytes, NaN and signs of zero included. */
export function sameBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength));
}

/** Whether two tables' columns hold the same bytes. */
export function sameColumns(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(a);
  return (
    names.join() === Object.keys(b).join() &&
    names.every((name) => sameBytes(a[name] as ArrayBufferView, b[name] as ArrayBufferView))
  );
}
