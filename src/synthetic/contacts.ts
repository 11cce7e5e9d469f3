import { randomLogNormal } from "d3-random";
import { log, pow } from "../core/math.ts";
import { sparseFromEntries } from "../core/sparse.ts";
import type { Random, SparseMatrix } from "../types.ts";

/** σ of the logarithm of the number of contacts sought, and the most. */
const CIRCLE_SIGMA = 0.8;
const MOST_SOUGHT = 200;
/** Strength is Pareto distributed with this exponent: few contacts get most of the calls. */
const STRENGTH_EXPONENT = 1.2;

/** What drawing contacts needs of `LivesOptions`. */
interface ContactSettings {
  readonly random: Random;
  readonly contacts: number;
  readonly homophily: number;
  readonly nearness: number;
}

/**
 * Draws who knows whom: people × people, mutual, the value the strength of the contact.
 *
 * **How** Everyone seeks a log-normal number of contacts, at least one. Each is sought in the own group with
 * probability `homophily`, else among all, and in the district of the first home with probability `nearness`, else
 * everywhere; who finds themselves there takes anyone else. Its strength is (1 − x)^(−1 / STRENGTH_EXPONENT); someone
 * found twice is the stronger contact.
 */
export function generateContacts(
  group: Uint32Array,
  home: Uint32Array,
  districtOf: Uint32Array,
  settings: ContactSettings,
): SparseMatrix {
  const { random, homophily, nearness } = settings;
  const people = group.length;
  const district = home.map((antenna) => districtOf[antenna]!);
  const inGroup = listsBy(group);
  const inDistrict = listsBy(district);
  const districts = inDistrict.from.length - 1;
  const inBoth = listsBy(group.map((g, u) => g * districts + district[u]!));
  const drawCircle = randomLogNormal.source(random)(log(settings.contacts), CIRCLE_SIGMA);
  const mostSought = Math.min(MOST_SOUGHT, people - 1);

  const seeker: number[] = [];
  const sought: number[] = [];
  const strength: number[] = [];
  for (let u = 0; u < people; u++) {
    const circle = Math.min(mostSought, Math.max(1, Math.round(drawCircle())));
    for (let c = 0; c < circle; c++) {
      const alike = random() < homophily;
      const near = random() < nearness;
      const other = near
        ? alike
          ? pick(inBoth, group[u]! * districts + district[u]!, random)
          : pick(inDistrict, district[u]!, random)
        : alike
          ? pick(inGroup, group[u]!, random)
          : u;
      // Whoever found only themselves takes anyone else.
      const contact = other === u ? (u + 1 + Math.floor(random() * (people - 1))) % people : other;
      const value = Math.fround(pow(1 - random(), -1 / STRENGTH_EXPONENT));
      seeker.push(u, contact);
      sought.push(contact, u);
      strength.push(value, value);
    }
  }
  return sparseFromEntries(people, people, seeker, sought, strength);
}

/** The people of each list k: member[from[k]] … member[from[k + 1] − 1]. */
interface Lists {
  readonly from: Uint32Array;
  readonly member: Uint32Array;
}

function listsBy(key: Uint32Array): Lists {
  let most = 0;
  for (const k of key) if (k > most) most = k;
  const from = new Uint32Array(most + 2);
  for (const k of key) from[k + 1]!++;
  for (let k = 0; k <= most; k++) from[k + 1]! += from[k]!;
  const place = from.slice();
  const member = new Uint32Array(key.length);
  for (let u = 0; u < key.length; u++) member[place[key[u]!]!++] = u;
  return { from, member };
}

function pick(lists: Lists, key: number, random: Random): number {
  const from = lists.from[key]!;
  return lists.member[from + Math.floor(random() * (lists.from[key + 1]! - from))]!;
}
