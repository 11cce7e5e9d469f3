import { describe, expect, it } from "vitest";
import { createClock } from "../../src/core/clock.ts";
import { epochMilliseconds, epochSeconds, isoTime, localTime, type TimeFormat } from "../../src/records/index.ts";
import { bytesOf } from "../../src/records/utf8.ts";
import { changesByIntl, localTimeByIntl } from "../slow/local-time.ts";

/** Reads a text that stands between other bytes. */
function read(format: TimeFormat, text: string): number | string {
  const bytes = bytesOf(`7${text}7`);
  return format(bytes, 1, bytes.length - 1);
}
const seconds = (iso: string): number => Date.parse(iso) / 1000;

const WRONG = "time not in the given format";
const IMPOSSIBLE = "date or time of day that does not exist";
const OUTSIDE = "time outside 1970 to 2106";
const SKIPPED = "local time skipped by a change of the clock";
const REPEATED = "local time repeated by a change of the clock";

describe("ISO times", () => {
  const format = isoTime();

  it("name their offset to UTC", () => {
    const time = seconds("2014-02-24T08:23:16Z");
    for (const text of [
      "2014-02-24T08:23:16Z",
      "2014-02-24t08:23:16z",
      "2014-02-24 08:23:16+00:00",
      "2014-02-24 10:23:16+02:00",
      "2014-02-24 10:23:16+0200",
      "2014-02-24 10:23:16+02",
      "2014-02-24T13:53:16+05:30",
      "2014-02-23T22:23:16-10:00",
      "2014-02-24T08:23:16-00:00",
    ]) {
      expect(read(format, text), text).toBe(time);
    }
    expect(read(format, "2014-02-24T08:23Z")).toBe(time - 16);
  });

  it("a fraction of a second is cut off", () => {
    const time = seconds("2014-02-24T08:23:16Z");
    for (const fraction of [".0", ".5", ".999999", ",25"]) {
      expect(read(format, `2014-02-24T08:23:16${fraction}Z`)).toBe(time);
    }
    expect(read(format, "1969-12-31T23:59:59.9Z")).toBe(OUTSIDE);
  });

  it("without an offset are refused, because a zone is never guessed", () => {
    for (const text of ["2014-02-24T08:23:16", "2014-02-24 08:23", "2014-02-24 08:23:16.25"]) {
      expect(read(format, text), text).toBe("time without its zone");
    }
  });

  it("that the calendar or the clock does not have are refused", () => {
    for (const text of [
      "2014-02-30T08:00:00Z",
      "2014-02-29T08:00:00Z",
      "1900-02-29T08:00:00Z",
      "2014-00-10T08:00:00Z",
      "2014-13-10T08:00:00Z",
      "2014-04-31T08:00:00Z",
      "2014-02-00T08:00:00Z",
      "2014-02-24T24:00:00Z",
      "2014-02-24T25:00:00Z",
      "2014-02-24T08:60:00Z",
      "2016-12-31T23:59:60Z",
    ]) {
      expect(read(format, text), text).toBe(IMPOSSIBLE);
    }
    expect(read(format, "2016-02-29T00:00:00Z")).toBe(seconds("2016-02-29T00:00:00Z"));
    expect(read(format, "2000-02-29T00:00:00Z")).toBe(seconds("2000-02-29T00:00:00Z"));
  });

  it("run from 1970 to 2106", () => {
    expect(read(format, "1970-01-01T00:00:00Z")).toBe(0);
    expect(read(format, "1970-01-01T01:00:00+02:00")).toBe(OUTSIDE);
    expect(read(format, "1969-12-31T23:00:00-01:00")).toBe(0);
    expect(read(format, "2106-02-07T06:28:15Z")).toBe(0xffff_ffff);
    expect(read(format, "2106-02-07T06:28:16Z")).toBe(OUTSIDE);
    expect(read(format, "9999-12-31T00:00:00Z")).toBe(OUTSIDE);
  });

  it("in any other form are refused", () => {
    for (const text of [
      "2014-02-24",
      "2014-02-24Z",
      "24-02-2014T08:23:16Z",
      "2014/02/24T08:23:16Z",
      "2014-02-24_08:23:16Z",
      "2014-02-24T08.23:16Z",
      "2014-02-24T8:23:16Z",
      "2014-02-24T08:23:1Z",
      "2014-02-24T08:23:Z",
      "2014-02-24T08:23:16.Z",
      "2014-02-24T08:23:16. ",
      "2014-02-24T08:23:16 Z",
      "2014-02-24T08:23:16ZZ",
      "2014-02-24T08:23:16 UTC",
      "2014-02-24T08:23:16+2",
      "2014-02-24T08:23:16+02:0",
      "2014-02-24T08:23:16+02:60",
      "2014-02-24T08:23:16+24:00",
      "2014-02-24T08:23:16+02-00",
      "2014-02-24T08:23:16+02:000",
      "2O14-02-24T08:23:16Z",
      " 2014-02-24T08:23:16Z",
      "x",
    ]) {
      expect(read(format, text), text).toBe(WRONG);
    }
    expect(read(format, "")).toBe("time missing");
  });

  it("equal what JavaScript reads, day by day", () => {
    for (let day = 0; day < 49_710; day += 13) {
      const text = new Date(day * 86_400_000 + 45_296_000).toISOString();
      expect(read(format, text)).toBe(day * 86_400 + 45_296);
    }
  });
});

