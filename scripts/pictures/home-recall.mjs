import { frame, picture, text } from "./svg.mjs";

/** Calls made per person and day in the records, and the days of which criteria see the records. */
const RATES = [0.15, 0.5, 1.5, 5];
const DAYS = [7, 14, 30, 90];
const FIRST_DAY = 19_783;
const PEOPLE = 1000;

/** Two ways to live: as the synthetic country has it, and out of the house for long. */
const LIVES = [
  { name: "usual days", options: {} },
  {
    name: "long days away",
    options: { workerShare: 1, habits: { homeAtNight: 0.85, workByDay: 0.85, homeByDay: 0.02, homeElse: 0.35 } },
  },
];

/** Every criterion of home, with how its line is drawn in the picture; those without a colour are in the table only. */
function criteriaOf(sojourn, clock) {
  const night = { clock, fromHour: 19, toHour: 7 };
  const events = sojourn.mostEvents();
  const nightEvents = sojourn.mostNightEvents(night);
  const ofTraces = (criterion) => (traces) => sojourn.detectHomes(traces, { criterion });
  return [
    { name: "mostEvents", colour: "#222222", homesOf: ofTraces(events) },
    { name: "mostDays", colour: "#4477aa", homesOf: ofTraces(sojourn.mostDays({ clock })) },
    { name: "mostNightEvents", homesOf: ofTraces(nightEvents) },
    { name: "mostNights", colour: "#cc3311", homesOf: ofTraces(sojourn.mostNights(night)) },
    {
      name: "mostWeekendEvents",
      colour: "#bbaa00",
      homesOf: ofTraces(sojourn.mostWeekendEvents({ clock, weekend: [5, 6] })),
    },
    {
      name: "withinRadius, mostEvents",
      homesOf: ofTraces(sojourn.withinRadius({ criterion: events, radiusMeters: 1000 })),
    },
    {
      name: "withinRadius, mostNightEvents",
      homesOf: ofTraces(sojourn.withinRadius({ criterion: nightEvents, radiusMeters: 1000 })),
    },
    {
      name: "mostSilences",
      colour: "#228833",
      homesOf: ofTraces(sojourn.mostSilences({ minSilenceSeconds: 18_000 })),
    },
    {
      name: "modalDailyLocation",
      homesOf: (traces) => {
        const daily = sojourn.buildDailyLocations(traces, { clock, choose: sojourn.mostEventsOfDay() });
        return sojourn.detectHomes(daily, { criterion: sojourn.modalDailyLocation() });
      },
    },
    { name: "modalLastLocation", colour: "#aa4499", homesOf: ofTraces(sojourn.modalLastLocation({ clock })) },
    { name: "hierarchicalMode", homesOf: ofTraces(sojourn.hierarchicalMode({ clock, fromHour: 18, toHour: 8 })) },
    {
      name: "longestDwell",
      colour: "#ee8866",
      homesOf: (traces) => {
        const boundary = sojourn.halfwayToNextEvent();
        const dwells = sojourn.detectDwells(traces, { maxGapSeconds: 43_200, boundary });
        return sojourn.detectHomes(dwells, { criterion: sojourn.longestDwell(night) });
      },
    },
    {
      name: "halfPlusOne, mostEvents",
      homesOf: ofTraces(sojourn.halfPlusOne({ criterion: events })),
    },
  ];
}

/**
 * The share of people whose home antenna each criterion finds: recall[lives][criterion][rate][days]. Records of 90 days
 * are made once for each way to live and rate; fewer days are the first of them.
 */
export function recallOfCriteria(sojourn) {
  const clock = sojourn.createClock({ timeZone: "Atlantic/Azores" });
  const world = sojourn.generateWorld({ random: sojourn.createRandom("recall world"), antennas: 200, districts: 12 });
  const criteria = criteriaOf(sojourn, clock);
  const lastDay = FIRST_DAY + DAYS.at(-1) - 1;
  const spans = sojourn.buildPeriods(
    { firstDay: DAYS.map(() => FIRST_DAY), lastDay: DAYS.map((days) => FIRST_DAY + days - 1) },
    clock,
  );
  return LIVES.map(({ name, options }) => {
    const lives = sojourn.generateLives(world, {
      random: sojourn.createRandom("recall lives"),
      people: PEOPLE,
      days: lastDay - FIRST_DAY + 1,
      firstDay: FIRST_DAY,
      moverShare: 0,
      ...options,
    });
    const columns = RATES.map((callsPerPersonDay) => {
      const random = sojourn.createRandom("recall calls");
      const all = sojourn.buildTraces(sojourn.generateCalls(world, lives, { random, clock, callsPerPersonDay }));
      return DAYS.map((days, d) => {
        const traces = before(sojourn, all, spans.columns.end[d]);
        return {
          days,
          eventsPerDay: traces.length / PEOPLE / days,
          recall: criteria.map(({ homesOf }) => sojourn.compareHomes(homesOf(traces), lives.homes).recall),
        };
      });
    });
    return { name, columns };
  }).map(({ name, columns }) => ({ name, columns, criteria }));
}

