import { createLocations } from "../../src/core/locations.ts";
import { MIGRATION_DEFAULTS, type MigrationsOptions } from "../../src/moves/migrations.ts";
import { createResidenceFinder } from "../../src/moves/residences.ts";
import {
  createSegmentFinder,
  createSegments,
  keepPresent,
  mergeSegments,
  type Segments,
} from "../../src/moves/segments.ts";
import { buildPresenceOfDays } from "../../src/places/presence.ts";
import type { Locations, Presence } from "../../src/types.ts";

/** A sighting: user, day, location id. */
export type Sighting = readonly [user: string, day: number, location: string];

/** Zones with these ids; where they lie does not matter here. */
export function zonesOf(ids: readonly string[]): Locations {
  const none = new Float64Array(ids.length);
  return createLocations("zones", ids, none, none);
}

/** Presence from sightings in any order, over the locations that occur, in the order of their ids. */
export function presenceOfSightings(sightings: readonly Sighting[]): Presence {
  const ids = [...new Set(sightings.map(([, , location]) => location))].sort();
  const numbers = new Map(ids.map((id, l) => [id, l]));
  return buildPresenceOfDays(
    {
      user: sightings.map(([user]) => user),
      day: sightings.map(([, day]) => day),
      location: sightings.map(([, , location]) => numbers.get(location)!),
    },
    zonesOf(ids),
  );
}

/** Segments by location id as [start, end], in order of start; a location without any has no key. */
export type SegmentsById = Record<string, (readonly [number, number])[]>;

/** What each stage leaves of one user's segments. */
export interface Stages {
  readonly segments: SegmentsById;
  readonly present: SegmentsById;
  readonly merged: SegmentsById;
  readonly long: SegmentsById;
}

/** Every stage of one user's segments. */
export function stagesOf(presence: Presence, user: number, options: MigrationsOptions): Stages {
  const settings = { ...MIGRATION_DEFAULTS, ...options };
  const { offsets, locations } = presence;
  const find = createSegmentFinder("stagesOf", presence, settings.maxGapDays, settings.minSegmentDays);
  const segments = createSegments();
  const merged = createSegments();
  const from = offsets[user]!;
  const to = offsets[user + 1] ?? from;
  find(from, to, segments);
  const all = byId(segments, locations);
  keepPresent(segments, settings.minPresence);
  const present = byId(segments, locations);
  mergeSegments(segments, settings.maxMergeGapDays, new Int32Array(locations.length), merged);
  // The last stage is asked of the detector itself, which knows who keeps contested days.
  const long = from === to ? createSegments() : createResidenceFinder("stagesOf", presence, settings)(user);
  return { segments: all, present, merged: byId(merged, locations), long: byId(long, locations) };
}

function byId(segments: Segments, locations: Locations): SegmentsById {
  const result: SegmentsById = {};
  for (let s = 0; s < segments.length; s++) {
    const id = locations.columns.id[segments.location[s]!]!;
    result[id] = [...(result[id] ?? []), [segments.start[s]!, segments.end[s]!]];
  }
  return result;
}

/** The local day of a date written YYYYMMDD, and back. */
export function dayOfDate(date: string): number {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(date)!.map(Number) as [number, number, number, number];
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

export function dateOfDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "");
}
