/** One record of a text with separators, or a line that a quotation mark out of place spoils. */
export interface PlainRecord {
  readonly line: number;
  /** null for a spoilt line. */
  readonly fields: readonly string[] | null;
}

const QUOTED_BYTES = 65_536;

/** The records of a text, character by character and record by record: the plain form of the reader of bytes. */
export function plainRecords(text: string, separator = ","): PlainRecord[] {
  const records: PlainRecord[] = [];
  let rest = text.startsWith("\uFEFF") ? text.slice(1) : text;
  let line = 1;
  while (rest.length > 0) {
    const record = firstRecord(rest, separator);
    if (record === null) {
      records.push({ line, fields: null });
      const end = rest.indexOf("\n");
      rest = end < 0 ? "" : rest.slice(end + 1);
      line++;
    } else {
      if (record.source !== "" && record.source !== "\r") records.push({ line, fields: record.fields });
      rest = rest.slice(record.source.length + 1);
      line += 1 + record.source.split("\n").length - 1;
    }
  }
  return records;
}

/** The record that a text starts with, and its characters without the line feed; null where its quotation marks are out of place. */
function firstRecord(text: string, separator: string): { fields: string[]; source: string } | null {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let field = "";
    if (text[at] === '"') {
      for (at++; ; at++) {
        if (at >= text.length || bytesIn(text, at) >= QUOTED_BYTES) return null;
        if (text[at] !== '"') field += text[at];
        else if (text[at + 1] === '"') field += text[++at];
        else break;
      }
      at++;
      if (text[at] === "\r" && (at + 1 === text.length || text[at + 1] === "\n")) at++;
      if (at < text.length && text[at] !== separator && text[at] !== "\n") return null;
    } else {
      const from = at;
      while (at < text.length && text[at] !== separator && text[at] !== "\n") at++;
      field = text.slice(from, at);
      if (text[at] !== separator && field.endsWith("\r")) field = field.slice(0, -1);
    }
    fields.push(field);
    if (at >= text.length || text[at] === "\n") return { fields, source: text.slice(0, at) };
    at++;
  }
}

function bytesIn(text: string, to: number): number {
  return to < QUOTED_BYTES / 4 ? 0 : Buffer.byteLength(text.slice(0, to));
}
