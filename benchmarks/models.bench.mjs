/** Gravity and radiation between n places, and how alike two matrices are; a plain pass over n² exponentials is the floor. */
import {
  countOutflows,
  createLocations,
  createRandom,
  finiteSystem,
  fitGravity,
  frobeniusSimilarity,
  measureDistances,
  originConstrained,
  powerLaw,
  predictGravity,
  predictRadiation,
  sparseFromDense,
} from "../dist/index.js";
import { measure, report } from "./harness.mjs";

for (const places of [200, 1000]) {
  const random = createRandom(`models ${places}`);
  const rows = Array.from({ length: places }, (_, i) => i);
  const locations = createLocations(
    "zones",
    rows.map((i) => `Z${i}`),
    rows.map(() => 10 * random()),
    rows.map(() => 40 + 10 * random()),
  );
  const mass = rows.map(() => Math.exp(3 * random()) * 1000);
  const distances = measureDistances(locations);
  const cells = new Float64Array(places * places);
  for (let i = 0; i < places; i++) {
    for (let j = 0; j < places; j++) {
      if (i === j) continue;
      const expected = (2e4 * mass[i] * mass[j] ** 0.8) / distances.value[i * places + j] ** 1.9;
      cells[i * places + j] = Math.floor(expected + random());
    }
  }
  const flows = { locations, ...sparseFromDense(places, places, cells) };
  const setting = { destinationMass: mass, distances, deterrence: powerLaw() };
  const fit = fitGravity(flows, { ...setting, constraint: originConstrained() });
  const results = await measure(
    [
      {
        name: "streaming pass",
        run: () => {
          let sum = 0;
          for (let i = 0; i < distances.value.length; i++) sum += Math.exp(-distances.value[i] / 1e5);
          return sum.toFixed(1);
        },
      },
      { name: "measureDistances", run: () => measureDistances(locations).value.length },
      {
        name: "fitGravity, origin constrained",
        run: () => {
          const { coefficients, iterations } = fitGravity(flows, { ...setting, constraint: originConstrained() });
          return `${coefficients.destinationMass.toFixed(4)} and ${coefficients.deterrence.toFixed(4)} of 0.8 and -1.9, ${iterations} iterations`;
        },
      },
      {
        name: "predictGravity",
        run: () => `similarity ${frobeniusSimilarity(flows, predictGravity(fit, setting)).toFixed(6)}`,
      },
      {
        name: "predictRadiation",
        run: () =>
          `similarity ${frobeniusSimilarity(flows, predictRadiation({ mass, distances, outflows: countOutflows(flows), normalisation: finiteSystem() })).toFixed(6)}`,
      },
      { name: "frobeniusSimilarity", run: () => frobeniusSimilarity(flows, flows) },
    ],
    3,
  );
  report("Models", places * (places - 1), results, { unit: "pairs" });
}
