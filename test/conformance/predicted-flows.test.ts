import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { greatCircleMeters } from "../../src/core/sphere.ts";
import {
  type Deterrence,
  exponentialDecay,
  logNormalDecay,
  powerLaw,
  tannerDecay,
} from "../../src/models/deterrence.ts";
import { generateFlows } from "../../src/models/generated.ts";
import { flooredDraws, multinomialByOrigin, multinomialTotal, poissonDraws } from "../../src/models/generated-draws.ts";
import { gravityLaw } from "../../src/models/gravity-law.ts";
import type { FlowLaw } from "../../src/models/law.ts";
import { schneiderLaw } from "../../src/models/opportunity-laws.ts";
import { predictFlows, predictFlowsByRow } from "../../src/models/predicted.ts";
import {
  asProbabilities,
  type FlowConstraint,
  withInflows,
  withOutflows,
  withTotal,
} from "../../src/models/predicted-constraints.ts";
import { withMarginals } from "../../src/models/predicted-marginals.ts";
import { extendedRadiationLaw } from "../../src/models/radiation-extended.ts";
import { radiationLaw } from "../../src/models/radiation-laws.ts";
import type { DenseMatrix, RowMatrix } from "../../src/types.ts";
import { balancedSlowly } from "../slow/predicted.ts";
import { describeData, listed, readJson, readRows, skipped } from "./data.ts";
import { type FlowData, flowCases, readFlowCase, referenceOf, relativeError } from "./flow-model-data.ts";

/** Laws turned into flows, against the flows of reference fits and of other programs. */
describeData("predicted flows", "17_flow_models", (folder) => {
  const cases = flowCases(folder).filter((name) => existsSync(join(folder, name, "ref_gravity.json")));
  for (const name of cases) {
    const path = join(folder, name);
    describe(name, () => {
      const data = readFlowCase(path);
      const models = readJson<Record<string, Reference>>(referenceOf(path)!);
      const flows = existsSync(join(path, "ref_flows.csv")) ? readRows(join(path, "ref_flows.csv")) : [];
      for (const [key, model] of Object.entries(models)) modelTest(data, key, model, flows);
      radiationTests(data, flows);
      samplingTests(data);
    });
  }
  if (cases.length === 0) skipped("reference fits", folder);

  const laws = listed(join(folder, "cases"), /^io_laws.*\.json$/);
  for (const name of laws) describe(name, () => lawTests(readJson<LawCase>(join(folder, "cases", name))));
  if (laws.length === 0) skipped("laws of intervening opportunities", folder);
  const balances = listed(join(folder, "cases"), /^ipf_.*\.json$/);
  for (const name of balances) describe(name, () => balanceTest(readJson<BalanceCase>(join(folder, "cases", name))));
  if (balances.length === 0) skipped("balancing cases", folder);
});

interface Reference {
  readonly names?: readonly string[];
  readonly beta?: readonly number[];
  readonly metrics?: Readonly<Record<string, number>>;
  readonly metrics_naive?: Readonly<Record<string, number>>;
  readonly metrics_globally_constrained?: Readonly<Record<string, number>>;
}

const TERMS: Readonly<Record<string, string>> = {
  const: "constant",
  ln_mass_o: "originMass",
  ln_mass_d: "destinationMass",
  ln_d: "logDistance",
  d: "distance",
  ln_d_sq: "logDistanceSquared",
};

const DETERRENCES: Readonly<Record<string, () => Deterrence>> = {
  pow: powerLaw,
  pow2: powerLaw,
  exp: exponentialDecay,
  tanner: tannerDecay,
  lognormal: logNormalDecay,
};

