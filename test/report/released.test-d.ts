import { describe, it } from "vitest";
import { formatCountsCsv, formatFlowsCsv, formatTable } from "../../src/report/csv.ts";
import { formatCountsGeoJson, formatFlowsGeoJson } from "../../src/report/geojson.ts";
import { countsTable, plainTable, topFlows } from "../../src/report/markdown.ts";
import type {
  Calls,
  Flows,
  GroupCounts,
  Homes,
  Locations,
  Presence,
  Refused,
  Released,
  Traces,
  Zones,
} from "../../src/types.ts";

declare const flows: Flows;
declare const counts: GroupCounts;
declare const releasedFlows: Released<Flows>;
declare const releasedCounts: Released<GroupCounts>;
declare const zones: Zones;
declare const locations: Locations;
declare const refused: Refused;
declare const homes: Homes;
declare const traces: Traces;
declare const presence: Presence;
declare const calls: Calls;

describe("the types of reports", () => {
  it("take released results", () => {
    formatFlowsCsv(releasedFlows);
    formatCountsCsv(releasedCounts);
    formatFlowsGeoJson(releasedFlows);
    formatCountsGeoJson(releasedCounts, zones);
    topFlows(releasedFlows, 10);
    countsTable(releasedCounts);
  });

  it("take tables that are not about people", () => {
    formatTable(locations);
    formatTable(zones);
    formatTable(refused);
    plainTable(locations);
  });

  it("refuse flows and counts that have passed no release rule", () => {
    // @ts-expect-error not released
    formatFlowsCsv(flows);
    // @ts-expect-error not released
    formatCountsCsv(counts);
    // @ts-expect-error not released
    formatFlowsGeoJson(flows);
    // @ts-expect-error not released
    formatCountsGeoJson(counts, zones);
    // @ts-expect-error not released
    topFlows(flows, 10);
    // @ts-expect-error not released
    countsTable(counts);
    // @ts-expect-error released counts are not flows
    formatFlowsCsv(releasedCounts);
  });

  it("refuse tables of people", () => {
    // @ts-expect-error a row per user
    formatTable(homes);
    // @ts-expect-error rows of users
    formatTable(traces);
    // @ts-expect-error rows of users
    formatTable(presence);
    // @ts-expect-error records of users
    formatTable(calls);
    // @ts-expect-error a row per user
    plainTable(homes);
    // @ts-expect-error a released table is no table
    formatTable(releasedFlows);
  });
});
