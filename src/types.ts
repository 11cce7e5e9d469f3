/**
 * The data model of sojourn on one page: what every step takes and returns. No code.
 *
 * Data lives in typed arrays (columns); rows are a view of them (`rowsOf`). Four shapes carry everything:
 * a `Table`, a `UserTable` (one row per user), `Sequences` (many rows per user) and a `SparseMatrix`.
 *
 * In a column, `location`, `origin`, `destination` and `user` are row numbers into the table's `locations` or
 * `users`; an `id` is always a string. `time` is whole seconds since 1970-01-01 00:00 UTC. `day` counts local
 * calendar days since 1970-01-01. A `share` lies between 0 and 1.
 */

/** One column of a table. */
export type Column =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | readonly string[];

/** The named columns of a table. */
export type Columns = Readonly<Record<string, Column>>;

/** Rows stored as columns: every column has `length` entries. */
export interface Table<C extends Columns = Columns> {
  readonly length: number;
  readonly columns: C;
}

/** One row of a table as a plain object. */
export type Row<T extends Table> = { [K in keyof T["columns"]]: T["columns"][K][number] };

/** One row per user, in the order of `users`. */
export interface UserTable<C extends Columns = Columns> extends Table<C> {
  readonly users: readonly string[];
}

/** Many rows per user in time order: user u owns rows offsets[u] … offsets[u + 1] − 1; offsets[users.length] === length. */
export interface Sequences<C extends Columns = Columns> extends Table<C> {
  readonly users: readonly string[];
  readonly offsets: Uint32Array;
}

/** Compressed sparse rows: row r owns entries offsets[r] … offsets[r + 1] − 1, columns ascending; an absent entry is a counted zero. */
export interface SparseMatrix {
  readonly offsets: Uint32Array;
  readonly index: Uint32Array;
  readonly value: Float64Array;
}

/** A full matrix, row after row: the entry of row r and column c is value[r * columns + c]. */
export interface DenseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly value: Float64Array;
}

/** A full matrix that is computed a row at a time and need not be held whole: `fillRow` writes the `columns` cells of a row. */
export interface RowMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly fillRow: (row: number, into: Float64Array) => void;
}

/** Points on the globe that events or people are attached to. Degrees, WGS 84. `key` hashes ids and coordinates. */
export interface Locations
  extends Table<{ readonly id: readonly string[]; readonly lon: Float64Array; readonly lat: Float64Array }> {
  readonly kind: "antennas" | "zones" | "stops";
  readonly key: string;
}

/**
 * Zone borders in flat levels: zone z owns polygons polygonOffsets[z] … polygonOffsets[z + 1] − 1, polygon p owns rings
 * ringOffsets[p] … (the first one outside, the others holes), ring r owns points pointOffsets[r] … . `points` holds
 * lon, lat pairs: point i is points[2 i], points[2 i + 1]; a ring's last point is not its first again. Edges are arcs
 * of great circles. `lon` and `lat` of a zone are those of a point that stands for it (its centroid).
 */
export interface Zones extends Locations {
  readonly kind: "zones";
  readonly areaM2: Float64Array;
  readonly polygonOffsets: Uint32Array;
  readonly ringOffsets: Uint32Array;
  readonly pointOffsets: Uint32Array;
  readonly points: Float64Array;
}

/** Whatever holds location numbers holds the locations they number. */
export interface Located {
  readonly locations: Locations;
}

/** How far apart all locations are, in metres: a row and a column for each. `distance` names the kind of distance. */
export type Distances = Located & DenseMatrix & { readonly distance: string };

/**
 * For each location of `from`, the shares of it that lie in each row of `to` (rows of `shares`: `from`; index: `to`).
 * A row of shares sums to at most 1, unless rows of `to` overlap; what is missing lies in no row of `to`. `basis` says
 * what is shared: area in m², the weight of points (people), or the points themselves; `fromTotal` and `toTotal` how much
 * of it each location has, also outside the other side. What two locations have in common is share × fromTotal.
 */
export interface Crosswalk {
  readonly from: Locations;
  readonly to: Locations;
  readonly basis: "area" | "weight" | "points";
  readonly fromTotal: Float64Array;
  readonly toTotal: Float64Array;
  readonly shares: SparseMatrix;
}

/**
 * Call detail records ⟨caller, callee, time, caller antenna, callee antenna, duration⟩ in the order they were given.
 * `caller` and `callee` number `users`; an antenna of −1 is unknown; `duration` is in seconds, NaN for a text or where
 * it is not known; `kind` numbers `RECORD_KINDS` (0 call, 1 text). `deliveredPerUser` is true where each record was written
 * for one of its users and the other may have the same record too.
 */
export type Calls = Located &
  Table<{
    readonly caller: Uint32Array;
    readonly callee: Uint32Array;
    readonly time: Uint32Array;
    readonly callerAntenna: Int32Array;
    readonly calleeAntenna: Int32Array;
    readonly duration: Float64Array;
    readonly kind: Uint8Array;
  }> & { readonly users: readonly string[]; readonly deliveredPerUser?: true };

/** Rows that could not be taken, each with its line or row number (from 1) in the input and the reason. */
export type Refused = Table<{ readonly row: Float64Array; readonly reason: readonly string[] }>;

