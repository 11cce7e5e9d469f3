import { checkInteger, checkOptions, checkText, fail, failInWords, isObject } from "../core/check.ts";
import { checkList, checkTable } from "../core/check-tables.ts";
import type { ReleasedTable } from "../core/people-tables.ts";
import {
  type Box,
  COLOURS,
  fixed,
  frame,
  type LogScale,
  line,
  logScale,
  numberText,
  powerText,
  sheet,
  words,
  wrapped,
} from "./chart-svg.ts";
import { checkReleasedPeople } from "./released.ts";

/** One model of a chart: its name, and the released table of bins that `countFlowsByExpected` made of it. */
export interface FlowFitPanel {
  readonly label: string;
  readonly bins: ReleasedTable;
}

export interface FlowFitChartOptions {
  /** What the chart is about, plain text. */
  readonly title: string;
  /** A bin of fewer pairs is drawn as a grey point without a box. A whole number of at least 1. */
  readonly minPairs: number;
  /** What is counted, in the plural: "flow" stands on the axes unless given. */
  readonly unit?: string;
}

const PANEL = { width: 264, height: 264, gap: 62, left: 74, top: 86 };
/** The height of the strip under the scale, in which 0 lies. */
const ZERO = 18;

const COLUMNS = [
  "pairs",
  "meanExpected",
  "meanObserved",
  "lowestTenth",
  "lowerQuartile",
  "median",
  "upperQuartile",
  "highestTenth",
] as const;
type Bin = Readonly<Record<(typeof COLUMNS)[number], number>>;

/**
 * Does the model expect what was observed, for small flows and for large ones? Observed against expected flows as a chart,
 * a panel for each model, all on one pair of logarithmic scales.
 *
 * **How** Pairs of places are binned by the flow that the model expects. A bin is a point at its mean expected and mean observed
 * flow, a box from the lower to the upper quartile of its observed flows with the median across, and a line from the lowest
 * to the highest tenth; flows of 0 lie in the strip under the scale. Where the points follow the diagonal, the model is right
 * on average; where the boxes are long, it is wrong about single pairs. Bins of few pairs are grey points without a box.
 * Hidden bins are not drawn, and are counted under the chart.
 *
 * @param panels - a name and a released table of bins for each model, at least one
 * @param options - the title, and below how many pairs a bin is grey
 * @returns an SVG as text, with a title and a description that are read aloud; the release rule stands under the chart
 * (write it to a file, or put it into a page as it is)
 * @throws RangeError for no panels, bins that are not released, show fewer people than their threshold or lack a column, and
 * for a number of pairs below 1
 *
 * **Cost** O(bins)
 *
 * [simini-2012]
 * @example
 * const observed = { rows: 6, columns: 6, value: Float64Array.from({ length: 36 }, (_, k) => 10 + k) };
 * const expected = { rows: 6, columns: 6, value: new Float64Array(36).fill(30) };
 * const bins = countFlowsByExpected(observed, expected, { bins: logarithmicBins({ perDecade: 1 }), minPairs: 16, diagonal: false });
 * const panels = [{ label: "equal flows", bins: releaseTable(bins, { minPeople: 16 }) }];
 * const svg = formatFlowFitChart(panels, { title: "Moves", minPairs: 16 });
 * svg.match(/equal flows: .*(?=<)/)[0]; // equal flows: 1 bin of 30 expected, in which the observed mean is 0.917 times the expected one.
 */
