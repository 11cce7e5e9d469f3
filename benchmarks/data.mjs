/**
 * The seeded input of every benchmark: 90 local days in Europe/Luxembourg across the change to summer time of
 * 31 March 2024, 2,000 antennas, 500 events per user on average, heavy-tailed, 11.6 % of them from 22 to 7 o'clock.
 */
import { createClock, createLocations, createRandom, generateEvents } from "../dist/index.js";

export const ANTENNAS = 2000;
export const DAYS = 90;
/** Local midnight of 12 February 2024 in Luxembourg. */
export const START = 1_707_692_400;

export const clock = createClock({ timeZone: "Europe/Luxembourg" });

/** Antennas at random over a degree and a half. */
function antennasOf(random) {
  const rows = Array.from({ length: ANTENNAS }, (_, i) => i);
  return createLocations(
    "antennas",
    rows.map((i) => `A${i}`),
    rows.map(() => 5.5 + 1.5 * random()),
    rows.map(() => 49 + 1.5 * random()),
  );
}

/** Traces of about `events` events, and the same as three plain columns in the order of user and time. */
export function eventsOf(events) {
  const random = createRandom(`benchmark ${events}`);
  const traces = generateEvents({
    random,
    clock,
    users: Math.max(1, Math.round(events / 500)),
    events,
    antennas: antennasOf(random),
    days: DAYS,
    firstDay: clock.dayOf(START),
  });
  const user = new Uint32Array(traces.length);
  for (let u = 0; u < traces.users.length; u++) user.fill(u, traces.offsets[u], traces.offsets[u + 1]);
  return { traces, user, time: traces.columns.time, location: traces.columns.location };
}

/** The same rows in a random order. */
export function shuffled({ user, time, location }) {
  const random = createRandom("shuffle");
  const order = Uint32Array.from(user, (_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  const pick = (column) => Uint32Array.from(order, (i) => column[i]);
  return { user: pick(user), time: pick(time), location: pick(location) };
}

/** The same rows in the order of time, as daily files have them. */
export function inTimeOrder({ user, time, location }) {
  const order = Uint32Array.from(user, (_, i) => i).sort((a, b) => time[a] - time[b] || a - b);
  const pick = (column) => Uint32Array.from(order, (i) => column[i]);
  return { user: pick(user), time: pick(time), location: pick(location) };
}
