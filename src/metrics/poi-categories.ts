import { checkLength, checkText, fail, failInWords } from "../core/check.ts";
import { checkList } from "../core/check-tables.ts";
import { orderOfIds } from "../core/ids.ts";

/** The categories of points of interest: their names and, for each point, the number of its own. */
export interface PoiCategories {
  readonly labels: readonly string[];
  readonly of: Uint32Array;
}

/**
 * Numbers the categories of points of interest: in the order of `labels`, or of their names where there are none.
 * Throws for a category that is not text, or is none of the labels.
 */
export function numberCategories(
  where: string,
  categories: readonly string[],
  points: number,
  given: readonly string[] | undefined,
): PoiCategories {
  checkList(where, "categories", categories);
  checkLength(where, "categories", categories.length, points);
  for (let p = 0; p < points; p++) checkText(where, `categories[${p}]`, categories[p]!);
  if (given !== undefined) checkList(where, "labels", given);
  const labels = given === undefined ? namesIn(categories) : given.slice();
  if (labels.length === 0) failInWords(where, "labels", "at least one category", "none");
  const numbers = new Map<string, number>();
  for (const [c, label] of labels.entries()) {
    checkText(where, `labels[${c}]`, label);
    if (numbers.has(label)) fail(where, `labels[${c}]`, "different from every label before it", label);
    numbers.set(label, c);
  }
  const of = new Uint32Array(points);
  for (let p = 0; p < points; p++) {
    const number = numbers.get(categories[p]!);
    of[p] = number ?? fail(where, `categories[${p}]`, `one of the labels (${labels.join(", ")})`, categories[p]);
  }
  return { labels, of };
}

function namesIn(categories: readonly string[]): string[] {
  const names = [...new Set(categories)];
  return Array.from(orderOfIds(names), (n) => names[n]!);
}