export function formatFlowFitChart(panels: readonly FlowFitPanel[], options: FlowFitChartOptions): string {
  const where = "formatFlowFitChart";
  checkList(where, "panels", panels);
  if (panels.length === 0) fail(where, "panels.length", "at least 1", 0);
  const binsOf = Array.from(panels, (panel, p) => checkPanel(where, p, panel));
  checkOptions(where, options, ["title", "minPairs", "unit"]);
  const { title, minPairs, unit = "flow" } = options;
  checkText(where, "title", title);
  checkInteger(where, "minPairs", minPairs, 1);
  checkText(where, "unit", unit);
  const all = binsOf.flatMap(({ shown }) => shown);
  const numbers = all
    .flatMap((bin) => [bin.meanExpected, bin.meanObserved, bin.lowestTenth, bin.highestTenth, bin.median])
    .filter((value) => value > 0 && value < Infinity);
  const scale = logScale(Math.min(...numbers, numbers.length === 0 ? 1 : Infinity), Math.max(...numbers, 1e-300));
  const columns = panels.length === 4 ? 2 : Math.min(3, panels.length);
  const rows = Math.ceil(panels.length / columns);
  const step = { x: PANEL.width + PANEL.gap, y: PANEL.height + ZERO + 84 };
  const sheetWidth = PANEL.left + columns * step.x - PANEL.gap + 30;
  const foot = PANEL.top + rows * step.y - 22;
  const width = Math.max(sheetWidth, 460);
  const notes = notesOf(panels, binsOf, minPairs).flatMap((note) => wrapped(note, (width - 32) / 6));
  const size = { x: 0, y: 0, width, height: foot + 18 * notes.length + 4 };
  const parts = [
    words(16, 30, title, 'font-size="16" font-weight="bold"'),
    words(16, 52, `Observed against expected ${unit}, both on logarithmic scales. Dashed: as expected.`),
    ...binsOf.flatMap(({ shown }, p) => {
      const box = {
        x: PANEL.left + (p % columns) * step.x,
        y: PANEL.top + Math.floor(p / columns) * step.y,
        width: PANEL.width,
        height: PANEL.height,
      };
      return panelOf(box, panels[p]!.label, shown, { scale, minPairs, unit, isFirst: p % columns === 0 });
    }),
    ...notes.map((note, k) => words(16, foot + 18 * k, note, 'font-size="12"')),
  ];
  const told = binsOf.map(({ shown }, p) => `${panels[p]!.label}: ${saidOf(shown)}`);
  const description = `Mean observed against mean expected ${unit} in bins of pairs of places by expected ${unit}, with the quartiles of the observed. ${told.join(" ")}`;
  return sheet(size, title, description, parts);
}

/** The bins of a panel that are shown, and how many are not. */
interface Bins {
  readonly shown: readonly Bin[];
  readonly hidden: number;
}

function checkPanel(where: string, p: number, panel: FlowFitPanel): Bins {
  const given: unknown = panel;
  if (!isObject(given)) fail(where, `panels[${p}]`, "a panel { label, bins }", given);
  checkText(where, `panels[${p}].label`, panel.label);
  const name = `${where}: panels[${p}].bins`;
  checkReleasedPeople(where, panel.bins);
  checkTable(name, "released.shown", panel.bins.shown, COLUMNS, "bins of flows such as countFlowsByExpected makes");
  const { columns, length } = panel.bins.shown;
  const { pairs, meanObserved } = columns as Readonly<Record<string, ArrayLike<number>>>;
  for (let r = 0; r < length; r++) {
    if (meanObserved![r]! * pairs![r]! < panel.bins.threshold * (1 - 1e-9))
      failInWords(name, `meanObserved[${r}]`, "NaN or at least the threshold together", "fewer people");
  }
  const bins = Array.from({ length }, (_, r) => {
    return Object.fromEntries(COLUMNS.map((column) => [column, columns[column]![r]])) as unknown as Bin;
  });
  const shown = bins.filter(({ meanExpected, meanObserved }) => meanExpected > 0 && meanObserved >= 0);
  return { shown, hidden: length - shown.length };
}

interface Drawing {
  readonly scale: LogScale;
  readonly minPairs: number;
  readonly unit: string;
  readonly isFirst: boolean;
}

function panelOf(box: Box, label: string, bins: readonly Bin[], drawing: Drawing): readonly string[] {
  const { scale, minPairs, unit, isFirst } = drawing;
  const { x, y, width, height } = box;
  const across = (value: number): number => x + width * scale.shareOf(value);
  const zero = y + height + ZERO / 2;
  const up = (value: number): number => (value > 0 ? y + height * (1 - scale.shareOf(value)) : zero);
  const tens = scale.powers.map((power) => [power, (power - scale.from) / (scale.to - scale.from)] as const);
  return [
    words(x, y - 10, label, 'font-size="14" font-weight="bold"'),
    ...tens.map(([, share]) => {
      const at = [fixed(x + width * share), fixed(y + height * (1 - share))];
      return `<path d="M${at[0]},${y}v${height}M${x},${at[1]}h${width}" stroke="#e4e4e4"/>`;
    }),
    frame(box),
    `<rect x="${x}" y="${y + height}" width="${width}" height="${ZERO}" fill="#f4f4f4" stroke="#888"/>`,
    line(
      [
        [x, y + height],
        [x + width, y],
      ],
      'stroke="#222" stroke-dasharray="5 4"',
    ),
    ...bins.flatMap((bin) => markOf(bin, minPairs, across, up)),
    ...tens.flatMap(([power, share]) => [
      words(x - 7, y + height * (1 - share) + 4, powerText(power), 'font-size="11.5" text-anchor="end"'),
      words(x + width * share, y + height + ZERO + 15, powerText(power), 'font-size="11.5" text-anchor="middle"'),
    ]),
    words(x - 7, zero + 4, "0", 'font-size="11.5" text-anchor="end"'),
    words(x + width / 2, y + height + ZERO + 33, `expected ${unit}`, 'font-size="12.5" text-anchor="middle"'),
    ...(isFirst ? [sideways(x - 56, y + height / 2, `observed ${unit}`)] : []),
  ];
}

