import { createLocations } from "../../src/core/locations.ts";
import { sparseFromDense } from "../../src/core/sparse.ts";
import { releaseCounts, releaseFlows } from "../../src/privacy/release.ts";
import { buildZones } from "../../src/space/zones.ts";
import type { Flows, GroupCounts, Locations, Released, Zones } from "../../src/types.ts";

/** Ids with every sign that CSV, Markdown or HTML could take for its own. */
export const IDS: readonly string[] = ["Plain", 'Say "hi", twice', "a|b\\|c", "<b>x</b>\nnext", "_em_ *x* [l](u) z_9"];
/** A group name as awkward as the ids. */
export const LABELS: readonly string[] = ["locals", "65+|, old"];

export const locations: Locations = createLocations(
  "antennas",
  IDS,
  [85.3, 85.4, 85.5, 85.6, 85.7],
  [27.7, 27.6, 27.5, 27.4, 27.3],
);

/** Numbers that stand for hidden people occur nowhere else: any trace of one in an output is a leak. */
export const HIDDEN_FLOWS: readonly number[] = [7741, 7753, 7757];

const people = new Map<number, number>([
  [7741, 3],
  [7753, 15],
  [7757, 1],
]);
const cells = [
  [120.5, 7741, 0, 400, 0],
  [0, 0, 7753, 0, 33],
  [0, 0, 0, 0, 0],
  [90, 400, 0, 16, 0],
  [0, 0, 7757, 0, 1234567],
];

export const flows: Flows = {
  locations,
  ...sparseFromDense(5, 5, cells.flat()),
  people: Uint32Array.from(
    cells
      .flat()
      .filter((x) => x !== 0)
      .map((x) => people.get(x) ?? Math.min(16 + (x % 5), 400)),
  ),
};
export const releasedFlows: Released<Flows> = releaseFlows(flows, { minPeople: 16 });

/** Five squares of one degree beside each other. */
export const zones: Zones = buildZones(
  IDS,
  IDS.map((_, i) => [
    [
      [
        [i, 0],
        [i + 1, 0],
        [i + 1, 1],
        [i, 1],
      ],
    ],
  ]),
);

/** Counts whose hidden numbers have digits that occur nowhere else. */
export const HIDDEN_COUNTS: readonly number[] = [13.7331, 11.7117, 0.1771];
export const counts: GroupCounts = {
  locations: zones,
  labels: LABELS,
  count: Float64Array.of(900, 31, 700.25, 13.7331, 16, 11.7117, 0.1771, 0, 50, 60),
};
export const releasedCounts: Released<GroupCounts> = releaseCounts(counts, { minPeople: 16 });
