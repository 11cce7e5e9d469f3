import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { createLocations } from "../../src/core/locations.ts";
import { countResidents } from "../../src/flows/residents.ts";
import { meanOfDegrees } from "../../src/metrics/centre-of-mass.ts";
import { distanceFromHome } from "../../src/metrics/distance-from-home.ts";
import { jumpLengths } from "../../src/metrics/jump-lengths.ts";
import { kRadiusOfGyration } from "../../src/metrics/k-radius-of-gyration.ts";
import { locationEntropy } from "../../src/metrics/location-entropy.ts";
import { locationFrequency } from "../../src/metrics/location-frequency.ts";
import { mobilityNetwork } from "../../src/metrics/mobility-network.ts";
import { numberOfLocations } from "../../src/metrics/number-of-locations.ts";
import { byDwell } from "../../src/metrics/place-weights.ts";
import { radiusOfGyration } from "../../src/metrics/radius-of-gyration.ts";
import { randomEntropy } from "../../src/metrics/random-entropy.ts";
import { realEntropy } from "../../src/metrics/real-entropy.ts";
import { meanSquareDisplacement } from "../../src/metrics/square-displacement.ts";
import { straightLineDistance } from "../../src/metrics/travel-distance.ts";
import { uncorrelatedEntropy } from "../../src/metrics/uncorrelated-entropy.ts";
import { visitsPerLocation } from "../../src/metrics/visits-per-location.ts";
import { visitsPerDay } from "../../src/metrics/visits-per-time.ts";
import { waitingTimes } from "../../src/metrics/waiting-times.ts";
import { mostEvents, mostNightEvents } from "../../src/places/criteria-events.ts";
import { detectHomes } from "../../src/places/homes.ts";
import { ellipsoidal, greatCircle } from "../../src/space/distance-measures.ts";
import { buildTracesOfEvents } from "../../src/traces/events.ts";
import type { Locations, Stays, Traces } from "../../src/types.ts";
import { describeData, listed, readJson, readRows, skipped } from "./data.ts";
import { openFlowkit } from "./flowkit-world.ts";

/**
 * Measures of individual and collective mobility against scikit-mobility, FlowKit and trackintel, each under its own
 * convention. scikit-mobility: great circles on 6,371 km, centres in mean degrees, bits; places are pairs of coordinates.
 */

type PerUser<T> = Readonly<Record<string, T>>;
type Place = readonly [lat: number, lon: number, value: number];

/** What the file of scikit-mobility's figures holds beside notes, by name. */
type Figures = Readonly<Record<string, PerUser<number> | PerUser<readonly number[]> | PerUser<readonly Place[]>>> & {
  readonly collective: Readonly<Record<string, number | readonly Place[] | readonly (readonly [string, number])[]>>;
};

const RELATIVE = 1e-9;
/** Figures that are 0 but for rounding: 0.01 mm, in km. */
const NOTHING = 1e-8;
const sphere = greatCircle({ radiusMeters: 6_371_000 });
const utc = createClock({ timeZone: "UTC" });

function isClose(got: number, expected: number): boolean {
  return Math.abs(got - expected) <= Math.max(RELATIVE * Math.abs(expected), NOTHING);
}

/** The rows, at locations of which no two have the same coordinates; of those that have, the first stays. */
function atCoordinates(traces: Traces): Traces {
  const { id, lon, lat } = traces.locations.columns;
  const rowOf = new Map<string, number>();
  const kept: number[] = [];
  const target = Uint32Array.from(id, (_, l) => {
    const key = `${lat[l]} ${lon[l]}`;
    if (!rowOf.has(key)) {
      rowOf.set(key, kept.length);
      kept.push(l);
    }
    return rowOf.get(key)!;
  });
  const pick = <T>(column: ArrayLike<T>): T[] => kept.map((l) => column[l]!);
  return {
    ...traces,
    locations: createLocations("antennas", pick(id), pick(lon), pick(lat)),
    columns: { ...traces.columns, location: traces.columns.location.map((l) => target[l]!) },
  };
}

