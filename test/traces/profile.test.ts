import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/core/table.ts";
import { measureCountryCalls } from "../../src/traces/profile-calls.ts";
import { detectOriginProfile, type Evidence } from "../../src/traces/profile-evidence.ts";
import { measureDomainVisits } from "../../src/traces/profile-hosts.ts";
import { measureHomeNetworks } from "../../src/traces/profile-networks.ts";
import { internationalNumbers } from "../../src/traces/profile-numbers.ts";

const CODES = ["1", "1809", "51", "57", "58", "593"];

describe("the country of a number", () => {
  const national = internationalNumbers({ codes: CODES, prefixes: ["00"], bare: { national: "593" } });
  const international = internationalNumbers({ codes: CODES, prefixes: ["00"], bare: "international" });

  it.each([
    ["+58 412 555 0100", "58", "58"],
    ["0058-212-555-0100", "58", "58"],
    ["584125550100", "593", "58"], // a number of Ecuador's plan, or one of Venezuela: the data decide
    ["5812345", "593", "58"],
    ["+593 99 123 4567", "593", "593"],
    ["0991234567", "593", null],
    ["911", "593", null],
    ["+1 809 555 0100", "1809", "1809"],
    ["+1 (305) 555.0100", "1", "1"],
    ["+55 11 5555 0100", "", ""],
    ["+05812345678", null, null],
    ["+58", null, null],
    ["+5812345678901234", null, null],
    ["*611", null, null],
    ["", null, null],
    ["u-58412", null, null],
    ["58412555O100", null, null],
  ])("of %s is %s where bare numbers are national and %s where they are international", (text, home, abroad) => {
    expect([national(text), international(text)]).toEqual([home, abroad]);
  });

  it("follows the longest prefix that was dialled", () => {
    const read = internationalNumbers({ codes: ["58", "158"], prefixes: ["0", "01", "011"], bare: "international" });
    expect(["01158212555", "0158212555", "0582125550"].map(read)).toEqual(["58", "58", "58"]);
  });

  it("is the home country's only if its code is among those told apart", () => {
    expect(internationalNumbers({ codes: ["58"], prefixes: [], bare: { national: "593" } })("0991234567")).toBe("");
  });

  it("needs codes and prefixes that are digits, and a word on bare numbers", () => {
    const right = { codes: ["58"], prefixes: ["00"], bare: "international" } as const;
    expect(() => internationalNumbers({ ...right, codes: ["+58"] })).toThrow("codes[0] must be a country code");
    expect(() => internationalNumbers({ ...right, codes: ["58", "58"] })).toThrow("codes must be all different");
    expect(() => internationalNumbers({ ...right, codes: [] })).toThrow("codes must be at least one country code");
    expect(() => internationalNumbers({ ...right, prefixes: ["+"] })).toThrow("prefixes[0] must be digits");
    expect(() => internationalNumbers({ ...right, bare: { national: "0" } })).toThrow("bare must be");
  });
});

describe("calls with a country", () => {
  it("are counted made and received, and pseudonyms are unread", () => {
    const contacts = ["+584125550100", "0991234567", "u17"];
    const columns = { time: Uint32Array.of(1, 2, 3, 4), contact: Uint32Array.of(0, 2, 1, 0) };
    const rows = { users: ["ann", "bo", "cy"], offsets: Uint32Array.of(0, 2, 4, 4), length: 4, columns, contacts };
    const countryOf = internationalNumbers({ codes: ["58", "593"], prefixes: ["00"], bare: { national: "593" } });
    expect(rowsOf(measureCountryCalls(rows, { countryOf, codes: ["58"] }))).toEqual([
      { count: 1, rows: 2, unread: 1 },
      { count: 1, rows: 2, unread: 0 },
      { count: 0, rows: 0, unread: 0 },
    ]);
    const byList = (id: string): string | null => (id === "u17" ? "58" : null);
    expect(measureCountryCalls(rows, { countryOf: byList, codes: ["58"] }).columns.count).toEqual(
      Uint32Array.of(1, 0, 0),
    );
    const wrong = (id: string): string => id.length as unknown as string;
    expect(() => measureCountryCalls(rows, { countryOf: wrong, codes: ["58"] })).toThrow(
      "what countryOf gives must be",
    );
  });
});

