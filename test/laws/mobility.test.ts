import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { rowsOf } from "../../src/core/table.ts";
import { countTransitions } from "../../src/flows/transitions.ts";
import { buildArrivals } from "../../src/metrics/arrivals.ts";
import { meanOfDegrees, sphericalMean } from "../../src/metrics/centre-of-mass.ts";
import { distanceFromHome } from "../../src/metrics/distance-from-home.ts";
import { jumpLengths } from "../../src/metrics/jump-lengths.ts";
import { kRadiusOfGyration } from "../../src/metrics/k-radius-of-gyration.ts";
import { locationEntropy } from "../../src/metrics/location-entropy.ts";
import { locationFrequency, rankFrequency } from "../../src/metrics/location-frequency.ts";
import { maximumDistance } from "../../src/metrics/maximum-distance.ts";
import { mobilityNetwork } from "../../src/metrics/mobility-network.ts";
import { numberOfLocations } from "../../src/metrics/number-of-locations.ts";
import { byFrequency, byRecency } from "../../src/metrics/place-ranks.ts";
import { byDwell } from "../../src/metrics/place-weights.ts";
import { maximumPredictability } from "../../src/metrics/predictability.ts";
import { radiusOfGyration } from "../../src/metrics/radius-of-gyration.ts";
import { randomEntropy } from "../../src/metrics/random-entropy.ts";
import { realEntropy } from "../../src/metrics/real-entropy.ts";
import { meanSquareDisplacement } from "../../src/metrics/square-displacement.ts";
import { straightLineDistance } from "../../src/metrics/travel-distance.ts";
import { uncorrelatedEntropy } from "../../src/metrics/uncorrelated-entropy.ts";
import { visitsPerLocation } from "../../src/metrics/visits-per-location.ts";
import { visitsPerDay, visitsPerHour } from "../../src/metrics/visits-per-time.ts";
import { waitingTimes } from "../../src/metrics/waiting-times.ts";
import { mostEvents } from "../../src/places/criteria-events.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { type DistanceMeasure, ellipsoidal, greatCircle } from "../../src/space/distance-measures.ts";
import type { Locations, Sequences, Stays, Traces, UserTable } from "../../src/types.ts";
import {
  fanoOf,
  pointsOf,
  slowByFrequency,
  slowByRecency,
  slowEntropy,
  slowMaximumDistance,
  slowMeanOfDegrees,
  slowNetwork,
  slowRadiusOfGyration,
  slowRealEntropy,
  slowSphericalMean,
} from "../slow/mobility.ts";
import { partOf, rowsByUser, tracesOf } from "../slow/sequences.ts";

const USERS = ["u1", "u2", "u3", "u4"];
const PLACES = 6;
const RADIUS = 6_371_008.8;
const clock = createClock({ timeZone: "Asia/Kathmandu" });

/** u4 never has an event. */
const events = fc.array(
  fc.tuple(
    fc.constantFrom("u1", "u2", "u3"),
    fc.integer({ min: 0, max: 300_000 }),
    fc.integer({ min: 0, max: PLACES - 1 }),
  ),
  { maxLength: 90, size: "max" },
);
/** Six places within a few hundred kilometres of a point anywhere, or within a few metres. */
const locations = fc
  .tuple(
    fc.double({ min: -179, max: 179, noNaN: true }),
    fc.double({ min: -80, max: 80, noNaN: true }),
    fc.constantFrom(3, 0.3, 1e-4),
    fc.array(fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })), {
      minLength: PLACES,
      maxLength: PLACES,
    }),
  )
  .map(([lon, lat, degrees, offsets]) =>
    locationsAt(
      offsets.map(([x]) => wrapped(lon + x * degrees)),
      offsets.map(([, y]) => lat + y * degrees),
    ),
  );
const world = fc.tuple(events, locations).map(([rows, places]) => tracesOf(rows, places, USERS));

function wrapped(lon: number): number {
  return lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon;
}

