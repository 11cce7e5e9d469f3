/** Fields of a CSV text by the rules of RFC 4180, sign by sign. */
export function parseCsv(text: string, separator = ","): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]!;
    if (quoted) {
      if (sign !== '"') field += sign;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (sign === '"') {
      if (field !== "") throw new Error(`a quote within an unquoted field at ${i}`);
      quoted = true;
    } else if (sign === separator || sign === "\n") {
      row.push(field);
      field = "";
      if (sign === "\n") {
        rows.push(row);
        row = [];
      }
    } else field += sign;
  }
  if (quoted || field !== "" || row.length > 0) throw new Error("the last line has no end");
  return rows;
}