/** The law of a reference model: its own coefficients, so that nothing is fitted here. */
function lawOfReference(
  { originMass, destinationMass, distances }: FlowData,
  key: string,
  { names, beta }: Reference,
): FlowLaw {
  const coefficients = key.startsWith("fixed")
    ? { originMass: 1, destinationMass: 1, logDistance: -2 }
    : Object.fromEntries(names!.map((name, k) => [TERMS[name]!, beta![k]!]));
  return gravityLaw(
    { coefficients },
    {
      ...("originMass" in coefficients ? { originMass } : {}),
      ...("destinationMass" in coefficients ? { destinationMass } : {}),
      distances,
      deterrence: DETERRENCES[key.split("_").at(-1)!]!(),
    },
  );
}

/** What the reference keeps: it regenerates flows of fits to positive flows, and of fixed models, under these. */
function constraintOf(key: string, { outflows, inflows }: FlowData): FlowConstraint {
  const total = outflows.reduce((a, b) => a + b);
  if (/production|singly/.test(key)) return withOutflows({ outflows });
  if (key.startsWith("attraction")) return withInflows({ inflows });
  if (key.startsWith("doubly")) return withMarginals({ outflows, inflows, tolerance: 1e-13 });
  return withTotal({ total });
}

function modelTest(data: FlowData, key: string, model: Reference, flows: readonly Record<string, string>[]): void {
  const metrics = model.metrics ?? model.metrics_globally_constrained;
  if (metrics === undefined) return;
  const n = data.outflows.length;
  it(`${key}: the expected flow of every pair, and how it differs from the observed`, () => {
    const law = lawOfReference(data, key, model);
    const { value } = predictFlows(law, constraintOf(key, data));
    if (flows[0]?.[key] !== undefined) {
      expect(worstError(value, n, flows, key)).toBeLessThan(1e-9);
    }
    compare(data, value, metrics);
    // Without a constraint an unconstrained Poisson fit keeps the total by its own constant, logarithms' back-transform does not.
    const naive = /^unconstrained/.test(key) ? metrics : model.metrics_naive;
    if (naive !== undefined) compare(data, weightsOf(law).value, naive);
  });
}

function worstError(value: Float64Array, n: number, flows: readonly Record<string, string>[], key: string): number {
  return flows.reduce((worst, row) => {
    const got = value[Number(row["i"]) * n + Number(row["j"])]!;
    return Math.max(worst, relativeError(got, Number(row[key])));
  }, 0);
}

function weightsOf({ rows, columns, fillRow }: FlowLaw): DenseMatrix {
  const value = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) fillRow(row, value.subarray(row * columns, (row + 1) * columns));
  return { rows, columns, value };
}

/** Sums over pairs of different places that two sets of flows share only if each pair agrees. */
function compare({ flows }: FlowData, value: Float64Array, metrics: Readonly<Record<string, number>>): void {
  const n = flows.locations.length;
  const observed = new Float64Array(n * n);
  for (let o = 0; o < n; o++) {
    for (let k = flows.offsets[o]!; k < flows.offsets[o + 1]!; k++) observed[o * n + flows.index[k]!] = flows.value[k]!;
  }
  let [expected, squares, absolute, common, counted] = [0, 0, 0, 0, 0];
  for (let c = 0; c < n * n; c++) {
    if (c % (n + 1) === 0) continue;
    expected += value[c]!;
    counted += observed[c]!;
    squares += (observed[c]! - value[c]!) ** 2;
    absolute += Math.abs(observed[c]! - value[c]!);
    common += Math.min(observed[c]!, value[c]!);
  }
  expect(relativeError(expected, metrics["N_est"]!)).toBeLessThan(1e-9);
  expect(relativeError(squares, metrics["sse"]!)).toBeLessThan(1e-9);
  expect(relativeError(absolute / (n * (n - 1)), metrics["mae"]!)).toBeLessThan(1e-9);
  expect(relativeError((2 * common) / (expected + counted), metrics["cpc"]!)).toBeLessThan(1e-9);
}