function locationsAt(lon: readonly number[], lat: readonly number[]): Locations {
  return createLocations(
    "antennas",
    lon.map((_, l) => `L${l}`),
    lon,
    lat,
  );
}

function placesOfUser(traces: Traces, u: number): number[] {
  return [...traces.columns.location.subarray(traces.offsets[u], traces.offsets[u + 1])];
}

/** Stays in a row, one from each event to the next. */
function staysOf(traces: Traces): Stays {
  const { time, location } = traces.columns;
  const end = Uint32Array.from(time, (at, i) => (traces.offsets.includes(i + 1) ? at + 60 : time[i + 1]!));
  return { ...traces, columns: { start: time, end, location, events: new Uint32Array(traces.length) } };
}

function expectClose(got: number, expected: number, absolute: number, relative = 1e-9): void {
  if (Number.isNaN(expected)) expect(got).toBeNaN();
  else expect(Math.abs(got - expected), `${got} ${expected}`).toBeLessThanOrEqual(absolute + relative * expected);
}

function expectAllClose(got: ArrayLike<number>, expected: ArrayLike<number>, absolute: number): void {
  expect(got.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expectClose(got[i]!, expected[i]!, absolute);
}

function check<T>(property: fc.IPropertyWithHooks<T>, numRuns = 200): void {
  fc.assert(property, { seed: 42, numRuns });
}

/** Every measure with a row, or several, for each user. */
const PER_USER: Readonly<Record<string, (traces: Traces) => UserTable | Sequences>> = {
  buildArrivals,
  radiusOfGyration,
  "radiusOfGyration by dwell": (traces) => radiusOfGyration(staysOf(traces), { weight: byDwell() }),
  "radiusOfGyration on the ellipsoid": (traces) =>
    radiusOfGyration(traces, { centre: meanOfDegrees(), distance: ellipsoidal() }),
  kRadiusOfGyration: (traces) => kRadiusOfGyration(traces, { k: 2 }),
  "kRadiusOfGyration by recency": (traces) => kRadiusOfGyration(traces, { k: 2, rank: byRecency() }),
  numberOfLocations,
  randomEntropy: (traces) => randomEntropy(traces, { base: 2 }),
  uncorrelatedEntropy: (traces) => uncorrelatedEntropy(traces, { base: 2 }),
  "uncorrelatedEntropy by dwell": (traces) => uncorrelatedEntropy(staysOf(traces), { base: 2, weight: byDwell() }),
  realEntropy: (traces) => realEntropy(traces, { base: 2 }),
  maximumPredictability: (traces) => maximumPredictability(realEntropy(traces, { base: 2 })),
  jumpLengths,
  "jumpLengths on the ellipsoid": (traces) => jumpLengths(traces, { distance: ellipsoidal() }),
  waitingTimes,
  straightLineDistance,
  maximumDistance,
  distanceFromHome: (traces) => distanceFromHome(traces, detectHomes(traces, { criterion: mostEvents() })),
  locationFrequency,
  "locationFrequency by recency": (traces) => locationFrequency(traces, { rank: byRecency() }),
  mobilityNetwork,
};

function rowsOfUsers(table: UserTable | Sequences): Record<string, unknown> {
  if ("offsets" in table) return rowsByUser(table);
  const rows = rowsOf(table);
  return Object.fromEntries(table.users.map((user, u) => [user, rows[u]]));
}

describe("partitions of the users", () => {
  for (const [name, measure] of Object.entries(PER_USER)) {
    it(`${name}: the rows of each user are the same in every part, and the input is left as it was`, () => {
      check(
        fc.property(world, fc.subarray(USERS), (traces, chosen) => {
          const before = structuredClone(traces.columns);
          const whole = rowsOfUsers(measure(traces));
          expect(rowsOfUsers(measure(partOf(traces, chosen)))).toEqual(
            Object.fromEntries(chosen.map((user) => [user, whole[user]])),
          );
          expect(traces.columns).toEqual(before);
        }),
        60,
      );
    });
  }

  it("counts by location, time and stretch add up", () => {
    check(
      fc.property(world, fc.subarray(USERS), (traces, chosen) => {
        const others = USERS.filter((user) => !chosen.includes(user));
        const parts = [partOf(traces, chosen), partOf(traces, others)];
        const sum = (count: (part: Traces) => ArrayLike<number>): number[] => {
          const [a, b] = parts.map(count);
          return Array.from(a!, (n, i) => n + b![i]!);
        };
        for (const name of ["visits", "people"] as const) {
          const count = (part: Traces): Uint32Array => visitsPerLocation(part).columns[name];
          expect([...count(traces)]).toEqual(sum(count));
        }
        for (const name of ["rows", "people"] as const) {
          const count = (part: Traces): Uint32Array => locationEntropy(part, { base: 2 }).columns[name];
          expect([...count(traces)]).toEqual(sum(count));
        }
        for (const name of ["people", "observed"] as const) {
          const count = (part: Traces): Uint32Array =>
            meanSquareDisplacement(part, { afterSeconds: [0, 3600, 90_000] }).columns[name];
          expect([...count(traces)]).toEqual(sum(count));
        }
        for (const measure of [visitsPerDay, visitsPerHour]) {
          const perSlot = (part: Traces): Map<string, [number, number]> =>
            new Map(
              rowsOf(measure(part, { clock })).map((row) => [
                `${row.day} ${"hour" in row ? row.hour : ""}`,
                [row.visits, row.people],
              ]),
            );
          const [a, b] = parts.map(perSlot);
          for (const [slot, [visits, people]] of perSlot(traces)) {
            expect(visits).toBe((a!.get(slot)?.[0] ?? 0) + (b!.get(slot)?.[0] ?? 0));
            expect(people).toBe((a!.get(slot)?.[1] ?? 0) + (b!.get(slot)?.[1] ?? 0));
          }
        }
      }),
      60,
    );
  });
});

/** The measures that say where, by number of the location, are left out. */
const UNNUMBERED = Object.entries(PER_USER).filter(
  ([name]) => !/^(buildArrivals|locationFrequency|mobilityNetwork|distanceFromHome)/.test(name),
);

describe("other numbers for the same places", () => {
  it("change no measure", () => {
    const order = fc.shuffledSubarray([...Array(PLACES).keys()], { minLength: PLACES, maxLength: PLACES });
    check(
      fc.property(world, order, (traces, numbers) => {
        const { lon, lat } = traces.locations.columns;
        const relabelled = {
          ...traces,
          locations: locationsAt(
            numbers.map((_, l) => lon[numbers.indexOf(l)]!),
            numbers.map((_, l) => lat[numbers.indexOf(l)]!),
          ),
          columns: { ...traces.columns, location: traces.columns.location.map((l) => numbers[l]!) },
        };
        for (const [name, measure] of UNNUMBERED) {
          expect(rowsOfUsers(measure(relabelled)), name).toEqual(rowsOfUsers(measure(traces)));
        }
      }),
      60,
    );
  });
});

describe("on the globe", () => {
  /** Turns the globe about its axis, and then about another one, so that places come to the poles and the 180th meridian. */
  const turned = (places: Locations, about: number, tilt: number): Locations => {
    const radians = Math.PI / 180;
    const points = pointsOf(places).map(([lon, lat]) => {
      const [a, b, t] = [(lon + about) * radians, lat * radians, tilt * radians];
      const [x, y, z] = [Math.cos(b) * Math.cos(a), Math.cos(b) * Math.sin(a), Math.sin(b)];
      const [u, w] = [x * Math.cos(t) - z * Math.sin(t), x * Math.sin(t) + z * Math.cos(t)];
      return [Math.atan2(y, u) / radians, Math.atan2(w, Math.hypot(u, y)) / radians] as const;
    });
    return locationsAt(
      points.map(([lon]) => lon),
      points.map(([, lat]) => lat),
    );
  };

  it("turning the globe changes no length, with the spherical mean", () => {
    const angle = fc.double({ min: -180, max: 180, noNaN: true });
    check(
      fc.property(world, angle, angle, (traces, about, tilt) => {
        const moved = { ...traces, locations: turned(traces.locations, about, tilt) };
        const lengths = (each: Traces): number[] => [
          ...radiusOfGyration(each).columns.radiusMeters,
          ...kRadiusOfGyration(each, { k: 3 }).columns.radiusMeters,
          ...maximumDistance(each).columns.meters,
          ...straightLineDistance(each).columns.totalMeters,
          ...jumpLengths(each).columns.meters,
        ];
        // Degrees of places turned and back are good to some nanometres, and a way may have ninety pieces.
        expectAllClose(lengths(moved), lengths(traces), 1e-6);
      }),
    );
  });

  it("lengths scale with the radius, all but those on the ellipsoid", () => {
    check(
      fc.property(world, fc.double({ min: 0.1, max: 10, noNaN: true }), (traces, factor) => {
        const lengths = (distance: DistanceMeasure): number[] => [
          ...radiusOfGyration(traces, { distance }).columns.radiusMeters,
          ...maximumDistance(traces, { distance }).columns.meters,
          ...straightLineDistance(traces, { distance }).columns.totalMeters,
        ];
        const scaled = lengths(greatCircle()).map((length) => factor * length);
        expectAllClose(lengths(greatCircle({ radiusMeters: factor * RADIUS })), scaled, 1e-9);
      }),
      100,
    );
  });

  it("unit vectors give what the measure itself gives", () => {
    check(
      fc.property(world, (traces) => {
        const { name, among } = greatCircle();
        const lengths = (distance: DistanceMeasure): number[] => {
          const homes = detectHomes(traces, { criterion: mostEvents() });
          return [
            ...radiusOfGyration(traces, { distance }).columns.radiusMeters,
            ...radiusOfGyration(traces, { distance, centre: meanOfDegrees() }).columns.radiusMeters,
            ...maximumDistance(traces, { distance }).columns.meters,
            ...jumpLengths(traces, { distance }).columns.meters,
            ...distanceFromHome(traces, homes, { distance }).columns.meanMeters,
            ...meanSquareDisplacement(traces, { distance, afterSeconds: [7200] }).columns.meanM2.map(Math.sqrt),
          ];
        };
        expectAllClose(lengths(greatCircle()), lengths({ name, among }), 1e-7);
      }),
    );
  });

  it("a radius of gyration is that of the plain form, row by row", () => {
    check(
      fc.property(world, (traces) => {
        const points = pointsOf(traces.locations);
        const mean = radiusOfGyration(traces, { centre: meanOfDegrees() }).columns;
        const sphere = radiusOfGyration(traces, { centre: sphericalMean() }).columns;
        const dwell = radiusOfGyration(staysOf(traces), { weight: byDwell() }).columns;
        traces.users.forEach((_, u) => {
          const own = placesOfUser(traces, u).map((l) => points[l]!);
          const ones = own.map(() => 1);
          if (own.length === 0) {
            expect([mean.radiusMeters[u], sphere.radiusMeters[u], dwell.centreLon[u]]).toEqual([NaN, NaN, NaN]);
            return;
          }
          expectClose(mean.radiusMeters[u]!, slowRadiusOfGyration(own, ones, slowMeanOfDegrees, RADIUS), 1e-6);
          expectClose(sphere.radiusMeters[u]!, slowRadiusOfGyration(own, ones, slowSphericalMean, RADIUS), 1e-6);
          const { start, end } = staysOf(traces).columns;
          const seconds = own.map((_, k) => end[traces.offsets[u]! + k]! - start[traces.offsets[u]! + k]!);
          expectClose(dwell.radiusMeters[u]!, slowRadiusOfGyration(own, seconds, slowSphericalMean, RADIUS), 1e-6);
        });
      }),
    );
  });

  it("the farthest two places are those of all pairs, also all around the globe", () => {
    const anywhere = fc
      .array(fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true })), {
        minLength: PLACES,
        maxLength: PLACES,
      })
      .map((points) =>
        locationsAt(
          points.map(([lon]) => lon),
          points.map(([, lat]) => lat),
        ),
      );
    check(
      fc.property(events, fc.oneof(locations, anywhere), (rows, places) => {
        const traces = tracesOf(rows, places, USERS);
        const points = pointsOf(places);
        const { meters } = maximumDistance(traces).columns;
        traces.users.forEach((_, u) => {
          const own = placesOfUser(traces, u).map((l) => points[l]!);
          if (own.length === 0) expect(meters[u]).toBeNaN();
          // Near the antipode an arcsine has half the digits.
          else expectClose(meters[u]!, slowMaximumDistance(own, RADIUS), 1);
          if (new Set(own).size > 1 && meters[u]! < 1.9e7)
            expectClose(meters[u]!, slowMaximumDistance(own, RADIUS), 1e-6);
        });
      }),
    );
  });
});

