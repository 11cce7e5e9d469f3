/** Local hours of UTC seconds: the clock against the plain calendar-table loop of the prototypes, in one run. */
import { localDays, localHours } from "../dist/index.js";
import { clock, eventsOf } from "./data.mjs";
import { atFullSize, measure, ratioLine, report, sizes, streamingPass } from "./harness.mjs";
import { prototypes } from "./peers.mjs";

const kernels = await prototypes();
const intl = new Intl.DateTimeFormat("en-US", { timeZone: clock.timeZone, hour: "numeric", hourCycle: "h23" });

for (const events of sizes()) {
  const { time } = eventsOf(events);
  const hours = new Uint8Array(time.length);
  const jobs = [
    streamingPass(time),
    { name: "localHours", run: () => localHours(time, clock)[time.length - 1] },
    { name: "localDays", run: () => localDays(time, clock)[time.length - 1] },
  ];
  if (kernels !== null) {
    const { hour } = kernels.luts();
    jobs.push({ name: "prototype calendar table", run: () => kernels.hoursLUT(time, hour, hours, 0, time.length) });
  }
  const results = await measure(jobs);
  const mine = localHours(time, clock);
  let wrong = 0;
  for (let i = 0; i < time.length; i += Math.ceil(time.length / 20_000)) {
    if (Number(intl.format(time[i] * 1000)) !== mine[i]) wrong++;
  }
  report("Local time", time.length, results, {
    notes: [
      `hours that differ from Intl, of 20,000 looked at: ${wrong}`,
      ratioLine(results, "localHours", "prototype calendar table", atFullSize(events, 2)),
    ],
  });
}
