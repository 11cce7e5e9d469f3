import type { Columns, Located, Locations, Periods, Released, Table } from "../types.ts";

/** A count that parts add up to, row by row. */
export interface PeopleSum {
  /** The column of the total. */
  readonly total: string;
  /** The columns of the parts: what is to be hidden for the sake of another is the first one that is not hidden yet. */
  readonly parts: readonly string[];
  /** True where people are in the total and in no part: they are a count too, though no column shows it. */
  readonly rest?: boolean;
  /** The key whose previous value has the row of the total, as "period"; or "row" for the row before. This row's total unless given. */
  readonly previous?: string;
}

/** Counts whose sum over rows is known: over the rows that are alike in `by`. */
export interface PeopleAcross {
  readonly by: readonly string[];
  /** The columns summed. */
  readonly columns: readonly string[];
  /** The columns with the same sum; unless given, the sum is known from elsewhere. */
  readonly equals?: readonly string[];
}

/** What the columns of a table of people are, and what is known of their sums. Every column is a key, a count or made of counts. */
export interface PeopleLayout {
  /** Columns that say what a row is about: shown as they are. */
  readonly keys: readonly string[];
  /** Columns that count people. */
  readonly counts: readonly string[];
  /** Columns made of counts (shares, rates, intervals, events), with the counts of their row without which they are not shown. */
  readonly made?: Readonly<Record<string, readonly string[]>>;
  readonly sums?: readonly PeopleSum[];
  readonly across?: readonly PeopleAcross[];
  /** Two ways of grouping the rows, by keys, such that sums over the groups of both are known: those of a matrix's rows and columns. */
  readonly crossed?: readonly [readonly string[], readonly string[]];
  /** Columns that are hidden together: two estimates of one number. */
  readonly together?: readonly (readonly string[])[];
  /** Columns among the counts that hold shares of another: their number of people is the product. */
  readonly shares?: Readonly<Record<string, string>>;
  /** True where a row stands for somebody by being there: rows with a hidden count are left out. */
  readonly dropRows?: boolean;
}

/** A table of people as it is shown: `counts` names the columns that count people, NaN where hidden. */
export type PeopleTable<C extends Columns = Columns> = Table<C> & {
  readonly counts: readonly string[];
  readonly locations?: Locations;
  readonly labels?: readonly string[];
  readonly periods?: Periods;
};

/** A table of people that has passed a release rule. */
export type ReleasedTable = Released<PeopleTable>;

const words = (text: string): string[] => (text === "" ? [] : text.split(" "));

/** A layout in short: "column column: count count, column: count" for what is made. */
function layoutOf(keys: string, counts: string, made = "", more: Partial<PeopleLayout> = {}): PeopleLayout {
  const of: Record<string, string[]> = {};
  for (const entry of made === "" ? [] : made.split(", ")) {
    const [columns, sources] = entry.split(": ");
    for (const column of words(columns!)) of[column] = words(sources ?? counts);
  }
  return { keys: words(keys), counts: words(counts), made: of, ...more };
}

const sum = (total: string, parts: string, more: Partial<PeopleSum> = {}): PeopleSum => {
  return { total, parts: words(parts), ...more };
};
const across = (by: string, columns: string, equals?: string): PeopleAcross => {
  return { by: words(by), columns: words(columns), ...(equals === undefined ? {} : { equals: words(equals) }) };
};
const REST = { rest: true } as const;

