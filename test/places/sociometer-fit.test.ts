import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { SOCIOMETER_ARCHETYPES } from "../../src/places/sociometer-archetypes.ts";
import { detectUserClasses } from "../../src/places/sociometer-classes.ts";
import { type FitArchetypesOptions, fitArchetypes } from "../../src/places/sociometer-fit.ts";
import { distinctProfiles, drawCentres, runKMeans } from "../../src/places/sociometer-k-means.ts";
import { profilesOfCells, slowDistance } from "../slow/call-profiles.ts";

/** Profiles around archetypes, a few tenths off in a cell or two. */
function planted(seed: string, of: readonly number[], each: number): { rows: number[][]; truth: number[] } {
  const random = createRandom(seed);
  const truth = of.flatMap((a) => new Array<number>(each).fill(a));
  const rows = truth.map((a) =>
    SOCIOMETER_ARCHETYPES[a]!.profile.map((value) => {
      const moved = random() < 0.2 ? value + (random() < 0.5 ? -0.2 : 0.2) : value;
      return Math.min(1, Math.max(0, moved));
    }),
  );
  return { rows, truth };
}

function fit(
  rows: readonly (readonly number[])[],
  options: Omit<FitArchetypesOptions, "random">,
  seed: string | number = 1,
) {
  return fitArchetypes(profilesOfCells(rows), { ...options, random: createRandom(seed) });
}

/** The least inertia of any division of the rows into so many clusters, by trying all of them. */
function leastInertia(rows: readonly (readonly number[])[], clusters: number): number {
  let least = Infinity;
  for (let code = 0; code < clusters ** rows.length; code++) {
    const of = rows.map((_, i) => Math.floor(code / clusters ** i) % clusters);
    let inertia = 0;
    for (let k = 0; k < clusters; k++) {
      const own = rows.filter((_, i) => of[i] === k);
      const mean = rows[0]!.map((_, c) => own.reduce((sum, row) => sum + row[c]!, 0) / own.length);
      for (const row of own) inertia += slowDistance(row, mean) ** 2;
    }
    least = Math.min(least, inertia);
  }
  return least;
}

describe("clusters of call profiles", () => {
  it("planted clusters are found, each with the class of the archetype it was planted around", () => {
    const { rows, truth } = planted("planted", [0, 3, 6, 9], 60);
    const fitted = fit(rows, { clusters: 4, maxIterations: 100 });
    expect(fitted.converged).toBe(true);
    expect(fitted.archetypes.map((each) => each.label).sort()).toEqual([
      "commuter",
      "dynamic resident",
      "resident",
      "visitor",
    ]);
    expect([...fitted.people]).toEqual([60, 60, 60, 60]);
    const classes = detectUserClasses(profilesOfCells(rows), { archetypes: fitted.archetypes });
    expect([...classes.columns.label].map((label) => classes.labels[label])).toEqual(
      truth.map((a) => SOCIOMETER_ARCHETYPES[a]!.label),
    );
  });

  it("the best of a few runs has the least inertia that any division of the profiles has", () => {
    const random = createRandom("few");
    for (let world = 0; world < 8; world++) {
      const rows = Array.from({ length: 8 }, () => [random(), random(), random()]);
      const archetypes = [{ label: "a", profile: [0, 0, 0] }];
      for (const clusters of [1, 2, 3]) {
        const fitted = fit(rows, { archetypes, clusters, maxIterations: 100, runs: 20 }, world);
        expect(fitted.inertia).toBeCloseTo(leastInertia(rows, clusters), 9);
        expect(Math.min(...fitted.inertiaOfRuns)).toBe(fitted.inertia);
        expect(fitted.inertiaOfRuns.length).toBe(20);
      }
    }
  });

  it("a converged run has every profile at the nearest centre, and every centre at the mean of its profiles", () => {
    const { rows } = planted("means", [0, 1, 3, 6, 9, 12], 30);
    const fitted = fit(rows, { clusters: 9, maxIterations: 200 });
    expect(fitted.converged).toBe(true);
    const nearest = rows.map((row) => {
      const distances = fitted.archetypes.map((each) => slowDistance(row, each.profile));
      return distances.indexOf(Math.min(...distances));
    });
    let inertia = 0;
    fitted.archetypes.forEach(({ profile }, k) => {
      const own = rows.filter((_, i) => nearest[i] === k);
      expect(own.length).toBe(fitted.people[k]);
      profile.forEach((value, c) => {
        expect(value).toBeCloseTo(own.reduce((sum, row) => sum + row[c]!, 0) / own.length, 12);
      });
      inertia += own.reduce((sum, row) => sum + slowDistance(row, profile) ** 2, 0);
    });
    expect(fitted.inertia).toBeCloseTo(inertia, 9);
  });

  it("inertia falls with every iteration, and a run that is cut short says that it has not converged", () => {
    const { rows } = planted("falling", [0, 1, 2, 3, 4, 6, 7, 9, 12, 15], 40);
    const after = (maxIterations: number) => fit(rows, { clusters: 12, maxIterations, runs: 1 });
    const end = after(500);
    expect(end.converged).toBe(true);
    expect(end.iterations).toBeGreaterThan(2);
    for (let i = 1; i < end.iterations; i++) {
      expect(after(i)).toMatchObject({ iterations: i, converged: false });
      expect(after(i + 1).inertia).toBeLessThanOrEqual(after(i).inertia);
    }
  });

  it("the same seed gives the same bytes, and so do the same people in another order", () => {
    const { rows } = planted("order", [0, 3, 6, 9, 12], 40);
    const fitted = fit(rows, { clusters: 10 }, "seed");
    expect(fit(rows, { clusters: 10 }, "seed")).toEqual(fitted);
    const order = createRandom("shuffle");
    const shuffled = rows
      .map((row) => [order(), row] as const)
      .sort((a, b) => a[0] - b[0])
      .map(([, row]) => row);
    expect(shuffled).not.toEqual(rows);
    expect(fit(shuffled, { clusters: 10 }, "seed")).toEqual(fitted);
  });

  it("as many clusters as different profiles have no inertia, however often a profile occurs", () => {
    const rows = [
      [0, 0.2],
      [0.4, 0],
      [0, 0.2],
      [1, 1],
      [0, 0.2],
    ];
    const archetypes = [
      { label: "low", profile: [0, 0] },
      { label: "high", profile: [1, 1] },
    ];
    const fitted = fit(rows, { archetypes, clusters: 3, runs: 1 });
    expect(fitted.inertia).toBe(0);
    expect([...fitted.people].sort()).toEqual([1, 1, 3]);
    const high = fitted.archetypes.findIndex((each) => each.label === "high");
    expect([fitted.archetypes[high]!.profile, fitted.labelDistance[high]]).toEqual([[1, 1], 0]);
    expect(() => fit(rows, { archetypes, clusters: 4 })).toThrow(
      "fitArchetypes: clusters must be at most 3, as many as there are different profiles, got 4",
    );
  });

  it("a cluster that loses all its profiles takes the farthest one, so that none is empty in the end", () => {
    // Many clusters on few values: with seeds enough, some centre loses its profiles on the way.
    const random = createRandom("grid");
    const rows = Array.from({ length: 300 }, () => Array.from({ length: 3 }, () => Math.floor(random() * 6) / 5));
    const archetypes = [{ label: "a", profile: [0, 0, 0] }];
    for (let seed = 0; seed < 40; seed++) {
      const fitted = fit(rows, { archetypes, clusters: 30, maxIterations: 200, runs: 1 }, seed);
      expect(fitted.converged).toBe(true);
      expect(Math.min(...fitted.people)).toBeGreaterThan(0);
      expect(fitted.people.reduce((sum, n) => sum + n, 0)).toBe(300);
    }
  });

  it("the profiles are left as they were", () => {
    const profiles = profilesOfCells(planted("left", [0, 6], 5).rows);
    const before = structuredClone(profiles);
    fitArchetypes(profiles, { random: createRandom(1), clusters: 2 });
    expect(profiles).toEqual(before);
  });
});

