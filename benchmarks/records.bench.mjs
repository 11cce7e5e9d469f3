/** Call records from CSV text with two dictionaries, against a plain pass over the bytes and DuckDB's reader. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { epochSeconds, localTime, oneSide, readCalls } from "../dist/index.js";
import { clock, eventsOf, inTimeOrder } from "./data.mjs";
import { measure, ratioLine, report, sizes } from "./harness.mjs";
import { duckdbOf } from "./peers.mjs";

const HEADER = "user,contact,direction,at,antenna\n";
const two = (x) => String(x).padStart(2, "0");

/** The events as CSV: user, contact, direction, time (UTC seconds or local text) and antenna. */
function csvOf({ user, time, location, ids, users }, local) {
  const lines = [HEADER];
  for (let i = 0; i < user.length; i++) {
    let at = time[i];
    if (local) {
      const date = new Date((time[i] + clock.offsetOf(time[i])) * 1000);
      at = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
    }
    lines.push(
      `${users[user[i]]},x${(user[i] * 7 + i) % 1000},${i % 2 === 0 ? "out" : "in"},${at},${ids[location[i]]}\n`,
    );
  }
  return new Uint8Array(Buffer.from(lines.join("")));
}

for (const events of sizes().filter((n) => n <= 1e6 || process.argv.includes("--large"))) {
  const sorted = eventsOf(events);
  const { locations, users } = sorted.traces;
  const rows = { ...inTimeOrder(sorted), ids: locations.columns.id, users };
  for (const local of [false, true]) {
    const bytes = csvOf(rows, local);
    const format = local
      ? localTime({ pattern: "YYYY-MM-DD HH:mm:ss", clock, repeatedHour: "earlier" })
      : epochSeconds();
    const layout = oneSide({
      user: "user",
      contact: "contact",
      direction: { column: "direction", out: "out", in: "in" },
      time: { column: "at", format },
      antenna: "antenna",
    });
    const folder = mkdtempSync(join(tmpdir(), "sojourn-bench-"));
    writeFileSync(join(folder, "calls.csv"), bytes);
    const duckdb = await duckdbOf(new Uint32Array(0), new Uint32Array(0), new Uint32Array(0));
    const jobs = [
      {
        name: "streaming pass",
        run: () => {
          let sum = 0;
          for (let i = 0; i < bytes.length; i++) sum += bytes[i];
          return sum;
        },
      },
      {
        name: "readCalls",
        run: () => {
          const { calls, refused } = readCalls(bytes, { layout, antennas: locations });
          return `${calls.length} kept, ${refused.length} refused`;
        },
      },
    ];
    if (duckdb !== null) {
      jobs.push({
        name: "DuckDB read_csv, one thread",
        run: async () => {
          await duckdb.rows(`create or replace temp table c as select * from read_csv('${join(folder, "calls.csv")}')`);
          return `${(await duckdb.rows("select count(*) from c"))[0][0]} rows`;
        },
      });
    }
    const results = await measure(jobs, 3);
    const mine = results.find(({ name }) => name === "readCalls");
    report(`Reading CSV, ${local ? "local text times" : "epoch seconds"}`, events, results, {
      unit: "records",
      notes: [
        `readCalls: ${(bytes.length / mine.median / 1000).toFixed(0)} MB/s of ${(bytes.length / 1e6).toFixed(0)} MB`,
        ratioLine(results, "readCalls", "DuckDB read_csv, one thread"),
      ],
    });
    duckdb?.close();
    rmSync(folder, { recursive: true });
  }
}
