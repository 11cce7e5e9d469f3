/**
 * Commuters between the counties of Kansas and of New York: which model expects them best? The tables and the pictures of
 * the guide page on gravity and radiation, from a folder of data that is no part of the project.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The states: their folder, their name, and the picture that is drawn of them. Tests import it by its address.
 * @public
 */
export const STATES = [
  { folder: "kansas", name: "Kansas", picture: "commuters-kansas.svg", lengths: "commuter-lengths-kansas.svg" },
  { folder: "ny", name: "New York", picture: "commuters-new-york.svg", lengths: "commuter-lengths-new-york.svg" },
];

/** Origins are held out in so many turns. */
const TURNS = 5;
/** The width in kilometres of the classes of distance in which trips are compared. */
const BIN_WIDTH = 2;
/** Models that are drawn, by their names in the table. */
const DRAWN = [
  "gravity, origins, power",
  "gravity, origins, exponential",
  "radiation, finite system",
  "extended radiation",
];

/** The counties of a state: flows, distances in kilometres, people; null where the folder is missing. */
function readState(sojourn, folder) {
  if (!existsSync(folder)) return null;
  const rowsOf = (name) => {
    const [header, ...lines] = readFileSync(join(folder, name), "utf8").trim().split(/\r?\n/);
    const names = header.split(",");
    return lines.map((line) => Object.fromEntries(line.split(",").map((cell, c) => [names[c], cell])));
  };
  const counties = rowsOf("locations.csv");
  const n = counties.length;
  const numbers = (name) => counties.map((row) => Number(row[name]));
  const locations = sojourn.createLocations(
    "zones",
    counties.map(({ id }) => id),
    numbers("lng"),
    numbers("lat"),
  );
  const value = new Float64Array(n * n);
  for (const { i, j, distance_km } of rowsOf(readdirSync(folder).find((name) => /^distances.*\.csv$/.test(name)))) {
    value[Number(i) * n + Number(j)] = Number(distance_km);
    value[Number(j) * n + Number(i)] = Number(distance_km);
  }
  const cells = new Float64Array(n * n);
  for (const { i, j, flow } of rowsOf("flows.csv")) if (i !== j) cells[Number(i) * n + Number(j)] = Number(flow);
  const flows = { locations, ...sojourn.sparseFromDense(n, n, cells) };
  return { flows, distances: { rows: n, columns: n, value }, mass: numbers("population") };
}

/** What leaves and what arrives, as sums of sparse rows. */
function marginsOf({ offsets, index, value }) {
  const n = offsets.length - 1;
  const outflows = new Float64Array(n);
  const inflows = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let k = offsets[i]; k < offsets[i + 1]; k++) {
      outflows[i] += value[k];
      inflows[index[k]] += value[k];
    }
  }
  return { outflows, inflows };
}

/**
 * The models of the table. Each is fitted to flows over some origins, and gives its parameters in words and what it expects of
 * all origins, given the outflows of all where its constraint keeps these.
 */
