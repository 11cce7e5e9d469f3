import { checkOptions, checkText, fail, isObject } from "../core/check.ts";
import { checkList, checkTable } from "../core/check-tables.ts";
import type { ReleasedTable } from "../core/people-tables.ts";
import { COLOURS, fixed, frame, numberText, sheet, words, wrapped } from "./chart-svg.ts";
import { checkReleasedPeople } from "./released.ts";

/** One line of a chart of trip lengths: its name, and the released table that `countFlowLengths` made. */
export interface FlowLengthsSeries {
  readonly label: string;
  readonly lengths: ReleasedTable;
}

export interface FlowLengthsChartOptions {
  /** What the chart is about, plain text. */
  readonly title: string;
  /** The unit of the distances, "km" for instance. */
  readonly unit: string;
}

const BOX = { x: 74, y: 74, width: 560, height: 300 };
const OBSERVED = { fill: "#d5d5d5", stroke: "#777" };
const COLUMNS = ["from", "to", "flow", "share"];

/**
 * Are trips as long as a model says? Distributions of trip lengths in one chart: the first one, what was observed, as columns,
 * those of models as lines over them.
 *
 * **How** Each band of distance is as high as its share of all trips over its width, so that areas are shares, also where bands
 * are of different width. The share of the last band, which has no end, stands under the chart. Hidden bands are gaps.
 *
 * @param series - a name and a released table for each, over the same bands; the observed trips first
 * @param options - the title and the unit of distance
 * @returns an SVG as text, with a title and a description that are read aloud; the release rule stands under the chart
 * @throws RangeError for no series, more than seven, trips that are not released or show fewer people than their threshold, and
 * bands that differ
 *
 * **Cost** O(bands · series)
 *
 * [lenormand-2016]
 * @example
 * const distances = { rows: 1, columns: 3, value: Float64Array.of(4, 12, 90) };
 * const lengthsOf = (...trips) => countFlowLengths({ rows: 1, columns: 3, value: Float64Array.from(trips) }, { distances, from: [0, 10, 20], diagonal: true });
 * const series = [["observed", 50, 30, 20], ["power law", 60, 20, 20]].map(([label, ...trips]) => ({ label, lengths: releaseTable(lengthsOf(...trips), { minPeople: 16 }) }));
 * formatFlowLengthsChart(series, { title: "Trips", unit: "km" }).match(/Farther than .*(?=:)/)[0]; // Farther than 20 km
 */
export function formatFlowLengthsChart(series: readonly FlowLengthsSeries[], options: FlowLengthsChartOptions): string {
  const where = "formatFlowLengthsChart";
  checkList(where, "series", series);
  if (series.length === 0) fail(where, "series.length", "at least 1", 0);
  if (series.length > COLOURS.length + 1) fail(where, "series.length", `at most ${COLOURS.length + 1}`, series.length);
  const all = Array.from(series, (one, s) => checkSeries(where, s, one));
  checkOptions(where, options, ["title", "unit"]);
  const { title, unit } = options;
  checkText(where, "title", title);
  checkText(where, "unit", unit);
  const { from, to } = all[0]!;
  for (const [s, one] of all.entries()) {
    if (one.from.length !== from.length || one.from.some((start, b) => start !== from[b]))
      fail(where, `series[${s}].lengths`, "over the bands of the first series", "others");
  }
  const closed = from.length - 1;
  const reach = closed === 0 ? 1 : to[closed - 1]!;
  const heights = all.map(({ share }) => share.slice(0, closed).map((part, b) => part / (to[b]! - from[b]!)));
  const step = roundStep(Math.max(0, ...heights.flatMap((row) => Array.from(row).filter((height) => height >= 0))));
  const top = step * Math.ceil(Math.max(0, ...heights.flatMap((row) => Array.from(row).filter((h) => h >= 0))) / step);
  const across = (distance: number): number => fixed(BOX.x + (BOX.width * distance) / reach);
  const up = (height: number): number => fixed(BOX.y + BOX.height * (1 - height / (top || step)));
  const legend = all.map((_, s) => keyOf(s, series[s]!.label));
  const notes = notesOf(series, all, unit).flatMap((note) => wrapped(note, (BOX.x + BOX.width) / 6));
  const foot = BOX.y + BOX.height + 66 + 20 * Math.ceil(series.length / 3);
  const far = roundStep(reach);
  const parts = [
    words(16, 30, title, 'font-size="16" font-weight="bold"'),
    words(16, 54, `Share of all trips per ${unit}`, 'font-size="12.5"'),
    ...ticks(top || step, step).map((height) => {
      return `<path d="M${BOX.x},${up(height)}h${BOX.width}" stroke="#e4e4e4"/>\n${words(BOX.x - 7, up(height) + 4, percent(height), 'font-size="11.5" text-anchor="end"')}`;
    }),
    ...ticks(reach, far).map((at) =>
      words(across(at), BOX.y + BOX.height + 16, numberText(at), 'font-size="11.5" text-anchor="middle"'),
    ),
    words(BOX.x + BOX.width / 2, BOX.y + BOX.height + 36, `distance, ${unit}`, 'font-size="12.5" text-anchor="middle"'),
    ...heights.map((row, s) => pathOf(row, s, from, to, across, up)),
    frame(BOX),
    ...legend,
    ...notes.map((note, k) => words(16, foot + 18 * k, note, 'font-size="12"')),
  ];
  const told = all.map(({ share }, s) => `${series[s]!.label}: ${saidOf(share, from, to, unit)}`);
  const description = `Shares of trips by distance in ${from.length} bands. ${told.join(" ")} ${farther(series, all, unit)}`;
  const size = { x: 0, y: 0, width: BOX.x + BOX.width + 30, height: foot + 18 * notes.length + 4 };
  return sheet(size, title, description, parts);
}

