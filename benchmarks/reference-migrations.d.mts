export interface ReferenceMigration {
  readonly home: string;
  readonly destination: string;
  readonly day: number;
  readonly contraryDays: number;
  readonly uncertaintyDays: number;
  readonly homeStart: number;
  readonly homeEnd: number;
  readonly destinationStart: number;
  readonly destinationEnd: number;
}

export interface ReferenceSettings {
  readonly maxGapDays: number;
  readonly minSegmentDays: number;
  readonly minPresence: number;
  readonly minStayDays: number;
  readonly maxTransitionDays: number;
}

export function referenceMigrations(
  days: Readonly<Record<string, readonly number[]>>,
  settings: ReferenceSettings,
): ReferenceMigration[];
