import { checkOptions, checkText, checkWholes, fail, failInWords } from "../core/check.ts";
import { checkRuns } from "../core/check-events.ts";
import { checkList } from "../core/check-tables.ts";
import type { Sequences } from "../types.ts";
import { evidenceOf, MATCH, OTHER, UNREAD } from "./profile-calls.ts";
import type { Evidence } from "./profile-evidence.ts";

/** Data sessions of users with the hosts that they reached. */
export type HostRows = Sequences<{ readonly host: Uint32Array }> & { readonly hosts: readonly string[] };

export interface DomainVisitsOptions {
  /** Domains, with or without a point before them: ".ve", "bancodevenezuela.com". */
  readonly domains: readonly string[];
}

/**
 * How often did each user visit sites of a country? The data sessions with hosts in its domains.
 *
 * **How** of an address, scheme, user name, port, path and query are taken off, then a point at the end; upper case of A to Z
 * is lower. The host matches a domain if it is the domain or ends with a point and the domain: a whole number of labels, so
 * that "www.banco.com.ve" is in ".ve" and "love.com", "ave.xve.com" and "banco.ve.example" are not. Other alphabets are
 * left as they are: give such a domain in the form that the records have (xn--… or not).
 *
 * @param browsing - data sessions of each user, as `readBrowsing` makes them
 * @param options - the domains
 * @returns a row per user of the table; `unread` counts rows whose text is no host. An address in numbers is a host in no
 * domain
 * @throws RangeError for rows that are not well formed, or a domain that is none
 *
 * **Cost** O(rows) and one reading per host, about 1 µs.
 *
 * [iom-ecuador]
 *
 * @example
 * const columns = { host: Uint32Array.of(0, 1, 2, 3) };
 * const hosts = ["https://WWW.bancodevenezuela.com:443/login", "noticias.com.ve.", "love.com", "not a host"];
 * const browsing = { users: ["ann"], offsets: Uint32Array.of(0, 4), length: 4, columns, hosts };
 * rowsOf(measureDomainVisits(browsing, { domains: [".ve", "bancodevenezuela.com"] })); // [ { count: 2, rows: 4, unread: 1 } ]
 */
export function measureDomainVisits(browsing: HostRows, options: DomainVisitsOptions): Evidence {
  const where = "measureDomainVisits";
  checkRuns(where, "browsing", browsing, ["host"]);
  checkList(where, "browsing.hosts", browsing.hosts);
  const { host } = browsing.columns;
  const { hosts } = browsing;
  checkWholes(where, "browsing.columns.host", host);
  const beyond = host.findIndex((h) => h >= hosts.length);
  if (beyond >= 0) fail(where, `browsing.columns.host[${beyond}]`, `below the ${hosts.length} hosts`, host[beyond]);
  checkOptions(where, options, ["domains"]);
  const { domains } = options;
  checkList(where, "domains", domains);
  if (domains.length === 0) failInWords(where, "domains", "at least one domain", "none");
  const known = new Set<string>();
  for (let d = 0; d < domains.length; d++) {
    checkText(where, `domains[${d}]`, domains[d]!);
    const domain = nameOf(domains[d]!.replace(/^\./, ""));
    if (domain === null) fail(where, `domains[${d}]`, 'a domain such as ".ve"', domains[d]);
    known.add(domain);
  }
  const judged = Uint8Array.from(hosts, (text) => {
    const name = hostOf(text);
    if (name === null) return UNREAD;
    for (let at = 0; at >= 0; ) {
      if (known.has(name.slice(at))) return MATCH;
      const point = name.indexOf(".", at);
      at = point < 0 ? -1 : point + 1;
    }
    return OTHER;
  });
  return evidenceOf(browsing, host, judged);
}

/** The host in an address or a host name; null where there is none. */
function hostOf(text: string): string | null {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text);
  let authority = (scheme === null ? text : text.slice(scheme[0].length)).split(/[/\\?#]/, 1)[0]!;
  if (scheme !== null) authority = authority.slice(authority.lastIndexOf("@") + 1);
  const address = /^\[[0-9a-f:.]+\](?::\d*)?$/i.test(authority);
  return address ? authority : nameOf(authority.replace(/:\d*$/, ""));
}

/** A host name in lower case without the point at its end; null where a label is empty or holds what names do not. */
function nameOf(text: string): string | null {
  const name = text.replace(/\.$/, "").replace(/[A-Z]+/g, (upper) => upper.toLowerCase());
  return /^[^\s.:@/\\?#[\]]+(?:\.[^\s.:@/\\?#[\]]+)*$/.test(name) ? name : null;
}