describe("bounds", () => {
  it("uncorrelated ≤ random entropy; radius and longest jump ≤ maximum distance ≤ twice the farthest from anywhere", () => {
    check(
      fc.property(world, (traces) => {
        const random = randomEntropy(traces, { base: 2 }).columns.entropy;
        const { entropy, evenness } = uncorrelatedEntropy(traces, { base: 2 }).columns;
        const radius = radiusOfGyration(traces).columns.radiusMeters;
        const widest = maximumDistance(traces).columns.meters;
        const { totalMeters, longestMeters } = straightLineDistance(traces).columns;
        const home = distanceFromHome(traces, detectHomes(traces, { criterion: mostEvents() })).columns;
        traces.users.forEach((_, u) => {
          if (traces.offsets[u] === traces.offsets[u + 1]) return;
          expect(entropy[u]).toBeLessThanOrEqual(random[u]! + 1e-12);
          if (random[u]! > 0) expect(evenness[u]! >= 0 && evenness[u]! <= 1).toBe(true);
          expect(radius[u]).toBeLessThanOrEqual(widest[u]! + 1e-6);
          expect(home.meanMeters[u]).toBeLessThanOrEqual(home.maximumMeters[u]! + 1e-6);
          expect(home.maximumMeters[u]).toBeLessThanOrEqual(widest[u]! + 1e-6);
          expect(widest[u]).toBeLessThanOrEqual(2 * home.maximumMeters[u]! + 1e-6);
          if (Number.isNaN(longestMeters[u]!)) return;
          expect(longestMeters[u]).toBeLessThanOrEqual(widest[u]! + 1e-6);
          expect(longestMeters[u]).toBeLessThanOrEqual(totalMeters[u]! + 1e-6);
          expect(widest[u]).toBeLessThanOrEqual(totalMeters[u]! + 1e-6);
        });
      }),
    );
  });

  it("the k-radius of one place is 0, and that of all places the radius of gyration", () => {
    check(
      fc.property(world, (traces) => {
        const all = radiusOfGyration(traces).columns.radiusMeters;
        const one = kRadiusOfGyration(traces, { k: 1 }).columns;
        for (const rank of [byFrequency(), byRecency()]) {
          const k = kRadiusOfGyration(traces, { k: PLACES, rank }).columns;
          expectAllClose(k.radiusMeters, all, 1e-7);
          expect([...k.tied]).toEqual(USERS.map(() => 0));
        }
        expect([...one.radiusMeters]).toEqual(Array.from(one.places, (n) => (n === 0 ? NaN : 0)));
      }),
      100,
    );
  });
});

