/**
 * Gravity and radiation over n places, n² = the sizes asked for as pairs: 500, 1,000, 2,000 and 5,000 places unless given
 * (`npm run bench -- models 2.5e5` is a quick run). Points are uniform in 40–45° north and 72–80° west, masses lognormal(9,
 * 1.3), flows Poisson draws about a law that is planted. Beside each task stands the floor, a plain loop over the same pairs
 * (one pass of exponentials for fits, sorting each row for radiation), and what was published elsewhere for other programs.
 * Every size has a process of its own, so that its peak of memory is its own.
 */
import { spawnSync } from "node:child_process";
import process from "node:process";
import {
  createLocations,
  createRandom,
  doublyConstrained,
  extendedRadiationLaw,
  fitGravity,
  fitLaw,
  measureDistances,
  mostLikely,
  originConstrained,
  powerLaw,
  predictFlows,
  predictFlowsByRow,
  radiationLaw,
  rankDestinations,
  sparseFromRows,
  unconstrained,
  withOutflows,
} from "../dist/index.js";
import { measure, sizes } from "./harness.mjs";

const asked = process.argv.slice(2).some((arg) => /^\d/.test(arg)) ? sizes() : [2.5e5, 1e6, 4e6, 2.5e7];

/** Coefficients of the law that the flows are drawn from. */
const PLANTED = { originMass: 1, destinationMass: 0.9, logDistance: -1.5 };
/** The mean of all flows. */
const MEAN_FLOW = 1;

/**
 * Seconds of other programs on like inputs (one core of an AMD EPYC, Python 3.11, R 4.2.2, Java 17), by task and places;
 * ">" did not end in that time, "memory" ran out of 16 GB. Not measured in this run.
 */
const ELSEWHERE = {
  radiation: {
    500: "scikit-mobility 0.83, TDLM 1.11 + 0.98, PyTDLM 3.1, mobility 8.3",
    2000: "scikit-mobility 13.5, TDLM 39 + 7.0, PyTDLM > 180, mobility > 180",
    5000: "scikit-mobility 88, TDLM > 180, PyTDLM > 180",
  },
  none: {
    500: "spint 0.175, fixest 0.25, statsmodels 0.36, R glm 0.67, scikit-mobility 1.8",
    1000: "fixest 0.85, statsmodels 2.04, R glm 2.77",
    2000: "fixest 2.45, spint 3.5, statsmodels 6.4, R glm 8.1, scikit-mobility 13.1",
    5000: "fixest 21–26, scikit-mobility 51.6 (positive flows only), statsmodels memory",
  },
  origin: {
    500: "fixest 0.27, spint 0.51, scikit-mobility > 180",
    1000: "fixest 0.95",
    2000: "fixest 3.8, spint 12.7, scikit-mobility memory",
    5000: "fixest 34–36",
  },
  both: { 500: "fixest 0.43, spint 1.42", 1000: "fixest 2.9", 2000: "fixest 8.8, spint 40", 5000: "fixest 71–77" },
};

if (asked.length > 1) {
  for (const size of asked) {
    const { status } = spawnSync(process.execPath, [...process.execArgv, process.argv[1], String(size)], {
      stdio: "inherit",
    });
    if (status !== 0) process.exitCode = 1;
  }
} else {
  await run(Math.max(10, Math.round(Math.sqrt(asked[0]))));
}