/** Where each user was seen, in time order. `unlocated` counts the sides of records left out because their place is unknown. */
export type Traces = Located &
  Sequences<{ readonly time: Uint32Array; readonly location: Uint32Array }> & { readonly unlocated: number };

/** Positions of each user in time order, from GPS or geolocated posts: degrees, WGS 84. */
export type Fixes = Sequences<{ readonly time: Uint32Array; readonly lon: Float64Array; readonly lat: Float64Array }>;

/**
 * Where each user stayed from second `start` to second `end` (start ≤ end), in order of start; of one user no two overlap.
 * `events` counts the fixes or events behind a stay.
 */
export type Stays = Located &
  Sequences<{
    readonly start: Uint32Array;
    readonly end: Uint32Array;
    readonly location: Uint32Array;
    readonly events: Uint32Array;
  }>;

/** In which locations a user was seen on which local day, and in how many events. Rows are unique per user, day and location and sorted so. */
export type Presence = Located &
  Sequences<{ readonly day: Int32Array; readonly location: Uint32Array; readonly events: Uint32Array }>;

/**
 * What a home is named with: `location` −1 = none found; `support` what the criterion counted there (events, nights …),
 * `share` that over all it counted; `tied` 1 if another location had the same support; `runnerUp` the next best location
 * (−1 = there is none) and `runnerUpSupport` what the criterion counted there.
 */
export type HomeColumns = {
  readonly location: Int32Array;
  readonly support: Uint32Array;
  readonly share: Float64Array;
  readonly tied: Uint8Array;
  readonly runnerUp: Int32Array;
  readonly runnerUpSupport: Uint32Array;
};

/** One location per user, −1 where there is none: all that a count of residents asks of homes. Homes by period are none. */
export type HomePlaces = Located & UserTable<{ readonly location: Int32Array }> & { readonly periods?: never };

/** The home of each user, with its evidence. */
export type Homes = Located & UserTable<HomeColumns>;

/**
 * Stretches of whole local days, in order. `firstDay` and `lastDay` are day numbers, both included; `start` (in) and `end`
 * (out) the same stretch in UTC seconds by the clock that made them. `id` is a name: "2016-01" for a month, else the date
 * of the first day.
 */
export type Periods = Table<{
  readonly id: readonly string[];
  readonly firstDay: Int32Array;
  readonly lastDay: Int32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
}>;

/**
 * One location per user and period, −1 where there is none: all that a rule about months asks of homes. User u owns rows
 * offsets[u] … offsets[u + 1] − 1, one for each of `periods` in order, `period` being its row there.
 */
export type HomePlacesByPeriod = Located &
  Sequences<{ readonly period: Uint32Array; readonly location: Int32Array }> & { readonly periods: Periods };

/** The home of each user in each period, with its evidence; where nothing was counted, location −1, support 0 and share NaN. */
export type HomeHistory = Located &
  Sequences<HomeColumns & { readonly period: Uint32Array }> & { readonly periods: Periods };

/** Columns that every table of moves has: from where to where, the last local day there and the first local day here. */
export type MoveColumns = {
  readonly origin: Uint32Array;
  readonly destination: Uint32Array;
  readonly leftDay: Int32Array;
  readonly arrivedDay: Int32Array;
};

/** Moves of users from one location to another, in time order. */
export type Moves<C extends MoveColumns = MoveColumns> = Located & Sequences<C>;

/** Origin (rows) by destination (columns): `value` counts moves, `people` the distinct people behind each entry. */
export type Flows = Located & SparseMatrix & { readonly people: Uint32Array };

/** People of each group in each location: the count of location l and group g is count[l * labels.length + g]. */
export type GroupCounts = Located & { readonly labels: readonly string[]; readonly count: Float64Array };

/** A result that has passed a release rule. No step but `report` accepts it: what is absent here may be hidden, not zero. */
export interface Released<T> {
  readonly shown: T;
  readonly rule: string;
  readonly threshold: number;
  readonly hiddenCells: number;
}

/**
 * Local time of one zone. Days count local calendar days since 1970-01-01, hours run 0–23, weekdays 0 (Monday) – 6
 * (Sunday). Built by `createClock`; exact through every change of the zone's offset from 1970 to 2106.
 */
export interface Clock {
  readonly timeZone: string;
  /** Seconds to add to UTC to get local time at a UTC second. */
  readonly offsetOf: (time: number) => number;
  readonly dayOf: (time: number) => number;
  readonly hourOf: (time: number) => number;
  readonly weekdayOf: (time: number) => number;
  /** UTC seconds at which the local calendar and clock show this: none in a gap, two where an hour is repeated. */
  readonly timesOf: (localSeconds: number) => readonly number[];
  /** The table that loops over events use: local days and hours of every bin of time from `first` to `last`, both included. */
  readonly calendarOf: (first: number, last: number) => Calendar;
}

/** Local day and hour of bin b = floor((time − start) / binSeconds). No change of day, hour or offset falls inside a bin. */
export interface Calendar {
  readonly start: number;
  readonly binSeconds: number;
  readonly day: Int32Array;
  readonly hour: Uint8Array;
}

/** A seeded source of randomness: the next number of a uniform distribution on [0, 1). */
export type Random = () => number;
