import { log } from "../core/math.ts";

/** What charts share: a sheet of SVG as plain text that says what it shows, lines, words and axes. The same input gives the same bytes. */

/** A box of the sheet, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Colours of kinds without an order, told apart also by people who confuse red and green. */
export const COLOURS: readonly string[] = ["#4477aa", "#ee6677", "#228833", "#aa3377", "#ccbb44", "#66ccee"];

/** A whole chart on a white sheet, with a title and a description that are read aloud. */
export function sheet(box: Box, title: string, description: string, parts: readonly string[]): string {
  const { width, height } = box;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description" font-family="Helvetica, Arial, sans-serif" font-size="13" fill="#222">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...parts,
    "</svg>",
  ].join("\n")}\n`;
}

/** Words on the sheet. */
export function words(x: number, y: number, text: string, more: string = ""): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}"${more === "" ? "" : ` ${more}`}>${escaped(text)}</text>`;
}

/** Lines of at most so many signs, broken between words. */
export function wrapped(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** A line through points, drawn as said. */
export function line(points: readonly (readonly [x: number, y: number])[], more: string): string {
  return `<path d="M${points.map(([x, y]) => `${fixed(x)},${fixed(y)}`).join("L")}" fill="none" ${more}/>`;
}

/** The frame of a panel. */
export function frame({ x, y, width, height }: Box): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="#888"/>`;
}

/** A scale by powers of ten: where a value stands, as a share of the axis, and which powers are written. */
export interface LogScale {
  readonly from: number;
  readonly to: number;
  readonly shareOf: (value: number) => number;
  readonly powers: readonly number[];
}

/** The scale from the power of ten at or below the least value to that at or above the greatest; values are above 0. */
export function logScale(least: number, greatest: number): LogScale {
  const from = Math.floor(tens(least) + 1e-9);
  const to = Math.max(from + 1, Math.ceil(tens(greatest) - 1e-9));
  const step = Math.ceil((to - from) / 8);
  const powers = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, k) => from + k * step);
  return { from, to, powers, shareOf: (value) => (tens(value) - from) / (to - from) };
}

/** A power of ten as an axis shows it. */
export function powerText(power: number): string {
  if (power < -2 || power > 4) return `10${Array.from(String(power), (digit) => SUPERSCRIPTS[digit]).join("")}`;
  if (power < 0) return `0.${"0".repeat(-power - 1)}1`;
  return `1${"0".repeat(power)}`.replace(/\B(?=(\d{3})+$)/g, ",");
}

const SUPERSCRIPTS: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from("-0123456789", (digit, k) => [digit, "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"[k]!]),
);

/** A number with three significant digits, for words. */
export function numberText(value: number): string {
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** A place on the sheet to a tenth of a pixel. */
export function fixed(value: number): number {
  return Math.round(10 * value) / 10 + 0;
}

function tens(value: number): number {
  return log(value) / Math.LN10;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