async function run(n) {
  const memory = [];
  const stage = (name) => {
    globalThis.gc?.();
    const { rss, arrayBuffers } = process.memoryUsage();
    memory.push([name, rss, arrayBuffers, 1024 * process.resourceUsage().maxRSS]);
  };
  stage("before anything");
  const { mass, distances, flows, outflows, inflows } = worldOf();
  stage("distances and flows");
  const logs = new Float64Array(n);
  const jobs = [
    {
      name: "floor of fits: a pass of exponentials",
      run: () => {
        let sum = 0;
        for (let i = 0; i < n; i++) {
          const row = i * n;
          for (let j = 0; j < n; j++) logs[j] = distances.value[row + j] * -1e-6;
          for (let j = 0; j < n; j++) sum += Math.exp(logs[j]);
        }
        return sum.toPrecision(6);
      },
    },
    ...[
      ["none", "fit without constants", unconstrained(), { originMass: mass, destinationMass: mass }],
      ["origin", "fit with constants of origins", originConstrained(), { destinationMass: mass }],
      ["both", "fit with constants of both", doublyConstrained(), {}],
    ].map(([of, name, constraint, masses]) => ({
      name,
      of,
      run: () => fitGravity(flows, { ...masses, distances, deterrence: powerLaw(), constraint }),
      result: (fit) => qualityOf(fit, of),
    })),
    {
      name: "floor of radiation: sorting each row",
      run: () => {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += distances.value.slice(i * n, (i + 1) * n).sort()[n >> 1];
        return sum.toPrecision(6);
      },
    },
    {
      name: "radiation, whole matrix",
      of: "radiation",
      run: () => predictFlows(radiationLaw({ mass, distances }), withOutflows({ outflows })),
      result: (expected) => `rows off by ${rowErrorOf(expected).toExponential(1)} of their outflows`,
    },
    {
      name: "radiation, row by row",
      of: "radiation",
      run: () => {
        const rows = predictFlowsByRow(radiationLaw({ mass, distances }), withOutflows({ outflows }));
        const row = new Float64Array(n);
        let total = 0;
        for (let i = 0; i < n; i++) {
          rows.fillRow(i, row);
          for (let j = 0; j < n; j++) total += row[j];
        }
        return total.toPrecision(8);
      },
    },
    {
      name: "extended radiation, fitted by likelihood",
      run: () => {
        const ranking = rankDestinations({ distances });
        const lawAt = ({ alpha }) => extendedRadiationLaw({ mass, distances: ranking, alpha });
        return fitLaw(flows, { lawAt, parameters: { alpha: { from: 0.05, to: 2 } }, criterion: mostLikely() });
      },
      result: ({ parameters, evaluations, converged }) =>
        `alpha ${parameters.alpha.toFixed(4)}; ${evaluations} laws${converged ? "" : ", NOT CONVERGED"}`,
    },
  ];
  const shown = [];
  for (const job of jobs) {
    // The result of a job is looked at and let go before the next one: its memory is its own.
    let line = "";
    const timed = {
      name: job.name,
      run: async () => {
        const value = await job.run();
        line = job.result === undefined ? String(value) : value;
      },
    };
    const [time] = await measure([timed], n > 2000 ? 1 : 3);
    shown.push({ ...time, of: job.of, value: typeof line === "string" ? line : job.result(line) });
    line = "";
    stage(job.name);
  }
  print(n, flows, shown, memory);

  /** What a fit got right: the planted coefficients, and the totals that its constants keep. */
  function qualityOf(fit, of) {
    const names = Object.keys(PLANTED).filter((name) => name in fit.coefficients);
    const off = names.map((name) => {
      const errors = (fit.coefficients[name] - PLANTED[name]) / fit.standardErrors[name];
      return `${name} ${fit.coefficients[name].toFixed(4)} (${errors.toFixed(1)} standard errors off)`;
    });
    const { rows, columns } = marginErrors(fit, of);
    const kept = of === "none" ? "" : `; rows off by ${rows.toExponential(1)}`;
    const both = of === "both" ? `, columns by ${columns.toExponential(1)}` : "";
    return `${off.join(", ")}; ${fit.iterations} steps${fit.converged ? "" : ", NOT CONVERGED"}${kept}${both}`;
  }

  /** The largest relative error of a fitted row or column total. */
  function marginErrors(fit, of) {
    const rows = new Float64Array(n);
    const columns = new Float64Array(n);
    if (of === "none") return { rows: 0, columns: 0 };
    const { coefficients, originConstants, destinationConstants } = fit;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        if (i === j) continue;
        const ofMass = of === "both" ? destinationConstants[j] : coefficients.destinationMass * Math.log(mass[j]);
        const mean = Math.exp(
          originConstants[i] + ofMass + coefficients.logDistance * Math.log(distances.value[i * n + j]),
        );
        rows[i] += mean;
        columns[j] += mean;
      }
    }
    return { rows: worst(rows, outflows), columns: worst(columns, inflows) };
  }

  /** The largest relative error of a row of expected flows with what it sends nowhere. */
  function rowErrorOf({ value, unassigned }) {
    const rows = Float64Array.from(unassigned);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) rows[i] += value[i * n + j];
    return worst(rows, outflows);
  }

  /** Points, masses, distances and drawn flows. */
  function worldOf() {
    const random = createRandom(`models ${n}`);
    const ids = Array.from({ length: n }, (_, i) => `Z${i}`);
    const places = createLocations(
      "zones",
      ids,
      ids.map(() => -80 + 8 * random()),
      ids.map(() => 40 + 5 * random()),
    );
    const people = Float64Array.from({ length: n }, () => Math.exp(9 + 1.3 * normal(random)));
    const meters = measureDistances(places);
    const sends = people.map((mass) => mass ** PLANTED.originMass);
    const draws = people.map((mass) => mass ** PLANTED.destinationMass);
    const law = (i, j) => (i === j ? 0 : sends[i] * draws[j] * meters.value[i * n + j] ** PLANTED.logDistance);
    let sum = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += law(i, j);
    const scale = (MEAN_FLOW * n * n) / sum;
    const drawn = sparseFromRows({
      rows: n,
      columns: n,
      fillRow: (i, into) => {
        for (let j = 0; j < n; j++) into[j] = poisson(scale * law(i, j), random);
      },
    });
    const out = new Float64Array(n);
    const into = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      for (let k = drawn.offsets[i]; k < drawn.offsets[i + 1]; k++) {
        out[i] += drawn.value[k];
        into[drawn.index[k]] += drawn.value[k];
      }
    }
    return {
      mass: people,
      distances: meters,
      flows: { locations: places, ...drawn },
      outflows: out,
      inflows: into,
    };
  }
}