function coordinateRows(locations: Locations): ReadonlyMap<string, number> {
  const { lon, lat } = locations.columns;
  return new Map(Array.from(lon, (x, l) => [`${lat[l]} ${x}`, l]));
}

function scikitTests(traces: Traces, figures: Figures): void {
  const { users, offsets, locations } = traces;
  const rowAt = coordinateRows(locations);
  const placeOf = (place: ArrayLike<number>): number => rowAt.get(`${place[0]} ${place[1]}`)!;
  const options = { centre: meanOfDegrees(), distance: sphere };
  const km = (meters: Float64Array): Float64Array => meters.map((m) => m / 1000);
  const known = new Set(["_input", "_peer", "collective"]);

  /** A test for the figures of this name, if the file has any. */
  const figure = <T>(name: string, test: (expected: PerUser<T>) => void): void => {
    known.add(name);
    if (figures[name] === undefined) skipped(name, "the file of figures");
    else {
      it(name, () => {
        const expected = figures[name] as PerUser<T>;
        expect(Object.keys(expected).sort()).toEqual([...users]);
        test(expected);
      });
    }
  };
  /**
   * Two places in one second: the peer sorts by time alone and not stably, so that the order of such events, and what
   * depends on it, is open.
   */
  const unordered = users.map((_, u) => {
    const { time, location } = traces.columns;
    for (let i = offsets[u]! + 1; i < offsets[u + 1]!; i++) {
      if (time[i] === time[i - 1] && location[i] !== location[i - 1]) return true;
    }
    return false;
  });
  const sameForAll = (expected: PerUser<number>, got: ArrayLike<number>): void => {
    const off = users.filter((user, u) => !isClose(got[u]!, expected[user]!));
    expect(off.map((user) => [user, got[users.indexOf(user)], expected[user]])).toEqual([]);
  };

  const sameForOrdered = (expected: PerUser<number>, got: ArrayLike<number>): void => {
    const off = users.filter((user, u) => !unordered[u] && !isClose(got[u]!, expected[user]!));
    expect(off).toEqual([]);
    expect(unordered).toContain(false);
  };

  figure<number>("radius_of_gyration_km", (expected) => {
    sameForAll(expected, km(radiusOfGyration(traces, options).columns.radiusMeters));
  });
  for (const name of Object.keys(figures)) {
    const k = /^k_radius_of_gyration_(\d+)_km$/.exec(name)?.[1];
    if (k === undefined) continue;
    figure<number>(name, (expected) => {
      sameForAll(expected, km(kRadiusOfGyration(traces, { ...options, k: Number(k) }).columns.radiusMeters));
    });
  }
  figure<number>("random_entropy_bits", (expected) => {
    sameForAll(expected, randomEntropy(traces, { base: 2 }).columns.entropy);
  });
  figure<number>("uncorrelated_entropy_bits", (expected) => {
    sameForAll(expected, uncorrelatedEntropy(traces, { base: 2 }).columns.entropy);
  });
  figure<number>("norm_uncorrelated_entropy", (expected) => {
    const { places, evenness } = uncorrelatedEntropy(traces, { base: 2 }).columns;
    // A single place has no evenness; the peer says 0.
    sameForAll(
      expected,
      evenness.map((even, u) => (places[u] === 1 ? 0 : even)),
    );
  });
  figure<number>("real_entropy_bits", (expected) => {
    sameForAll(expected, realEntropy(traces, { base: 2 }).columns.entropy);
  });
  // The peer's documentation says any two locations, its code measures consecutive ones.
  figure<number>("maximum_distance_km", (expected) => {
    sameForOrdered(expected, km(straightLineDistance(traces, { distance: sphere }).columns.longestMeters));
  });
  figure<number>("distance_straight_line_km", (expected) => {
    sameForOrdered(expected, km(straightLineDistance(traces, { distance: sphere }).columns.totalMeters));
  });
  figure<number>("number_of_locations", (expected) => {
    expect(Object.fromEntries(users.map((user, u) => [user, numberOfLocations(traces).columns.places[u]]))).toEqual(
      expected,
    );
  });
  figure<number>("number_of_visits", (expected) => {
    expect(Object.fromEntries(users.map((user, u) => [user, numberOfLocations(traces).columns.rows[u]]))).toEqual(
      expected,
    );
  });
  figure<readonly number[]>("jump_lengths_km", (expected) => {
    const jumps = jumpLengths(traces, { distance: sphere });
    users.forEach((user, u) => {
      const own = km(jumps.columns.meters.slice(jumps.offsets[u], jumps.offsets[u + 1]));
      expect(own.length).toBe(expected[user]!.length);
      if (unordered[u]) return;
      expect(own.findIndex((length, k) => !isClose(length, expected[user]![k]!))).toBe(-1);
    });
  });
  figure<readonly number[]>("waiting_times_s", (expected) => {
    const times = waitingTimes(traces);
    users.forEach((user, u) => {
      expect([...times.columns.seconds.slice(times.offsets[u], times.offsets[u + 1])]).toEqual(expected[user]);
    });
  });
  figure<readonly Place[]>("location_frequency_first3", (expected) => {
    const ranks = locationFrequency(traces);
    const { location, share, tied } = ranks.columns;
    let compared = 0;
    users.forEach((user, u) => {
      const from = ranks.offsets[u]!;
      expected[user]!.forEach((place, k) => {
        expect(isClose(share[from + k]!, place[2])).toBe(true);
        // The peer leaves ties open: it must name a place of the same share.
        if (tied[from + k] === 0) {
          expect(location[from + k]).toBe(placeOf(place));
          compared++;
        } else {
          const own = location.subarray(from, ranks.offsets[u + 1]).indexOf(placeOf(place));
          expect(share[from + own]).toBe(share[from + k]);
        }
      });
    });
    expect(compared).toBeGreaterThan(0);
  });
  figure<number>("individual_mobility_network_n_edges", (expected) => {
    const network = mobilityNetwork(traces);
    sameForOrdered(
      expected,
      users.map((_, u) => network.offsets[u + 1]! - network.offsets[u]!),
    );
  });
  figure<number>("individual_mobility_network_n_trips", (expected) => {
    const { offsets: edges, columns } = mobilityNetwork(traces);
    sameForOrdered(
      expected,
      users.map((_, u) => columns.trips.slice(edges[u], edges[u + 1]).reduce((sum, n) => sum + n, 0)),
    );
  });

  for (const name of Object.keys(figures)) {
    const hours = /^home_location_(\d\d)_(\d\d)$/.exec(name);
    if (hours === null) continue;
    const fromHour = Number(hours[1]);
    const toHour = Number(hours[2]);
    const homes = Int32Array.from(users, (user) => placeOf((figures[name] as PerUser<readonly number[]>)[user]!));
    const theirs = { locations, users, length: users.length, columns: { location: homes } };

    figure<readonly number[]>(name, () => {
      // The peer counts toHour:00:00 as night, and all events where there is none at night; it leaves ties open.
      const all = detectHomes(traces, { criterion: mostEvents() }).columns;
      const nights = detectHomes(traces, { criterion: mostNightEvents({ clock: utc, fromHour, toHour }) }).columns;
      let compared = 0;
      users.forEach((user, u) => {
        const rows = Array.from({ length: offsets[u + 1]! - offsets[u]! }, (_, k) => offsets[u]! + k);
        const isNight = (row: number): boolean => {
          const hour = (traces.columns.time[row]! % 86_400) / 3600;
          return hour >= fromHour || hour <= toHour;
        };
        const counted = rows.some(isNight) ? rows.filter(isNight) : rows;
        const rowsAt = new Map<number, number>();
        for (const row of counted) {
          const l = traces.columns.location[row]!;
          rowsAt.set(l, (rowsAt.get(l) ?? 0) + 1);
        }
        expect(rowsAt.get(homes[u]!), user).toBe(Math.max(...rowsAt.values()));
        const ours = nights.support[u] === 0 ? all : nights;
        const onTheHour = rows.some((row) => traces.columns.time[row]! % 86_400 === toHour * 3600);
        if (ours.tied[u] === 1 || onTheHour) return;
        expect(ours.location[u], user).toBe(homes[u]);
        compared++;
      });
      expect(compared).toBeGreaterThan(0);
    });
    figure<number>(`max_distance_from_home_${hours[1]}_${hours[2]}_km`, (expected) => {
      sameForAll(expected, km(distanceFromHome(traces, theirs, { distance: sphere }).columns.maximumMeters));
    });
    const perLocation = `homes_per_location_${hours[1]}_${hours[2]}`;
    known.add(perLocation);
    const counts = figures.collective[perLocation] as readonly Place[] | undefined;
    if (counts !== undefined) {
      it(perLocation, () => {
        const { count } = countResidents(theirs);
        for (const place of counts) expect(count[placeOf(place)]).toBe(place[2]);
      });
    }
  }

  const collective = (name: string, test: (places: readonly Place[]) => void): void => {
    known.add(name);
    const value = figures.collective[name];
    if (value === undefined) skipped(name, "the file of figures");
    else {
      it(name, () => {
        expect((value as readonly Place[]).length).toBeGreaterThan(0);
        test(value as readonly Place[]);
      });
    }
  };
  const sameAtAll = (places: readonly Place[], got: ArrayLike<number>): void => {
    for (const place of places) expect([isClose(got[placeOf(place)]!, place[2]), place]).toEqual([true, place]);
  };
  collective("random_location_entropy_bits", (places) => {
    sameAtAll(places, locationEntropy(traces, { base: 2 }).columns.randomEntropy);
  });
  // Whatever the name says: the peer calls scipy's entropy without a base, which gives nats.
  collective("uncorrelated_location_entropy_bits", (places) => {
    sameAtAll(places, locationEntropy(traces, { base: Math.E }).columns.entropy);
  });
  collective("visits_per_location", (places) => {
    const { visits } = visitsPerLocation(traces).columns;
    sameAtAll(places, visits);
    expect(places.map(([, , n]) => n)).toEqual([...visits].sort((a, b) => b - a).slice(0, places.length));
  });
  collective("visits_per_day", (rows) => {
    const days = visitsPerDay(traces, { clock: utc });
    const ours = Array.from(days.columns.day, (day, d) => [
      `${new Date(day * 86_400_000).toISOString().slice(0, 10)} 00:00:00`,
      days.columns.visits[d],
    ]);
    expect(ours).toEqual(rows);
  });
  for (const [name, expected] of Object.entries(figures.collective)) {
    const hours = /^mean_square_displacement_(\d+)h$/.exec(name)?.[1];
    if (hours === undefined) continue;
    known.add(name);
    it(name, () => {
      const after = meanSquareDisplacement(traces, { afterSeconds: [3600 * Number(hours)], distance: sphere });
      expect(isClose(after.columns.meanM2[0]! / 1e6, expected as number)).toBe(true);
    });
  }

  it("no figure of the file is left out", () => {
    const names = [...Object.keys(figures), ...Object.keys(figures.collective)];
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });
}

