/** Ids that sort as they count: "D01", "D02", …, with more digits where there are more. */
export function idsOf(letter: string, count: number, digits: number): string[] {
  const width = Math.max(digits, String(count).length);
  return Array.from({ length: count }, (_, i) => letter + String(i + 1).padStart(width, "0"));
}
