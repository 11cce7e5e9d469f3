import { checkInteger, checkLength, checkNumber, checkOffsets, fail } from "../core/check.ts";
import type { MoveColumns, Moves, Presence } from "../types.ts";
import { createResidenceFinder } from "./residences.ts";
import type { Segments } from "./segments.ts";
