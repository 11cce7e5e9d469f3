/** Text, rows and maps in: call records, antennas and zones, with the rows that could not be taken and why. */

export type * from "../types.ts";
export { type AntennasRead, type ReadAntennasOptions, readAntennas, readAntennasGeoJson } from "./antennas.ts";
export {
  type Browsing,
  type BrowsingRead,
  type BuildBrowsingOptions,
  buildBrowsing,
  type ReadBrowsingOptions,
  readBrowsing,
} from "./browsing.ts";
export { buildCalls, type ReadCallsOptions, readCalls, readCallsStream } from "./calls.ts";
export type { BuildCallsOptions, CallsRead } from "./calls-builder.ts";
export type { FeatureIdOptions } from "./features.ts";
export {
  type DatedFigures,
  type DatedFiguresRead,
  type Figures,
  type FiguresRead,
  type ReadDatedFiguresOptions,
  type ReadFiguresOptions,
  readDatedFigures,
  readFigures,
} from "./figures.ts";
export {
  type BothSidesOptions,
  bothSides,
  type CallLayout,
  type DirectionColumn,
  type KindColumn,
  type KindSource,
  type OneSideOptions,
  oneSide,
  RECORD_KINDS,
  type RecordKind,
  type TimeColumn,
} from "./layouts.ts";
export { type LocalTimeOptions, localTime } from "./local-time.ts";
export { countRefused, REFUSAL_REASONS, type RefusalReason } from "./refusals.ts";
export { epochMilliseconds, epochSeconds, isoTime, type TimeFormat } from "./time-formats.ts";
export { type ReadZonesOptions, readZones, type ZonesRead } from "./zones.ts";
