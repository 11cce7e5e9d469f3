/** The walk itself: every step of the library once, in order, with what each found. */
import {
  biasCorrectedDissimilarity,
  buildDailyLocations,
  buildDayToDayMoves,
  buildMixingMatrix,
  buildPointCrosswalk,
  buildPresence,
  buildTessellation,
  buildTraces,
  compareHomes,
  compareMigrations,
  countFlows,
  countMixing,
  countOutflows,
  countResidents,
  countsTable,
  countTransitions,
  detectHomes,
  detectMigrations,
  dissimilarityIndex,
  facts,
  finiteSystem,
  fitGravity,
  formatCountsCsv,
  formatCountsGeoJson,
  formatFlowsCsv,
  formatFlowsGeoJson,
  formatReport,
  formatZones,
  frobeniusSimilarity,
  heading,
  inbreedingHomophily,
  lastOfDay,
  measureDistances,
  measureExperiencedSegregation,
  mostEventsOfDay,
  mostNights,
  originConstrained,
  paragraph,
  powerLaw,
  predictGravity,
  predictRadiation,
  releaseCounts,
  releaseFlows,
  relocate,
  selectMixing,
  toMatrix,
  topFlows,
  typicalHours,
} from "../dist/index.js";

const number = (x) => (Number.isInteger(x) ? x.toLocaleString("en-US") : x.toPrecision(4));
const percent = (x) => (Number.isNaN(x) ? "not defined" : `${(100 * x).toFixed(1)} %`);

/**
 * Nights run from 19 to 7 o'clock. A residence is 45 days long, because half a year holds few of 90, and asks for a sighting
 * every third day at least, because half of the people leave fewer than one record a day.
 */
const NIGHT = { fromHour: 19, toHour: 7 };
const STAY = { minStayDays: 45, minPresence: 0.3, maxGapDays: 14 };
const TOLERANCE = { toleranceDays: 7 };