/** The tables of people that functions of this package make, of more columns before those of fewer. */
function layouts(): readonly PeopleLayout[] {
  const anomalies = "expected spread score samples above below chance flagged change low high ordinaryLow ordinaryHigh";
  return [
    // countDisplacement: over all areas as many are displaced as have arrived.
    layoutOf("location label group day", "people atHome displaced returned unseen lost arrived appeared", "", {
      sums: [sum("people", "unseen lost returned atHome displaced")],
      across: [across("label group day", "displaced", "arrived")],
    }),
    // measureDisplacedShares
    layoutOf(
      "location label group day",
      "people seen share",
      "low high bandLow bandHigh: seen share, least most: people seen share",
      { sums: [sum("people", "seen", REST), sum("seen", "share", REST)], shares: { share: "seen" } },
    ),
    // compareDisplacedFlows: the shares of a home add up to 1.
    layoutOf(
      "origin destination",
      "people normalPeople",
      "normalStd above share normalShare normalShareStd aboveShare",
      { across: [across("origin", "people"), across("origin", "normalPeople")], dropRows: true },
    ),
    // measureDisplacementByHome
    layoutOf(
      "",
      "people topPeople",
      "topDestination: topPeople, meanMeters lowerQuartileMeters medianMeters upperQuartileMeters netMeters netBearingDegrees meanBearingDegrees concentration: people",
      { sums: [sum("people", "topPeople", REST)] },
    ),
    // countTemporaryMigrants: nearly all who are away are hosted somewhere.
    layoutOf(
      "period location",
      "residents awayLeast awayMost hostedLeast hostedMost departuresLeast departuresMost returnsLeast returnsMost",
      "",
      {
        sums: [sum("residents", "awayMost", REST)],
        across: [across("period", "awayLeast", "hostedLeast"), across("period", "awayMost", "hostedMost")],
        together: ["away", "hosted", "departures", "returns"].map((of) => [`${of}Least`, `${of}Most`]),
      },
    ),
    // countResidentsByPeriod
    layoutOf("period location", "residents stayed movedIn appeared movedOut lost", "", {
      sums: [
        sum("residents", "appeared movedIn stayed"),
        sum("residents", "lost movedOut stayed", { previous: "period" }),
      ],
      across: [across("period", "movedIn", "movedOut")],
    }),
    // measureRegionMoves
    layoutOf(
      "",
      "before stayed movedWithin movedOut movedIn after",
      "moverShare moverLow moverHigh: before stayed movedWithin movedOut, withinShare withinLow withinHigh: movedWithin movedOut",
      {
        sums: [sum("before", "movedOut movedWithin stayed"), sum("after", "movedIn movedWithin stayed")],
        across: [across("", "movedIn", "movedOut")],
      },
    ),
    // countMigrationRisk, migrationIncidence
    layoutOf("period location label", "present atRisk movers", "incidence low high: movers atRisk", {
      sums: [sum("present", "atRisk", REST), sum("atRisk", "movers", REST)],
    }),
    // measureSegregationByPeriod
    layoutOf("period window", "people", "value"),
    // measureSegregationWithin
    layoutOf("region", "people", "areas peopleShare mutualInformation entropyIndex entropyRatio contribution"),
    // countGroupPresence, countGroupResidents, countSiteCommuters
    layoutOf("period location label", "people seen", "share", {
      sums: [sum("seen", "people", REST)],
      across: [across("period label", "people")],
    }),
    // countGroupHours
    layoutOf("period window location label", "people seen", "share, events: people", {
      sums: [sum("seen", "people", REST)],
      across: [across("period window label", "people")],
    }),
    // measureAttractiveness
    layoutOf(
      "period location label",
      "residents seenNext stayed",
      "share: seenNext stayed, leastShare: residents stayed",
      {
        sums: [sum("residents", "seenNext", REST), sum("seenNext", "stayed", REST)],
        across: [across("period label", "residents")],
      },
    ),
    // measureExperiencedSegregation
    layoutOf("hour label", "users", "own others isolation"),
    // countMixing, countMixingByPeriod: a cell tells of those who call and of those who are called. The calls that each group makes
    // and receives in all may be known, and a cell hidden alone in its row or column with them.
    layoutOf("period fromLabel toLabel", "callers callees", "calls timed seconds contacts", {
      across: [across("period fromLabel", "callers"), across("period toLabel", "callees")],
      crossed: [words("period fromLabel"), words("period toLabel")],
      together: [["callers", "callees"]],
    }),
    // detectTopAreas: a rank says between which shares a hidden one lies.
    layoutOf("rank location tied", "count total", "share low high", {
      sums: [sum("total", "count", REST)],
      dropRows: true,
    }),
    // expandToPopulation
    layoutOf("population", "count total", "expanded low high, tooFew: total", { sums: [sum("total", "count", REST)] }),
    // measureSeasonalIndex: the mean of an index is 1.
    layoutOf("location label period", "observed present incoming", "index: incoming", {
      sums: [sum("observed", "present", REST), sum("present", "incoming", REST)],
      across: [across("location label", "incoming"), across("label period", "present")],
    }),
    // measureSeasonality
    layoutOf(
      "location label",
      "incoming",
      "peakMonth peakIndex tied seasonality meanMonth concentration fullYears yearCorrelation",
    ),
    // measureRecurrence
    layoutOf("location label", "movers observable recurrent", "share: observable recurrent", {
      sums: [sum("movers", "observable", REST), sum("observable", "recurrent", REST)],
    }),
    // measureVisitRate
    layoutOf("", "residents neighbours visitors residentVisitors", "rate: residents residentVisitors", {
      sums: [sum("residents", "residentVisitors", REST), sum("visitors", "residentVisitors", REST)],
    }),
    // compareMigrationDefinitions
    layoutOf(
      "minPeriods",
      "exposedPeople movers",
      "exposure: exposedPeople, moves rate changes permanentShare circularShare temporaryShare otherShare unknownShare",
      { sums: [sum("exposedPeople", "movers", REST)] },
    ),
    // measureRegionMigration
    layoutOf(
      "",
      "inMigrants outMigrants",
      "netMigrants turnover netRate effectiveness, inRate: inMigrants, outRate: outMigrants",
      { across: [across("", "inMigrants", "outMigrants")] },
    ),
    // countFlowsByExpected: the people of a bin are its mean times its pairs. A model that keeps the total tells how many all
    // bins hold together: the sum of meanExpected times pairs.
    layoutOf(
      "from to meanExpected",
      "pairs meanObserved",
      "lowestTenth lowerQuartile median upperQuartile highestTenth",
      { shares: { meanObserved: "pairs" }, across: [across("", "meanObserved")] },
    ),
    // crossValidateByOrigin and its kin: a model that keeps outflows expects of a fold as many as were observed.
    layoutOf(
      "fold places pairs",
      "observedTrips unassignedTrips",
      "expectedTrips commonPartOfCommuters deviancePerTrip logLikelihood: observedTrips",
      { sums: [sum("observedTrips", "unassignedTrips", REST)], across: [across("", "observedTrips")] },
    ),
    // countFlowLengths: the sum of all bands may be known.
    layoutOf("from to", "flow", "share", { across: [across("", "flow")] }),
    // compareBeforeAfter
    layoutOf("label", "users onlyBefore", "meanBefore meanAfter difference standardError low high: users"),
    // selectCohort: whom a step keeps is given to the next one.
    layoutOf("asked", "given excluded kept", "", {
      sums: [sum("given", "excluded kept"), sum("kept", "given", { previous: "row" })],
    }),
    // kaplanMeier's summary
    layoutOf("", "spells events", "median medianLow medianHigh restrictedMean restrictedMeanError", {
      sums: [sum("spells", "events", REST)],
    }),
    // measureActivityAnomalies, detectAnomalies, measureChange: of series of people
    layoutOf("series day hour", "value", anomalies),
    // countHourlyVisitors, countVisitors, countHourlyFlows, countHourlyDepartures, countGroupPlaceHours
    layoutOf("period window label day hour origin destination location", "people", "events moves", { dropRows: true }),
    // Of people with a place, a motif, a rank or a delay, by row
    layoutOf(
      "motif places links rank afterSeconds day hour",
      "people",
      "days share meanShare observed meanM2 rows randomEntropy entropy evenness visits ratio demandLocations meanCost maxCost",
    ),
  ];
}

