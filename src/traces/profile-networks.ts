import { checkLength, checkOptions, checkText, fail, failInWords } from "../core/check.ts";
import { checkList, checkLists } from "../core/check-tables.ts";
import { orderOfIds, rankOf } from "../core/ids.ts";
import type { Evidence } from "./profile-evidence.ts";

/** The home network of users, per record or once per user, in any order. */
export interface NetworkColumns {
  readonly user: readonly string[];
  /** Digits that begin with the mobile country code: the MCC itself, a network's MCC and MNC, or an IMSI. */
  readonly network: readonly string[];
}

export interface HomeNetworksOptions {
  /** Mobile country codes of three digits: ["734"] for Venezuela. */
  readonly mcc: readonly string[];
}

/**
 * Whose SIM is of a network of the country? Roaming records by the country of the home network.
 *
 * **How** the first three digits of the network are its mobile country code; count = rows with one of the codes. A SIM of the
 * country that roams belongs to a traveller, or to somebody who has just come: not to those who bought a SIM here.
 *
 * @param networks - user and home network of each record, in columns of one length
 * @param options - the mobile country codes
 * @returns a row per user, in the order of their ids; `unread` counts rows whose network is not 3 to 15 digits
 * @throws RangeError for columns of different lengths, or a code that is not of three digits
 *
 * **Cost** O(rows + users log users).
 *
 * [itu-e212]
 *
 * @example
 * const networks = { user: ["bo", "ann", "bo"], network: ["73404", "74001", ""] };
 * const roaming = measureHomeNetworks(networks, { mcc: ["734"] });
 * roaming.users; // [ 'ann', 'bo' ]
 * rowsOf(roaming)[1]; // { count: 1, rows: 2, unread: 1 }
 */
export function measureHomeNetworks(networks: NetworkColumns, options: HomeNetworksOptions): Evidence {
  const where = "measureHomeNetworks";
  checkLists(where, "networks", networks, ["user", "network"], "{ user, network }");
  const { user, network } = networks;
  checkLength(where, "networks.network", network.length, user.length);
  checkOptions(where, options, ["mcc"]);
  const { mcc } = options;
  checkList(where, "mcc", mcc);
  if (mcc.length === 0) failInWords(where, "mcc", "at least one mobile country code", "none");
  for (let m = 0; m < mcc.length; m++) {
    checkText(where, `mcc[${m}]`, mcc[m]!);
    if (!/^\d{3}$/.test(mcc[m]!)) fail(where, `mcc[${m}]`, "three digits", mcc[m]);
  }
  const wanted = new Set(mcc);
  const numberOf = new Map<string, number>();
  const count: number[] = [];
  const rows: number[] = [];
  const unread: number[] = [];
  for (let i = 0; i < user.length; i++) {
    checkText(where, `networks.user[${i}]`, user[i]!);
    checkText(where, `networks.network[${i}]`, network[i]!);
    const number = numberOf.get(user[i]!) ?? numberOf.size;
    if (number === numberOf.size) {
      numberOf.set(user[i]!, number);
      count.push(0);
      rows.push(0);
      unread.push(0);
    }
    rows[number]!++;
    if (!/^\d{3,15}$/.test(network[i]!)) unread[number]!++;
    else if (wanted.has(network[i]!.slice(0, 3))) count[number]!++;
  }
  const ids = [...numberOf.keys()];
  const order = orderOfIds(ids);
  const place = rankOf(order);
  const columns = {
    count: new Uint32Array(ids.length),
    rows: new Uint32Array(ids.length),
    unread: new Uint32Array(ids.length),
  };
  for (let number = 0; number < ids.length; number++) {
    columns.count[place[number]!] = count[number]!;
    columns.rows[place[number]!] = rows[number]!;
    columns.unread[place[number]!] = unread[number]!;
  }
  return { users: Array.from(order, (i) => ids[i]!), length: ids.length, columns };
}