describe("entropies", () => {
  const sequence = fc.integer({ min: 1, max: 5 }).chain((places) =>
    fc.oneof(
      fc.array(fc.integer({ min: 0, max: places - 1 }), { maxLength: 60, size: "max" }),
      // The same again and again, with some places changed.
      fc
        .tuple(
          fc.array(fc.integer({ min: 0, max: places - 1 }), { minLength: 1, maxLength: 9 }),
          fc.integer({ min: 1, max: 120 }),
          fc.array(fc.tuple(fc.nat(119), fc.integer({ min: 0, max: places - 1 })), { maxLength: 3 }),
        )
        .map(([cycle, length, changes]) => {
          const places = Array.from({ length }, (_, i) => cycle[i % cycle.length]!);
          for (const [at, place] of changes) if (at < length) places[at] = place;
          return places;
        }),
    ),
  );
  const traceOf = (sequences: readonly (readonly number[])[]): Traces =>
    tracesOf(
      sequences.flatMap((places, u) => places.map((l, i) => [`u${u}`, i, l] as const)),
      locationsAt([1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0]),
      sequences.map((_, u) => `u${u}`),
    );

  it("the real entropy is that of the form that looks for every run in all rows before it", () => {
    check(
      fc.property(fc.array(sequence, { maxLength: 4 }), fc.constantFrom(2, Math.E, 10), (sequences, base) => {
        const { entropy } = realEntropy(traceOf(sequences), { base }).columns;
        sequences.forEach((places, u) => {
          if (places.length === 0) expect(entropy[u]).toBeNaN();
          else expectClose(entropy[u]!, slowRealEntropy(places, base), 1e-12);
        });
      }),
      400,
    );
  });

  it("the uncorrelated entropy is −Σ p log p, in any base and order of the rows", () => {
    check(
      fc.property(sequence, fc.constantFrom(2, Math.E, 10), (places, base) => {
        const [there, back] = [places, [...places].reverse()].map(
          (rows) => uncorrelatedEntropy(traceOf([rows]), { base }).columns.entropy[0]!,
        );
        const weights = slowByFrequency(places).map(([, rows]) => rows);
        if (places.length === 0) expect(there).toBeNaN();
        else expectClose(there!, slowEntropy(weights, base), 1e-12);
        if (places.length > 0) expectClose(back!, there!, 1e-12);
        // Every event twice is the same distribution.
        const twice = uncorrelatedEntropy(traceOf([places.flatMap((l) => [l, l])]), { base }).columns.entropy[0]!;
        if (places.length > 0) expectClose(twice, there!, 1e-12);
      }),
    );
  });

  it("the predictability solves Fano's equation, in every base the same, and falls with the entropy", () => {
    const case_ = fc.tuple(fc.integer({ min: 2, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }));
    check(
      fc.property(case_, fc.constantFrom(2, Math.E, 10), ([places, share], base) => {
        const limit = (part: number): number => {
          const entropy = Float64Array.of((part * Math.log(places)) / Math.log(base));
          const columns = { rows: Uint32Array.of(9), places: Uint32Array.of(places), entropy };
          return maximumPredictability({ users: ["a"], length: 1, base, columns }).columns.predictability[0]!;
        };
        const p = limit(share);
        expect(p >= 1 / places - 1e-12 && p <= 1).toBe(true);
        expectClose(fanoOf(p, places), share * Math.log(places), 1e-12, 1e-12);
        expect(limit(share / 2)).toBeGreaterThanOrEqual(p);
      }),
      400,
    );
  });

  it("the entropies of locations are those of their users", () => {
    check(
      fc.property(world, fc.constantFrom(2, Math.E), (traces, base) => {
        const { people, randomEntropy: most, entropy, rows } = locationEntropy(traces, { base }).columns;
        for (let l = 0; l < PLACES; l++) {
          const weights = traces.users
            .map((_, u) => placesOfUser(traces, u).filter((place) => place === l).length)
            .filter((n) => n > 0);
          expect(people[l]).toBe(weights.length);
          expect(rows[l]).toBe(weights.reduce((sum, n) => sum + n, 0));
          if (weights.length === 0) expect([most[l], entropy[l]]).toEqual([NaN, NaN]);
          else {
            expectClose(entropy[l]!, slowEntropy(weights, base), 1e-12);
            expectClose(most[l]!, Math.log(weights.length) / Math.log(base), 1e-12);
          }
        }
      }),
    );
  });
});

