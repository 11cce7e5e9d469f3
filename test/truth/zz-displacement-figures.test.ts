import { it } from "vitest";
import { rowsOf } from "/work/main/src/core/table.ts";
import { countDisplacement } from "/work/main/src/flows/displacement-counts.ts";
import { measureReturn } from "/work/main/src/metrics/displacement-return.ts";
import { measureDisplacedPeople, measureDisplacedShares } from "/work/main/src/metrics/displacement-shares.ts";
import { buildDisplacementSpells } from "/work/main/src/moves/displacement-spells.ts";
import { detectDisplacement } from "/work/main/src/moves/displacement-states.ts";
import { EVENT_DAY, FOLLOW_DAYS, plantStorm, STRUCK } from "/work/main/test/truth/displacement-storm.ts";
it("figures", () => {
  const EVENT = { eventDay: EVENT_DAY, followDays: FOLLOW_DAYS, minLostDays: 14 };
  let bands = 0, points = 0, all = 0, allDays = 0, worst = 0;
  const bad: string[] = [];
  for (let seed = 1; seed <= 40; seed++) {
    const storm = plantStorm({ seed, people: 3000 });
    const counts = countDisplacement(detectDisplacement(storm.daily, storm.homes, EVENT));
    const rows = rowsOf(measureDisplacedPeople(measureDisplacedShares(counts, { confidence: 0.95 }), storm.population));
    for (let l = 0; l < 6; l++) {
      const own = rows.filter((r) => r.location === l);
      const t = (r: (typeof own)[0]) => storm.truth[l]![r.day - EVENT_DAY]!;
      const ok = own.every((r) => r.bandLow <= t(r) && t(r) <= r.bandHigh);
      if (STRUCK.includes(l)) { all++; bands += ok ? 1 : 0; if (!ok) bad.push(`${seed}/${l}`); }
      for (const r of own) { allDays++; points += r.low <= t(r) && t(r) <= r.high ? 1 : 0; }
    }
    if (seed < 4) {
      const spells = buildDisplacementSpells(detectDisplacement(storm.daily, storm.homes, EVENT));
      const c = measureReturn(spells, { confidence: 0.95, toDay: EVENT_DAY + 1 });
      const e = measureReturn({ ...spells, columns: { ...spells.columns, days: spells.columns.earliestDays } }, { confidence: 0.95, toDay: EVENT_DAY + 1 });
      const k = buildDisplacementSpells(detectDisplacement(storm.trueDaily, storm.trueHomes, EVENT));
      const t = measureReturn(k, { confidence: 0.95, toDay: EVENT_DAY + 1 });
      console.log(seed, "half", e.halfLifeDays, c.halfLifeDays, [c.halfLifeLowDays, c.halfLifeHighDays], "truth", t.halfLifeDays, c.people, t.people);
      const r = rows.find((x) => x.location === 0 && x.day === EVENT_DAY + 3)!;
      console.log("day 3", storm.population[0], storm.truth[0]![3], r.persons, r.low, r.high, r.bandLow, r.bandHigh, r.least, r.most);
    }
  }
  console.log({ bands, all, points: points / allDays, bad });
}, 300000);
