export { logFactorial } from "../core/log-factorial.ts";
