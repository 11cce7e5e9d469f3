import { describe, expect, it } from "vitest";
import * as sojourn from "../../src/index.ts";

const { createLocations, distancesFromCentre } = sojourn;
const group = "a";
const counts = (...people: number[]): sojourn.AreaCounts => ({ labels: ["a", "b"], count: Float64Array.from(people) });
const towns = createLocations("stops", ["A", "B", "C"], [85.3, 85.4, 85.9], [27.7, 27.6, 27.7]);

describe("the centre", () => {
  const metres = (lon: number, lat: number): number[] =>
    [0, 1, 2].map((l) => sojourn.greatCircleMeters(lon, lat, towns.columns.lon[l]!, towns.columns.lat[l]!));

  it("is a point, and the nearest of several", () => {
    const one = sojourn.centreAtPoints({ lon: [85], lat: [27.5] });
    expect([...distancesFromCentre(towns, { centre: one })]).toEqual(metres(85, 27.5));
    const two = sojourn.centreAtPoints({ lon: [85, 86], lat: [27.5, 27.5] });
    const far = metres(86, 27.5);
    expect([...distancesFromCentre(towns, { centre: two })]).toEqual(
      metres(85, 27.5).map((d, l) => Math.min(d, far[l]!)),
    );
  });

  it("is an area, or the largest one, the first of two as large", () => {
    const centre = sojourn.centreAtLocations({ location: [1] });
    expect([...distancesFromCentre(towns, { centre })]).toEqual(metres(85.4, 27.6));
    const largest = sojourn.centreAtLargest({ people: [10, 70, 70] });
    expect([...distancesFromCentre(towns, { centre: largest })]).toEqual(metres(85.4, 27.6));
    const several = sojourn.centreAtLocations({ location: [2, 0] });
    expect(distancesFromCentre(towns, { centre: several })[2]).toBe(0);
  });

  it("is the middle of the places, of the people in them, or the median", () => {
    const [lon, lat] = Array.from(sojourn.centreAtMean().pointsOf(towns));
    expect(lon).toBeCloseTo(85.5333, 3);
    expect(lat).toBeCloseTo(27.6667, 3);
    const people = sojourn.centreAtMean({ weights: [0, 0, 9] });
    expect(distancesFromCentre(towns, { centre: people })[2]).toBeLessThan(0.01);
    expect(Array.from(sojourn.centreAtMedian().pointsOf(towns))).toEqual([expect.closeTo(85.4, 9), 27.7]);
  });

  it("lies between places on both sides of the 180th meridian", () => {
    const islands = createLocations("stops", ["W", "M", "E"], [179.5, -179.9, -179.6], [-17, -16, -18]);
    const [lon, lat] = Array.from(sojourn.centreAtMedian().pointsOf(islands));
    expect(lon).toBeCloseTo(-179.9, 9);
    expect(lat).toBe(-17);
    expect(Math.max(...distancesFromCentre(islands, { centre: sojourn.centreAtMean() }))).toBeLessThan(150_000);
    const other = createLocations("stops", ["W", "M", "E"], [179.5, 179.9, -179.6], [-17, -16, -18]);
    expect(sojourn.centreAtMedian().pointsOf(other)[0]).toBeCloseTo(179.9, 9);
  });

  it("must exist", () => {
    const refused: [() => unknown, RegExp][] = [
      [() => sojourn.centreAtPoints({ lon: [], lat: [] }), /lon must be at least one longitude, got none/],
      [
        () => sojourn.centreAtPoints({ lon: [0], lat: [91] }),
        /lat\[0\] must be a finite number from -90 to 90, got 91/,
      ],
      [() => sojourn.centreAtLocations({ location: [] }), /location must be at least one row, got none/],
      [() => sojourn.centreAtLargest({ people: [0, 0] }), /people must be above 0 somewhere, got 0 everywhere/],
      [() => sojourn.centreAtMean({ weights: [-1] }), /weights\[0\] must be a finite number of at least 0, got -1/],
    ];
    for (const [call, sentence] of refused) expect(call).toThrow(sentence);
    const used: [sojourn.UrbanCentre, RegExp][] = [
      [
        sojourn.centreAtLocations({ location: [3] }),
        /location\[0\] of the centre must be a whole number from 0 to 2, got 3/,
      ],
      [sojourn.centreAtMean({ weights: [1] }), /weights of the centre must be of length 3, got 1/],
      [
        sojourn.centreAtMean({ weights: [0, 0, 0] }),
        /centre must be one that has a place, got the centre weighted mean/,
      ],
      [sojourn.centreAtLargest({ people: [1, 2] }), /people of the centre must be of length 3, got 2/],
      [{ name: "nowhere", pointsOf: () => [] }, /centre must be one that has a place, got the centre nowhere/],
    ];
    for (const [centre, sentence] of used) expect(() => distancesFromCentre(towns, { centre })).toThrow(sentence);
  });
});

