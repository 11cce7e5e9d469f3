import { buildWeeks } from "../../src/core/periods.ts";
import {
  measureActiveDays,
  measureCallDurations,
  measureContactConcentration,
  measureContactEntropy,
  measureContacts,
  measureConversations,
  measureDurationConcentration,
  measureInteractionsPerContact,
  measureInterEventTimes,
  measureOverPeriods,
  measureRechargeAmounts,
  measureRecharges,
  measureResponseDelays,
  measureWeightedContactBalance,
  type RechargeRows,
  type Summaries,
} from "../../src/metrics/index.ts";
import { type Interactions, type PeriodSplit, selectHours, selectKind, splitPeriods } from "../../src/traces/index.ts";
import { keepRows } from "../../src/traces/interactions-rows.ts";
import type { Clock } from "../../src/types.ts";

/**
 * bandicoot's individual indicators from our measures, under its conventions: what is not defined is 0 for some of them, a
 * week without records has no figures, and the second 07:00:00 belongs to the night.
 */

/** Figures by bandicoot's names, a number per user, NaN where it says None. */
export type Figures = Map<string, ArrayLike<number>>;

/** The indicators that are computed here, as the first part of a name. */
export const INDIVIDUAL = [
  "active_days",
  "number_of_contacts",
  "call_duration",
  "percent_nocturnal",
  "percent_initiated_conversations",
  "percent_initiated_interactions",
  "response_delay_text",
  "response_rate_text",
  "entropy_of_contacts",
  "balance_of_contacts",
  "interactions_per_contact",
  "interevent_time",
  "percent_pareto_interactions",
  "percent_pareto_durations",
  "number_of_interactions",
  "number_of_interaction_in",
  "number_of_interaction_out",
  "amount_recharges",
  "interevent_time_recharges",
  "percent_pareto_recharges",
  "number_of_recharges",
] as const;

const GAP = { gapSeconds: 3600 };
const PARETO = { share: 0.8 };
const NIGHT = { fromHour: 19, toHour: 7 };
const STATISTICS = ["mean", "std", "median", "skewness", "kurtosis", "min", "max"] as const;

