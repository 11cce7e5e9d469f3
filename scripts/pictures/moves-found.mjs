/**
 * Who finds the moves that people make? Lives of two years with planted moves, records of them at four levels of calling,
 * and every detector on the same records.
 */

/** Records per person and day at the caller; each is an event of the callee too, where that is a customer. */
const RATES = [0.25, 0.5, 1, 3];
const PEOPLE = 1500;
const DAYS = 730;
const FIRST_DAY = 19_723;
const LAST_DAY = FIRST_DAY + DAYS - 1;
const STRUCK = [0, 1];
const EVENT_DAY = 400;
/** A found move is right if it lies within so many days of the planted one: a month, for what counts in months. */
const TOLERANCE_DAYS = 31;

/** Spells away after the event that are shorter are visits. */
const MIN_SPELL_DAYS = 15;

/** Kinds of moves that are planted, in the order of the table. */
const KINDS = ["permanent", "circular", "seasonal", "disaster"];

function livesOf(sojourn, world) {
  return sojourn.generateLives(world, {
    random: sojourn.createRandom("moves lives"),
    people: PEOPLE,
    days: DAYS,
    firstDay: FIRST_DAY,
    moverShare: 0.2,
    movesFromDay: 120,
    movesToDay: DAYS - 120,
    absences: [
      sojourn.disasterAbsences({
        share: 0.5,
        medianDays: 60,
        minDays: 20,
        districts: STRUCK,
        day: EVENT_DAY,
        withinDays: 3,
      }),
      sojourn.circularAbsences({ share: 0.15, medianDays: 60, minDays: 20, fromDay: 120, toDay: DAYS - 240 }),
      sojourn.seasonalAbsences({
        share: 0.12,
        medianDays: 60,
        minDays: 20,
        districts: [3, 5],
        fromDay: 170,
        withinDays: 14,
      }),
    ],
  });
}

/** The planted moves of each kind; an absence makes two, there and back. */
function plantedOf(lives, districtOf) {
  const rows = KINDS.map(() => []);
  const add = (kind, user, origin, destination, arrivedDay) => {
    rows[kind].push({ user, origin, destination, leftDay: arrivedDay - 1, arrivedDay });
  };
  const { migrations, absences, periods } = lives;
  for (let user = 0; user < lives.users.length; user++) {
    for (let i = migrations.offsets[user]; i < migrations.offsets[user + 1]; i++) {
      const { origin, destination, arrivedDay } = migrations.columns;
      add(0, user, origin[i], destination[i], arrivedDay[i]);
    }
    for (let i = absences.offsets[user]; i < absences.offsets[user + 1]; i++) {
      const { origin, destination, arrivedDay, returnedDay, plan } = absences.columns;
      const kind = KINDS.indexOf(absences.plans[plan[i]]);
      add(kind, user, origin[i], destination[i], arrivedDay[i]);
      if (returnedDay[i] <= LAST_DAY) add(kind, user, destination[i], origin[i], returnedDay[i]);
    }
  }
  // Everything that people did, short trips included, is what a found move is held against.
  const { firstDay, home } = periods.columns;
  const all = [];
  for (let user = 0; user < lives.users.length; user++) {
    for (let p = periods.offsets[user] + 1; p < periods.offsets[user + 1]; p++) {
      const [origin, destination] = [districtOf[home[p - 1]], districtOf[home[p]]];
      all.push({ user, origin, destination, leftDay: firstDay[p] - 1, arrivedDay: firstDay[p] });
    }
  }
  return { all: movesOf(lives, all), kinds: rows.map((own) => movesOf(lives, own)) };
}

/** A table of moves from rows in any order. */
function movesOf({ users, migrations }, rows) {
  const sorted = [...rows].sort((a, b) => a.user - b.user || a.arrivedDay - b.arrivedDay);
  const offsets = new Uint32Array(users.length + 1);
  for (const { user } of sorted) offsets[user + 1]++;
  for (let u = 0; u < users.length; u++) offsets[u + 1] += offsets[u];
  const columns = {
    origin: Uint32Array.from(sorted, (row) => row.origin),
    destination: Uint32Array.from(sorted, (row) => row.destination),
    leftDay: Int32Array.from(sorted, (row) => row.leftDay),
    arrivedDay: Int32Array.from(sorted, (row) => row.arrivedDay),
    day: Int32Array.from(sorted, (row) => row.day ?? row.arrivedDay),
  };
  return { locations: migrations.locations, users, offsets, length: sorted.length, columns };
}

/** Thresholds for sparse records and residences of two months, about what three months by their home ask for. */
const SPARSE = { maxGapDays: 30, minPresence: 0.1, minDominance: 0.5, minStayDays: 60, maxTransitionDays: 60 };
/** Thresholds for stays from fifteen days on. */
const SHORT = { maxGapDays: 14, minPresence: 0.3, minDominance: 0.5, minSegmentDays: 15, minStayDays: 15 };