export function walk(input, clock, minPeople) {
  const { antennas, districts, truth } = input;
  const lines = [];
  const say = (name, value) => lines.push(`${name.padEnd(34)} ${value}`);

  lines.push(`# ${input.title}`, "");
  say("records given", number(input.given));
  for (const [reason, rows] of input.refused) say(`  refused: ${reason}`, number(rows));
  const kept = input.calls.reduce((sum, calls) => sum + calls.length, 0);
  say("records kept", number(kept));

  // traces
  const atAntennas = buildTraces(input.calls);
  const traces = relocate(atAntennas, buildPointCrosswalk(antennas, districts));
  say("people located", number(traces.users.length));
  say("events at antennas, in districts", `${number(atAntennas.length)}, ${number(traces.length)}`);

  // space
  const { cells } = buildTessellation(antennas, { border: input.border });
  const area = (zones) => zones.areaM2.reduce((sum, a) => sum + a, 0);
  say("Voronoi cells, km²", `${number(cells.length)}, ${number(Math.round(area(cells) / 1e6))}`);
  say("cells' area over the border's", (area(cells) / area(input.border)).toFixed(12));

  // places
  const presence = buildPresence(traces, { clock });
  const homes = detectHomes(traces, { criterion: mostNights({ clock, ...NIGHT }) });
  const groups = truth === undefined ? {} : { labels: truth.labels, groupOf: groupsOf(homes.users, truth) };
  const residents = countResidents(homes, groups);
  say("people with a home", number(homes.columns.location.filter((home) => home >= 0).length));
  if (truth !== undefined) {
    const atHome = compareHomes(detectHomes(atAntennas, { criterion: mostNights({ clock, ...NIGHT }) }), truth.homes);
    const inDistrict = compareHomes(homes, truth.homeDistricts);
    say("  true antenna: recall, precision", `${percent(atHome.recall)}, ${percent(atHome.precision)}`);
    say("  true district: recall, precision", `${percent(inDistrict.recall)}, ${percent(inDistrict.precision)}`);
  }

  // moves
  const mainDistrict = buildDailyLocations(traces, { clock, choose: mostEventsOfDay() });
  const migrations = detectMigrations(mainDistrict, STAY);
  say("migrations between districts", number(migrations.length));
  if (truth !== undefined) {
    const score = compareMigrations(migrations, truth.migrations, TOLERANCE);
    say("  planted, of these found", `${number(score.planted)}, ${number(score.right)}`);
    say("  recall, precision", `${percent(score.recall)}, ${percent(score.precision)}`);
    say("  mean error of the day", `${number(score.meanDayError)} days`);
  }

  // flows
  const daily = buildDailyLocations(traces, { clock, choose: lastOfDay() });
  const moves = buildDayToDayMoves(daily, { maxGapDays: 1 });
  const flows = countFlows(moves);
  const transitions = countTransitions(traces);
  const total = (table) => table.value.reduce((sum, x) => sum + x, 0);
  say("day-to-day moves, pairs", `${number(total(flows))}, ${number(flows.value.length)}`);
  say("passages between districts, pairs", `${number(total(transitions))}, ${number(transitions.value.length)}`);

  // models
  const distances = measureDistances(districts);
  const mass = input.population ?? peopleDays(presence);
  const fit = fitGravity(transitions, {
    destinationMass: mass,
    distances,
    deterrence: powerLaw(),
    constraint: originConstrained(),
  });
  const { coefficients, standardErrors } = fit;
  const shown = (name) => `${coefficients[name].toFixed(3)} ± ${standardErrors[name].toFixed(3)}`;
  say(
    "gravity: mass, distance exponent",
    `${shown("destinationMass")}, ${shown("logDistance")}${fit.converged ? "" : " (not converged)"}`,
  );
  const outflows = countOutflows(transitions);
  const expected = {
    gravity: fit.converged ? predictGravity(fit, { destinationMass: mass, distances, deterrence: powerLaw() }) : null,
    radiation: predictRadiation({ mass, distances, outflows, normalisation: finiteSystem() }),
  };
  const observed = toMatrix(transitions);
  for (const [name, matrix] of Object.entries(expected)) {
    if (matrix !== null) say(`similarity to ${name}`, frobeniusSimilarity(observed, toMatrix(matrix)).toFixed(4));
  }

  // metrics
  if (truth !== undefined) {
    const [first, second] = truth.labels;
    const trueResidents = countResidents(truth.homeDistricts, {
      labels: truth.labels,
      groupOf: truth.people.columns.group,
    });
    const index = (counts) => dissimilarityIndex(counts, { group: second, against: first }).toFixed(4);
    say(`dissimilarity of ${second}`, `${index(residents)} (true: ${index(trueResidents)})`);
    say("  without small numbers", biasCorrectedDissimilarity(residents, { group: second, against: first }).toFixed(4));
    const everybody = [...truth.labels, "others"];
    const [calls] = input.calls;
    const counted = countMixing(calls, { labels: everybody, groupOf: groupsOf(calls.users, truth, 2) });
    const mixing = selectMixing(buildMixingMatrix(counted, { column: "calls" }), truth.labels);
    say(`homophily of ${second}`, inbreedingHomophily(mixing)[1].toFixed(4));
    const days = measureExperiencedSegregation(traces, {
      clock,
      sameHour: typicalHours(),
      labels: truth.labels,
      groupOf: groupsOf(traces.users, truth),
    });
    say("isolation over their days", days.byLabel.columns.isolation[1].toFixed(4));
  }
  const halves = halvesOf(moves);
  say("mobility, first half to second", frobeniusSimilarity(...halves).toFixed(4));
  say("  moves of the halves together", number(total(halves[0]) + total(halves[1])));

  // privacy, report
  const releasedFlows = releaseFlows(flows, { minPeople });
  const releasedResidents = releaseCounts(residents, { minPeople });
  const hidden = ({ hiddenCells }) => `${number(hiddenCells)} hidden below ${minPeople} people`;
  say("flows released", `${number(releasedFlows.shown.value.length)}, ${hidden(releasedFlows)}`);
  say(
    "residents released",
    `${number(releasedResidents.shown.count.filter((x) => !Number.isNaN(x)).length)}, ${hidden(releasedResidents)}`,
  );

  const report = formatReport({
    title: input.title,
    parts: [
      paragraph(`Made from ${input.source}. Local time: ${clock.timeZone}.`),
      heading("What was read"),
      facts([
        ["records given", input.given],
        ...input.refused.map(([reason, rows]) => [`refused: ${reason}`, rows]),
        ["records kept", kept],
        ["people located", traces.users.length],
      ]),
      heading("Residents"),
      paragraph(`Home is the district of most distinct nights, ${NIGHT.fromHour}–${NIGHT.toHour} o'clock.`),
      countsTable(releasedResidents),
      heading("Flows"),
      paragraph("From the last place of a day to the last place of the next."),
      topFlows(releasedFlows, 20),
      heading("Models"),
      facts([
        ["destination mass", coefficients.destinationMass],
        ["distance exponent", coefficients.logDistance],
        ["deviance", fit.deviance],
        ["null deviance", fit.nullDeviance],
      ]),
    ],
  });
  const files = {
    "report.md": report,
    "flows.csv": formatFlowsCsv(releasedFlows),
    "residents.csv": formatCountsCsv(releasedResidents),
    "flows.geojson": formatFlowsGeoJson(releasedFlows),
    "residents.geojson": formatCountsGeoJson(releasedResidents, districts),
    "cells.geojson": formatZones(cells, (row) => ({ areaKm2: cells.areaM2[row] / 1e6 })),
  };
  return { lines, files };
}

/** The group of each user, by the truth's row of the same id. */
function groupsOf(users, truth, nobodys = undefined) {
  const rowOf = new Map(truth.users.map((user, row) => [user, row]));
  return users.map((user) => truth.people.columns.group[rowOf.get(user)] ?? nobodys);
}

/** People-days in each location: what draws people there, where no census is given. */
function peopleDays(presence) {
  const days = new Float64Array(presence.locations.length);
  for (const location of presence.columns.location) days[location]++;
  return days;
}

/** Flows of the first and of the second half of the days. */
function halvesOf(moves) {
  let first = Infinity;
  let last = -Infinity;
  for (const day of moves.columns.arrivedDay) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  if (first > last) return [countFlows(moves), countFlows(moves)];
  const middle = Math.ceil((first + last + 1) / 2);
  return [countFlows(moves, { toDay: middle }), countFlows(moves, { fromDay: middle })];
}