interface Figure {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/** The figures of groupby=None: `splits` says whether those of parts of the week and day are wanted too. */
export function figuresOfAll(interactions: Interactions, clock: Clock, splits: boolean): Figures {
  const figures: Figures = new Map();
  for (const { name, table } of partsOf(interactions, clock, splits)) {
    for (const figure of figuresOf(table, clock, name)) {
      // A user without a record has no figure, not even a count.
      const values = Array.from(figure.values, (value, u) =>
        table.offsets[u + 1]! > table.offsets[u]! ? value : Number.NaN,
      );
      figures.set(figure.name, values);
    }
  }
  return figures;
}

/** The figures of groupby="week": mean and standard deviation over the weeks with records. */
export function figuresOfWeeks(interactions: Interactions, clock: Clock): Figures {
  const figures: Figures = new Map();
  for (const { name, table } of partsOf(interactions, clock, true)) {
    const weeks = splitWeeks(table, clock);
    if (weeks === null) continue;
    for (const figure of figuresOf(weeks, clock, name)) {
      const { mean, std } = measureOverPeriods(weeks, figure.values).columns;
      figures.set(`${figure.name}__mean`, mean);
      figures.set(`${figure.name}__std`, std);
    }
  }
  return figures;
}

/** The interactions by user and week from Monday; null where there are none. */
export function splitWeeks(interactions: Interactions, clock: Clock): (Interactions & PeriodSplit) | null {
  const { time } = interactions.columns;
  if (time.length === 0) return null;
  const firstDay = clock.dayOf(time.reduce((a, b) => Math.min(a, b)));
  const lastDay = clock.dayOf(time.reduce((a, b) => Math.max(a, b)));
  return splitPeriods(interactions, buildWeeks({ clock, firstDay, lastDay }));
}

/** The figures of recharges under groupby=None. */
export function figuresOfRecharges(recharges: RechargeRows): Figures {
  const part = "__allweek__allday";
  const habits = measureRecharges(recharges, PARETO).columns;
  return new Map(
    [
      ...statisticsOf(`amount_recharges${part}`, measureRechargeAmounts(recharges)),
      ...statisticsOf(`interevent_time_recharges${part}`, measureInterEventTimes(recharges)),
      { name: `percent_pareto_recharges${part}`, values: habits.topShare },
      { name: `number_of_recharges${part}`, values: habits.recharges },
    ].map(({ name, values }) => [name, values]),
  );
}

interface Part {
  readonly name: (indicator: string, kind: string) => string;
  readonly table: Interactions;
}

/** The records of the whole week, of weekdays and of the weekend, each by day and by night. */
function partsOf(interactions: Interactions, clock: Clock, splits: boolean): Part[] {
  const whole = { clock, fromHour: 0, toHour: 24 };
  const weeks: [string, Interactions][] = [["allweek", interactions]];
  if (splits) {
    weeks.push(["weekday", selectHours(interactions, { ...whole, weekdays: [0, 1, 2, 3, 4] })]);
    weeks.push(["weekend", selectHours(interactions, { ...whole, weekdays: [5, 6] })]);
  }
  return weeks.flatMap(([week, table]) => {
    const days: [string, Interactions][] = [["allday", table]];
    if (splits) days.push(["day", ofNight(table, clock, false)], ["night", ofNight(table, clock, true)]);
    return days.map(([day, part]) => ({
      name: (indicator: string, kind: string) => `${indicator}__${week}__${day}__${kind}`,
      table: part,
    }));
  });
}

/** The records of the night or of the day. The second in which the night ends is bandicoot's night, our day. */
function ofNight(interactions: Interactions, clock: Clock, night: boolean): Interactions {
  const { time } = interactions.columns;
  const isEnd = (at: number): boolean => (((at + clock.offsetOf(at)) % 86_400) + 86_400) % 86_400 === 7 * 3600;
  if (!time.some(isEnd)) {
    return selectHours(interactions, { clock, ...(night ? NIGHT : { fromHour: 7, toHour: 19 }) });
  }
  const inNight = (at: number): boolean => isEnd(at) || clock.hourOf(at) >= 19 || clock.hourOf(at) < 7;
  return keepRows(
    interactions,
    Uint8Array.from(time, (at) => (inNight(at) === night ? 1 : 0)),
  );
}

function figuresOf(table: Interactions, clock: Clock, name: Part["name"]): Figure[] {
  const figures: Figure[] = [];
  const add = (indicator: string, kind: string, values: ArrayLike<number>): void => {
    figures.push({ name: name(indicator, kind), values });
  };
  for (const kind of ["call", "text"] as const) {
    const rows = selectKind(table, kind);
    const present = presentIn(rows);
    const addPresent = (indicator: string, values: ArrayLike<number>): void => add(indicator, kind, present(values));
    const counts = measureContacts(rows).columns;
    addPresent("number_of_interactions", counts.interactions);
    addPresent("number_of_interaction_in", counts.incoming);
    addPresent("number_of_interaction_out", counts.outgoing);
    addPresent("number_of_contacts", counts.contacts);
    const night = measureContacts(ofNight(rows, clock, true)).columns.interactions;
    addPresent(
      "percent_nocturnal",
      Array.from(night, (n, k) => n / counts.interactions[k]!),
    );
    addPresent("entropy_of_contacts", measureContactEntropy(rows, { base: Math.E }).columns.entropy);
    addPresent("percent_pareto_interactions", measureContactConcentration(rows, PARETO).columns.topShare);
    figures.push(...statisticsOf(name("balance_of_contacts", kind), measureWeightedContactBalance(rows)));
    figures.push(...statisticsOf(name("interactions_per_contact", kind), measureInteractionsPerContact(rows)));
    figures.push(...statisticsOf(name("interevent_time", kind), measureInterEventTimes(rows)));
    if (kind === "text") continue;
    addPresent("percent_initiated_interactions", counts.outgoingShare);
    const durations = measureDurationConcentration(rows, PARETO).columns;
    // Where all durations are 0, no contact is needed for 80 % of them.
    const ofDurations = Array.from(durations.topShare, (value, k) => (durations.contacts[k]! > 0 ? value || 0 : value));
    addPresent("percent_pareto_durations", ofDurations);
    figures.push(...statisticsOf(name("call_duration", kind), measureCallDurations(rows)));
  }
  const both = "callandtext";
  const present = presentIn(table);
  const conversations = measureConversations(table, GAP).columns;
  add("active_days", both, present(measureActiveDays(table, { clock }).columns.activeDays));
  add(
    "percent_initiated_conversations",
    both,
    present(Array.from(conversations.initiatedShare, (share) => share || 0)),
  );
  add("response_rate_text", both, conversations.responseRate);
  figures.push(...statisticsOf(name("response_delay_text", both), measureResponseDelays(table, GAP)));
  return figures;
}

/** Leaves out the values of entries without a row of that kind: bandicoot has no such groups. */
function presentIn({ offsets }: Interactions): (values: ArrayLike<number>) => number[] {
  return (values) => Array.from(values, (value, k) => (offsets[k + 1]! > offsets[k]! ? value : Number.NaN));
}

/** All seven statistics. Where all values are the same, skewness and kurtosis are what bandicoot's sums leave of 0 / 0. */
function statisticsOf(name: string, { columns }: Summaries): Figure[] {
  return STATISTICS.map((statistic) => ({
    name: `${name}__${statistic}`,
    values: Array.from(columns[statistic], (value, k) => {
      const isShape = statistic === "skewness" || statistic === "kurtosis";
      if (!isShape || !Number.isNaN(value) || columns.count[k] === 0) return value;
      return shapeOfEqual(columns.min[k]!, columns.count[k]!, statistic);
    }),
  }));
}

/**
 * bandicoot divides a sum of n equal values by n; where that is not the value again, all are the same rounding error away
 * from it, and its skewness is ±1 and its kurtosis 1 (or what is left of them below the least numbers). Else it says 0.
 */
function shapeOfEqual(value: number, count: number, statistic: "skewness" | "kurtosis"): number {
  if (count === 1) return 0;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += value;
  const off = value - sum / count;
  if (off === 0) return 0;
  return statistic === "skewness" ? Math.sign(off) : 1;
}