function radiationTests(data: FlowData, flows: readonly Record<string, string>[]): void {
  const { outflows, inflows, distances, destinationMass: mass } = data;
  const law = radiationLaw({ mass, distances });
  const models: Readonly<Record<string, FlowConstraint>> = {
    radiation_original: asProbabilities({ outflows }),
    radiation_finite: withOutflows({ outflows }),
    radiation_doubly_ipf: withMarginals({ outflows, inflows, tolerance: 1e-13 }),
  };
  for (const [key, constraint] of Object.entries(models)) {
    if (flows[0]?.[key] === undefined) continue;
    it(`${key}: the radiation law under another constraint`, () => {
      const { value, unassigned } = predictFlows(law, constraint);
      expect(worstError(value, mass.length, flows, key)).toBeLessThan(1e-9);
      const all = mass.reduce((a, b) => a + b);
      unassigned.forEach((left, o) => {
        const beyond = key === "radiation_original" ? (outflows[o]! * mass[o]!) / all : 0;
        expect(Math.abs(left - beyond)).toBeLessThan(1e-9 * outflows[o]!);
      });
    });
  }
}

function samplingTests(data: FlowData): void {
  const { outflows, distances, destinationMass } = data;
  const n = outflows.length;
  const total = outflows.reduce((a, b) => a + b);
  const law = gravityLaw(
    { coefficients: { destinationMass: 1, logDistance: -2 } },
    { destinationMass, distances, deterrence: powerLaw() },
  );
  it("drawn flows keep their totals and stay within five standard deviations of the expected ones", () => {
    const expected = predictFlows(law, withOutflows({ outflows }));
    const draws = [
      { draw: multinomialByOrigin(), rows: true, trials: (o: number) => outflows[o]! },
      { draw: flooredDraws(), rows: true, trials: (o: number) => outflows[o]! },
      { draw: multinomialTotal(), rows: false, trials: () => total },
      { draw: poissonDraws(), rows: false, trials: () => Infinity },
    ];
    for (const { draw, rows, trials } of draws) {
      const drawn = generateFlows(expected, { draw, random: createRandom(draw.name) });
      const cells = new Float64Array(n * n);
      for (let o = 0; o < n; o++) {
        for (let k = drawn.offsets[o]!; k < drawn.offsets[o + 1]!; k++)
          cells[o * n + drawn.index[k]!] = drawn.value[k]!;
        if (rows) expect(cells.subarray(o * n, o * n + n).reduce((a, b) => a + b, 0)).toBe(outflows[o]);
      }
      let [sum, beyond] = [0, 0];
      for (let c = 0; c < n * n; c++) {
        const mean = expected.value[c]!;
        const chance = mean / trials(Math.floor(c / n));
        // Of small means five deviations are passed now and then: a count of 6 where 0.3 are expected has a chance of 2e-6.
        const reach = 5 * Math.sqrt(mean * (1 - chance)) + 5;
        if (!(Math.abs(cells[c]! - mean) < reach)) beyond++;
        sum += cells[c]!;
      }
      expect(beyond).toBe(0);
      if (draw.name !== "Poisson") expect(sum).toBe(total);
      else expect(Math.abs(sum - total)).toBeLessThan(5 * Math.sqrt(total));
      expect(generateFlows(expected, { draw, random: createRandom(draw.name) })).toEqual(drawn);
    }
  });
}

interface LawCase {
  readonly mass: readonly number[];
  readonly laws: Readonly<
    Record<
      string,
      {
        readonly raw: readonly (readonly number[])[];
        readonly normalised: readonly (readonly number[])[];
        readonly raw_rowsum: readonly number[];
      }
    >
  >;
}

