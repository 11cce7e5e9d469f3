import { checkNumber, checkOptions, checkText, fail, isObject } from "../core/check.ts";
import { checkRuns } from "../core/check-events.ts";
import { checkList, failShape } from "../core/check-tables.ts";
import type { Sequences } from "../types.ts";
import type { PlaceHourScores } from "./important-hour-scores.ts";

/** A label and the polygons that bear it, each a list of corners [hour score, weekday score] in order. */
export interface ScoreLabel {
  readonly label: string;
  readonly polygons: readonly (readonly (readonly [hourScore: number, weekdayScore: number])[])[];
}

export interface MeaningfulPlacesOptions {
  /** The labels with their polygons; where two of them hold a score, it has the first. At least one, none twice. */
  readonly labels: readonly ScoreLabel[];
  /** Whether a score on the border of a polygon lies "in" it or, as in FlowKit's database, "out" of it. */
  readonly border: "in" | "out";
  /** A label that every user must have: all places of those who lack it get it. Nobody must have one unless given. */
  readonly required?: string;
}

/** What no label holds. */
const UNKNOWN = "unknown";

/**
 * The label of each place: `label` numbers `labels`, of which 0 is "unknown"; `required` is 1 where the place has its label
 * because every user must have one.
 */
export type MeaningfulPlaces = Sequences<{
  readonly rank: Uint32Array;
  readonly label: Uint8Array;
  readonly required: Uint8Array;
}> & { readonly labels: readonly string[] };

/**
 * What does each place mean to a person, by the hours and weekdays on which they are there: home, work, school?
 *
 * **How** The point (hourScore, weekdayScore) of a place gets the first label that has it in one of its polygons; a place
 * in none, or without scores, is "unknown". A user who has no place with the required label has it at all of their places.
 *
 * @param scores - a row per place with its scores
 * @param options - labels, what becomes of borders, and a label that everybody must have
 * @returns a row per place, in the same order, with `labels`: "unknown", those given, and the required one if it is another
 * @throws RangeError for polygons of fewer than three corners, a name given twice, or "unknown" as a name
 *
 * **Departs from the paper** FlowKit refuses labels whose polygons touch; here the first one counts.
 *
 * **Cost** O(places · corners)
 *
 * [zagatti-2018] [flowkit]
 *
 * @example
 * const columns = { rank: Uint32Array.of(1, 2), hourScore: Float64Array.of(-0.8, 0.9), weekdayScore: Float64Array.of(0, 0.6) };
 * const scores = { users: ["ann"], offsets: Uint32Array.of(0, 2), length: 2, columns };
 * const night = { label: "night", polygons: [[[-1, -1], [-0.5, -1], [-0.5, 1], [-1, 1]]] };
 * const places = detectMeaningfulPlaces(scores, { labels: [night], border: "in" });
 * Array.from(places.columns.label, (label) => places.labels[label]); // [ 'night', 'unknown' ]
 */
export function detectMeaningfulPlaces(scores: PlaceHourScores, options: MeaningfulPlacesOptions): MeaningfulPlaces {
  const where = "detectMeaningfulPlaces";
  checkRuns(where, "scores", scores, ["rank", "hourScore", "weekdayScore"]);
  checkOptions(where, options, ["labels", "border", "required"]);
  const { labels, border, required } = options;
  checkList(where, "labels", labels);
  checkNumber(where, "labels.length", labels.length, 1, 254);
  const names = [UNKNOWN];
  labels.forEach((label, n) => {
    checkLabel(where, `labels[${n}]`, label);
    if (names.includes(label.label)) fail(where, `labels[${n}].label`, `none of ${names.join(", ")}`, label.label);
    names.push(label.label);
  });
  if (border !== "in" && border !== "out") fail(where, "border", '"in" or "out"', border);
  if (required !== undefined) {
    checkText(where, "required", required);
    if (required === UNKNOWN) fail(where, "required", `another label than "${UNKNOWN}"`, required);
    if (!names.includes(required)) names.push(required);
  }
  const { users, offsets, length } = scores;
  const { rank, hourScore, weekdayScore } = scores.columns;
  const label = new Uint8Array(length);
  const forced = new Uint8Array(length);
  const onBorder = border === "in";
  for (let row = 0; row < length; row++) {
    const x = hourScore[row]!;
    const y = weekdayScore[row]!;
    const n = labels.findIndex(({ polygons }) => polygons.some((polygon) => holds(polygon, x, y, onBorder)));
    label[row] = n + 1;
  }
  if (required !== undefined) {
    const wanted = names.indexOf(required);
    for (let u = 0; u < users.length; u++) {
      const from = offsets[u]!;
      const to = offsets[u + 1]!;
      if (label.subarray(from, to).includes(wanted)) continue;
      label.fill(wanted, from, to);
      forced.fill(1, from, to);
    }
  }
  return { users, offsets, length, columns: { rank: rank.slice(), label, required: forced }, labels: names };
}

/** Whether a polygon of straight edges holds the point: by the edges that a ray to the right crosses. NaN is in none. */
function holds(polygon: readonly (readonly [number, number])[], x: number, y: number, onBorder: boolean): boolean {
  let inside = false;
  let [x1, y1] = polygon[polygon.length - 1]!;
  for (const [x2, y2] of polygon) {
    const turn = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
    if (turn === 0 && between(x, x1, x2) && between(y, y1, y2)) return onBorder;
    if (y1 > y !== y2 > y && turn < 0 !== y2 > y1) inside = !inside;
    x1 = x2;
    y1 = y2;
  }
  return inside;
}

function between(value: number, a: number, b: number): boolean {
  return value >= Math.min(a, b) && value <= Math.max(a, b);
}

function checkLabel(where: string, name: string, label: ScoreLabel): void {
  if (!isObject(label)) failShape(where, name, "{ label, polygons }", label);
  checkText(where, `${name}.label`, label.label);
  checkList(where, `${name}.polygons`, label.polygons);
  label.polygons.forEach((polygon, p) => {
    checkList(where, `${name}.polygons[${p}]`, polygon);
    checkNumber(where, `${name}.polygons[${p}].length`, polygon.length, 3);
    polygon.forEach((corner, c) => {
      checkList(where, `${name}.polygons[${p}][${c}]`, corner);
      checkNumber(where, `${name}.polygons[${p}][${c}][0]`, corner[0]);
      checkNumber(where, `${name}.polygons[${p}][${c}][1]`, corner[1]);
    });
  });
}
