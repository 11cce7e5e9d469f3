/** Dwells at antennas, and the oscillations between antennas put right before: of events far apart, and of signalling. */
import {
  atLastEvent,
  createLocations,
  createRandom,
  detectDwells,
  mostSeenByUser,
  suppressOscillations,
} from "../dist/index.js";
import { eventsOf } from "./data.mjs";
import { measure, ratioLine, report, sizes, streamingPass } from "./harness.mjs";

/** Signalling: an event every minute or so, of phones that stay for hours and jump to a neighbour every tenth time. */
function signallingOf(events) {
  const random = createRandom(`signalling ${events}`);
  const antennas = 2000;
  const rows = Array.from({ length: antennas }, (_, i) => i);
  const locations = createLocations(
    "antennas",
    rows.map((i) => `A${i}`),
    rows.map((i) => 5.5 + 0.01 * (i % 50)),
    rows.map((i) => 49 + 0.01 * Math.floor(i / 50)),
  );
  const people = Math.max(1, Math.round(events / 5000));
  const offsets = Uint32Array.from({ length: people + 1 }, (_, u) => Math.round((u * events) / people));
  const time = new Uint32Array(events);
  const location = new Uint32Array(events);
  for (let u = 0; u < people; u++) {
    let at = 0;
    let second = 1_700_000_000;
    for (let i = offsets[u]; i < offsets[u + 1]; i++) {
      if (random() < 0.004) at = Math.floor(random() * (antennas - 1));
      second += Math.floor(random() * 120);
      time[i] = second;
      location[i] = random() < 0.1 ? at + 1 : at;
    }
  }
  const users = Array.from({ length: people }, (_, u) => `u${u}`);
  return { locations, users, offsets, length: events, columns: { time, location }, unlocated: 0 };
}

const boundary = atLastEvent();
const keep = mostSeenByUser();
for (const events of sizes()) {
  const { traces } = eventsOf(events);
  const signalling = signallingOf(events);
  const dwell = (some) => `${detectDwells(some, { maxGapSeconds: 3600, boundary }).length} dwells`;
  const calm = (some, limits) => {
    const { moved, oscillations } = suppressOscillations(some, { maxSeconds: 300, keep, ...limits });
    return `${moved} moved in ${oscillations}`;
  };
  const suppressed = suppressOscillations(signalling, { maxSeconds: 300, keep }).traces;
  const jobs = [
    streamingPass(traces.columns.time, traces.columns.location),
    { name: "detectDwells", run: () => dwell(traces) },
    { name: "suppressOscillations", run: () => calm(traces) },
    { name: "signalling: detectDwells", run: () => dwell(signalling) },
    { name: "signalling: suppressOscillations", run: () => calm(signalling) },
    { name: "signalling: within 2 km", run: () => calm(signalling, { maxMeters: 2000 }) },
    { name: "signalling: detectDwells after", run: () => dwell(suppressed) },
  ];
  const results = await measure(jobs, 3);
  report("Dwells", events, results, { notes: [ratioLine(results, "detectDwells", "streaming pass")] });
}