/** Columns that number or name people. */
const PERSONS = "user caller callee person";
/** Columns made of counts of people that stand in tables without the counts. */
const MADE = "persons personsPerSim normalPeople aboveShare shareIndex migrants netMigrants withinShare censored";
/** Names of counts that tables about other things have too: such a table is known by all its columns. */
const COMMON = words(
  "share count total value events spells before after given excluded kept present observed visitors seen lost appeared pairs flow",
);

/** The columns of a panel of flows, whatever stands beside. */
const PANEL = words("origin destination period flow");

/** Whether a layout knows every column of the table and finds all its counts there. */
function fits({ keys, counts, made = {} }: PeopleLayout, names: readonly string[]): boolean {
  return (
    counts.every((name) => names.includes(name)) &&
    names.every((name) => keys.includes(name) || counts.includes(name) || name in made)
  );
}

/** The layout of a table that a function of this package made; undefined for others. */
export function knownLayout(table: Table): PeopleLayout | undefined {
  const names = Object.keys(table.columns);
  return layouts().find((layout) => fits(layout, names));
}

/** The columns of a table that tell of people, persons first; none where it is not about people. */
export function columnsOfPeople(table: Table & Partial<Located>): { persons: string[]; people: string[] } {
  const names = Object.keys(table.columns);
  const all = layouts();
  const known = new Set([...words(MADE), ...all.flatMap(({ counts }) => counts)]);
  for (const name of COMMON) known.delete(name);
  // Counts of common names are people only beside the column that tells what table it is.
  const layout = all.find((each) => {
    const { keys, counts, made = {} } = each;
    if (!counts.every((name) => COMMON.includes(name))) return fits(each, names);
    return fits(each, names) && names.includes(keys[0] ?? Object.keys(made)[0]!);
  });
  const persons = names.filter((name) => words(PERSONS).includes(name));
  // A panel of flows has whatever covariates beside them.
  if (PANEL.every((name) => names.includes(name))) known.add("flow");
  const people = layout?.counts ?? names.filter((name) => known.has(name));
  return { persons, people: people.filter((name) => layout?.shares?.[name] === undefined) };
}
