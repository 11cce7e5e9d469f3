/** Local time asked of Intl for every single instant: the plain form of `createClock`. */
export interface LocalTime {
  readonly offset: number;
  readonly day: number;
  readonly hour: number;
  readonly weekday: number;
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** A function from UTC seconds to local time, by Intl's parts. */
export function localTimeByIntl(timeZone: string): (time: number) => LocalTime {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return (time) => {
    const part: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(time * 1000)) part[type] = value;
    const hour = Number(part["hour"]);
    const midnight = Date.UTC(Number(part["year"]), Number(part["month"]) - 1, Number(part["day"])) / 1000;
    const local = midnight + hour * 3600 + Number(part["minute"]) * 60 + Number(part["second"]);
    return {
      offset: local - time,
      day: midnight / 86_400,
      hour,
      weekday: WEEKDAYS.indexOf(part["weekday"]!),
    };
  };
}

/** Every second from 1970 to 2106 at which the offset of the zone changes, found by steps of five days and bisection. */
export function changesByIntl(localTime: (time: number) => LocalTime): number[] {
  const changes: number[] = [];
  const step = 5 * 86_400;
  let before = localTime(0).offset;
  for (let from = 0; from < 2 ** 32 - 1; from += step) {
    const to = Math.min(from + step, 2 ** 32 - 1);
    const after = localTime(to).offset;
    if (after !== before) {
      let low = from;
      let high = to;
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (localTime(middle).offset === before) low = middle;
        else high = middle;
      }
      changes.push(high);
    }
    before = after;
  }
  return changes;
}