function lawTests({ mass, laws }: LawCase): void {
  const n = mass.length;
  const outflows = mass.map((m) => 10 * m);
  const inflows = outflows.toReversed();
  for (const [name, { raw, normalised, raw_rowsum }] of Object.entries(laws)) {
    it(`${name}: under every constraint`, () => {
      const law: DenseMatrix = { rows: n, columns: n, value: Float64Array.from(raw.flat()) };
      const single = predictFlows(law, withOutflows({ outflows }));
      normalised.flat().forEach((p, c) => {
        expect(Math.abs(single.value[c]! - p * outflows[Math.floor(c / n)]!)).toBeLessThan(
          1e-11 * outflows[Math.floor(c / n)]!,
        );
      });
      if (raw.flat().every((p) => p <= 1)) {
        const open = predictFlows(law, asProbabilities({ outflows }));
        raw_rowsum.forEach((sum, o) => {
          expect(Math.abs(open.unassigned[o]! - outflows[o]! * (1 - sum))).toBeLessThan(1e-11 * outflows[o]!);
        });
      }
      const columns = predictFlows(law, withInflows({ inflows })).value;
      const sums = raw.reduce((all, row) => all.map((sum, d) => sum + row[d]!), new Array<number>(n).fill(0));
      raw.flat().forEach((p, c) => {
        const share = sums[c % n] === 0 ? 0 : p / sums[c % n]!;
        expect(Math.abs(columns[c]! - share * inflows[c % n]!)).toBeLessThan(1e-11 * inflows[c % n]!);
      });
      const all = predictFlows(law, withTotal({ total: 5000 })).value;
      const sum = raw_rowsum.reduce((a, b) => a + b);
      raw.flat().forEach((p, c) => {
        expect(Math.abs(all[c]! - (5000 * p) / sum)).toBeLessThan(1e-9);
      });
      const both = predictFlows(law, withMarginals({ outflows, inflows }));
      const slow = balancedSlowly(raw, outflows, inflows, 20_000);
      if (both.converged) {
        slow.forEach((flow, c) => {
          expect(Math.abs(both.value[c]! - flow)).toBeLessThan(1e-6);
        });
      }
      const left = both.unassigned.reduce((worst, x) => Math.max(worst, Math.abs(x)), 0);
      expect(both.converged ? left === 0 : left > 0).toBe(true);
    });
  }
}

interface BalanceCase {
  readonly seed: readonly (readonly number[])[];
  readonly row_totals: readonly number[];
  readonly col_totals: readonly number[];
  readonly result: readonly (readonly number[])[];
  readonly converged: boolean;
}

function balanceTest({ seed, row_totals: outflows, col_totals: inflows, result, converged }: BalanceCase): void {
  it(converged ? "is balanced as the reference" : "is refused, or said not to be met", () => {
    const sums = [outflows, inflows].map((totals) => totals.reduce((a, b) => a + b));
    if (Math.abs(sums[0]! - sums[1]!) > 1e-9) {
      expect(() => withMarginals({ outflows, inflows })).toThrow("withMarginals: inflows must be");
      return;
    }
    const law = { rows: seed.length, columns: seed[0]!.length, value: Float64Array.from(seed.flat()) };
    const flows = predictFlows(law, withMarginals({ outflows, inflows, tolerance: 1e-12 }));
    expect(flows.converged).toBe(converged);
    if (!converged) {
      expect(flows.largestError).toBeGreaterThan(0.1);
      return;
    }
    result.flat().forEach((flow, c) => {
      expect(Math.abs(flows.value[c]! - flow)).toBeLessThan(1e-9 * Math.max(1, flow));
    });
  });
}

/**
 * scikit-mobility's probabilities of unfitted models. Its documented flows are not to be met: they multiply these probabilities
 * by a column of outflows whose rows stand in another order than those of the places, so that the first place gets the
 * outflow of another. Here an outflow is the sum of the listed flows that leave, which is all that the flows may add up to.
 */
