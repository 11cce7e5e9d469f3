import { checkRuns } from "../core/check-events.ts";
import { checkUsersOnce } from "../core/check-users.ts";
import type { Table } from "../types.ts";
import type { DailyMotifs } from "./daily-motifs.ts";
import { LARGER_MOTIF } from "./motif-codes.ts";

/** A row per motif: its places and links, the days and people that have it, and its share of all days. */
export type MotifCounts = Table<{
  readonly motif: Uint32Array;
  readonly places: Uint32Array;
  readonly links: Uint32Array;
  readonly days: Uint32Array;
  readonly people: Uint32Array;
  readonly share: Float64Array;
}>;

/**
 * How common is each form of a day?
 *
 * **How** days = rows with the motif; people = distinct users among them; share = days / all rows.
 *
 * @param motifs - what `measureDailyMotifs` found
 * @returns a row per motif that there is, by falling `days`, of equal ones the lower number first: `motif`, its `places` and
 * `links` (0 for `LARGER_MOTIF`, which holds networks of many forms), `days`, `people`, and `share`; the shares sum to 1.
 * Days and people of parts of the users add up
 * @throws RangeError for anything but such motifs, or a user who stands twice
 *
 * **Cost** O(rows)
 *
 * [schneider-2013]
 *
 * @example
 * const columns = { day: Int32Array.of(0, 1, 0), places: Uint32Array.of(2, 1, 2), links: Uint32Array.of(2, 0, 2), motif: Uint32Array.of(3, 0, 3) };
 * const counts = countMotifs({ locations: createLocations("antennas", ["A"], [0], [0]), users: ["ann", "bo"], offsets: Uint32Array.of(0, 2, 3), length: 3, columns });
 * rowsOf(counts)[0]; // { motif: 3, places: 2, links: 2, days: 2, people: 2, share: 0.6666666666666666 }
 */
export function countMotifs(motifs: DailyMotifs): MotifCounts {
  checkRuns("countMotifs", "motifs", motifs, ["day", "places", "links", "motif"]);
  checkUsersOnce("countMotifs", "motifs", motifs.users);
  const { motif, places, links } = motifs.columns;
  interface Count {
    readonly motif: number;
    readonly places: number;
    readonly links: number;
    days: number;
    people: number;
    lastUser: number;
  }
  const counts = new Map<number, Count>();
  for (let u = 0; u < motifs.users.length; u++) {
    for (let i = motifs.offsets[u]!; i < motifs.offsets[u + 1]!; i++) {
      const number = motif[i]!;
      let count = counts.get(number);
      if (count === undefined) {
        const form = number === LARGER_MOTIF ? { places: 0, links: 0 } : { places: places[i]!, links: links[i]! };
        count = { motif: number, ...form, days: 0, people: 0, lastUser: -1 };
        counts.set(number, count);
      }
      count.days++;
      if (count.lastUser !== u) count.people++;
      count.lastUser = u;
    }
  }
  const rows = [...counts.values()].sort((a, b) => b.days - a.days || a.motif - b.motif);
  return {
    length: rows.length,
    columns: {
      motif: Uint32Array.from(rows, (row) => row.motif),
      places: Uint32Array.from(rows, (row) => row.places),
      links: Uint32Array.from(rows, (row) => row.links),
      days: Uint32Array.from(rows, (row) => row.days),
      people: Uint32Array.from(rows, (row) => row.people),
      share: Float64Array.from(rows, (row) => row.days / motifs.length),
    },
  };
}
