/** Every segregation index that needs no map, at 70,000 areas of 2 and of 4 groups, beside what peers took on such tables. */
import {
  atkinsonIndex,
  concentrationProfileIndex,
  correlationRatio,
  createRandom,
  dissimilarityIndex,
  exactExposureMatrix,
  exposureMatrix,
  giniSegregationIndex,
  gorardIndex,
  interactionIndex,
  isolationIndex,
  locationQuotients,
  measureConcentrationProfile,
  measureGroupSegregation,
  measureLocalSegregation,
  measureMultigroupSegregation,
  measureSegregation,
  minMaxIndex,
  multigroupDissimilarity,
  multigroupEntropyIndex,
  multigroupGini,
  mutualInformationIndex,
  normalizedExposure,
  ordinalEntropy,
  ordinalSegregationIndex,
  ordinalVariance,
  pairwiseSegregation,
  relativeDiversity,
  simpsonInteraction,
  squaredCoefficientOfVariation,
  theilEntropyIndex,
} from "../dist/index.js";
import { measure, report, sizes, streamingPass } from "./harness.mjs";

/**
 * Median milliseconds of peers at 70,000 areas, two cores of an AMD EPYC with other work beside (pysal segregation 2aa26d8, R
 * segregation 510a369, OasisR 3.1.1). The multigroup Gini index of pysal needs two matrices of 39 GB there: its time is
 * extrapolated from 8,000 areas.
 */
const PEERS = {
  2: {
    dissimilarityIndex: { pysal: 18.1, "R segregation": 560, OasisR: 9 },
    theilEntropyIndex: { pysal: 19, OasisR: 14 },
    giniSegregationIndex: { pysal: 4251 },
    multigroupDissimilarity: { pysal: 7.2 },
    multigroupEntropyIndex: { pysal: 7.7, "R segregation (M and H)": 121, OasisR: 8 },
    multigroupGini: { "pysal, extrapolated": 198_000 },
  },
  4: {
    dissimilarityIndex: { pysal: 9.4, OasisR: 33 },
    theilEntropyIndex: { pysal: 14.8, OasisR: 27 },
    giniSegregationIndex: { pysal: 3170 },
    multigroupDissimilarity: { pysal: 5.7 },
    multigroupEntropyIndex: { pysal: 9.7, "R segregation (M and H)": 150, OasisR: 17 },
    multigroupGini: { "pysal, extrapolated": 262_000 },
  },
};

/** Areas of 20 to 8,000 people, whose groups are as unequal as those of cities: odds spread over four orders of magnitude. */
function countsOf(areas, groups) {
  const random = createRandom(`segregation ${areas} ${groups}`);
  const count = new Float64Array(areas * groups);
  for (let i = 0; i < areas; i++) {
    const people = Math.round(20 * 400 ** random());
    const odds = Array.from({ length: groups }, (_, k) =>
      k === 0 ? 1 : (0.3 / k) * 10 ** (2 * (random() + random() - 1)),
    );
    const all = odds.reduce((sum, each) => sum + each, 0);
    for (let k = 0; k < groups; k++) count[i * groups + k] = Math.round((people * odds[k]) / all);
  }
  return { labels: Array.from({ length: groups }, (_, k) => `group ${k}`), count };
}

const given = sizes();
for (const areas of given.length === 3 && given[0] === 1e5 ? [70_000] : given) {
  for (const groups of [2, 4]) {
    const counts = countsOf(areas, groups);
    const group = counts.labels[1];
    const indices = {
      dissimilarityIndex: () => dissimilarityIndex(counts, { group }),
      theilEntropyIndex: () => theilEntropyIndex(counts, { group }),
      giniSegregationIndex: () => giniSegregationIndex(counts, { group }),
      atkinsonIndex: () => atkinsonIndex(counts, { group, shape: 0.5 }),
      "atkinsonIndex, shape 0.9": () => atkinsonIndex(counts, { group, shape: 0.9 }),
      correlationRatio: () => correlationRatio(counts, { group }),
      minMaxIndex: () => minMaxIndex(counts, { group }),
      gorardIndex: () => gorardIndex(counts, { group }),
      concentrationProfileIndex: () => concentrationProfileIndex(counts, { group }),
      isolationIndex: () => isolationIndex(counts, { group }),
      interactionIndex: () => interactionIndex(counts, { group }),
      "measureSegregation (all above)": () => measureSegregation(counts, { group }).gini,
      "measureConcentrationProfile (rows)": () => measureConcentrationProfile(counts, { group }).length,
      exposureMatrix: () => exposureMatrix(counts).value[1],
      exactExposureMatrix: () => exactExposureMatrix(counts).value[1],
      "pairwiseSegregation, Gini": () => pairwiseSegregation(counts, { index: giniSegregationIndex }).value[1],
      "ordinalSegregationIndex, entropy": () => ordinalSegregationIndex(counts, { variation: ordinalEntropy() }),
      "ordinalSegregationIndex, variance": () => ordinalSegregationIndex(counts, { variation: ordinalVariance() }),
      multigroupDissimilarity: () => multigroupDissimilarity(counts),
      multigroupGini: () => multigroupGini(counts),
      mutualInformationIndex: () => mutualInformationIndex(counts),
      multigroupEntropyIndex: () => multigroupEntropyIndex(counts),
      relativeDiversity: () => relativeDiversity(counts),
      normalizedExposure: () => normalizedExposure(counts),
      squaredCoefficientOfVariation: () => squaredCoefficientOfVariation(counts),
      simpsonInteraction: () => simpsonInteraction(counts),
      "measureMultigroupSegregation (all above)": () => measureMultigroupSegregation(counts).gini,
      "measureLocalSegregation (area 0)": () => measureLocalSegregation(counts).columns.segregation[0],
      "measureGroupSegregation (group 1)": () => measureGroupSegregation(counts).columns.segregation[1],
      "locationQuotients (area 0)": () => locationQuotients(counts).value[1],
    };
    const jobs = Object.entries(indices).map(([name, run]) => ({ name, run }));
    const results = await measure([streamingPass(counts.count), ...jobs], 9);
    const peers = areas === 70_000 ? PEERS[groups] : {};
    const elsewhere = ({ name, median }) =>
      Object.entries(peers[name] ?? {})
        .map(([peer, ms]) => `${peer} ${ms} ms (${(ms / median).toFixed(1)} x)`)
        .join(", ");
    report(`Segregation of ${groups} groups`, areas, results, { unit: "areas", elsewhere });
  }
}
