import type { Lives } from "../../src/synthetic/lives.ts";
import type { Homes, Locations } from "../../src/types.ts";

/** Where each person lived on most days, counted day by day; days on trips count nowhere. */
export function homesByDay(lives: Lives, districtOf: Uint32Array | null, locations: Locations): Homes {
  const { offsets, columns } = lives.periods;
  const location: number[] = [];
  const support: number[] = [];
  const tied: number[] = [];
  const runnerUp: number[] = [];
  const runnerUpSupport: number[] = [];
  for (let u = 0; u < lives.users.length; u++) {
    const days = new Map<number, number>();
    for (let day = lives.firstDay; day < lives.firstDay + lives.days; day++) {
      for (let p = offsets[u]!; p < offsets[u + 1]!; p++) {
        if (columns.trip[p] === 1 || day < columns.firstDay[p]! || day > columns.lastDay[p]!) continue;
        const place = districtOf === null ? columns.home[p]! : districtOf[columns.home[p]!]!;
        days.set(place, (days.get(place) ?? 0) + 1);
      }
    }
    const ranked = [...days].sort((x, y) => y[1] - x[1] || x[0] - y[0]);
    location.push(ranked[0]![0]);
    support.push(ranked[0]![1]);
    tied.push(ranked.length > 1 && ranked[1]![1] === ranked[0]![1] ? 1 : 0);
    runnerUp.push(ranked[1]?.[0] ?? -1);
    runnerUpSupport.push(ranked[1]?.[1] ?? 0);
  }
  return {
    locations,
    users: lives.users,
    length: lives.users.length,
    columns: {
      location: Int32Array.from(location),
      support: Uint32Array.from(support),
      share: Float64Array.from(support, (s) => s / lives.days),
      tied: Uint8Array.from(tied),
      runnerUp: Int32Array.from(runnerUp),
      runnerUpSupport: Uint32Array.from(runnerUpSupport),
    },
  };
}