describeData("scikit-mobility on generated records", "03_cdr25", (path) => {
  const names = listed(join(path, "expected"), /^scikit_mobility.*\.json(\.gz)?$/);
  const tables = listed(path, /\.csv$/).map((name) => join(path, name));
  const headerOf = (file: string): readonly string[] => readFileSync(file, "utf8").split(/\r?\n/, 1)[0]!.split(",");
  const has = (file: string, columns: readonly string[]): boolean => columns.every((c) => headerOf(file).includes(c));
  const records = tables.filter((file) => has(file, ["user_id", "datetime", "antenna_id"]));
  const towers = tables.filter((file) => has(file, ["antenna_id", "latitude", "longitude"]));
  if (names.length === 0 || records.length !== 1 || towers.length !== 1) {
    skipped("figures of scikit-mobility", path);
    return;
  }
  const places = readRows(towers[0]!);
  const rowOf = new Map(places.map((row, l) => [row["antenna_id"]!, l]));
  const locations = createLocations(
    "antennas",
    [...rowOf.keys()],
    places.map((row) => Number(row["longitude"])),
    places.map((row) => Number(row["latitude"])),
  );
  // Every row with a readable time and a known antenna, whatever else is wrong with it; times as they stand.
  const rows = readRows(records[0]!)
    .map((row) => ({
      user: row["user_id"]!,
      time: Date.parse(`${row["datetime"]!.replace(" ", "T")}Z`) / 1000,
      location: rowOf.get(row["antenna_id"]!),
    }))
    .filter((row) => !Number.isNaN(row.time) && row.location !== undefined);
  const users = [...new Set(rows.map((row) => row.user))];
  const events = {
    users,
    user: Uint32Array.from(rows, (row) => users.indexOf(row.user)),
    time: Uint32Array.from(rows, (row) => row.time),
    location: Uint32Array.from(rows, (row) => row.location!),
  };
  const traces = atCoordinates(buildTracesOfEvents(events, locations));
  for (const name of names) describe(name, () => scikitTests(traces, readJson<Figures>(join(path, "expected", name))));
});

