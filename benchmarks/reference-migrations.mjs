/**
 * The segment detector in the structures of the authors' program (Chi et al. 2020): for each person a dictionary of lists of
 * days per location, filled day by day, cut into runs, joined, freed of shared days by sets, paired. People with segments in
 * one location only have none in the end, as there. Written anew in plain JavaScript from the paper's and program's steps.
 */

/** The migrations of one person, whose `days` are ascending day numbers without repeats by location, in any order of locations. */
export function referenceMigrations(days, settings) {
  const { maxGapDays, minSegmentDays, minPresence, minStayDays, maxTransitionDays } = settings;
  const filled = {};
  for (const [location, list] of Object.entries(days)) filled[location] = fillMissingDays(list, maxGapDays);
  const segments = findSegments(filled, minSegmentDays);
  const present = keepPresentSegments(segments, days, minPresence);
  const joined = joinSegments(present);
  const long = removeSharedDays(joined, minStayDays);
  return pairSegments(long, days, maxTransitionDays);
}

function fillMissingDays(list, maxGapDays) {
  const all = [];
  for (let i = 0; i < list.length; i++) {
    if (i > 0 && list[i] - list[i - 1] <= maxGapDays) {
      for (let day = list[i - 1] + 1; day < list[i]; day++) all.push(day);
    }
    all.push(list[i]);
  }
  return all;
}

function findSegments(filled, atLeast) {
  const found = {};
  for (const [location, list] of Object.entries(filled)) {
    if (list.length < atLeast) continue;
    const runs = [];
    let start = list[0];
    for (let i = 1; i <= list.length; i++) {
      if (i < list.length && list[i] - list[i - 1] === 1) continue;
      if (list[i - 1] - start + 1 >= atLeast) runs.push([start, list[i - 1]]);
      start = list[i];
    }
    if (runs.length > 0) found[location] = runs;
  }
  return found;
}

function keepPresentSegments(segments, days, minPresence) {
  const kept = {};
  for (const [location, runs] of Object.entries(segments)) {
    const own = runs.filter(([start, end]) => {
      const seen = days[location].filter((day) => day >= start && day <= end);
      return seen.length >= minPresence * (end - start + 1);
    });
    if (own.length > 0) kept[location] = own;
  }
  return kept;
}

function joinSegments(segments) {
  const locations = Object.keys(segments);
  if (locations.length <= 1) return {};
  const joined = {};
  for (const location of locations) {
    const others = locations.filter((other) => other !== location).flatMap((other) => segments[other]);
    const result = [];
    let [start, end] = segments[location][0];
    for (const [nextStart, nextEnd] of segments[location].slice(1)) {
      if (others.some(([from, to]) => from <= nextStart - 1 && to >= end + 1)) {
        result.push([start, end]);
        start = nextStart;
      }
      end = nextEnd;
    }
    result.push([start, end]);
    joined[location] = result;
  }
  return joined;
}

function daysOf([start, end]) {
  const days = [];
  for (let day = start; day <= end; day++) days.push(day);
  return days;
}

function removeSharedDays(segments, minStayDays) {
  const left = {};
  for (const [location, runs] of Object.entries(segments)) {
    const days = new Set();
    for (const run of runs) {
      const own = new Set(daysOf(run));
      for (const [other, others] of Object.entries(segments)) {
        if (other === location) continue;
        for (const segment of others) {
          const shared = daysOf(segment).filter((day) => own.has(day));
          for (const day of shared) own.delete(day);
        }
      }
      for (const day of own) days.add(day);
    }
    left[location] = [...days].sort((a, b) => a - b);
  }
  return findSegments(left, minStayDays);
}

function pairSegments(long, days, maxTransitionDays) {
  if (Object.keys(long).length < 2) return [];
  const sorted = Object.entries(long)
    .flatMap(([location, runs]) => runs.map(([start, end]) => ({ location, start, end })))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const found = [];
  sorted.slice(0, -1).forEach((home, s) => {
    const next = sorted.slice(s + 1).find((later) => later.location !== home.location && later.start > home.end);
    if (next === undefined || next.start - home.end > maxTransitionDays) return;
    const inWindow = (day) => day >= home.end && day <= next.start;
    const atHome = days[home.location].filter(inWindow);
    const away = days[next.location].filter(inWindow);
    let best = home.end;
    let fewest = Infinity;
    for (let p = home.end; p <= next.start; p++) {
      const errors = away.filter((day) => day < p).length + atHome.filter((day) => day > p).length;
      if (errors <= fewest) {
        fewest = errors;
        best = p;
      }
    }
    found.push({
      home: home.location,
      destination: next.location,
      day: best,
      contraryDays: fewest,
      uncertaintyDays: next.start - home.end - 1,
      homeStart: home.start,
      homeEnd: home.end,
      destinationStart: next.start,
      destinationEnd: next.end,
    });
  });
  return found;
}
