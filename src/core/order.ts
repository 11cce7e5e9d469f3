/** So many values are put in order by insertion, which costs less than a call of the engine's sort. */
const INSERTION_VALUES = 32;

/** Puts the first `count` values in ascending order. */
export function sortFirst(values: Uint32Array, count: number): void {
  if (count > INSERTION_VALUES) {
    values.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i++) {
    const value = values[i]!;
    let j = i - 1;
    while (j >= 0 && values[j]! > value) {
      values[j + 1] = values[j]!;
      j--;
    }
    values[j + 1] = value;
  }
}