describe("counted seconds and milliseconds", () => {
  it("are whole or have a fraction, which is cut off", () => {
    expect(read(epochSeconds(), "1393230196")).toBe(1393230196);
    expect(read(epochSeconds(), "1393230196.0")).toBe(1393230196);
    expect(read(epochSeconds(), "1393230196.999")).toBe(1393230196);
    expect(read(epochSeconds(), "0")).toBe(0);
    expect(read(epochMilliseconds(), "1393230196999")).toBe(1393230196);
    expect(read(epochMilliseconds(), "1393230196999.9")).toBe(1393230196);
    expect(read(epochMilliseconds(), "999")).toBe(0);
  });

  it("run from 1970 to 2106, so that milliseconds taken for seconds are refused", () => {
    expect(read(epochSeconds(), "4294967295.9")).toBe(0xffff_ffff);
    expect(read(epochSeconds(), "4294967296")).toBe(OUTSIDE);
    expect(read(epochSeconds(), "1393230196000")).toBe(OUTSIDE);
    expect(read(epochSeconds(), "-1")).toBe(OUTSIDE);
    expect(read(epochSeconds(), "-0.5")).toBe(OUTSIDE);
    expect(read(epochMilliseconds(), "4294967296000")).toBe(OUTSIDE);
    expect(read(epochMilliseconds(), "9".repeat(400))).toBe(OUTSIDE);
  });

  it("in any other form are refused", () => {
    for (const text of [
      "1e9",
      "1.393E+12",
      "0x10",
      "1393230196.",
      "1393230196,5x",
      "-",
      ".5",
      "+5",
      " 5",
      "5 ",
      "1_000",
      "NaN",
    ]) {
      expect(read(epochSeconds(), text), text).toBe(WRONG);
    }
    expect(read(epochSeconds(), "")).toBe("time missing");
  });
});