describe("centralisation", () => {
  it("is 1 where all of the group live nearer than the others, and −1 the other way round", () => {
    const distances = [0, 10];
    expect(sojourn.relativeCentralization(counts(5, 0, 0, 7), { group, distances })).toBe(1);
    expect(sojourn.relativeCentralization(counts(0, 7, 5, 0), { group, distances })).toBe(-1);
  });

  it("takes areas at the same distance for one, also where rounding tells them apart", () => {
    const near = 8000 * (1 + 1e-15);
    expect(sojourn.relativeCentralization(counts(5, 0, 0, 7, 3, 3), { group, distances: [8000, near, 8000] })).toBe(0);
  });
});

describe("what is not defined is NaN", () => {
  const areaM2 = [4, 1];
  const distances = [0, 3];
  const proximity = { rows: 2, columns: 2, value: Float64Array.of(1, 0.4, 0.4, 1) };
  const neighbours = sojourn.sparseFromDense(2, 2, [0, 5, 5, 0]);
  const perimeterMeters = [8, 4];
  const pairs: Readonly<Record<string, (table: sojourn.AreaCounts) => number>> = {
    absoluteConcentration: (c) => sojourn.absoluteConcentration(c, { group, areaM2 }),
    relativeConcentration: (c) => sojourn.relativeConcentration(c, { group, areaM2 }),
    relativeCentralization: (c) => sojourn.relativeCentralization(c, { group, distances }),
    boundaryDissimilarity: (c) =>
      sojourn.boundaryDissimilarity(c, { group, neighbours, weights: sojourn.borderWeights() }),
    shapeDissimilarity: (c) =>
      sojourn.shapeDissimilarity(c, { group, borderMeters: neighbours, perimeterMeters, areaM2 }),
    orderDissimilarity: (c) => sojourn.orderDissimilarity(c, { group, neighbours, orderWeights: [1] }),
    spatialProximity: (c) => sojourn.spatialProximity(c, { group, proximity }),
    groupSpatialProximity: (c) => sojourn.groupSpatialProximity(c, { group, proximity }),
    relativeClustering: (c) => sojourn.relativeClustering(c, { group, proximity }),
    absoluteClustering: (c) => sojourn.absoluteClustering(c, { group, proximity }),
    spatialDissimilarity: (c) => sojourn.spatialDissimilarity(c, { proximity }),
    spatialInformationTheory: (c) => sojourn.spatialInformationTheory(c, { proximity }),
    spatialRelativeDiversity: (c) => sojourn.spatialRelativeDiversity(c, { proximity }),
  };

  it.each(Object.entries(pairs))("%s, where either group or everyone is absent", (_, index) => {
    expect(index(counts(4, 3, 1, 9))).not.toBeNaN();
    expect(index(counts(0, 3, 0, 9))).toBeNaN();
    expect(index(counts(4, 0, 1, 0))).toBeNaN();
    expect(index(counts(0, 0, 0, 0))).toBeNaN();
  });

  it("where the group is absent, and not where the other is", () => {
    const delta = (c: sojourn.AreaCounts): number => sojourn.deltaIndex(c, { group, areaM2 });
    const ace = (c: sojourn.AreaCounts): number => sojourn.absoluteCentralization(c, { group, distances, areaM2 });
    const isolation = (c: sojourn.AreaCounts): number => sojourn.spatialIsolation(c, { group, proximity });
    for (const index of [delta, ace, isolation]) {
      expect(index(counts(0, 3, 0, 9))).toBeNaN();
      expect(index(counts(4, 0, 1, 0))).not.toBeNaN();
    }
    expect(isolation(counts(4, 0, 1, 0))).toBe(1);
    const { value } = sojourn.spatialExposure(counts(4, 0, 1, 0), { proximity });
    expect([...value]).toEqual([1, 0, Number.NaN, Number.NaN]);
    const { value: near, everyone } = sojourn.meanProximity(counts(4, 0, 1, 0), { proximity });
    expect([...near]).toEqual([everyone, Number.NaN, Number.NaN, Number.NaN]);
    expect(sojourn.multigroupSpatialProximity(counts(4, 0, 1, 0), { proximity })).toBeCloseTo(1, 12);
    expect(sojourn.multigroupSpatialProximity(counts(0, 0, 0, 0), { proximity })).toBeNaN();
    expect(sojourn.globalDistortion(counts(0, 0, 0, 0), { distances: proximity })).toBeNaN();
    expect([...sojourn.localDistortion(counts(0, 0, 4, 4), { distances: proximity })]).toEqual([Number.NaN, 0]);
  });

  it("where areas are all of one size, or there is no ground", () => {
    const table = counts(4, 3, 1, 9);
    const flat = { group, areaM2: [2, 2] };
    expect(sojourn.absoluteConcentration(table, flat)).toBeNaN();
    expect(sojourn.relativeConcentration(table, flat)).toBeNaN();
    expect(sojourn.relativeConcentration(table, { ...flat, large: sojourn.largeForOthers() })).toBeNaN();
    expect(sojourn.deltaIndex(table, { group, areaM2: [0, 0] })).toBeNaN();
    expect(sojourn.absoluteCentralization(table, { group, distances, areaM2: [0, 0] })).toBeNaN();
  });

  it("where nobody is near to anybody", () => {
    const table = counts(4, 3, 1, 9);
    const nobody = { rows: 2, columns: 2, value: new Float64Array(4) };
    for (const index of [
      sojourn.spatialDissimilarity,
      sojourn.spatialInformationTheory,
      sojourn.multigroupSpatialProximity,
    ]) {
      expect(index(table, { proximity: nobody })).toBeNaN();
    }
    for (const index of [
      sojourn.spatialProximity,
      sojourn.relativeClustering,
      sojourn.absoluteClustering,
      sojourn.spatialIsolation,
    ]) {
      expect(index(table, { group, proximity: nobody })).toBeNaN();
    }
  });

  it("but with one area alone: nothing is centralised, nor less dissimilar", () => {
    const one = { labels: ["a", "b"], count: Float64Array.of(4, 6) };
    const alone = { rows: 1, columns: 1, value: Float64Array.of(0.5) };
    expect(sojourn.relativeCentralization(one, { group, distances: [0] })).toBe(0);
    expect(sojourn.deltaIndex(one, { group, areaM2: [3] })).toBe(0);
    expect(sojourn.absoluteConcentration(one, { group, areaM2: [3] })).toBeNaN();
    expect(sojourn.spatialProximity(one, { group, proximity: alone })).toBeCloseTo(1, 12);
    expect(sojourn.spatialInformationTheory(one, { proximity: alone })).toBeCloseTo(0, 12);
    expect([...sojourn.localDistortion(one, { distances: alone })]).toEqual([0]);
    expect([...sojourn.localRelativeCentralization(one, { group, distances: alone, neighbours: 5 })]).toEqual([0]);
    const none = sojourn.sparseFromDense(1, 1, [0]);
    expect(sojourn.boundaryDissimilarity(one, { group, neighbours: none, weights: sojourn.binaryWeights() })).toBe(0);
  });
});