function modelsOf(sojourn, { distances, mass }) {
  const number = (x, digits = 2) => (x < 0 ? `−${(-x).toFixed(digits)}` : x.toFixed(digits));
  const TERMS = {
    originMass: "origin",
    destinationMass: "destination",
    logDistance: "ln d",
    distance: "d",
    logDistanceSquared: "(ln d)²",
  };
  const digitsOf = (term) => (term === "distance" ? 4 : 2);
  const constraints = [
    ["none", sojourn.unconstrained(), { originMass: mass, destinationMass: mass }],
    ["origins", sojourn.originConstrained(), { destinationMass: mass }],
    ["destinations", sojourn.destinationConstrained(), { originMass: mass }],
    ["both", sojourn.doublyConstrained(), {}],
  ];
  const deterrences = [
    ["power", sojourn.powerLaw()],
    ["exponential", sojourn.exponentialDecay()],
    ["Tanner", sojourn.tannerDecay()],
    ["log-normal", sojourn.logNormalDecay()],
  ];
  const gravity = constraints.flatMap(([kept, constraint, masses]) =>
    deterrences.map(([shape, deterrence]) => ({
      name: `gravity, ${kept}, ${shape}`,
      fit: (flows, heldOut) => {
        const options = { ...masses, distances, deterrence };
        const fit = sojourn.fitGravity(flows, { ...options, constraint, pairs: pairsOfOthers(heldOut) });
        const words = Object.entries(TERMS)
          .filter(([term]) => term in fit.coefficients)
          .map(([term, word]) => `${word} ${number(fit.coefficients[term], digitsOf(term))}`);
        return {
          words: words.join(", "),
          expect: ({ outflows }) => {
            // The constant of an origin that was held out is not known: its outflow stands in for it.
            const { coefficients, destinationConstants, originConstants } = fit;
            const isKept = kept === "origins" || kept === "both";
            const constants = {
              originConstants: isKept
                ? originConstants.map(() => 0)
                : originConstants.map(() => Math.max(...originConstants)),
              destinationConstants,
            };
            const law = sojourn.gravityLaw({ coefficients: withoutConstant(coefficients), ...constants }, options);
            return isKept ? sojourn.predictFlows(law, sojourn.withOutflows({ outflows })) : sojourn.denseFromRows(law);
          },
        };
      },
    })),
  );
  const setting = { mass, distances };
  const kept =
    (law) =>
    ({ outflows }) =>
      sojourn.predictFlows(law, sojourn.withOutflows({ outflows }));
  const fixed = (name, law, expect = kept(law)) => ({ name, fit: () => ({ words: "", expect }) });
  const fitted = (name, parameters, lawAt, wordsOf) => ({
    name,
    fit: (flows) => {
      const scaled = Object.fromEntries(
        Object.entries(parameters).map(([of, [from, to, isLog]]) => [
          of,
          { from, to, ...(isLog ? { scale: sojourn.logarithmicSteps() } : {}) },
        ]),
      );
      const found = sojourn.fitLaw(flows, {
        lawAt,
        parameters: scaled,
        criterion: sojourn.mostLikely(),
      });
      const bounds = Object.values(found.atBound).includes(true) ? " (at the bound)" : "";
      return { words: `${wordsOf(found.parameters)}${bounds}`, expect: kept(lawAt(found.parameters)) };
    },
  });
  const radiation = sojourn.radiationLaw(setting);
  const laws = [
    fixed("radiation, infinite system", null, ({ outflows }) =>
      sojourn.predictFlows(radiation, sojourn.asProbabilities({ outflows })),
    ),
    fixed("radiation, finite system", radiation),
    fitted(
      "extended radiation",
      { alpha: [0.02, 5, true] },
      ({ alpha }) => sojourn.extendedRadiationLaw({ ...setting, alpha }),
      ({ alpha }) => `alpha ${alpha.toFixed(3)}`,
    ),
    fitted(
      "radiation with selection",
      { looked: [1e-9, 1, true] },
      ({ looked }) => sojourn.selectiveRadiationLaw({ ...setting, lambda: 1 - looked }),
      ({ looked }) => `1 − lambda ${looked.toExponential(1)}`,
    ),
    fitted(
      "Schneider",
      { acceptance: [1e-9, 1e-3, true] },
      ({ acceptance }) => sojourn.schneiderLaw({ ...setting, acceptance }),
      ({ acceptance }) => `acceptance ${acceptance.toExponential(2)}`,
    ),
    fixed("Stouffer", sojourn.stoufferLaw(setting)),
    fixed("opportunity priority", sojourn.opportunityPriorityLaw(setting)),
    fitted(
      "universal opportunity",
      { alpha: [0, 1], beta: [0, 1] },
      ({ alpha, beta }) => sojourn.universalOpportunityLaw({ ...setting, alpha, beta }),
      ({ alpha, beta }) => `alpha ${alpha.toFixed(2)}, beta ${beta.toFixed(2)}`,
    ),
    fixed("population-weighted", sojourn.populationWeightedLaw(setting)),
    fixed("uniform", sojourn.uniformLaw({ opportunities: mass })),
    {
      ...fixed("radiation, both margins", radiation, (margins) =>
        sojourn.predictFlows(radiation, sojourn.withMarginals(margins)),
      ),
      // It is told the inflows, which hold those of the origins held out.
      isTold: true,
    },
  ];
  return [...gravity, ...laws];
}

/** The coefficients without the constant, which stands among the constants of the origins. */
function withoutConstant({ constant: _, ...coefficients }) {
  return coefficients;
}

/** All pairs but those of origins that are held out. */
function pairsOfOthers(heldOut) {
  return ({ offsets }) => {
    const n = offsets.length - 1;
    const index = [];
    const starts = new Uint32Array(n + 1);
    for (let i = 0; i < n; i++) {
      if (heldOut[i] === 0) for (let j = 0; j < n; j++) if (j !== i) index.push(j);
      starts[i + 1] = index.length;
    }
    return { offsets: starts, index: Uint32Array.from(index) };
  };
}