describe("ranks and networks", () => {
  it("ranks are those of the plain form, and their shares add up to 1", () => {
    check(
      fc.property(world, (traces) => {
        for (const [rank, slow] of [
          [byFrequency(), slowByFrequency],
          [byRecency(), slowByRecency],
        ] as const) {
          const table = rowsByUser(locationFrequency(traces, { rank }));
          traces.users.forEach((user, u) => {
            const places = placesOfUser(traces, u);
            const expected = slow(places);
            const tied = (k: number): boolean =>
              slow === slowByFrequency && [k - 1, k + 1].some((other) => expected[other]?.[1] === expected[k]![1]);
            expect(table[user]).toEqual(
              expected.map(([location, rows], k) => ({
                rank: k + 1,
                location,
                rows,
                share: rows / places.length,
                tied: tied(k) ? 1 : 0,
              })),
            );
          });
        }
        const { rank, people, meanShare } = rankFrequency(locationFrequency(traces)).columns;
        const all = traces.users.map((_, u) => slowByFrequency(placesOfUser(traces, u)));
        expect([...rank]).toEqual(meanShare.length === 0 ? [] : [...Array(meanShare.length).keys()].map((k) => k + 1));
        people.forEach((n, k) => {
          const shares = all
            .filter((own) => own.length > k)
            .map((own) => own[k]![1] / own.reduce((sum, [, rows]) => sum + rows, 0));
          expect(n).toBe(shares.length);
          expectClose(meanShare[k]!, shares.reduce((sum, share) => sum + share, 0) / shares.length, 1e-12);
        });
      }),
    );
  });

  it("edges are those of the plain form, and the trips of all users the transitions of the population", () => {
    check(
      fc.property(world, (traces) => {
        for (const selfLoops of ["drop", "keep"] as const) {
          const network = rowsByUser(mobilityNetwork(traces, { selfLoops }));
          traces.users.forEach((user, u) => {
            expect(network[user]).toEqual(
              slowNetwork(placesOfUser(traces, u), selfLoops === "keep").map(([origin, destination, trips]) => ({
                origin,
                destination,
                trips,
              })),
            );
          });
        }
        const { trips } = mobilityNetwork(traces).columns;
        const flows = countTransitions(traces);
        expect(trips.reduce((sum, n) => sum + n, 0)).toBe(flows.value.reduce((sum, n) => sum + n, 0));
      }),
    );
  });
});