describeData("scikit-mobility and FlowKit on FlowKit's records", "04_flowkit_cdr", (folder) => {
  const world = openFlowkit(folder);
  const names = listed(folder, /^expected_scikit_mobility.*\.json(\.gz)?$/);
  if (names.length === 0) skipped("figures of scikit-mobility", folder);
  for (const name of names) {
    describe(name, () => {
      const figures = readJson<Figures>(join(folder, name));
      const days = (figures.collective["visits_per_day"] as readonly (readonly [string, number])[]).map(([day]) =>
        day.slice(0, 10),
      );
      scikitTests(atCoordinates(world.traces(["calls", "sms"], days[0], days.at(-1))), figures);
    });
  }
  const tables = listed(folder, /^expected_tables.*\.json$/);
  if (tables.length === 0) skipped("FlowKit's tables", folder);
  for (const name of tables) {
    const expected = readJson<Readonly<Record<string, PerUser<number>>>>(join(folder, name));
    const flows = expected["flows_between_daily_last_districts"] as unknown as readonly (readonly string[])[];
    const days = flows.flatMap(([from, to]) => [from!, to!]).sort();
    const traces = world.traces(["calls", "sms"], days[0], days.at(-1));
    const off = (figures: PerUser<number>, got: ArrayLike<number>): string[] => {
      expect(Object.keys(figures).sort()).toEqual([...traces.users]);
      return traces.users.filter((user, u) => !(Math.abs(got[u]! / figures[user]! - 1) < RELATIVE));
    };

    it(`${name}: radius_of_gyration_km, geodesics to the mean of degrees`, () => {
      const radii = radiusOfGyration(traces, { centre: meanOfDegrees(), distance: ellipsoidal() });
      expect(
        off(
          expected["radius_of_gyration_km"]!,
          radii.columns.radiusMeters.map((m) => m / 1000),
        ),
      ).toEqual([]);
    });

    it(`${name}: cell_entropy_nats, of the cells in all their versions`, () => {
      const { entropy } = uncorrelatedEntropy(
        { ...traces, columns: { ...traces.columns, location: cellsOf(world.versions, traces.columns.location) } },
        { base: Math.E },
      ).columns;
      expect(off(expected["cell_entropy_nats"]!, entropy)).toEqual([]);
    });
  }
});