describeData("flows of scikit-mobility", "12_ny_counties", (folder) => {
  const shapes = listed(folder, /\.geojson$/)[0];
  const listedFlows = listed(folder, /flows.*\.csv$/)[0];
  const figures = listed(folder, /^expected_.*\.json(\.gz)?$/)[0];
  if (shapes === undefined || listedFlows === undefined || figures === undefined) {
    skipped("places, flows or figures", folder);
    return;
  }
  const { features } = readJson<{ readonly features: readonly Feature[] }>(join(folder, shapes));
  const ids = features.map(({ properties }) => properties.tile_id);
  const destinationMass = features.map(({ properties }) => properties.population);
  const centres = features.map(({ geometry }) => planarCentroid(geometry));
  const n = ids.length;
  const distances = { rows: n, columns: n, value: new Float64Array(n * n) };
  for (let c = 0; c < n * n; c++) {
    const [from, to] = [centres[Math.floor(c / n)]!, centres[c % n]!];
    distances.value[c] = greatCircleMeters(from[0], from[1], to[0], to[1], 6371);
  }
  const outflows = new Array<number>(n).fill(0);
  for (const { origin, destination, flow } of readRows(join(folder, listedFlows)) as unknown as ListedFlow[]) {
    if (origin !== destination && ids.includes(origin)) outflows[ids.indexOf(origin)]! += Number(flow);
  }
  const expected = readJson<Record<string, readonly [string, string, number][]>>(join(folder, figures));
  for (const [name, rows] of Object.entries(expected)) {
    const parts = /^gravity singly constrained (power_law|exponential) \[(-?[\d.]+)\]$/.exec(name);
    if (parts === null) continue;
    const isPower = parts[1] === "power_law";
    const argument = Number(parts[2]);
    const law = gravityLaw(
      { coefficients: { destinationMass: 1, ...(isPower ? { logDistance: argument } : { distance: -argument }) } },
      { destinationMass, distances, deterrence: isPower ? powerLaw() : exponentialDecay() },
    );
    it(`${name}: every probability, and flows that add up to the listed outflows`, () => {
      const shares = predictFlows(law, withOutflows({ outflows: new Float64Array(n).fill(1) })).value;
      const flows = predictFlows(law, withOutflows({ outflows })).value;
      expect(rows.length).toBeGreaterThan(0);
      for (const [from, to, p] of rows) {
        const cell = ids.indexOf(from) * n + ids.indexOf(to);
        expect(relativeError(shares[cell]!, p)).toBeLessThan(1e-9);
        expect(relativeError(flows[cell]!, p * outflows[ids.indexOf(from)]!)).toBeLessThan(1e-9);
      }
      outflows.forEach((outflow, o) => {
        expect(flows.subarray(o * n, o * n + n).reduce((a, b) => a + b, 0) / outflow).toBeCloseTo(1, 12);
      });
    });
  }
});

interface ListedFlow {
  readonly origin: string;
  readonly destination: string;
  readonly flow: string;
}

interface Feature {
  readonly properties: { readonly tile_id: string; readonly population: number };
  readonly geometry:
    | { readonly type: "Polygon"; readonly coordinates: Rings }
    | { readonly type: "MultiPolygon"; readonly coordinates: readonly Rings[] };
}

type Rings = readonly (readonly (readonly [number, number])[])[];

/** The centroid of the area in degrees, as if they were a plane: the peer's. */
function planarCentroid(geometry: Feature["geometry"]): [number, number] {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  let [area, x, y] = [0, 0, 0];
  for (const rings of polygons) {
    for (const [r, ring] of rings.entries()) {
      let [ringArea, ringX, ringY] = [0, 0, 0];
      const [x0, y0] = ring[0]!;
      for (let k = 0; k + 1 < ring.length; k++) {
        const [ax, ay] = [ring[k]![0] - x0, ring[k]![1] - y0];
        const [bx, by] = [ring[k + 1]![0] - x0, ring[k + 1]![1] - y0];
        const cross = ax * by - bx * ay;
        ringArea += cross / 2;
        ringX += ((ax + bx) * cross) / 6;
        ringY += ((ay + by) * cross) / 6;
      }
      const sign = (r === 0 ? 1 : -1) * Math.sign(ringArea);
      area += sign * ringArea;
      x += sign * (ringX + ringArea * x0);
      y += sign * (ringY + ringArea * y0);
    }
  }
  return [x / area, y / area];
}

