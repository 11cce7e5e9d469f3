/** Who is where at which hours, whom people could meet there, figures from elsewhere beside them, and wrong flags. */
import {
  buildFlagShares,
  buildWeeks,
  correctMisclassification,
  countGroupHours,
  createLocations,
  createRandom,
  everyHour,
  hoursOfDay,
  joinFigures,
  likeliestCorrection,
  measureExperiencedSegregation,
  readFigures,
  typicalHours,
} from "../dist/index.js";
import { clock, DAYS, eventsOf, START } from "./data.mjs";
import { measure, report, sizes, streamingPass } from "./harness.mjs";

const LABELS = ["locals", "refugees"];
const AREAS = 70_000;
const firstDay = clock.dayOf(START);
const periods = buildWeeks({ clock, firstDay, lastDay: firstDay + DAYS - 1 });
const nights = [{ id: "night", fromHour: 20, toHour: 8 }];

for (const events of sizes()) {
  const { traces } = eventsOf(events);
  const groupOf = Uint8Array.from(traces.users, (_, u) => (u % 5 === 0 ? 1 : 0));
  const groups = { clock, groupOf, labels: LABELS };
  const results = await measure(
    [
      streamingPass(traces.columns.time, traces.columns.location),
      {
        name: `countGroupHours, nights, ${periods.length} weeks`,
        run: () => countGroupHours(traces, { ...groups, periods, windows: nights }).columns.people[1],
      },
      {
        name: `countGroupHours, hour by hour, ${periods.length} weeks`,
        run: () => countGroupHours(traces, { ...groups, periods, windows: hoursOfDay() }).columns.people[1],
      },
      ...[everyHour, typicalHours].map((rule) => ({
        name: `measureExperiencedSegregation, ${rule.name}`,
        run: () => {
          const { byLabel } = measureExperiencedSegregation(traces, { ...groups, sameHour: rule() });
          return `isolation ${byLabel.columns.isolation[1].toFixed(4)}`;
        },
      })),
    ],
    3,
  );
  report("people of groups by hour", events, results);
}

const random = createRandom("figures");
const ids = Array.from({ length: AREAS }, (_, i) => `T${i}`);
const zones = createLocations("zones", ids, new Float64Array(AREAS), new Float64Array(AREAS));
const text = ["id,votes,rent", ...ids.map((id) => `${id},${random().toFixed(4)},${Math.floor(2000 * random())}`)].join(
  "\n",
);
const columns = { id: "id", figures: ["votes", "rent"], locations: zones };
const { figures } = readFigures(text, columns);
const table = { locations: zones, length: AREAS, columns: { location: figures.columns.location.toReversed() } };
/** Areas so small that in most of them the unbiased truth has a group below 0. */
const countOf = (groups) =>
  Float64Array.from({ length: groups * AREAS }, (_, c) => Math.floor((c % groups === 0 ? 40 : 4) * random()));
const two = buildFlagShares({ labels: LABELS, group: "refugees", sensitivity: 0.8, specificity: 0.95 });
const three = { rows: 3, columns: 3, value: Float64Array.of(0.9, 0.05, 0.05, 0.1, 0.8, 0.1, 0, 0.25, 0.75) };
const correction = likeliestCorrection();
const corrected = (labels, flags) => {
  const counts = { labels, count: countOf(labels.length) };
  return () => `${correctMisclassification(counts, { flags, correction }).rounds} rounds`;
};
report(
  "figures and corrections of areas",
  AREAS,
  await measure(
    [
      streamingPass(figures.columns.votes, figures.columns.rent),
      { name: "readFigures, 2 figures", run: () => `${readFigures(text, columns).figures.length} areas` },
      { name: "joinFigures, 2 figures", run: () => `${joinFigures(table, figures).unmatched} unmatched` },
      { name: "correctMisclassification, 2 groups", run: corrected(LABELS, two) },
      { name: "correctMisclassification, 3 groups", run: corrected(["a", "b", "c"], three) },
    ],
    3,
  ),
  { unit: "areas" },
);