/** A bin: a point, and a box with the median across it unless there are few pairs. */
function markOf(
  bin: Bin,
  minPairs: number,
  across: (value: number) => number,
  up: (value: number) => number,
): readonly string[] {
  const at = across(bin.meanExpected);
  // Also where the number of pairs is hidden, and the quartiles with it.
  const isFew = !(bin.pairs >= minPairs);
  const point = `<circle cx="${fixed(at)}" cy="${fixed(up(bin.meanObserved))}" r="3.4" fill="${isFew ? "#999" : COLOURS[0]!}" stroke="#fff" stroke-width="0.8"/>`;
  if (isFew) return [point];
  const [low, top, middle, bottom, high] = [
    up(bin.highestTenth),
    up(bin.upperQuartile),
    up(bin.median),
    up(bin.lowerQuartile),
    up(bin.lowestTenth),
  ].map(fixed) as [number, number, number, number, number];
  const blue = COLOURS[0]!;
  return [
    `<path d="M${fixed(at)},${low}V${top}M${fixed(at)},${bottom}V${high}" stroke="${blue}" stroke-width="1"/>`,
    `<rect x="${fixed(at - 4)}" y="${top}" width="8" height="${fixed(bottom - top)}" fill="${blue}" fill-opacity="0.25" stroke="${blue}" stroke-width="0.8"/>`,
    `<path d="M${fixed(at - 4)},${middle}h8" stroke="${blue}" stroke-width="1.8"/>`,
    point,
  ];
}

function sideways(x: number, y: number, text: string): string {
  return words(x, y, text, `font-size="12.5" text-anchor="middle" transform="rotate(-90 ${fixed(x)} ${fixed(y)})"`);
}

/** What stands under the chart: how to read it, and by which rule it was released. */
function notesOf(panels: readonly FlowFitPanel[], bins: readonly Bins[], minPairs: number): readonly string[] {
  const hidden = bins.reduce((sum, each) => sum + each.hidden, 0);
  const all = bins.flatMap(({ shown }) => shown);
  const few = all.some(({ pairs }) => !(pairs >= minPairs));
  const unknown = all.some(({ pairs }) => Number.isNaN(pairs)) ? ", or a hidden number" : "";
  const rules = new Set(
    panels.map(({ bins: { rule, threshold } }) => `Release rule: ${rule}. Threshold: ${threshold}.`),
  );
  return [
    "Points: means of bins. Boxes and lines: the middle half and eight tenths of the observed flows of a bin, with the median.",
    ...(few ? [`Grey points: fewer than ${minPairs} pairs of places${unknown}.`] : []),
    ...rules,
    ...(hidden === 0 ? [] : [`Bins that are hidden, or of which nothing is expected: ${hidden}.`]),
  ];
}

/** A panel in words: over which flows, and how far the means are off. */
function saidOf(bins: readonly Bin[]): string {
  if (bins.length === 0) return "no bin is shown.";
  const ratios = bins.map(({ meanExpected, meanObserved }) => meanObserved / meanExpected);
  const expected = bins.map((bin) => bin.meanExpected);
  const many = bins.length === 1 ? "1 bin" : `${bins.length} bins`;
  const span = (values: readonly number[]): string => {
    const [least, most] = [numberText(Math.min(...values)), numberText(Math.max(...values))];
    return least === most ? least : `${least} to ${most}`;
  };
  return `${many} of ${span(expected)} expected, in which the observed mean is ${span(ratios)} times the expected one.`;
}
