import { checkInteger, checkOptions, checkText, fail, failInWords } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";

/**
 * Country codes of telephone numbers (ITU-T E.164), as they stand in records. Numbers that were replaced by pseudonyms have
 * none: then the operator must give the code of each contact, and a function of your own looks it up.
 */

/** The country code of a number, "" for a number of another country, null for what cannot be read as a number. */
export type CountryReader = (number: string) => string | null;

export interface InternationalNumbersOptions {
  /** The country codes that are told apart, without + or 0: "58", "593". Of several that begin a number, the longest counts. */
  readonly codes: readonly string[];
  /** What is dialled before a country code, beside +: "00" in most countries, "011" in North America. May be none. */
  readonly prefixes: readonly string[];
  /**
   * What a number is that begins with neither + nor a prefix: "international", written with its country code, or a national
   * number of the country with the code given: `{ national: "593" }`.
   */
  readonly bare: "international" | { readonly national: string };
  /** Fewer digits after + or prefix, or in a bare international number, are no number: 7 unless given. */
  readonly minDigits?: number;
}

/** The longest numbers of E.164. */
const MAX_DIGITS = 15;
const DEFAULT_MIN_DIGITS = 7;

/**
 * Which country does a number belong to? A reader of numbers in the forms of records: +58…, 0058…, 58….
 *
 * **How** spaces, hyphens, points, slashes and parentheses are taken out. What follows + or one of the prefixes (the longest
 * that fits), or a bare international number, must be minDigits to 15 digits and not begin with 0; its country is the longest
 * of the codes with which it begins. ITU codes are such that none begins another, so that a code matches no other country's
 * numbers; codes of parts of a country ("1809" beside "1") may be given too. A bare national number is digits only and of
 * the country given: 58… is then no Venezuelan number.
 *
 * @param options - the codes, the prefixes and what a bare number is; the last has no default, because the data decide
 * @returns a reader for `measureCountryCalls`
 * @throws RangeError for a code or prefix that is not digits or is given twice
 *
 * [itu-e164]
 *
 * @example
 * const read = internationalNumbers({ codes: ["58", "593"], prefixes: ["00"], bare: { national: "593" } });
 * ["+58 412-555-0100", "00584125550100", "584125550100", "0991234567", "+51987654321", "u-17"].map(read); // [ '58', '58', '593', '593', '', null ]
 */
export function internationalNumbers(options: InternationalNumbersOptions): CountryReader {
  const where = "internationalNumbers";
  checkOptions(where, options, ["codes", "prefixes", "bare", "minDigits"]);
  const { codes, prefixes, bare, minDigits = DEFAULT_MIN_DIGITS } = options;
  checkTexts(where, "codes", codes, /^[1-9]\d{0,6}$/, 'a country code such as "58"');
  if (codes.length === 0) failInWords(where, "codes", "at least one country code", "none");
  checkTexts(where, "prefixes", prefixes, /^\d{1,5}$/, 'digits such as "00"');
  checkInteger(where, "minDigits", minDigits, 1, MAX_DIGITS);
  const home = bare === "international" ? null : nationalOf(where, bare);
  const known = new Set(codes);
  const longestCode = Math.max(...codes.map((code) => code.length));
  const longestFirst = Array.from(prefixes).sort((a, b) => b.length - a.length);

  const codeOf = (digits: string): string | null => {
    if (digits.length < minDigits || digits.length > MAX_DIGITS || !/^[1-9]\d*$/.test(digits)) return null;
    for (let length = longestCode; length > 0; length--) {
      if (known.has(digits.slice(0, length))) return digits.slice(0, length);
    }
    return "";
  };
  return (number) => {
    const text = number.replace(/[ \-./()]/g, "");
    if (text.startsWith("+")) return codeOf(text.slice(1));
    const prefix = longestFirst.find((each) => text.startsWith(each));
    if (prefix !== undefined) return codeOf(text.slice(prefix.length));
    if (home === null) return codeOf(text);
    if (!/^\d{1,15}$/.test(text)) return null;
    return known.has(home) ? home : "";
  };
}

function nationalOf(where: string, bare: unknown): string {
  const given = bare as { readonly national?: unknown } | null;
  const code = typeof given === "object" && given !== null ? given.national : undefined;
  if (typeof code !== "string" || !/^[1-9]\d{0,6}$/.test(code)) {
    fail(where, "bare", '"international" or { national: code }', bare);
  }
  return code;
}

function checkTexts(where: string, name: string, texts: readonly string[], form: RegExp, such: string): void {
  checkList(where, name, texts);
  for (let t = 0; t < texts.length; t++) {
    checkText(where, `${name}[${t}]`, texts[t]!);
    if (!form.test(texts[t]!)) fail(where, `${name}[${t}]`, such, texts[t]);
    if (texts.indexOf(texts[t]!) < t) fail(where, name, "all different", texts[t]);
  }
}
