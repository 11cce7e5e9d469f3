import { checkInteger, checkNumber, checkOptions, fail, failInWords } from "../core/check.ts";
import { checkTimeOrder } from "../core/check-events.ts";
import { checkLocated } from "../core/check-places.ts";
import { checkLists, checkSequences } from "../core/check-tables.ts";
import { checkAnswer, checkRule } from "../core/check-variants.ts";
import { checkSparse, entryOf } from "../core/sparse.ts";
import type { DistanceMeasure } from "../space/distance-measures.ts";
import { pairMetersOf } from "../space/pair-meters.ts";
import type { Moves, Sequences, SparseMatrix } from "../types.ts";
import { MOVE_LABELS, urbanOf } from "./inferred-urban.ts";

/** The label of a row of a table of moves, which belongs to this user: a row of the rule's labels. */
export type MoveLabel = (row: number, user: number) => number;

/** A rule that puts moves into classes. `start` looks at the table once and gives the label of each of its rows. */
export interface MoveRule {
  readonly name: string;
  readonly labels: readonly string[];
  readonly start: (moves: Moves) => MoveLabel;
}

export interface MoveClassesOptions {
  /** What tells the classes apart: `byTerm`, `byRepetition`, `byPastVisits`, `byNeighbours`, `byMeters` or `byUrban`. */
  readonly rule: MoveRule;
}

/** The class of each move, in the rows of the moves: `label` numbers `labels`. */
export type MoveClasses = Sequences<{ readonly label: Uint8Array }> & { readonly labels: readonly string[] };

/**
 * What kind of move is each: far or near, for long or for a while, the first or again, to town or to the country?
 *
 * **How** the rule gives the label of each row.
 *
 * @param moves - migrations, or moves of any other kind
 * @param options - the rule
 * @returns a row for each move, in their order, with the users and offsets of the moves
 * @throws RangeError for a table that is none, a rule that is none or gives a label that it does not have, and what the
 * rule itself cannot take
 *
 * **Cost** that of the rule.
 *
 * [blumenstock-2023]
 *
 * @example
 * const zones = createLocations("zones", ["A", "B", "C"], [30, 30.1, 33], [-2, -2, -2]);
 * const columns = { origin: Uint32Array.of(0, 1), destination: Uint32Array.of(1, 2), leftDay: Int32Array.of(9, 99), arrivedDay: Int32Array.of(10, 100) };
 * const moves = { locations: zones, users: ["ann"], offsets: Uint32Array.of(0, 2), length: 2, columns };
 * const { labels, columns: { label } } = detectMoveClasses(moves, { rule: byMeters({ upToMeters: 50000 }) });
 * Array.from(label, (row) => labels[row]); // [ 'short-distance', 'long-distance' ]
 */
export function detectMoveClasses(moves: Moves, options: MoveClassesOptions): MoveClasses {
  const where = "detectMoveClasses";
  checkMoves(where, moves);
  checkOptions(where, options, ["rule"]);
  const { rule } = options;
  const such = "a rule such as byMeters({ upToMeters: 50000 })";
  checkRule(where, "rule", rule, "start", such);
  checkLists(where, "rule", rule, ["labels"], such);
  const { users, offsets, length } = moves;
  const { labels } = rule;
  if (labels.length > 256) failInWords(where, "rule.labels", "at most 256 labels", `${labels.length}`);
  const label = new Uint8Array(length);
  const labelOf: unknown = rule.start(moves);
  if (typeof labelOf !== "function") fail(where, "what rule.start gives", "a function that labels a row", labelOf);
  for (let u = 0; u < users.length; u++) {
    for (let row = offsets[u]!; row < offsets[u + 1]!; row++) {
      const given = (labelOf as MoveLabel)(row, u);
      checkAnswer(where, "rule", rule.start, given, such);
      checkInteger(where, `the label of row ${row}`, given, 0, labels.length - 1);
      label[row] = given;
    }
  }
  return { users, offsets, length, columns: { label }, labels };
}

/** Throws unless the value is a table of moves between locations that exist. */
export function checkMoves(where: string, moves: Moves): void {
  checkSequences(where, "moves", moves, ["origin", "destination", "leftDay", "arrivedDay"]);
  checkLocated(where, "moves.columns.origin", moves.columns.origin, moves.locations.length);
  checkLocated(where, "moves.columns.destination", moves.columns.destination, moves.locations.length);
}

export interface RepetitionOptions {
  /** The same move is a repetition if it arrived at most so many days before. From 1; 366, twelve months, unless given. */
  readonly withinDays?: number;
}

/**
 * Has the person made the same move before? First-time and repeat migrants.
 *
 * **How** repeat if an earlier move of the same person in the same table, from the same origin to the same destination,
 * arrived at most `withinDays` days before; first-time otherwise. 366 days take in the twelve months before a month, and
 * no thirteenth.
 *
 * @param options - how far back to look
 * @returns a rule for `detectMoveClasses` with the labels "first-time" and "repeat". Who was not followed for `withinDays`
 * before may be a repeat migrant and count as first-time
 * @throws RangeError for days that are not whole or below 1; when it is used, for moves out of time order
 *
 * **Cost** O(moves of the user) a move.
 *
 * [blumenstock-2023]
 *
 * @example
 * byRepetition().labels; // [ 'first-time', 'repeat' ]
 */