describe("arrivals", () => {
  it("no place comes twice in a row, nothing changes the second time, and the way is as long", () => {
    check(
      fc.property(world, (traces) => {
        const arrivals = buildArrivals(traces);
        expect(buildArrivals(arrivals)).toEqual(arrivals);
        traces.users.forEach((_, u) => {
          const places = placesOfUser(arrivals, u);
          expect(places.every((place, i) => i === 0 || place !== places[i - 1])).toBe(true);
          expect(places).toEqual(placesOfUser(traces, u).filter((place, i, all) => i === 0 || place !== all[i - 1]));
        });
        const { totalMeters } = straightLineDistance(traces).columns;
        expectAllClose(straightLineDistance(arrivals).columns.totalMeters, totalMeters, 1e-9);
        expect(mobilityNetwork(arrivals)).toEqual(mobilityNetwork(traces));
      }),
    );
  });

  it("waiting times of a user add up to the time between the first and the last event", () => {
    check(
      fc.property(world, (traces) => {
        const times = waitingTimes(traces);
        const arrivals = buildArrivals(traces);
        const stays = waitingTimes(arrivals);
        traces.users.forEach((_, u) => {
          const sum = (table: typeof times): number =>
            table.columns.seconds.slice(table.offsets[u], table.offsets[u + 1]).reduce((a, b) => a + b, 0);
          const span = ({ offsets, columns: { time } }: Traces): number =>
            offsets[u] === offsets[u + 1] ? 0 : time[offsets[u + 1]! - 1]! - time[offsets[u]!]!;
          expect(sum(times)).toBe(span(traces));
          expect(sum(stays)).toBe(span(arrivals));
        });
      }),
    );
  });
});
