/** Matrices of distances on the sphere and on the ellipsoid, destinations nearest first; geographiclib is the peer. */
import {
  createLocations,
  createRandom,
  ellipsoidal,
  ellipsoidalMeters,
  findDestinations,
  greatCircleMeters,
  measureDistances,
} from "../dist/index.js";
import { measure, ratioLine, report } from "./harness.mjs";
import { geographiclib } from "./peers.mjs";

/** Places over a country of eight by four degrees, or over the globe. */
function placesOver(what, count) {
  const random = createRandom(`distances over ${what}`);
  const globe = what === "the globe";
  const lon = Array.from({ length: count }, () => (globe ? 360 * random() - 180 : 80 + 8 * random()));
  const lat = Array.from({ length: count }, () =>
    globe ? (Math.asin(2 * random() - 1) * 180) / Math.PI : 26 + 4 * random(),
  );
  const ids = lon.map((_, i) => `P${i}`);
  return createLocations("stops", ids, lon, lat);
}

/** The sum of a distance over all pairs, one call each. */
function sumOfPairs({ columns: { lon, lat } }, distanceOf) {
  let sum = 0;
  for (let i = 0; i < lon.length; i++) {
    for (let j = i + 1; j < lon.length; j++) sum += distanceOf(lon[i], lat[i], lon[j], lat[j]);
  }
  return sum;
}

const peer = await geographiclib();
const count = 2_000;
const pairs = (count * (count - 1)) / 2;
for (const what of ["a country", "the globe"]) {
  const places = placesOver(what, count);
  const jobs = [
    { name: "greatCircleMeters, pair by pair", run: () => `${sumOfPairs(places, greatCircleMeters).toFixed(3)} m` },
    { name: "measureDistances, great circle", run: () => measureDistances(places).value.length },
    { name: "ellipsoidalMeters, pair by pair", run: () => `${sumOfPairs(places, ellipsoidalMeters).toFixed(3)} m` },
    {
      name: "measureDistances, ellipsoidal",
      run: () => measureDistances(places, { distance: ellipsoidal() }).value.length,
    },
  ];
  if (peer !== null) {
    jobs.push({ name: "geographiclib-geodesic, pair by pair", run: () => `${sumOfPairs(places, peer).toFixed(3)} m` });
  }
  const results = await measure(jobs, 3);
  const notes = results.map(({ name, median }) => `${name}: ${Math.round((1e6 * median) / pairs)} ns per pair`);
  if (peer !== null) {
    let most = 0;
    sumOfPairs(places, (...pair) => {
      most = Math.max(most, Math.abs(ellipsoidalMeters(...pair) - peer(...pair)));
      return 0;
    });
    notes.push(`largest difference from geographiclib over all pairs: ${(most * 1e9).toFixed(1)} nm`);
    notes.push(ratioLine(results, "ellipsoidalMeters, pair by pair", "geographiclib-geodesic, pair by pair", 1));
  }
  let least = Infinity;
  let greatest = 0;
  sumOfPairs(places, (...pair) => {
    const ratio = greatCircleMeters(...pair) / ellipsoidalMeters(...pair);
    least = Math.min(least, ratio);
    greatest = Math.max(greatest, ratio);
    return 0;
  });
  notes.push(
    `the great circle is ${(100 * (1 - least)).toFixed(2)} % shorter to ${(100 * (greatest - 1)).toFixed(2)} % longer`,
  );
  report(`Distances over ${what}`, pairs, results, {
    floor: "measureDistances, great circle",
    unit: `pairs of ${count.toLocaleString("en-US")} places`,
    notes: [...notes, ratioLine(results, "measureDistances, great circle", "greatCircleMeters, pair by pair")],
  });
}

for (const destinations of [2_000, 50_000]) {
  const places = placesOver("a country", destinations);
  const results = await measure(
    [
      {
        name: "findDestinations, great circle, 20 origins",
        run: () => {
          let last = 0;
          for (let origin = 0; origin < 20; origin++) last += findDestinations(places, origin).location[0];
          return last;
        },
      },
      {
        name: "findDestinations, ellipsoidal, 20 origins",
        run: () => {
          let last = 0;
          const distance = ellipsoidal();
          for (let origin = 0; origin < 20; origin++)
            last += findDestinations(places, origin, { distance }).location[0];
          return last;
        },
      },
    ],
    3,
  );
  report("Destinations nearest first", 20 * destinations, results, {
    floor: "findDestinations, great circle, 20 origins",
    unit: "destinations",
  });
}