/** Every model fitted to a state: its parameters, how well it fits, and the common part on origins that it has not seen. */
function fitState(sojourn, state) {
  const { flows, distances } = state;
  const n = distances.rows;
  const margins = marginsOf(flows);
  const folds = Uint32Array.from({ length: n }, (_, i) => i % TURNS);
  return modelsOf(sojourn, state).map(({ name, fit, isTold }) => {
    const { words, expect } = fit(flows, new Uint8Array(n));
    const expected = expect(margins);
    const measures = sojourn.measureFlowFit(flows, expected, { distances, binWidth: BIN_WIDTH, diagonal: false });
    const unseen = (training, { heldOut, totals }) => fit(training, heldOut).expect({ ...margins, outflows: totals });
    const heldOut =
      isTold === true
        ? Number.NaN
        : sojourn.crossValidateByOrigin(flows, { folds, fit: unseen, diagonal: false }).pooled.commonPartOfCommuters;
    return { name, words, expected, measures, heldOut };
  });
}

/** The table of a state, whose name stands in its first cell. */
function stateTable(name, fits) {
  const share = (x) => (Number.isNaN(x) ? "–" : x < 0 ? `−${(-x).toFixed(3)}` : x.toFixed(3));
  const large = (x) => (x === Number.POSITIVE_INFINITY ? "∞" : `${Math.round(x / 1000).toLocaleString("en-US")}`);
  const lines = fits.map(({ name: model, words, measures, heldOut }) => {
    const cells = [
      share(measures.commonPartOfCommuters),
      share(measures.commonPartOfDistances),
      measures.nrmseOfMean.toFixed(2),
      share(measures.rSquared),
      measures.kullbackLeibler === Number.POSITIVE_INFINITY ? "∞" : measures.kullbackLeibler.toFixed(3),
      large(measures.poissonDeviance),
      share(heldOut),
    ];
    return `| ${model} | ${words === "" ? "–" : words} | ${cells.join(" | ")} |`;
  });
  return [
    `| ${name} | parameters | CPC | CPCd | NRMSE | R² | KL | deviance / 1000 | held-out CPC |`,
    "|---|---|---|---|---|---|---|---|---|",
    ...lines,
  ].join("\n");
}

/** The page with the table of a state in place of the one that stands there. */
export function withTable(page, name, table) {
  const old = new RegExp(`^\\| ${name} \\|.*(?:\\n\\|.*)+`, "m");
  if (!old.test(page)) throw new Error(`no table of ${name} on the page`);
  return page.replace(old, () => table);
}

/** Observed against expected commuters of some models, in bins of pairs. */
function drawState(sojourn, { flows }, name, fits) {
  const bins = (expected) => [
    0,
    ...sojourn
      .logarithmicBins({ perDecade: 2 })(expected)
      .filter((edge) => edge > 0.05),
  ];
  const panels = DRAWN.map((label) => {
    const { expected } = fits.find((fit) => fit.name === label);
    const table = sojourn.countFlowsByExpected(flows, expected, { bins, minPairs: 2, diagonal: false });
    return { label, bins: sojourn.releaseTable(table, { minPeople: 2 }) };
  });
  return sojourn.formatFlowFitChart(panels, {
    title: `Commuters between counties: ${name}`,
    minPairs: 16,
    unit: "commuters",
  });
}

/** Trip lengths of some models over those observed. */
function drawLengths(sojourn, { flows, distances }, name, fits) {
  const from = Array.from({ length: 16 }, (_, k) => 10 * k);
  const lengthsOf = (of) =>
    sojourn.releaseTable(sojourn.countFlowLengths(of, { distances, from, diagonal: false }), { minPeople: 2 });
  const models = DRAWN.map((label) => ({ label, lengths: lengthsOf(fits.find((fit) => fit.name === label).expected) }));
  const series = [{ label: "observed", lengths: lengthsOf(flows) }, ...models];
  return sojourn.formatFlowLengthsChart(series, { title: `How far commuters go: ${name}`, unit: "km" });
}

/** Tables by name and pictures by file name of all states whose data are there. */
export function flowModels(sojourn, folder) {
  const tables = {};
  const pictures = {};
  const fits = {};
  for (const { folder: own, name, picture, lengths } of STATES) {
    const state = readState(sojourn, join(folder, own));
    if (state === null) continue;
    fits[name] = fitState(sojourn, state);
    tables[name] = stateTable(name, fits[name]);
    pictures[picture] = drawState(sojourn, state, name, fits[name]);
    pictures[lengths] = drawLengths(sojourn, state, name, fits[name]);
  }
  return { fits, tables, pictures };
}
