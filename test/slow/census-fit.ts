/** Plain forms of the comparison with a census. */

/** The angle by the arccosine of the definition, in degrees. */
export function slowAngle(x: readonly number[], y: readonly number[]): number {
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  return (Math.acos(Math.min(1, dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y)))) * 180) / Math.PI;
}

/** The correlation from sums over all pairs of zones: Σ (xi − xj)(yi − yj) over the roots of the same of x and of y. */
export function slowCorrelation(x: readonly number[], y: readonly number[]): number {
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < x.length; j++) {
      xy += (x[i]! - x[j]!) * (y[i]! - y[j]!);
      xx += (x[i]! - x[j]!) ** 2;
      yy += (y[i]! - y[j]!) ** 2;
    }
  }
  return xy / Math.sqrt(xx * yy);
}

/** One more than the number of lower values, plus half of the number of other equal ones. */
export function slowRanks(x: readonly number[]): number[] {
  return x.map(
    (value) => 1 + x.filter((other) => other < value).length + (x.filter((other) => other === value).length - 1) / 2,
  );
}
