import { checkOptions, failInWords } from "../core/check.ts";
import { checkCrosswalk } from "../core/check-crosswalk.ts";
import { type ConfidenceOptions, confidenceOf } from "../core/confidence.ts";
import { wilsonInterval } from "../core/distributions.ts";
import { checkPeopleOfFlows } from "../core/sparse.ts";
import { largestShares } from "../space/largest-shares.ts";
import type { Crosswalk, Flows, Located, Table } from "../types.ts";

export type RegionMovesOptions = ConfidenceOptions;

/**
 * A row per region, of people with a home before and after: so many lived there `before`, of whom so many `stayed` in their
 * zone, `movedWithin` the region and `movedOut` of it; `movedIn` came from other regions, and so many live there `after`.
 * `moverShare` is the share of those before who changed their zone, `withinShare` the share of these movers who stayed in the
 * region, each with its interval.
 */
export type RegionMoves = Located &
  Table<{
    readonly before: Float64Array;
    readonly stayed: Float64Array;
    readonly movedWithin: Float64Array;
    readonly movedOut: Float64Array;
    readonly movedIn: Float64Array;
    readonly after: Float64Array;
    readonly moverShare: Float64Array;
    readonly moverLow: Float64Array;
    readonly moverHigh: Float64Array;
    readonly withinShare: Float64Array;
    readonly withinLow: Float64Array;
    readonly withinHigh: Float64Array;
  }>;

/**
 * Did people migrate between two periods, and did those who did stay near? Changes of home by region of the home before.
 *
 * **How** from the flows between homes before and after: stayed = Σ of the diagonal, movedWithin = Σ of other pairs within the
 * region, movedOut = Σ of pairs that leave it; moverShare = (movedWithin + movedOut) / before, withinShare = movedWithin /
 * (movedWithin + movedOut); intervals are Wilson's.
 *
 * @param changes - people by zone of home before and after: `countHomeChanges`. Only people with a home in both are in it
 * @param crosswalk - from the zones to the regions, as for `relocateHomes`: a zone is in the region that has most of it
 * @param options - the confidence of the intervals
 * @returns a row per region; before = stayed + movedWithin + movedOut, after = stayed + movedWithin + movedIn, and Σ movedOut
 * = Σ movedIn. Shares are NaN where there is nobody to be a share of. Where those who left went:
 * `countHomeChanges` of homes over regions, see `relocateHomes`
 * @throws RangeError for flows that are not of people counted once each, or a zone of somebody's home that lies in no region
 *
 * **Cost** O(entries + zones).
 *
 * [isaacman-2018] [wilson-1927]
 *
 * @example
 * const zones = createLocations("zones", ["a", "b", "c"], [-74, -73, -72], [11, 11, 10]);
 * const regions = createLocations("zones", ["La Guajira", "Cesar"], [-73, -72], [11, 10]);
 * const changes = { locations: zones, ...sparseFromDense(3, 3, [80, 9, 1, 0, 70, 0, 0, 0, 90]), people: Uint32Array.of(80, 9, 1, 70, 90) };
 * const { movedWithin, movedOut, withinShare } = measureRegionMoves(changes, buildListedCrosswalk(zones, regions, [0, 0, 1])).columns;
 * [movedWithin[0], movedOut[0], withinShare]; // [ 9, 1, Float64Array(2) [ 0.9, NaN ] ]
 */
export function measureRegionMoves(
  changes: Flows,
  crosswalk: Crosswalk,
  options: RegionMovesOptions = {},
): RegionMoves {
  const where = "measureRegionMoves";
  checkPeopleOfFlows(where, "changes", changes);
  checkCrosswalk(where, "crosswalk", crosswalk, { from: changes.locations });
  checkOptions(where, options, ["confidence"]);
  const confidence = confidenceOf(where, options);
  const { offsets, index, value, people } = changes;
  const regions = crosswalk.to;
  const regionOf = largestShares(crosswalk);
  const length = regions.length;
  const room = (): Float64Array => new Float64Array(length);
  const counts = { stayed: room(), movedWithin: room(), movedOut: room(), movedIn: room() };
  for (let from = 0; from + 1 < offsets.length; from++) {
    const region = regionOf[from]!;
    for (let k = offsets[from]!; k < offsets[from + 1]!; k++) {
      if (value[k] !== people[k]) {
        const such = "people counted once each, as countHomeChanges counts them";
        failInWords(where, `changes.value[${k}]`, such, `${value[k]} of ${people[k]} people`);
      }
      const to = index[k]!;
      if (region < 0 || regionOf[to]! < 0) failOutside(where, region < 0 ? from : to);
      if (to === from) counts.stayed[region]! += value[k]!;
      else if (regionOf[to] === region) counts.movedWithin[region]! += value[k]!;
      else {
        counts.movedOut[region]! += value[k]!;
        counts.movedIn[regionOf[to]!]! += value[k]!;
      }
    }
  }
  const { stayed, movedWithin, movedOut, movedIn } = counts;
  const movers = movedWithin.map((within, r) => within + movedOut[r]!);
  const before = movers.map((moved, r) => moved + stayed[r]!);
  const ofBefore = movers.map((moved, r) => moved / before[r]!);
  const mover = Array.from(movers, (moved, r) => wilsonInterval(moved, before[r]!, confidence));
  const within = Array.from(movedWithin, (moved, r) => wilsonInterval(moved, movers[r]!, confidence));
  const columns = {
    before,
    stayed,
    movedWithin,
    movedOut,
    movedIn,
    after: movedIn.map((came, r) => came + movedWithin[r]! + stayed[r]!),
    moverShare: ofBefore,
    moverLow: Float64Array.from(mover, ({ low }) => low),
    moverHigh: Float64Array.from(mover, ({ high }) => high),
    withinShare: movedWithin.map((moved, r) => moved / movers[r]!),
    withinLow: Float64Array.from(within, ({ low }) => low),
    withinHigh: Float64Array.from(within, ({ high }) => high),
  };
  return { locations: regions, length, columns };
}

/** Who lives in no region would not be seen to leave or to enter one: what lies outside is a region too. */
function failOutside(where: string, zone: number): never {
  failInWords(
    where,
    `crosswalk.shares of location ${zone}`,
    "above 0 in one of the regions",
    "none",
    "outside is a region too",
  );
}
