import type { Clock, Random } from "../types.ts";
import { fail, failInWords, isObject, shown } from "./check.ts";

/**
 * Checks of arguments that are functions or are made by one: clocks, sources of random numbers, and the variants of a
 * method (criteria, rules, formats, scales), which factories make. A factory passed without being called is told so.
 */

/** Throws unless the value is a clock. */
export function checkClock(where: string, name: string, value: Clock): void {
  const methods = ["offsetOf", "dayOf", "hourOf", "weekdayOf", "timesOf", "calendarOf"];
  if (!isObject(value) || !methods.every((method) => typeof value[method] === "function")) {
    fail(where, name, "a clock made by createClock({ timeZone })", value);
  }
}

/** Throws unless the value is a source of random numbers: a function without parameters. */
export function checkRandom(where: string, name: string, value: Random): void {
  if (typeof value !== "function" || value.length > 0) fail(where, name, "a source such as createRandom(42)", value);
}

/**
 * Throws unless the value is a function of at least so many parameters, which a factory passed uncalled does not have.
 * `such` says what it must be and how one is made.
 */
export function checkFunction(where: string, name: string, value: unknown, such: string, parameters: number = 0): void {
  if (typeof value !== "function") fail(where, name, such, value);
  if (value.length < parameters) failUncalled(where, name, such, value);
}

/** Throws unless the value is an object with the named method, as factories of rules make it. */
export function checkRule(where: string, name: string, value: unknown, method: string, such: string): void {
  if (typeof value === "function") failUncalled(where, name, such, value);
  if (!isObject(value) || typeof value[method] !== "function") fail(where, name, such, value);
}

/** Throws where a variant answers with a function: it is a factory that was passed uncalled. */
export function checkAnswer(where: string, name: string, variant: unknown, answer: unknown, such: string): void {
  if (typeof answer === "function") failUncalled(where, name, such, variant);
}

function failUncalled(where: string, name: string, such: string, factory: unknown): never {
  failInWords(where, name, such, shown(factory), "call it: what it makes is meant");
}
