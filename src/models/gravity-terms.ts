import { fail, failInWords } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { log } from "../core/math.ts";
import { checkAnyMatrix, checkRowMatrix, type RowReader } from "../core/row-matrix.ts";
import type { DenseMatrix, RowMatrix } from "../types.ts";
import type { Covariate } from "./covariates.ts";
import type { GravityConstraint } from "./design.ts";
import type { Deterrence } from "./deterrence.ts";
import { checkMasses } from "./observations.ts";
import { gather } from "./pair-rows.ts";

/** A term of origins or of destinations: a value per location, −Infinity for the logarithm of no mass. */
export interface LocationTerm {
  readonly name: string;
  readonly values: Float64Array;
}

/** Where terms of pairs come from: a matrix, read a row at a time. */
export interface PairSource {
  readonly names: readonly string[];
  /** Whether the matrix is held whole, so that its terms may be too. */
  readonly held: boolean;
  /** Writes the terms of some pairs of an origin, and what they were made of into `raw`. */
  readonly fill: (origin: number, destinations: Uint32Array, into: readonly Float64Array[], raw: Float64Array) => void;
  /** Throws the sentence about a pair whose term is not finite. */
  readonly refuse: (from: string, to: string, raw: number) => never;
  /** What a term is made of is to be at least this, and at most `LARGEST`; that the term is finite goes without saying. */
  readonly least: number;
}

export interface GravityTerms {
  readonly origins: readonly LocationTerm[];
  readonly destinations: readonly LocationTerm[];
  readonly pairs: readonly PairSource[];
  readonly offset: PairSource | null;
}

export interface TermOptions {
  readonly originMass?: ArrayLike<number>;
  readonly destinationMass?: ArrayLike<number>;
  readonly distances: DenseMatrix | RowMatrix;
  readonly deterrence: Deterrence;
  readonly constraint: GravityConstraint;
  readonly covariates?: readonly Covariate[];
  readonly offset?: DenseMatrix | RowMatrix;
}

/** Sums of squares of larger numbers are none. */
export const LARGEST = 1e100;

/** The terms of a model, checked: masses and covariates that its constants speak for are refused. */
export function termsOf(where: string, options: TermOptions, n: number): GravityTerms {
  const { originMass, destinationMass, distances, deterrence, constraint, covariates = [], offset } = options;
  const { constants } = constraint;
  const absorbed = {
    origin: constants === "origins" || constants === "both",
    destination: constants === "destinations" || constants === "both",
  };
  const lists = { origin: [] as LocationTerm[], destination: [] as LocationTerm[] };
  for (const side of ["origin", "destination"] as const) {
    const name = `${side}Mass` as const;
    const mass = side === "origin" ? originMass : destinationMass;
    if (absorbed[side] && mass !== undefined) failAbsorbed(where, name, side, constraint);
    if (absorbed[side]) continue;
    if (mass === undefined) {
      fail(where, name, `given for a model that is ${constraint.name}`, mass);
    }
    checkMasses(where, name, mass, n);
    lists[side].push({ name, values: Float64Array.from({ length: n }, (_, l) => log(mass[l]!)) });
  }
  const pairs = [costsOf(where, distances, deterrence, n)];
  const names = new Set(["constant", "originMass", "destinationMass", ...deterrence.terms]);
  checkList(where, "covariates", covariates);
  covariates.forEach((covariate, c) => {
    const at = `covariates[${c}]`;
    const { name, of, values } = checkedCovariate(where, at, covariate);
    if (names.has(name)) failInWords(where, `${at}.name`, "a name of its own", `"${name}" again`);
    names.add(name);
    const label = `${at} (${name})`;
    if (of === "pair") {
      const read = checkAnyMatrix(where, label, values, n, n);
      pairs.push(valuesOf(where, label, name, read, !("fillRow" in values)));
      return;
    }
    if (absorbed[of]) failAbsorbed(where, label, of, constraint);
    checkList(where, label, values);
    if (values.length !== n) fail(where, label, `of length ${n}`, values.length);
    const finite = Float64Array.from(values);
    const wrong = finite.findIndex((x) => !(Math.abs(x) <= LARGEST));
    if (wrong >= 0) fail(where, `${label}[${wrong}]`, suchAs("a finite number", finite[wrong]!), values[wrong]);
    lists[of].push({ name, values: finite });
  });
  const read = offset === undefined ? null : checkRowMatrix(where, "offset", offset, n, n);
  return {
    origins: lists.origin,
    destinations: lists.destination,
    pairs,
    offset: read === null ? null : valuesOf(where, "offset", "offset", read, !("fillRow" in offset!)),
  };
}

function failAbsorbed(where: string, name: string, side: string, constraint: GravityConstraint): never {
  const got = `one for a model that is ${constraint.name}`;
  failInWords(where, name, "left out", got, `its constant of each ${side} speaks for all that is the ${side}'s own`);
}

function checkedCovariate(where: string, at: string, covariate: Covariate): Covariate {
  const such = "made by originCovariate, destinationCovariate or pairCovariate";
  const { name, of, values } = (covariate ?? {}) as Partial<Covariate>;
  const known = of === "origin" || of === "destination" || of === "pair";
  if (typeof name !== "string" || !known || typeof values !== "object") fail(where, at, such, covariate);
  return covariate;
}

function costsOf(where: string, distances: DenseMatrix | RowMatrix, deterrence: Deterrence, n: number): PairSource {
  const read = checkRowMatrix(where, "distances", distances, n, n);
  return {
    names: deterrence.terms,
    held: !("fillRow" in distances),
    fill: (origin, destinations, into, raw) => {
      gather(read(origin), destinations, raw);
      deterrence.fillTerms(raw, destinations.length, into);
    },
    least: 0,
    refuse: (from, to, cost) =>
      fail(
        where,
        `distances from ${from} to ${to}`,
        suchAs(`finite and ${deterrence.costs} for deterrence by ${deterrence.name}`, cost),
        cost,
      ),
  };
}

function valuesOf(where: string, label: string, name: string, read: RowReader, held: boolean): PairSource {
  return {
    names: [name],
    held,
    fill: (origin, destinations, into, raw) => {
      gather(read(origin), destinations, raw);
      into[0]!.set(raw.subarray(0, destinations.length));
    },
    least: -LARGEST,
    refuse: (from, to, value) => fail(where, `${label} from ${from} to ${to}`, suchAs("a finite number", value), value),
  };
}

/** What a number must be that is refused: its size, if that is why. */
function suchAs(wanted: string, value: number): string {
  return Math.abs(value) > LARGEST && Math.abs(value) < Infinity ? `at most ${LARGEST} in size` : wanted;
}