/** Each row's cell: the first version of it that there is. */
function cellsOf(versions: readonly Readonly<Record<string, string>>[], location: Uint32Array): Uint32Array {
  const first = new Map<string, number>();
  versions.forEach((row, l) => {
    if (!first.has(row["id"]!)) first.set(row["id"]!, l);
  });
  return location.map((l) => first.get(versions[l]!["id"]!)!);
}

interface Staypoint {
  readonly user_id: number;
  readonly started_at: string;
  readonly finished_at: string;
  readonly geom: readonly [lon: number, lat: number];
}

describeData("trackintel on GPS", "11_gps", (folder) => {
  const names = listed(folder, /^expected_trackintel.*\.json$/);
  if (names.length === 0) skipped("figures of trackintel", folder);
  for (const name of names) {
    const expected = readJson<{
      staypoints: readonly Staypoint[];
      radius_gyration_m_count: PerUser<number>;
      radius_gyration_m_duration: PerUser<number>;
      jump_length_m: readonly (number | null)[];
    }>(join(folder, name));
    const stays = staysOf(expected.staypoints);
    const of = (figures: PerUser<number>): number[] => stays.users.map((user) => figures[user]!);
    const options = { centre: meanOfDegrees(), distance: sphere };
    // The peer takes the arccosine of 1 − d² / 2R² and some, whose rounding by up to 2⁻⁵² moves d² by 2 · 2⁻⁵² R².
    const squareM2 = 2 * 2 ** -52 * 6_371_000 ** 2;
    const areClose = (got: ArrayLike<number>, figures: readonly number[]): void => {
      figures.forEach((figure, k) => {
        expect(Math.abs(got[k]! ** 2 - figure ** 2)).toBeLessThan(squareM2 + RELATIVE * figure ** 2);
      });
    };

    it(`${name}: radius_gyration_m_count`, () => {
      const { radiusMeters } = radiusOfGyration(stays, options).columns;
      areClose(radiusMeters, of(expected.radius_gyration_m_count));
    });

    it(`${name}: radius_gyration_m_duration`, () => {
      const { radiusMeters } = radiusOfGyration(stays, { ...options, weight: byDwell() }).columns;
      areClose(radiusMeters, of(expected.radius_gyration_m_duration));
    });

    it(`${name}: jump_length_m`, () => {
      const { meters } = jumpLengths(stays, { distance: sphere }).columns;
      const figures = expected.jump_length_m.filter((length) => length !== null);
      expect(meters.length).toBe(figures.length);
      areClose(meters, figures);
    });
  }
});

/** Stays each at a location of its own. */
function staysOf(staypoints: readonly Staypoint[]): Stays {
  const users = [...new Set(staypoints.map((point) => String(point.user_id)))].sort();
  const rows = users.flatMap((user) =>
    staypoints
      .filter((point) => String(point.user_id) === user)
      .sort((a, b) => Date.parse(a.started_at) - Date.parse(b.started_at)),
  );
  const offsets = Uint32Array.from(
    [0, ...users],
    (_, u) => rows.filter((point) => users.indexOf(String(point.user_id)) < u).length,
  );
  const seconds = (text: string): number => Date.parse(text) / 1000;
  return {
    locations: createLocations(
      "stops",
      rows.map((_, k) => `stay ${k}`),
      rows.map((point) => point.geom[0]),
      rows.map((point) => point.geom[1]),
    ),
    users,
    offsets,
    length: rows.length,
    columns: {
      start: Uint32Array.from(rows, (point) => seconds(point.started_at)),
      end: Uint32Array.from(rows, (point) => seconds(point.finished_at)),
      location: Uint32Array.from(rows.keys()),
      events: new Uint32Array(rows.length),
    },
  };
}