/** Days of the columns of the table, some of those of the picture. */
const TABLE_DAYS = [7, 30, 90];

/** The table of the guide page: a line for each criterion, percent of people with usual days / with long days away. */
export function recallTable(found) {
  const columns = found[0].columns.flatMap((perDays, r) =>
    perDays.map((cell, d) => ({ r, d, cell })).filter(({ cell }) => TABLE_DAYS.includes(cell.days)),
  );
  const head = columns.map(({ cell }) => `${cell.eventsPerDay.toFixed(1)} × ${cell.days}`);
  const lines = found[0].criteria.map(({ name }, c) => {
    const cells = columns.map(({ r, d }) =>
      found.map(({ columns: own }) => Math.round(100 * own[r][d].recall[c])).join(" / "),
    );
    return `| ${name} | ${cells.join(" | ")} |`;
  });
  return [`| criterion | ${head.join(" | ")} |`, `|---|${columns.map(() => "---|").join("")}`, ...lines].join("\n");
}

/** Recall of some criteria against the days observed: a row of panels for each way to live, a panel for each rate of calling. */
export function drawHomeRecall(sojourn) {
  const found = recallOfCriteria(sojourn);
  const panel = { width: 190, height: 200, gap: 22, left: 56, top: 66 };
  const drawn = found[0].criteria.map((criterion, c) => ({ ...criterion, c })).filter(({ colour }) => colour);
  const bottom = panel.top + 2 * (panel.height + 76);
  return picture({
    width: panel.left + 4 * (panel.width + panel.gap),
    height: bottom + 46,
    title: "Homes found by seven criteria, by days observed and events per day",
    description:
      "Eight small charts of the share of people whose home antenna is found against days observed, for people with usual days and people who are long away from home, at four levels of calling. With usual days all criteria but that of weekends find nearly all homes once there are some events a day for a month; with long days away only those of nights do.",
    parts: [
      found.map(({ name, columns }, row) => {
        const y = panel.top + row * (panel.height + 76);
        return [
          text(panel.left, y - 30, `Share of homes found, ${name}`, { size: 15, weight: "bold" }),
          columns.map((perDays, column) => {
            const x = panel.left + column * (panel.width + panel.gap);
            return panelOf({ ...panel, x, y }, perDays, drawn, column === 0);
          }),
        ];
      }),
      legendOf(panel.left, bottom - 2, drawn),
    ],
  });
}

function panelOf({ x, y, width, height }, perDays, drawn, first) {
  const across = (days) => round(x + 10 + ((width - 20) * Math.log(days / 7)) / Math.log(90 / 7));
  const up = (share) => round(y + height * (1 - share));
  const rate = perDays.at(-1).eventsPerDay;
  return [
    text(x, y - 9, `${rate.toFixed(1)} event${rate.toFixed(1) === "1.0" ? "" : "s"} a day`, { size: 12.5 }),
    frame({ x, y, width, height }),
    [0.25, 0.5, 0.75].map((share) => `<path d="M${x},${up(share)}h${width}" stroke="#ddd"/>`),
    first
      ? [0, 0.5, 1].map((share) => text(x - 8, up(share) + 4, `${100 * share} %`, { size: 12, anchor: "end" }))
      : "",
    perDays.map(({ days }) => text(across(days), y + height + 16, `${days}`, { size: 12, anchor: "middle" })),
    first ? text(x - 8, y + height + 16, "days", { size: 12, anchor: "end" }) : "",
    drawn.map(({ c, colour }) => {
      const points = perDays.map(({ days, recall }) => [across(days), up(recall[c])]);
      return [
        `<path d="M${points.map((point) => point.join(",")).join("L")}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        points.map(([px, py]) => `<circle cx="${px}" cy="${py}" r="2.6" fill="${colour}"/>`),
      ];
    }),
  ];
}

function legendOf(x, y, drawn) {
  return drawn.map(({ name, colour }, i) => {
    const left = x + (i % 4) * 212;
    const top = y + Math.floor(i / 4) * 22;
    return [
      `<path d="M${left},${top - 4}h24" stroke="${colour}" stroke-width="3"/>`,
      text(left + 30, top, name, { size: 12.5 }),
    ];
  });
}

/** The events of traces before a UTC second. */
function before(sojourn, traces, end) {
  const kept = { user: [], time: [], location: [] };
  const { time, location } = traces.columns;
  for (let u = 0; u < traces.users.length; u++) {
    for (let i = traces.offsets[u]; i < traces.offsets[u + 1] && time[i] < end; i++) {
      kept.user.push(u);
      kept.time.push(time[i]);
      kept.location.push(location[i]);
    }
  }
  const columns = Object.fromEntries(Object.entries(kept).map(([name, values]) => [name, Uint32Array.from(values)]));
  return sojourn.buildTracesOfEvents({ users: traces.users, ...columns }, traces.locations);
}

function round(value) {
  return Math.round(10 * value) / 10;
}
