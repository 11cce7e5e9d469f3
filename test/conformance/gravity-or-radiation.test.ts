import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import * as sojourn from "../../src/index.ts";
import type { FlowFit } from "../../src/metrics/flow-fit.ts";
import { describeData, readJson } from "./data.ts";
import { relativeError } from "./flow-model-data.ts";

interface Fit {
  readonly name: string;
  readonly measures: FlowFit;
  readonly heldOut: number;
}
interface Found {
  readonly fits: Readonly<Record<string, readonly Fit[]>>;
  readonly tables: Readonly<Record<string, string>>;
  readonly pictures: Readonly<Record<string, string>>;
}

const source = pathToFileURL("scripts/pictures/flow-models.mjs").href;
const { flowModels, STATES } = (await import(source)) as {
  readonly flowModels: (library: typeof sojourn, folder: string) => Found;
  readonly STATES: readonly Readonly<Record<"folder" | "name" | "picture" | "lengths", string>>[];
};

const PAGE = "docs/gravity-or-radiation.md";

/** The guide page on gravity and radiation: its tables and its pictures are what the models give on the data of the counties. */
describeData("gravity and radiation between counties", "17_flow_models", (folder) => {
  const { fits, tables, pictures } = flowModels(sojourn, folder);
  const page = readFileSync(PAGE, "utf8");

  for (const { folder: own, name, picture, lengths } of STATES) {
    if (tables[name] === undefined) continue;
    describe(name, () => {
      const models = fits[name]!;
      const of = (model: string): Fit => models.find((fit) => fit.name === model)!;

      it("fits as the reference figures say", () => {
        let compared = 0;
        for (const [file, names] of Object.entries(REFERENCES)) {
          const path = join(folder, own, file);
          if (!existsSync(path)) continue;
          const figures = readJson<Record<string, Reference>>(path);
          for (const [key, model] of Object.entries(names)) {
            const metrics = figures[key]?.metrics;
            if (metrics === undefined) continue;
            compared++;
            const { measures } = of(model);
            // A fitted parameter of a law is only known to 1e-6; a coefficient of gravity is, to 1e-9.
            const tolerance = key.endsWith("_ml") ? 1e-5 : 1e-8;
            const pairs: [number, number | string | undefined][] = [
              [measures.commonPartOfCommuters, metrics.cpc],
              [measures.commonPartOfDistances, metrics.cpcd_2km],
              [measures.nrmsePerTrip, metrics.nrmse_tdlm],
              [measures.rSquared, metrics.r2],
              [measures.kullbackLeibler, metrics.kl_nats],
              [measures.poissonDeviance, metrics.poisson_deviance],
            ];
            for (const [got, figure] of pairs) {
              if (figure === undefined) continue;
              if (figure === "Infinity") expect(got, key).toBe(Infinity);
              else expect(relativeError(got, Number(figure)), key).toBeLessThan(tolerance);
            }
          }
        }
        expect(compared).toBeGreaterThan(10);
      });

      it("grows with what a model is told: with both constants more than with one, with one more than with none", () => {
        for (const shape of ["power", "exponential", "Tanner", "log-normal"]) {
          const part = (kept: string): number => of(`gravity, ${kept}, ${shape}`).measures.commonPartOfCommuters;
          expect(part("both")).toBeGreaterThan(Math.max(part("origins"), part("destinations")));
          expect(Math.min(part("origins"), part("destinations"))).toBeGreaterThan(part("none"));
        }
        const told = of("radiation, both margins").measures.commonPartOfCommuters;
        expect(told).toBeGreaterThan(of("radiation, finite system").measures.commonPartOfCommuters);
      });

      // What follows is about the year of the page: other data of these counties have other figures.
      if (!page.replace(/\s+/g, " ").includes(`${models[0]!.measures.observedTrips.toLocaleString("en-US")} commuters`))
        return;

      it("has the table that the page shows", () => {
        expect(page.includes(tables[name]!), "npm run pictures writes the tables anew").toBe(true);
      });

      it("expects origins that it has not seen better by gravity with an exponential than by any law of opportunities", () => {
        const opportunities = models.filter(({ name: model }) => !/^gravity|both margins/.test(model));
        expect(opportunities.length).toBeGreaterThan(8);
        const best = Math.max(...opportunities.map(({ heldOut }) => heldOut));
        expect(of("gravity, origins, exponential").heldOut).toBeGreaterThan(best);
      });

      for (const file of [picture, lengths]) {
        it(`${file} is what \`npm run pictures\` draws`, () => {
          const held = readFileSync(join("docs/pictures", file), "utf8");
          expect(held === pictures[file], "run npm run pictures, and look at it").toBe(true);
        });
      }
    });
  }
});

interface Reference {
  readonly metrics?: {
    readonly cpc?: number | string;
    readonly cpcd_2km?: number | string;
    readonly nrmse_tdlm?: number | string;
    readonly r2?: number | string;
    readonly kl_nats?: number | string;
    readonly poisson_deviance?: number | string;
  };
}

const gravityNames = [
  ["unconstrained", "none"],
  ["production", "origins"],
  ["attraction", "destinations"],
  ["doubly", "both"],
].flatMap(([key, kept]) =>
  [
    ["pow", "power"],
    ["exp", "exponential"],
    ["tanner", "Tanner"],
    ["lognormal", "log-normal"],
  ].map(([short, shape]) => [`${key}_${short}`, `gravity, ${kept}, ${shape}`] as const),
);

/** Names of the models in the files of reference figures. */
const REFERENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "ref_gravity.json": Object.fromEntries(gravityNames),
  "ref_intervening.json": {
    radiation_original: "radiation, infinite system",
    radiation_finite: "radiation, finite system",
    extended_radiation_ml: "extended radiation",
    schneider_ml: "Schneider",
    stouffer: "Stouffer",
    ops: "opportunity priority",
    pwo: "population-weighted",
    radiation_doubly_ipf: "radiation, both margins",
  },
};