function worst(got, expected) {
  let most = 0;
  for (let i = 0; i < got.length; i++) {
    if (expected[i] > 0) most = Math.max(most, Math.abs(got[i] - expected[i]) / expected[i]);
  }
  return most;
}

function print(n, flows, results, memory) {
  const floors = { fit: results[0].median, radiation: results.find(({ name }) => /sorting/.test(name)).median };
  const listed = flows.index.length.toLocaleString("en-US");
  console.log(`\n## Models: ${n} places, ${(n * (n - 1)).toLocaleString("en-US")} pairs, ${listed} with a flow`);
  console.log("| what | least ms | median ms | x floor | result | published elsewhere, seconds |");
  console.log("|---|---|---|---|---|---|");
  for (const { name, of, least, median, value } of results) {
    const floor = of === "radiation" ? floors.radiation : floors.fit;
    const ratio = of === undefined ? "" : (median / floor).toFixed(1);
    const elsewhere = of === undefined ? "" : (ELSEWHERE[of][n] ?? "");
    console.log(`| ${name} | ${least.toFixed(1)} | ${median.toFixed(1)} | ${ratio} | ${value} | ${elsewhere} |`);
  }
  console.log("\n| after | resident MB | of it array buffers MB | peak so far MB |");
  console.log("|---|---|---|---|");
  for (const [name, ...bytes] of memory) {
    console.log(`| ${name} | ${bytes.map((of) => Math.round(of / 2 ** 20)).join(" | ")} |`);
  }
}

/** A draw of the standard normal distribution (Box and Muller). */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A Poisson draw: by inversion for small means, by the normal curve for large ones. */
function poisson(mean, random) {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  let chance = Math.exp(-mean);
  let left = random() - chance;
  let count = 0;
  while (left > 0 && chance > 0) {
    count++;
    chance *= mean / count;
    left -= chance;
  }
  return count;
}