describe("the diagonal", () => {
  const table = counts(4, 3, 1, 9, 6, 6);
  const squares = (own: number): sojourn.DenseMatrix => ({
    rows: 3,
    columns: 3,
    value: Float64Array.of(own, 1, 4, 1, own, 2, 4, 2, own),
  });

  it("of distances is not read: every area is nearest to itself", () => {
    const options = { group, neighbours: 1 };
    const local = sojourn.localRelativeCentralization(table, { ...options, distances: squares(9) });
    expect(local).toEqual(sojourn.localRelativeCentralization(table, { ...options, distances: squares(0) }));
    const distortion = sojourn.localDistortion(table, { distances: squares(9) });
    expect(distortion).toEqual(sojourn.localDistortion(table, { distances: squares(0) }));
  });

  it("of neighbours is not read: no area is its own neighbour", () => {
    const [with9, with0] = [9, 0].map((own) => sojourn.sparseFromDense(3, 3, squares(own).value));
    const options = { group, weights: sojourn.borderWeights() };
    const adjusted = sojourn.boundaryDissimilarity(table, { ...options, neighbours: with9! });
    expect(adjusted).toBe(sojourn.boundaryDissimilarity(table, { ...options, neighbours: with0! }));
    expect(adjusted).toBeLessThan(sojourn.dissimilarityIndex(table, { group }));
  });
});

