/** Released results for people and other programs: charts, CSV, GeoJSON, Markdown. */

export type * from "../types.ts";
export { type FlowFitChartOptions, type FlowFitPanel, formatFlowFitChart } from "./chart-flow-fit.ts";
export { type FlowLengthsChartOptions, type FlowLengthsSeries, formatFlowLengthsChart } from "./chart-flow-lengths.ts";
export { type CsvOptions, formatCountsCsv, formatFlowsCsv, formatTable, type PlainTable } from "./csv.ts";
export { formatCountsGeoJson, formatFlowsGeoJson, type ReleaseMembers } from "./geojson.ts";
export {
  countsTable,
  facts,
  formatReport,
  heading,
  paragraph,
  plainTable,
  type ReportOptions,
  type ReportPart,
  topFlows,
} from "./markdown.ts";
export { formatPeopleCsv, peopleTable } from "./people.ts";
