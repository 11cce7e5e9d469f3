import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sumOf } from "../../src/core/sums.ts";
import { countFlows } from "../../src/flows/od-counts.ts";
import { countResidents } from "../../src/flows/residents.ts";
import { countTransitions } from "../../src/flows/transitions.ts";
import { buildDayToDayMoves } from "../../src/moves/day-to-day.ts";
import { buildDailyLocations, lastOfDay } from "../../src/places/daily-location.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { modalLastLocation } from "../../src/places/index.ts";
import { buildPresence } from "../../src/places/presence.ts";
import { releaseCounts, releaseFlows } from "../../src/privacy/release.ts";
import { readAntennas } from "../../src/records/antennas.ts";
import { readZones } from "../../src/records/zones.ts";
import { formatFlowsGeoJson } from "../../src/report/geojson.ts";
import { formatReport, topFlows } from "../../src/report/markdown.ts";
import { buildPointCrosswalk } from "../../src/space/crosswalk.ts";
import { buildTessellation } from "../../src/space/tessellation.ts";
import { findZones } from "../../src/space/zone-index.ts";
import { relocate } from "../../src/traces/relocation.ts";
import type { Flows, Homes, Presence, Traces } from "../../src/types.ts";
import { describeData, listed, readJson, readRows, readText, skipped } from "./data.ts";
import { openFlowkit } from "./flowkit-world.ts";

const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** One line of text per row, in order, so that tables can be compared whole. */
const lines = (rows: readonly (readonly (string | number)[])[]): string[] => rows.map((row) => row.join(" | ")).sort();

function homesById(homes: Homes): Record<string, string> {
  return Object.fromEntries(
    homes.users.map((user, u) => [user, homes.locations.columns.id[homes.columns.location[u]!]!]),
  );
}

/** Rows [date, location, users] of a presence: the people seen in each location on each day. */
function usersPerDay(presence: Presence): (string | number)[][] {
  const count = new Map<string, number>();
  for (let i = 0; i < presence.length; i++) {
    const key = `${dateOf(presence.columns.day[i]!)}|${presence.locations.columns.id[presence.columns.location[i]!]}`;
    count.set(key, (count.get(key) ?? 0) + 1);
  }
  return [...count].map(([key, users]) => [...key.split("|"), users]);
}

function pairsOf(flows: Flows, prefix: readonly string[] = []): (string | number)[][] {
  const ids = flows.locations.columns.id;
  const rows: (string | number)[][] = [];
  for (let o = 0; o < ids.length; o++) {
    for (let k = flows.offsets[o]!; k < flows.offsets[o + 1]!; k++)
      rows.push([...prefix, ids[o]!, ids[flows.index[k]!]!, flows.value[k]!]);
  }
  return rows;
}