describe("visits to a country's domains", () => {
  const visits = (hosts: readonly string[], domains: readonly string[]): string => {
    const columns = { host: Uint32Array.from(hosts, (_, h) => h) };
    const offsets = Uint32Array.from({ length: hosts.length + 1 }, (_, h) => h);
    const table = { users: hosts.map((_, h) => `u${h}`), offsets, length: hosts.length, columns, hosts };
    const { count, unread } = measureDomainVisits(table, { domains }).columns;
    return Array.from(count, (n, h) => (unread[h] === 1 ? "?" : n === 1 ? "yes" : "no")).join(" ");
  };

  it("match whole labels at the end of the host, never a part of a text", () => {
    const hosts = ["bancodevenezuela.com.ve", "love.com", "ave.xve.com", "ve", "banco.ve.example", "x.ve", "xve"];
    expect(visits(hosts, [".ve"])).toBe("yes no no yes no yes no");
    expect(visits(["provincial.com", "www.provincial.com", "notprovincial.com", "com"], ["provincial.com"])).toBe(
      "yes yes no no",
    );
  });

  it("are read out of addresses, whatever case, port, path or point at the end", () => {
    const hosts = [
      "HTTPS://User:Pw@WWW.Banco.VE:443/a.com?b#c",
      "banco.ve.",
      "banco.ve:8080",
      "http://banco.ve#@x.com",
    ];
    expect(visits(hosts, ["ve"])).toBe("yes yes yes yes");
    expect(visits(["http://x.com/?to=.ve", "http://banco.ve@x.com/", "x.com/banco.ve", "x.com\\.ve"], [".ve"])).toBe(
      "no no no no",
    );
  });

  it("are of no domain for an address in numbers, and unread for what is no host", () => {
    expect(
      visits(["10.0.0.58", "[2001:db8::1]:443", "a..ve", "banco ve", "x@banco.ve", "http:banco.ve", ""], [".ve"]),
    ).toBe("no no ? ? ? ? ?");
  });

  it("leave other alphabets as they are", () => {
    expect(visits(["banco.ÑANDÚ.ve", "xn--and-6ma2c.ve"], ["ÑANDÚ.ve"])).toBe("yes no");
    expect(visits(["banco.ñandú.ve"], ["ÑANDÚ.ve"])).toBe("no");
  });

  it("need domains, and hosts that exist", () => {
    expect(() => visits(["x.ve"], ["."])).toThrow("domains[0] must be a domain");
    expect(() => visits(["x.ve"], ["*.ve x"])).toThrow("domains[0] must be a domain");
    const table = {
      users: ["u"],
      offsets: Uint32Array.of(0, 1),
      length: 1,
      columns: { host: Uint32Array.of(1) },
      hosts: ["a"],
    };
    expect(() => measureDomainVisits(table, { domains: ["ve"] })).toThrow("below the 1 hosts, got 1");
  });
});

describe("home networks", () => {
  it("are of a country by their first three digits, of a network or of an IMSI", () => {
    const networks = { user: ["bo", "ann", "bo", "cy"], network: ["734021234567890", "740", "7340", "Movistar"] };
    const found = measureHomeNetworks(networks, { mcc: ["734"] });
    expect(found.users).toEqual(["ann", "bo", "cy"]);
    expect(rowsOf(found)).toEqual([
      { count: 0, rows: 1, unread: 0 },
      { count: 2, rows: 2, unread: 0 },
      { count: 0, rows: 1, unread: 1 },
    ]);
    expect(() => measureHomeNetworks(networks, { mcc: ["73404"] })).toThrow("mcc[0] must be three digits");
  });
});

describe("a profile", () => {
  const table = (counts: Readonly<Record<string, number>>): Evidence => {
    const count = Uint32Array.from(Object.values(counts));
    return { users: Object.keys(counts), length: count.length, columns: { count, rows: count, unread: count } };
  };
  const evidence = { calls: table({ ann: 1, bo: 5, cy: 0 }), web: table({ ann: 3, dee: 2 }) };
  const fitting = (options: Parameters<typeof detectOriginProfile<"calls" | "web">>[1]): string => {
    const { users, columns } = detectOriginProfile(evidence, options);
    return users.filter((_, u) => columns.fits[u] === 1).join(" ");
  };

  it("takes any kind of evidence or all, each with its own least count, and a user with several once", () => {
    expect(fitting({ minKinds: 1 })).toBe("ann bo dee");
    expect(fitting({ minKinds: 2 })).toBe("ann");
    expect(fitting({ minKinds: 1, minCounts: { calls: 2, web: 3 } })).toBe("ann bo");
    expect(rowsOf(detectOriginProfile(evidence, { minKinds: 2 }))[3]).toEqual({ fits: 0, kinds: 1, calls: 0, web: 2 });
  });

  it("is the same for parts of the users", () => {
    const whole = detectOriginProfile(evidence, { minKinds: 1 });
    const a = detectOriginProfile({ calls: table({ ann: 1 }), web: table({ ann: 3 }) }, { minKinds: 1 });
    const b = detectOriginProfile({ calls: table({ bo: 5, cy: 0 }), web: table({ dee: 2 }) }, { minKinds: 1 });
    expect([...a.users, ...b.users]).toEqual(whole.users);
    expect([...rowsOf(a), ...rowsOf(b)]).toEqual(rowsOf(whole));
  });

  it("refuses users who stand twice and names that are its own", () => {
    const twice = { ...evidence.calls, users: ["ann", "bo", "ann"] };
    expect(() => detectOriginProfile({ calls: twice }, { minKinds: 1 })).toThrow(
      "evidence.calls.users must be all different",
    );
    const unknown = { ...evidence.calls, columns: { ...evidence.calls.columns, count: [Number.NaN, 0, 0] } };
    expect(() => detectOriginProfile({ calls: unknown as unknown as typeof evidence.calls }, { minKinds: 1 })).toThrow(
      "evidence.calls.columns.count[0] must be a whole number",
    );
    expect(() => detectOriginProfile({ fits: evidence.calls }, { minKinds: 1 })).toThrow("none of the result's own");
    expect(() => detectOriginProfile({}, { minKinds: 1 })).toThrow("at least one table of evidence");
    expect(() => fitting({ minKinds: 3 })).toThrow("minKinds must be a whole number from 1 to 2");
  });
});