export function byRepetition(options: RepetitionOptions = {}): MoveRule {
  const where = "byRepetition";
  checkOptions(where, options, ["withinDays"]);
  const { withinDays = 366 } = options;
  checkInteger(where, "withinDays", withinDays, 1);
  return {
    name: `repetition within ${withinDays} days`,
    labels: ["first-time", "repeat"],
    start: ({ offsets, columns: { origin, destination, arrivedDay } }) => {
      checkTimeOrder(where, "moves.columns.arrivedDay", offsets, arrivedDay);
      return (row, user) => {
        for (let e = row - 1; e >= offsets[user]!; e--) {
          if (origin[e] !== origin[row] || destination[e] !== destination[row]) continue;
          if (arrivedDay[row]! - arrivedDay[e]! <= withinDays) return 1;
        }
        return 0;
      };
    },
  };
}

const DISTANCE_LABELS: readonly string[] = ["short-distance", "long-distance"];

export interface NeighboursOptions {
  /** Which locations are neighbours: a row and a column for each, an entry for each two. `buildAdjacency(zones).touching`. */
  readonly neighbours: SparseMatrix;
}

/**
 * Did the person move next door or further? Short-distance moves go to a neighbouring district.
 *
 * **How** short-distance if the matrix has an entry above 0 for origin and destination, or they are the same.
 *
 * @param options - the matrix of neighbours, over the locations of the moves
 * @returns a rule for `detectMoveClasses` with the labels "short-distance" and "long-distance"
 * @throws RangeError for a matrix that is none
 *
 * **Cost** O(log neighbours) a move.
 *
 * [blumenstock-2023]
 *
 * @example
 * byNeighbours({ neighbours: sparseFromDense(2, 2, [0, 1, 1, 0]) }).labels; // [ 'short-distance', 'long-distance' ]
 */
export function byNeighbours(options: NeighboursOptions): MoveRule {
  const where = "byNeighbours";
  checkOptions(where, options, ["neighbours"]);
  const { neighbours } = options;
  checkLists(where, "neighbours", neighbours, ["offsets", "index", "value"], "a sparse matrix");
  const size = neighbours.offsets.length - 1;
  checkSparse(where, "neighbours", neighbours, size, size);
  return {
    name: "neighbours",
    labels: DISTANCE_LABELS,
    start: ({ locations, columns: { origin, destination } }) => {
      if (size !== locations.length) {
        failInWords(where, "neighbours", `of ${locations.length} rows, one for each location`, `${size} rows`);
      }
      return (row) => {
        const a = origin[row]!;
        const b = destination[row]!;
        const entry = entryOf(neighbours, a, b);
        return a === b || (entry >= 0 && neighbours.value[entry]! > 0) ? 0 : 1;
      };
    },
  };
}

export interface MetersOptions {
  /** Moves of at most so many metres are short-distance. From 0. */
  readonly upToMeters: number;
  /** The kind of distance between the locations; along great circles unless given. */
  readonly distance?: DistanceMeasure;
}

/**
 * Did the person move far? Short- and long-distance moves by a distance.
 *
 * **How** short-distance if the points of origin and destination are at most `upToMeters` apart.
 *
 * @param options - the limit and the kind of distance
 * @returns a rule for `detectMoveClasses` with the labels "short-distance" and "long-distance"
 * @throws RangeError for a limit below 0, or a distance that is none
 *
 * **Cost** that of a distance a move.
 *
 * @example
 * byMeters({ upToMeters: 50000, distance: ellipsoidal() }).name; // up to 50000 m
 */
export function byMeters(options: MetersOptions): MoveRule {
  const where = "byMeters";
  checkOptions(where, options, ["upToMeters", "distance"]);
  const { upToMeters, distance } = options;
  checkNumber(where, "upToMeters", upToMeters, 0);
  const meters = pairMetersOf(where, distance);
  return {
    name: `up to ${upToMeters} m`,
    labels: DISTANCE_LABELS,
    start: ({ locations: { columns: place }, columns: { origin, destination } }) => {
      return (row) => {
        const a = origin[row]!;
        const b = destination[row]!;
        return meters(place.lon[a]!, place.lat[a]!, place.lon[b]!, place.lat[b]!) <= upToMeters ? 0 : 1;
      };
    },
  };
}

export interface UrbanOptions {
  /** The ids of the urban locations; all others are rural. */
  readonly urban: readonly string[];
}

/**
 * Did the person move to town or to the country?
 *
 * **How** by whether origin and destination are listed. `detectMigrantTypes` tells those who stayed as well.
 *
 * @param options - the urban locations
 * @returns a rule for `detectMoveClasses` with the labels "rural to rural", "rural to urban", "urban to rural" and "urban to
 * urban"; an id that the locations of the moves do not have is refused there
 * @throws RangeError for anything but a list of ids
 *
 * **Cost** a few nanoseconds a move.
 *
 * [blumenstock-2023]
 *
 * @example
 * byUrban({ urban: ["Kigali"] }).labels; // [ 'rural to rural', 'rural to urban', 'urban to rural', 'urban to urban' ]
 */
export function byUrban(options: UrbanOptions): MoveRule {
  const where = "byUrban";
  checkOptions(where, options, ["urban"]);
  const { urban } = options;
  checkLists(where, "options", options, ["urban"], "an object with a list { urban }");
  return {
    name: "urban or rural",
    labels: MOVE_LABELS,
    start: ({ locations, columns: { origin, destination } }) => {
      const isUrban = urbanOf(where, locations, urban);
      return (row) => 2 * isUrban[origin[row]!]! + isUrban[destination[row]!]!;
    },
  };
}
