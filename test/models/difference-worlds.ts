import { createLocations } from "../../src/core/locations.ts";
import { createRandom } from "../../src/core/random.ts";
import type { GroupPanel } from "../../src/models/difference-panel.ts";
import type { Located } from "../../src/types.ts";

const LABELS: readonly string[] = ["locals", "refugees", "unknown"];

/** A panel of so many areas and periods for three groups, period after period, area after area. */
export function panelOf(areas: number, periods: number): Located & GroupPanel {
  const length = areas * periods * LABELS.length;
  const columns = {
    label: Uint8Array.from({ length }, (_, i) => i % 3),
    location: Uint32Array.from({ length }, (_, i) => Math.floor(i / 3) % areas),
    period: Uint32Array.from({ length }, (_, i) => Math.floor(i / 3 / areas)),
  };
  const at = Array.from({ length: areas }, (_, a) => a / 10);
  const locations = createLocations(
    "zones",
    at.map((x) => `z${x}`),
    at,
    at,
  );
  return { locations, length, columns, labels: LABELS };
}

/** A number drawn for each row. */
export function valuesOf(panel: GroupPanel, seed: number): Float64Array {
  const random = createRandom(seed);
  const { label, location, period } = panel.columns;
  return Float64Array.from(label, (l, i) => 5 * l + location[i]! + ((period[i]! * 7) % 5) + 4 * random() * (1 + l));
}
