/**
 * Times functions in turn (A B A B …) in one process, after a warm-up, by the process's own CPU time, and prints for
 * each: the least and the median milliseconds, events per second, the ratio to a plain streaming pass over the same
 * columns, and the quality number that says the work was done right.
 */
import { cpuUsage } from "node:process";

const milliseconds = () => {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
};

const medianOf = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

/** Before anything is counted, all jobs are run in turn for about so long, so that small inputs too run compiled code. */
const WARM_UP_MILLISECONDS = 1500;

/** Runs every function `repeats` times in turn; each may be async and gives back a value for its quality number. */
export async function measure(jobs, repeats = 5) {
  const times = jobs.map(() => []);
  const values = jobs.map(() => undefined);
  const until = milliseconds() + WARM_UP_MILLISECONDS;
  for (let rounds = 0; rounds < 30 && milliseconds() < until; rounds++) for (const job of jobs) await job.run();
  for (let r = 0; r < repeats; r++) {
    for (let j = 0; j < jobs.length; j++) {
      globalThis.gc?.();
      const start = milliseconds();
      values[j] = await jobs[j].run();
      const spent = milliseconds() - start;
      times[j].push(spent);
    }
  }
  return jobs.map((job, j) => ({
    name: job.name,
    least: Math.min(...times[j]),
    median: medianOf(times[j]),
    value: values[j],
    of: job.of,
  }));
}

/**
 * Prints the table of one benchmark. `events` is what the rate counts; `floor` the name of the streaming pass; `elsewhere`, if given, says of
 * a result what was measured of other programs.
 */
export function report(
  title,
  events,
  results,
  { floor = "streaming pass", unit = "events", notes = [], elsewhere = null } = {},
) {
  const base = results.find((result) => result.name === floor)?.median;
  console.log(`\n## ${title}: ${events.toLocaleString("en-US")} ${unit}`);
  const [head, rule] = elsewhere === null ? ["", ""] : [" measured elsewhere |", "---|"];
  console.log(`| what | least ms | median ms | M/s | x streaming pass | result |${head}`);
  console.log(`|---|---|---|---|---|---|${rule}`);
  for (const result of results) {
    const { name, least, median, value } = result;
    const others = elsewhere === null ? "" : ` ${elsewhere(result)} |`;
    const rate = (events / median / 1000).toFixed(2);
    const ratio = base === undefined ? "" : (median / base).toFixed(2);
    console.log(
      `| ${name} | ${least.toFixed(1)} | ${median.toFixed(1)} | ${rate} | ${ratio} | ${value ?? ""} |${others}`,
    );
  }
  for (const note of notes) console.log(note);
}

/** The ratio of two results' medians, as text with what it is held against. */
export function ratioLine(results, of, to, target) {
  const a = results.find((result) => result.name === of);
  const b = results.find((result) => result.name === to);
  if (a === undefined || b === undefined) return `${of} against ${to}: not measured`;
  const ratio = a.median / b.median;
  const held =
    target === undefined ? "" : ratio <= target ? ` (held: at most ${target})` : ` (MISSED: at most ${target})`;
  return `${of} takes ${ratio.toFixed(2)} x ${to}${held}`;
}

/** A target that was set for 10^7 events: not asked of smaller inputs. */
export function atFullSize(events, target) {
  return events >= 1e7 ? target : undefined;
}

/** The plain pass over the columns that every other time is compared with. */
export function streamingPass(...columns) {
  return {
    name: "streaming pass",
    run: () => {
      let sum = 0;
      for (const column of columns) for (let i = 0; i < column.length; i++) sum += column[i];
      return sum;
    },
  };
}

/** The sizes asked for on the command line, 10^5, 10^6 and 10^7 events unless given. */
export function sizes() {
  const given = process.argv
    .slice(2)
    .filter((arg) => /^\d/.test(arg))
    .map(Number);
  return given.length > 0 ? given : [1e5, 1e6, 1e7];
}
