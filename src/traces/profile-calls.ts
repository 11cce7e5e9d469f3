import { checkOptions, checkText, fail, failInWords } from "../core/check.ts";
import { checkInteractions } from "../core/check-events.ts";
import { checkList } from "../core/check-tables.ts";
import { checkFunction } from "../core/check-variants.ts";
import type { Sequences } from "../types.ts";
import type { Evidence } from "./profile-evidence.ts";
import type { CountryReader } from "./profile-numbers.ts";

/** Calls and texts of users with their contacts, whose ids are numbers or stand for them. */
export type ContactRows = Sequences<{ readonly time: Uint32Array; readonly contact: Uint32Array }> & {
  readonly contacts: readonly string[];
};

export interface CountryCallsOptions {
  /** Reads the country of a contact's number: `internationalNumbers({ … })`, or a look-up of your own for pseudonyms. */
  readonly countryOf: CountryReader;
  /** The codes of the country: ["58"] for Venezuela. */
  readonly codes: readonly string[];
}

const READER = "a reader of numbers such as internationalNumbers({ codes, prefixes, bare })";

/**
 * How often was each user in touch with a country? The calls and texts to and from its numbers.
 *
 * **How** each contact's number is read once; count = rows whose contact has one of the codes, made or received. What counts is
 * chosen before: `selectKind` for calls only, `selectDirection`, `selectPeriod` for the months of the study.
 *
 * @param interactions - the calls and texts of each user
 * @param options - how the country of a number is read, and the codes that are meant
 * @returns a row per user of the table, who may be a foreign number itself; `unread` counts rows with a contact that is no
 * number. If all are unread, the contacts are pseudonyms and nothing is known
 * @throws RangeError for rows that are not well formed, a code that is none, or a reader that gives something else
 *
 * **Cost** O(rows) and one reading per contact, about 1 µs.
 *
 * [iom-ecuador]
 *
 * @example
 * const columns = { time: Uint32Array.of(1, 2, 3), contact: Uint32Array.of(0, 1, 0) };
 * const interactions = { users: ["ann"], offsets: Uint32Array.of(0, 3), length: 3, columns, contacts: ["+584125550100", "*611"] };
 * const countryOf = internationalNumbers({ codes: ["58"], prefixes: ["00"], bare: { national: "593" } });
 * rowsOf(measureCountryCalls(interactions, { countryOf, codes: ["58"] })); // [ { count: 2, rows: 3, unread: 1 } ]
 */
export function measureCountryCalls(interactions: ContactRows, options: CountryCallsOptions): Evidence {
  const where = "measureCountryCalls";
  checkInteractions(where, "interactions", interactions, ["time", "contact"]);
  checkOptions(where, options, ["countryOf", "codes"]);
  const { countryOf, codes } = options;
  checkFunction(where, "countryOf", countryOf, READER, 1);
  checkList(where, "codes", codes);
  if (codes.length === 0) failInWords(where, "codes", "at least one country code", "none");
  for (let c = 0; c < codes.length; c++) {
    checkText(where, `codes[${c}]`, codes[c]!);
    if (codes[c] === "") fail(where, `codes[${c}]`, "not empty", codes[c]);
  }
  const judged = Uint8Array.from(interactions.contacts, (contact) => {
    const code: unknown = countryOf(contact);
    if (code === null) return UNREAD;
    if (typeof code !== "string") fail(where, "what countryOf gives", "a country code, an empty text or null", code);
    return codes.includes(code) ? MATCH : OTHER;
  });
  return evidenceOf(interactions, interactions.columns.contact, judged);
}

/** What is said of a contact, a host or a network. */
export const OTHER = 0;
export const MATCH = 1;
export const UNREAD = 2;

/** Counts each user's rows by what is said of the thing that they number. */
export function evidenceOf({ users, offsets }: Sequences, thing: Uint32Array, judged: Uint8Array): Evidence {
  const columns = {
    count: new Uint32Array(users.length),
    rows: new Uint32Array(users.length),
    unread: new Uint32Array(users.length),
  };
  for (let u = 0; u < users.length; u++) {
    const to = offsets[u + 1]!;
    let count = 0;
    let unread = 0;
    for (let i = offsets[u]!; i < to; i++) {
      const is = judged[thing[i]!];
      if (is === MATCH) count++;
      else if (is === UNREAD) unread++;
    }
    columns.count[u] = count;
    columns.unread[u] = unread;
    columns.rows[u] = to - offsets[u]!;
  }
  return { users, length: users.length, columns };
}