/**
 * Expected flows of TDLM's laws under its four models: unconstrained (by the total), production-, attraction- and doubly
 * constrained. The doubly constrained reference is balanced to 1e-10. The program itself stops at 1 % and puts 0.01 in the
 * place of margins of 0 and, in Python, of small weights, diagonal included, which moves its flows by as much: not met here.
 */
describeData("flows of TDLM", "07_kansas_commuting", (folder) => {
  const figures = listed(folder, /^expected_tdlm\.json(\.gz)?$/)[0];
  const files = ["mass.csv", "distance.csv"].map((name) => join(folder, name));
  if (figures === undefined || !files.every((file) => existsSync(file))) {
    skipped("masses, distances or figures", folder);
    return;
  }
  const rows = readRows(files[0]!);
  const ids = rows.map((row) => row[""]!);
  const n = ids.length;
  const column = (name: string): number[] => rows.map((row) => Number(row[name]));
  const mass = column("Population");
  const [outflows, inflows] = [column("Out-commuters"), column("In-commuters")];
  const total = outflows.reduce((a, b) => a + b);
  const distances = {
    rows: n,
    columns: n,
    value: Float64Array.from(readRows(files[1]!).flatMap((row) => ids.map((id) => Number(row[id])))),
  };
  const gravity =
    (coefficient: string, deterrence: Deterrence) =>
    (exponent: number): FlowLaw =>
      gravityLaw(
        { coefficients: { originMass: 1, destinationMass: 1, [coefficient]: -exponent } },
        { originMass: mass, destinationMass: mass, distances, deterrence },
      );
  // The program scales the laws of intervening opportunities so that each origin sends its share of all people.
  const byMass = (law: FlowLaw): RowMatrix => predictFlowsByRow(law, withOutflows({ outflows: mass }));
  const laws: Readonly<Record<string, (exponent: number) => FlowLaw | RowMatrix>> = {
    GravExp: gravity("distance", exponentialDecay()),
    GravPow: gravity("logDistance", powerLaw()),
    Schneider: (acceptance) => byMass(schneiderLaw({ mass, distances, acceptance })),
    RadExt: (alpha) => byMass(extendedRadiationLaw({ mass, distances, alpha })),
  };
  const models: Readonly<Record<string, FlowConstraint>> = {
    UM: withTotal({ total }),
    PCM: withOutflows({ outflows }),
    ACM: withInflows({ inflows }),
    DCM: withMarginals({ outflows, inflows, tolerance: 1e-12 }),
  };
  const expected = readJson<Record<string, LawFigures | string>>(join(folder, figures));
  for (const [name, law] of Object.entries(expected)) {
    if (typeof law === "string" || laws[name] === undefined) continue;
    it.each(Object.keys(law.expected_flows))(`${name} under %s`, (model) => {
      const flows = predictFlows(laws[name]!(law.exponent), models[model]!);
      expect([flows.converged, flows.unassignedTotal]).toEqual([true, 0]);
      // What is next to nothing is the difference of two exponentials there, with few digits left.
      let worst = 0;
      for (const [from, to, flow] of law.expected_flows[model]!) {
        const got = flows.value[ids.indexOf(from) * n + ids.indexOf(to)]!;
        worst = Math.max(worst, Math.abs(got - flow) / (flow + SMALLEST));
      }
      expect(worst).toBeLessThan(model === "DCM" ? DCM_TOLERANCE : 1e-9);
    });
  }
});

/** Of a person. */
const SMALLEST = 1e-6;
/** The reference stops balancing where margins are within 1e-10, which leaves single flows up to forty times as far. */
const DCM_TOLERANCE = 1e-8;

interface LawFigures {
  readonly exponent: number;
  readonly expected_flows: Readonly<Record<string, readonly [string, string, number][]>>;
}