describeData("FlowKit's call records", "04_flowkit_cdr", (folder) => {
  const world = openFlowkit(folder);

  it("every record of the files is kept", () => {
    const { given, kept, refused } = world.counts(["calls", "sms"]);
    expect(given).toBeGreaterThan(0);
    expect({ kept, refused }).toEqual({ kept: given, refused: 0 });
  });

  it("from the files to the report: swapped columns put right, districts found on the map, small cells hidden", async () => {
    const cellsPath = join(folder, "cells.csv");
    const swapped = readAntennas(readText(cellsPath), { id: "id", lon: "latitude", lat: "longitude" });
    expect(swapped.antennas.length + swapped.refused.length).toBe(readRows(cellsPath).length);
    // A cell that has moved is refused at its second place, and no antenna keeps a place that its file does not give.
    const first = new Map(world.versions.map((row) => [row["id"]!, row] as const).reverse());
    const kept = swapped.antennas.columns.id.map((id) => first.get(id)!);
    expect([...swapped.antennas.columns.lon]).toEqual(kept.map((row) => Number(row["lon"])));

    const maps = listed(folder, /\.geojson$/);
    expect(maps.length).toBe(1);
    const map = readJson<{ features: { properties: Record<string, string> }[] }>(join(folder, maps[0]!));
    const codes = new Set(world.versions.map((row) => row["pcod"]));
    const property = Object.keys(map.features[0]!.properties).find((name) =>
      [...codes].every((code) => map.features.some((feature) => feature.properties[name] === code)),
    )!;
    const { zones } = readZones(map as never, { id: property });
    expect(zones.length).toBe(map.features.length);
    const found = findZones(zones, world.antennas.columns.lon, world.antennas.columns.lat);
    expect([...found].map((zone) => zones.columns.id[zone])).toEqual(world.versions.map((row) => row["pcod"]));

    const { cells } = buildTessellation(world.antennas, { border: zones });
    expect(Math.abs(sumOf(cells.areaM2) / sumOf(zones.areaM2) - 1)).toBeLessThan(1e-9);
    const traces = relocate(world.traces(["calls", "sms"]), buildPointCrosswalk(world.antennas, zones));
    const flows = countTransitions(traces);
    const released = releaseFlows(flows, { minPeople: 16 });
    expect(released.hiddenCells + released.shown.index.length).toBe(flows.index.length);
    const page = formatReport({ title: "Nepal", parts: [topFlows(released, 5)] });
    expect(page).toContain("fewer than 16 distinct people");
    const lines = formatFlowsGeoJson(released).features;
    expect(lines.length).toBe(released.shown.index.length);
    expect(Math.min(...lines.map((line) => Number(line.properties!["people"])))).toBeGreaterThanOrEqual(16);
  });

  const tablesPath = join(folder, "expected_tables_0101_0103.json");
  if (!existsSync(tablesPath)) skipped("tables of three days", tablesPath);
  else {
    const tables = readJson<Record<string, Record<string, string | number>>>(tablesPath);
    const flowRows = tables["flows_between_daily_last_districts"] as unknown as [
      string,
      string,
      string,
      string,
      number,
    ][];
    const days = [...new Set(flowRows.flatMap(([from, to]) => [from, to]))].sort();
    const traces = world.traces(["calls", "sms"], days[0], days.at(-1));
    const districts = relocate(traces, world.crosswalkTo("pcod"));
    const perUser = (of: Traces, value: (u: number) => number): Record<string, number> =>
      Object.fromEntries(of.users.map((user, u) => [user, value(u)]));

    it("events, active days and districts visited of every person", () => {
      const presence = buildPresence(districts, { clock: world.clock });
      const distinct = (column: ArrayLike<number>, u: number): number =>
        new Set(
          Array.from(
            { length: presence.offsets[u + 1]! - presence.offsets[u]! },
            (_, i) => column[presence.offsets[u]! + i],
          ),
        ).size;
      expect(perUser(traces, (u) => traces.offsets[u + 1]! - traces.offsets[u]!)).toEqual(tables["events"]);
      expect(perUser(districts, (u) => distinct(presence.columns.day, u))).toEqual(tables["active_days"]);
      expect(perUser(districts, (u) => distinct(presence.columns.location, u))).toEqual(tables["districts_visited"]);
    });

    it("the last site and district of every person over the days", () => {
      for (const [key, column] of [
        ["last_site", "site_id"],
        ["last_district", "pcod"],
      ] as const) {
        const relocated = relocate(traces, world.crosswalkTo(column));
        const daily = buildDailyLocations(relocated, { clock: world.clock, choose: lastOfDay() });
        const ids = daily.locations.columns.id;
        const last = daily.users.map((user, u) => [user, ids[daily.columns.location[daily.offsets[u + 1]! - 1]!]!]);
        expect(Object.fromEntries(last), key).toEqual(tables[key]);
      }
    });

    it("the home of every person: the mode of the daily last districts, ties to the most recent", () => {
      const homes = detectHomes(districts, { criterion: modalLastLocation({ clock: world.clock }) });
      expect(homesById(homes)).toEqual(tables["home_district_modal_last"]);
    });

    it("the flows between the daily last districts of consecutive days", () => {
      const daily = buildDailyLocations(districts, { clock: world.clock, choose: lastOfDay() });
      const moves = buildDayToDayMoves(daily, { maxGapDays: 1 });
      const rows = days.slice(1).flatMap((day, i) => {
        const arrived = Date.parse(`${day}T00:00:00Z`) / 86_400_000;
        return pairsOf(countFlows(moves, { fromDay: arrived, toDay: arrived + 1 }), [days[i]!, day]);
      });
      expect(lines(rows)).toEqual(lines(flowRows));
    });
  }

  const sqlPath = join(folder, "expected_flowminder_sql_calls.json.gz");
  if (!existsSync(sqlPath)) skipped("aggregates of Flowminder's SQL", sqlPath);
  else {
    type Aggregate = { columns: string[]; rows: (string | number)[][] };
    const bySetting = readJson<Record<string, Record<string, Aggregate>>>(sqlPath);
    for (const [setting, aggregates] of Object.entries(bySetting)) {
      const parts = /^calls_only__threshold_(\d+)__(\w+)$/.exec(setting);
      if (parts === null) continue;
      const threshold = Number(parts[1]);
      const traces = relocate(world.traces(["calls"]), world.crosswalkTo(parts[2]!));
      const shown = (rows: (string | number)[][]): string[] =>
        lines(rows.filter((row) => Number(row.at(-1)) > threshold));
      const expected = (name: string): string[] => lines(aggregates[name]!.rows);
      const { clock } = world;
      const homes = detectHomes(traces, { criterion: modalLastLocation({ clock }) });
      const presence = buildPresence(traces, { clock });
      const days = [...new Set(presence.columns.day)].sort((a, b) => a - b).map(dateOf);

      it(`${setting}: home_locations`, () => {
        expect(homesById(homes)).toEqual(Object.fromEntries(aggregates["home_locations"]!.rows));
      });

      it(`${setting}: count_residents_per_locality`, () => {
        const counts = countResidents(homes);
        const rows = (released: Float64Array): (string | number)[][] =>
          counts.locations.columns.id.map((id, l) => [id, released[l]!]);
        expect(shown(rows(counts.count))).toEqual(expected("count_residents_per_locality"));
        if (threshold > 0) {
          const released = releaseCounts(counts, { minPeople: threshold + 1 });
          expect(lines(rows(released.shown.count).filter((row) => !Number.isNaN(row[1])))).toEqual(
            expected("count_residents_per_locality"),
          );
        }
      });

      it(`${setting}: subscribers per locality and day, per day, and at a single locality`, () => {
        expect(shown(usersPerDay(presence))).toEqual(expected("count_subscribers_per_locality_per_day"));
        const perDay = new Map<string, Set<number>>();
        const single: Record<string, number> = {};
        for (let u = 0; u < presence.users.length; u++) {
          const places = new Map<number, number[]>();
          for (let i = presence.offsets[u]!; i < presence.offsets[u + 1]!; i++) {
            const day = presence.columns.day[i]!;
            places.set(day, [...(places.get(day) ?? []), presence.columns.location[i]!]);
          }
          for (const [day, at] of places) {
            const date = dateOf(day);
            perDay.set(date, (perDay.get(date) ?? new Set()).add(u));
            const key = `${presence.locations.columns.id[at[0]!]}|${date}`;
            if (at.length === 1) single[key] = (single[key] ?? 0) + 1;
          }
        }
        expect(lines([...perDay].map(([date, users]) => [date, users.size]))).toEqual(
          expected("total_subscribers_per_day"),
        );
        expect(shown(Object.entries(single).map(([key, users]) => [...key.split("|"), users]))).toEqual(
          expected("count_subscribers_single_locality_per_day"),
        );
      });

      it(`${setting}: visits at home and away per day, and people seen only at home`, () => {
        const visits: Record<string, number> = {};
        const away = new Map<string, boolean>();
        for (let u = 0; u < presence.users.length; u++) {
          const home = homes.columns.location[u]!;
          for (let i = presence.offsets[u]!; i < presence.offsets[u + 1]!; i++) {
            const date = dateOf(presence.columns.day[i]!);
            const ids = presence.locations.columns.id;
            const key = `${date}|${ids[home]}|${ids[presence.columns.location[i]!]}`;
            visits[key] = (visits[key] ?? 0) + 1;
            const day = `${ids[home]}|${date}|${u}`;
            away.set(day, (away.get(day) ?? false) || presence.columns.location[i] !== home);
          }
        }
        expect(shown(Object.entries(visits).map(([key, n]) => [...key.split("|"), n]))).toEqual(
          expected("count_visits_home_away_per_day"),
        );
        const only: Record<string, number> = {};
        for (const [key, wasAway] of away) {
          const place = key.split("|").slice(0, 2).join("|");
          if (!wasAway) only[place] = (only[place] ?? 0) + 1;
        }
        expect(shown(Object.entries(only).map(([key, n]) => [...key.split("|"), n]))).toEqual(
          expected("count_subscribers_home_locality_per_day"),
        );
      });

      it(`${setting}: od_matrix_directed_consecutive_pairs_per_day`, () => {
        const rows = days.flatMap((day) => {
          const ofDay = relocate(world.traces(["calls"], day, day), world.crosswalkTo(parts[2]!));
          const flows = countTransitions(ofDay);
          return pairsOf({ ...flows, value: Float64Array.from(flows.people) }, [day]);
        });
        // Two events in a row at one place are no transition here; the SQL counts them on the diagonal.
        const pairs = aggregates["od_matrix_directed_consecutive_pairs_per_day"]!.rows.filter(
          ([, from, to]) => from !== to,
        );
        expect(shown(rows)).toEqual(lines(pairs));
      });
    }
  }
});
