import { join } from "node:path";
import { expect, it } from "vitest";
import { fitFlowPanel } from "../../src/models/panel-fit.ts";
import { poisson } from "../../src/models/regression-estimators.ts";
import { describeData, listed, readRows, skipped } from "./data.ts";

/** Rows that have no finite Poisson fit: every case of a folder, found by listing. */
describeData("separation", "17_flow_models/cases/separation", (folder) => {
  const files = listed(folder, /\.csv$/);
  if (files.length === 0) skipped("cases of separation", folder);
  for (const file of files) {
    it(`${file}: the rows that are separated are found, and no others`, () => {
      const rows = readRows(join(folder, file));
      const names = Object.keys(rows[0]!);
      const columns = Object.fromEntries(
        names.map((name) => [name, Float64Array.from(rows, (row) => Number(row[name]))]),
      );
      const panel = { length: rows.length, columns };
      const fit = fitFlowPanel(panel, {
        flow: "y",
        covariates: names.filter((name) => /^x\d+$/.test(name)),
        fixedEffects: names.filter((name) => /^id\d+$/.test(name)).map((name) => columns[name]!),
        estimator: poisson(),
      });
      const expected = Array.from(columns["separated"]!.keys()).filter((row) => columns["separated"]![row] === 1);
      expect(Array.from(fit.separatedRows)).toEqual(expected);
      expect(fit.converged || fit.observations === 0).toBe(true);
      expect(fit.observations + fit.separatedRows.length + fit.singletonRows.length).toBe(rows.length);
      for (const row of expected) expect(fit.fitted[row]).toBe(0);
    });
  }
});
