/**
 * sojourn: the algorithms that turn mobile phone records into knowledge about how people move, migrate, settle and
 * integrate. The walk: records → traces → places → moves → flows → models and metrics → privacy → report.
 */
export * from "./core/index.ts";
export * from "./flows/index.ts";
export * from "./metrics/index.ts";
export * from "./models/index.ts";
export * from "./moves/index.ts";
export * from "./places/index.ts";
export * from "./privacy/index.ts";
export * from "./records/index.ts";
export * from "./report/index.ts";
export * from "./space/index.ts";
export * from "./synthetic/index.ts";
export * from "./traces/index.ts";
export type * from "./types.ts";