/** The detectors, each from the records of all people: traces at antennas and in districts, the location of each day. */
function detectorsOf(sojourn, { clock, crosswalk, periods, lives }) {
  const history = (rows, criterion) => sojourn.detectHomesByPeriod(rows, { criterion, periods });
  const byMonths = (homes, k = 3) => sojourn.detectInferredMigrations(homes, { minPeriods: k });
  const night = { clock, fromHour: 19, toHour: 10 };
  const near = (criterion) => sojourn.withinRadius({ criterion, radiusMeters: 1000, candidates: "all" });
  const inDistricts = (homes) => sojourn.relocateHomes(homes, crosswalk);
  const baseline = (number, said, find) => ({ name: `baseline ${number}: ${said}, 3 months`, find });
  return [
    { name: "segments, published thresholds", find: ({ daily }) => sojourn.detectMigrations(daily) },
    { name: "segments, two months", find: ({ daily }) => sojourn.detectMigrations(daily, SPARSE) },
    {
      name: "segments, 15 days",
      find: ({ daily }) => sojourn.detectMigrations(daily, SHORT),
    },
    baseline("1", "most events", ({ traces }) => byMonths(history(traces, sojourn.mostEvents()))),
    baseline("2", "most days", ({ traces }) => byMonths(history(traces, sojourn.mostDays({ clock })))),
    baseline("2", "and on 30 % of the days", ({ traces }) =>
      byMonths(sojourn.detectPresentHomes(history(traces, sojourn.mostDays({ clock })), { minPresence: 0.3 })),
    ),
    baseline("3", "most events at night", ({ traces }) => byMonths(history(traces, sojourn.mostNightEvents(night)))),
    baseline("4", "most events within 1 km", ({ atAntennas }) =>
      byMonths(inDistricts(history(atAntennas, near(sojourn.mostEvents())))),
    ),
    baseline("5", "night events within 1 km", ({ atAntennas }) =>
      byMonths(inDistricts(history(atAntennas, near(sojourn.mostNightEvents(night))))),
    ),
    baseline("6", "modal district", ({ traces }) =>
      byMonths(history(traces, sojourn.hierarchicalMode({ clock, fromHour: 18, toHour: 8 }))),
    ),
    {
      name: "inferred, 1 month",
      find: ({ traces }) => byMonths(history(traces, sojourn.hierarchicalMode({ clock, fromHour: 18, toHour: 8 })), 1),
    },
    {
      name: "macro- and meso-segments",
      find: ({ daily }) => {
        const residences = sojourn.detectUsualResidences(daily);
        return bothWays(lives, sojourn.detectTemporaryMigrations(daily, residences), residences);
      },
    },
    {
      name: "displacement, day of the event known",
      find: (records) => displacedFrom(sojourn, { clock, lives }, records),
    },
  ];
}

/**
 * Who may have left the struck districts in the week after the event, for long, as moves there and back; homes are those of 42
 * days before. A day elsewhere, and two at home, are visits.
 */
function displacedFrom(sojourn, { clock, lives }, { traces, daily }) {
  const eventDay = FIRST_DAY + EVENT_DAY;
  const before = sojourn.buildPeriods({ firstDay: [eventDay - 42], lastDay: [eventDay - 1] }, clock);
  const homes = sojourn.detectHomesByPeriod(traces, { criterion: sojourn.mostDays({ clock }), periods: before });
  const states = sojourn.detectDisplacement(daily, sojourn.selectHomesOfPeriod(homes, 0), {
    eventDay,
    followDays: LAST_DAY - eventDay,
    minLostDays: 30,
    minAwayDays: 2,
    minHomeDays: 3,
  });
  const spells = sojourn.buildDisplacementSpells(states);
  const rows = [];
  for (let user = 0; user < lives.users.length; user++) {
    for (let i = spells.offsets[user]; i < spells.offsets[user + 1]; i++) {
      const { origin, destination, earliestFirstDay, firstDay, lastDay, days, returned } = spells.columns;
      if (!STRUCK.includes(origin[i]) || earliestFirstDay[i] > eventDay + 7) continue;
      if (lastDay[i] - firstDay[i] < MIN_SPELL_DAYS) continue;
      rows.push({
        user,
        origin: origin[i],
        destination: destination[i],
        leftDay: earliestFirstDay[i] - 1,
        arrivedDay: firstDay[i],
      });
      if (returned[i] === 0) continue;
      const back = firstDay[i] + days[i];
      rows.push({ user, origin: destination[i], destination: origin[i], leftDay: lastDay[i], arrivedDay: back });
    }
  }
  return movesOf(lives, rows);
}