describe("local times", () => {
  const utc = createClock({ timeZone: "UTC" });

  it("are read by the pattern: which of two numbers is the day is the reader's to say", () => {
    const time = seconds("2020-03-01T11:50:32Z");
    expect(read(localTime({ pattern: "YYYY-MM-DD HH:mm:ss", clock: utc }), "2020-03-01 11:50:32")).toBe(time);
    expect(read(localTime({ pattern: "DD-MM-YYYY HH:mm:ss", clock: utc }), "01-03-2020 11:50:32")).toBe(time);
    expect(read(localTime({ pattern: "MM-DD-YYYY HH:mm:ss", clock: utc }), "03-01-2020 11:50:32")).toBe(time);
    expect(read(localTime({ pattern: "YYYYMMDDHHmmss", clock: utc }), "20200301115032")).toBe(time);
    expect(read(localTime({ pattern: "ss:mm:HH DD.MM.YYYY", clock: utc }), "32:50:11 01.03.2020")).toBe(time);
    expect(read(localTime({ pattern: "YYYY年MM月DD日 HH:mm:ss", clock: utc }), "2020年03月01日 11:50:32")).toBe(time);
    expect(read(localTime({ pattern: "YYYY-MM-DDTHH:mm", clock: utc }), "2020-03-01T11:50")).toBe(time - 32);
    expect(read(localTime({ pattern: "YYYY-MM-DD HH", clock: utc }), "2020-03-01 11")).toBe(time - 32 - 50 * 60);
  });

  it("a text that differs from the pattern is refused", () => {
    const format = localTime({ pattern: "DD-MM-YYYY HH:mm:ss", clock: utc });
    for (const text of [
      "1-3-2020 11:50:32",
      "01/03/2020 11:50:32",
      "01-03-2020 11:50",
      "01-03-2020 11:50:32 ",
      "01-03-2020 11:50:32Z",
      "O1-03-2020 11:50:32",
      "01-03-2020 11:50:3x",
      "01-03-2020 11:50:32.",
      "01-03-2020 11:50:32.5x",
    ]) {
      expect(read(format, text), text).toBe(WRONG);
    }
    expect(read(format, "")).toBe("time missing");
  });

  it("a fraction after seconds that end the pattern is cut off", () => {
    const time = seconds("2020-03-01T11:50:32Z");
    expect(read(localTime({ pattern: "YYYY-MM-DD HH:mm:ss", clock: utc }), "2020-03-01 11:50:32.75")).toBe(time);
    expect(read(localTime({ pattern: "HH:mm:ss YYYY-MM-DD", clock: utc }), "11:50:32.75 2020-03-01")).toBe(WRONG);
    expect(read(localTime({ pattern: "YYYY-MM-DD HH:mm", clock: utc }), "2020-03-01 11:50.75")).toBe(WRONG);
  });

  it("dates and times of day that do not exist are refused", () => {
    const format = localTime({ pattern: "YYYY-MM-DD HH:mm:ss", clock: utc });
    for (const text of [
      "2014-02-30 10:00:00",
      "2015-02-29 10:00:00",
      "2014-13-01 10:00:00",
      "2014-00-01 10:00:00",
      "2014-01-00 10:00:00",
      "2014-01-32 10:00:00",
      "2014-01-01 24:00:00",
      "2014-01-01 10:60:00",
      "2014-01-01 10:00:60",
      "2107-02-30 10:00:00",
    ]) {
      expect(read(format, text), text).toBe(IMPOSSIBLE);
    }
    expect(read(format, "2014-02-30 10:00:00")).toBe(IMPOSSIBLE);
  });

  it("run from 1970 to 2106 in UTC, whatever the year is there", () => {
    const pattern = "YYYY-MM-DD HH:mm:ss";
    const west = localTime({ pattern, clock: createClock({ timeZone: "-03:00" }) });
    const east = localTime({ pattern, clock: createClock({ timeZone: "Asia/Kathmandu" }) });
    expect(read(west, "1969-12-31 21:00:00")).toBe(0);
    expect(read(west, "1969-12-31 20:59:59")).toBe(OUTSIDE);
    expect(read(west, "2106-02-07 03:28:15")).toBe(0xffff_ffff);
    expect(read(west, "2106-02-07 03:28:16")).toBe(OUTSIDE);
    expect(read(east, "1970-01-01 05:30:00")).toBe(0);
    expect(read(east, "1970-01-01 05:29:59")).toBe(OUTSIDE);
    for (const text of ["1901-01-01 00:00:00", "2107-01-01 00:00:00", "0000-01-01 00:00:00"]) {
      expect(read(west, text), text).toBe(OUTSIDE);
    }
  });

  it("the hour that a change of the clock skips does not exist, the one that it repeats came twice", () => {
    const clock = createClock({ timeZone: "Europe/Rome" });
    const pattern = "YYYY-MM-DD HH:mm:ss";
    const format = localTime({ pattern, clock });
    expect(read(format, "2020-03-29 01:59:59")).toBe(seconds("2020-03-29T00:59:59Z"));
    expect(read(format, "2020-03-29 02:00:00")).toBe(SKIPPED);
    expect(read(format, "2020-03-29 02:59:59")).toBe(SKIPPED);
    expect(read(format, "2020-03-29 03:00:00")).toBe(seconds("2020-03-29T01:00:00Z"));
    expect(read(format, "2020-10-25 01:59:59")).toBe(seconds("2020-10-24T23:59:59Z"));
    expect(read(format, "2020-10-25 02:30:00")).toBe(REPEATED);
    expect(read(format, "2020-10-25 03:00:00")).toBe(seconds("2020-10-25T02:00:00Z"));
    const earlier = localTime({ pattern, clock, repeatedHour: "earlier" });
    const later = localTime({ pattern, clock, repeatedHour: "later" });
    expect(read(earlier, "2020-10-25 02:30:00")).toBe(seconds("2020-10-25T00:30:00Z"));
    expect(read(later, "2020-10-25 02:30:00")).toBe(seconds("2020-10-25T01:30:00Z"));
    expect(read(earlier, "2020-03-29 02:30:00")).toBe(SKIPPED);
  });

  it("a day that a zone leaves out does not exist", () => {
    const format = localTime({ pattern: "YYYY-MM-DD HH:mm:ss", clock: createClock({ timeZone: "Pacific/Apia" }) });
    expect(read(format, "2011-12-30 12:00:00")).toBe(SKIPPED);
    expect(read(format, "2011-12-29 23:59:59")).toBe(seconds("2011-12-30T09:59:59Z"));
    expect(read(format, "2011-12-31 00:00:00")).toBe(seconds("2011-12-30T10:00:00Z"));
  });

  for (const timeZone of [
    "Europe/Rome",
    "America/Havana",
    "Australia/Lord_Howe",
    "Africa/Monrovia",
    "Africa/Casablanca",
  ]) {
    it(`in ${timeZone} equal what Intl shows, around every change of the clock and far from them`, () => {
      const format = localTime({ pattern: "YYYY-MM-DD HH:mm:ss", clock: createClock({ timeZone }) });
      const earlier = localTime({
        pattern: "YYYY-MM-DD HH:mm:ss",
        clock: createClock({ timeZone }),
        repeatedHour: "earlier",
      });
      const byIntl = localTimeByIntl(timeZone);
      const changes = changesByIntl(byIntl);
      const around = changes.flatMap((change) =>
        [-90_000, -7200, -3600, -1800, -1, 0, 1, 1800, 3600, 86_399].map((d) => change + d),
      );
      const spread = Array.from({ length: 300 }, (_, i) => 14_000_000 * i + 12_345);
      for (const time of [...around, ...spread]) {
        if (time < 0 || time > 0xffff_ffff) continue;
        const local = time + byIntl(time).offset;
        const text = new Date(local * 1000).toISOString().slice(0, 19).replace("T", " ");
        // All instants that show this local time: those that one of the offsets nearby leads to.
        const offsets = [
          ...new Set(
            [time - 93_600, time, time + 93_600].map((near) => byIntl(Math.min(Math.max(near, 0), 0xffff_ffff)).offset),
          ),
        ];
        const instants = offsets
          .map((offset) => local - offset)
          .filter((t) => t >= 0 && t <= 0xffff_ffff && t + byIntl(t).offset === local);
        expect(instants).toContain(time);
        expect(read(format, text), text).toBe(instants.length === 1 ? time : REPEATED);
        expect(read(earlier, text), text).toBe(Math.min(...instants));
      }
    });
  }

  it("a pattern has each of its parts once", () => {
    for (const pattern of [
      "",
      "YYYY-MM-DD",
      "yyyy-mm-dd HH:mm:ss",
      "YYYY-MM-DD hh:mm:ss",
      "YYYY-MM-DD HH:MM:SS",
      "YYYY-DD HH:mm:ss",
      "YYYY-MM-DD HH:ss",
      "YYYYY-MM-DD HH:mm:ss",
      "YYYY-MM-DD HH:mm:ss ss",
    ]) {
      expect(() => localTime({ pattern, clock: utc }), pattern).toThrow(/localTime: pattern must be/);
    }
    expect(() => localTime({ pattern: "YYYY-MM-DD HH", clock: utc, repeatedHour: "both" as "later" })).toThrow(
      /repeatedHour/,
    );
  });
});