interface Bands {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly share: Float64Array;
}

function checkSeries(where: string, s: number, one: FlowLengthsSeries): Bands {
  const given: unknown = one;
  if (!isObject(given)) fail(where, `series[${s}]`, "a series { label, lengths }", given);
  checkText(where, `series[${s}].label`, one.label);
  checkReleasedPeople(where, one.lengths);
  const { shown } = one.lengths;
  checkTable(
    `${where}: series[${s}].lengths`,
    "released.shown",
    shown,
    COLUMNS,
    "trips such as countFlowLengths counts",
  );
  const [from, to, flow, share] = COLUMNS.map((name) => shown.columns[name] as Float64Array);
  // A share says as much as the flow: hidden with it, whatever the layout it was released by.
  return { from: from!, to: to!, share: share!.map((part, b) => (flow![b]! >= 0 ? part : Number.NaN)) };
}

/** The first series as columns, the others as lines; hidden bands are gaps. */
function pathOf(
  heights: Float64Array,
  s: number,
  from: Float64Array,
  to: Float64Array,
  across: (distance: number) => number,
  up: (height: number) => number,
): string {
  const pieces: string[] = [];
  let isOpen = false;
  for (let b = 0; b < heights.length; b++) {
    const height = heights[b]!;
    if (!(height >= 0)) isOpen = false;
    else if (s === 0) pieces.push(`M${across(from[b]!)},${up(0)}V${up(height)}H${across(to[b]!)}V${up(0)}Z`);
    else {
      pieces.push(`${isOpen ? "V" : `M${across(from[b]!)},`}${up(height)}H${across(to[b]!)}`);
      isOpen = true;
    }
  }
  if (pieces.length === 0) return "";
  const look =
    s === 0 ? `fill="${OBSERVED.fill}" stroke="${OBSERVED.stroke}"` : `fill="none" stroke="${COLOURS[s - 1]!}"`;
  return `<path d="${pieces.join("")}" ${look} stroke-width="${s === 0 ? 0.8 : 2}"${s > 3 ? ' stroke-dasharray="6 3"' : ""}/>`;
}

/** The key of a series under the chart, three to a line. */
function keyOf(s: number, label: string): string {
  const x = BOX.x + (s % 3) * 190;
  const y = BOX.y + BOX.height + 62 + 20 * Math.floor(s / 3);
  const swatch =
    s === 0
      ? `<rect x="${x}" y="${y - 10}" width="22" height="11" fill="${OBSERVED.fill}" stroke="${OBSERVED.stroke}"/>`
      : `<path d="M${x},${y - 4}h22" stroke="${COLOURS[s - 1]!}" stroke-width="3"${s > 3 ? ' stroke-dasharray="6 3"' : ""}/>`;
  return `${swatch}\n${words(x + 28, y, label, 'font-size="12.5"')}`;
}

function notesOf(series: readonly FlowLengthsSeries[], all: readonly Bands[], unit: string): readonly string[] {
  const hidden = all.reduce((sum, { share }) => sum + share.filter((part) => Number.isNaN(part)).length, 0);
  const rules = series.map(({ lengths: { rule, threshold } }) => `Release rule: ${rule}. Threshold: ${threshold}.`);
  return [
    farther(series, all, unit),
    ...new Set(rules),
    ...(hidden === 0 ? [] : [`Bands that are hidden or without trips: ${hidden}.`]),
  ];
}

function farther(series: readonly FlowLengthsSeries[], all: readonly Bands[], unit: string): string {
  const last = all[0]!.from.length - 1;
  const shares = all.map(({ share }, s) => `${series[s]!.label} ${percent(share[last]!)}`);
  return `Farther than ${numberText(all[0]!.from[last]!)} ${unit}: ${shares.join(", ")}.`;
}

/** A series in words: the band that most trips are in. */
function saidOf(share: Float64Array, from: Float64Array, to: Float64Array, unit: string): string {
  let most = -1;
  for (let b = 0; b < share.length - 1; b++) if (share[b]! > (share[most] ?? 0)) most = b;
  if (most === -1) return "no band is shown.";
  return `most in one band from ${numberText(from[most]!)} to ${numberText(to[most]!)} ${unit}, ${percent(share[most]!)}.`;
}

function percent(share: number): string {
  return Number.isNaN(share) ? "hidden" : `${Number((100 * share).toPrecision(2))}\u00a0%`;
}

/** 1, 2 or 5 times a power of ten, of which four to ten make up the range. */
function roundStep(range: number): number {
  if (!(range > 0)) return 1;
  let power = 1;
  while (power > range) power /= 10;
  while (power * 10 <= range) power *= 10;
  const parts = range / power;
  return parts > 5 ? power : parts > 2 ? power / 2 : power / 5;
}

/** Multiples of the step from 0 to the end. */
function ticks(end: number, step: number): readonly number[] {
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, k) => k * step);
}