describe("proximity", () => {
  const decay = sojourn.exponentialProximity({ betaPerKm: 1 });

  it("changes with the distance of an area from itself, which may be none", () => {
    const areaM2 = [1e6, 4e6, 9e6];
    const own = (ownDistance: sojourn.OwnDistance): number[] => {
      const { value } = sojourn.denseFromRows(sojourn.buildProximity(towns, { decay, ownDistance }));
      return [value[0]!, value[4]!, value[8]!];
    };
    const near = (expected: number[]): unknown[] => expected.map((each) => expect.closeTo(each, 12));
    expect(own(sojourn.zeroDistance())).toEqual([1, 1, 1]);
    expect(own(sojourn.noOwnPairs())).toEqual([0, 0, 0]);
    expect(own(sojourn.whiteDistance({ areaM2 }))).toEqual(near([0.6, 1.2, 1.8].map((km) => Math.exp(-km))));
    const massey = [0.6, 2.4, 5.4].map((squareKm) => Math.exp(-Math.sqrt(squareKm)));
    expect(own(sojourn.masseyDentonDistance({ areaM2 }))).toEqual(near(massey));
  });

  it("is 0 beyond the end of the decay, also within an area", () => {
    const ends = sojourn.exponentialProximity({ betaPerKm: 1, maxMeters: 500 });
    const ownDistance = sojourn.masseyDentonDistance({ areaM2: [1e6, 1e5, 1e5] });
    const { value } = sojourn.denseFromRows(sojourn.buildProximity(towns, { decay: ends, ownDistance }));
    expect(value[0]).toBe(0);
    expect(value[4]).toBeGreaterThan(0);
    expect([value[1], value[2], value[5]]).toEqual([0, 0, 0]);
  });

  it("is 0 within an area without own pairs, also where distance makes no difference", () => {
    const options = { decay: sojourn.exponentialProximity({ betaPerKm: 0 }), ownDistance: sojourn.noOwnPairs() };
    const { value } = sojourn.denseFromRows(sojourn.buildProximity(towns, options));
    expect([...value]).toEqual([0, 1, 1, 1, 0, 1, 1, 1, 0]);
  });

  it("may fall by any decay function", () => {
    const options = { decay: sojourn.binaryDecay({ maxCost: 15_000 }), ownDistance: sojourn.zeroDistance() };
    const { value } = sojourn.denseFromRows(sojourn.buildProximity(towns, options));
    expect([...value]).toEqual([1, 1, 0, 1, 1, 0, 0, 0, 1]);
  });

  it("is refused where distances or sizes are", () => {
    const three = { labels: ["a", "b"], count: Float64Array.of(1, 2, 3, 4, 5, 6) };
    const wrong = { rows: 3, columns: 3, value: Float64Array.of(0, 1, 1, 1, 0, 1, -1, 1, 0) };
    const proximity = sojourn.buildProximity(wrong, { decay, ownDistance: sojourn.zeroDistance() });
    const refused: [() => unknown, RegExp][] = [
      [
        () => sojourn.meanProximity(three, { proximity }),
        /the distance from 2 to 0 must be a finite number of at least 0, got -1/,
      ],
      [
        () => sojourn.meanProximity(three, { proximity: wrong }),
        /the proximity of 2 and 0 must be a finite number of at least 0, got -1/,
      ],
      [
        () => sojourn.meanProximity(three, { proximity: sojourn.sparseFromDense(3, 3, [...wrong.value]) }),
        /the proximity of 2 and 0 must be a finite number of at least 0, got -1/,
      ],
      [() => sojourn.meanProximity(counts(1, 2), { proximity }), /proximity.rows must be of length 1, got 3/],
      [
        () => sojourn.buildProximity(towns, { decay, ownDistance: sojourn.whiteDistance({ areaM2: [1] }) }),
        /the own distance of area 1 must be a number of at least 0, got undefined/,
      ],
      [
        () => sojourn.buildNearProximity(towns, { decay, ownDistance: sojourn.zeroDistance() }),
        /decay.maxCost must be a finite number of at least 0, got Infinity/,
      ],
      [() => sojourn.localDistortion(counts(1, 2), { distances: towns }), /distances must be of length 1, got 3/],
      [
        () =>
          sojourn.shapeDissimilarity(counts(1, 2, 3, 4), {
            group,
            borderMeters: sojourn.sparseFromDense(2, 2, [0, 1, 1, 0]),
            perimeterMeters: [1, 1],
            areaM2: [0, 1],
          }),
        /areaM2\[0\] must be a finite number above 0, got 0/,
      ],
    ];
    for (const [call, sentence] of refused) expect(call).toThrow(sentence);
  });
});