describe("iterations of k-means", () => {
  /** Profiles of one cell. */
  const line = (...values: number[]) => distinctProfiles(Float64Array.from(values), values.length, 1);
  const run = (values: number[], first: number[]) => runKMeans(line(...values), Float64Array.from(first), 100);

  it("an empty cluster takes the profile that is farthest from its centre", () => {
    const found = run([0, 0.1, 0.3, 0.9, 1], [0.1, 0.95, 9]);
    expect([...found.people]).toEqual([2, 2, 1]);
    expect([...found.centres].map((centre) => centre.toFixed(6))).toEqual(["0.050000", "0.950000", "0.300000"]);
    expect([found.iterations, found.converged]).toEqual([1, true]);
  });

  it("but not the only profile of another cluster, and of equally far ones the lowest", () => {
    const found = run([0, 0.125, 1], [0.0625, 1.5, 9]);
    expect([...found.centres]).toEqual([0.125, 1, 0]);
    expect([...found.people]).toEqual([1, 1, 1]);
  });

  it("a profile between two centres belongs to the lower number, wherever it was before", () => {
    const found = run([0.25, 0.5, 1], [0.2, 0.6]);
    expect([...found.centres]).toEqual([0.375, 1]);
    expect([...found.people]).toEqual([2, 1]);
  });

  it("people count: the centre is the mean of people, and inertia a sum over them", () => {
    const found = run([0, 0, 0, 1], [0.5]);
    expect([found.centres[0], found.inertia]).toEqual([0.25, 0.75]);
  });

  it("the first centres are different profiles, drawn as often as they are far and many", () => {
    const crowd = line(...new Array<number>(999).fill(0.2), 0.4);
    const far = line(0, 0.1, 1);
    let drawnFar = 0;
    for (let seed = 0; seed < 200; seed++) {
      expect([...drawCentres(crowd, 2, createRandom(seed))].sort()).toEqual([0.2, 0.4]);
      const pair = drawCentres(far, 2, createRandom(seed));
      if (pair.includes(1)) drawnFar++;
    }
    // 1 comes first in a third of the draws; from 0 it comes next with 1 / 1.01, from 0.1 with 0.81 / 0.82.
    expect(drawnFar / 200).toBeGreaterThan(0.95);
  });
});