/** Temporary migrations and changes of residence as moves there and back. */
function bothWays(lives, stays, residences) {
  const rows = [];
  for (let user = 0; user < lives.users.length; user++) {
    const { origin, destination, leftDay, arrivedDay, endDay, nextDay, endCensored } = stays.columns;
    for (let i = stays.offsets[user]; i < stays.offsets[user + 1]; i++) {
      rows.push({
        user,
        origin: origin[i],
        destination: destination[i],
        leftDay: leftDay[i],
        arrivedDay: arrivedDay[i],
      });
      if (endCensored[i] === 1) continue;
      rows.push({ user, origin: destination[i], destination: origin[i], leftDay: endDay[i], arrivedDay: nextDay[i] });
    }
    const { location, startDay } = residences.columns;
    for (let i = residences.offsets[user] + 1; i < residences.offsets[user + 1]; i++) {
      if (location[i] === location[i - 1]) continue;
      rows.push({
        user,
        origin: location[i - 1],
        destination: location[i],
        leftDay: startDay[i] - 1,
        arrivedDay: startDay[i],
      });
    }
  }
  return movesOf(lives, rows);
}

/**
 * What each detector finds: found[rate] has the events per person and day and, for each detector, precision among all
 * planted moves and recall and mean error in days of each kind.
 */
export function movesFound(sojourn) {
  const clock = sojourn.createClock({ timeZone: "Atlantic/Azores" });
  const world = sojourn.generateWorld({ random: sojourn.createRandom("moves world"), antennas: 120, districts: 10 });
  const lives = livesOf(sojourn, world);
  const planted = plantedOf(lives, world.districtOf);
  const crosswalk = sojourn.buildPointCrosswalk(world.antennas, world.districts);
  const periods = sojourn.buildMonths({ clock, firstDay: FIRST_DAY, lastDay: LAST_DAY });
  const detectors = detectorsOf(sojourn, { clock, crosswalk, periods, lives });
  const options = { toleranceDays: TOLERANCE_DAYS };
  const people = new Set(lives.users);
  const rates = RATES.map((callsPerPersonDay) => {
    const random = sojourn.createRandom("moves calls");
    const calls = sojourn.generateCalls(world, lives, { random, clock, callsPerPersonDay, otherNetworkShare: 0 });
    const atAntennas = sojourn.buildTraces(calls);
    const traces = sojourn.relocate(atAntennas, crosswalk);
    const daily = sojourn.buildDailyLocations(traces, {
      clock,
      choose: sojourn.mostHoursOfNight({ clock, fromHour: 18, toHour: 8 }),
    });
    const rows = detectors.map(({ name, find }) => {
      const found = find({ atAntennas, traces, daily });
      const { precision, found: count } = sojourn.compareMigrations(found, planted.all, options);
      const kinds = planted.kinds.map((of) => {
        const { right, recall, meanDayError } = sojourn.compareMigrations(found, of, options);
        return { right, recall, meanDayError };
      });
      return { name, count, precision, kinds };
    });
    return {
      callsPerPersonDay,
      seenDays: daily.length / PEOPLE / DAYS,
      eventsPerDay: traces.length / PEOPLE / DAYS,
      rows,
    };
  });
  return { planted: planted.kinds.map(({ length }) => length), people: people.size, rates };
}

/**
 * The table of the guide page. Each cell has four figures, from the fewest to the most records: percent of the moves found
 * that people made, percent of the planted ones of each kind that are found, and by how many days these are off.
 */
export function movesTable({ rates }) {
  const percent = (share) => (Number.isNaN(share) ? "–" : `${Math.round(100 * share)}`);
  const days = (error) => (Number.isNaN(error) ? "–" : error.toFixed(1));
  const lines = rates[0].rows.map(({ name }, d) => {
    const rows = rates.map((rate) => rate.rows[d]);
    const cells = [
      rows.map(({ precision }) => percent(precision)),
      ...KINDS.map((_, k) => rows.map(({ kinds }) => percent(kinds[k].recall))),
      rows.map(({ kinds }) => days(meanErrorOf(kinds))),
    ];
    return `| ${name} | ${cells.map((cell) => cell.join(" / ")).join(" | ")} |`;
  });
  return [`| detector | right | ${KINDS.join(" | ")} | days off |`, "|---|---|---|---|---|---|---|", ...lines].join(
    "\n",
  );
}

/** The mean error in days of all planted moves that were found. */
function meanErrorOf(kinds) {
  const found = kinds.filter(({ right }) => right > 0);
  const errors = found.reduce((sum, { right, meanDayError }) => sum + right * meanDayError, 0);
  return errors / found.reduce((sum, { right }) => sum + right, 0);
}
