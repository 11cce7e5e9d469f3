import { describe, expect, it } from "vitest";
import type { Batch } from "../../src/records/batch.ts";
import { createCsvReader } from "../../src/records/csv.ts";
import { plainRecords } from "../slow/csv.ts";
import { cutAt, readPieces } from "./reading.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const fieldsOf = (text: string, separator = ","): (readonly string[] | string)[] =>
  readPieces([text], { separator }).records.map((record) => record.fields);
const linesOf = (text: string): number[] => readPieces([text]).records.map((record) => record.line);

describe("text with separators", () => {
  it("the first line names the columns", () => {
    expect(readPieces(["a,b\n1,2\n"])).toEqual({ header: ["a", "b"], records: [{ line: 2, fields: ["1", "2"] }] });
  });

  it("quoted fields hold separators, line breaks and doubled quotation marks", () => {
    expect(fieldsOf('a,b\n"1,5","x\ny"\n"say ""no""",""""\n"",end')).toEqual([
      ["1,5", "x\ny"],
      ['say "no"', '"'],
      ["", "end"],
    ]);
  });

  it("a record is counted by the line on which it starts", () => {
    expect(linesOf('a,b\n1,"x\ny\nz"\n\n2,3\n')).toEqual([2, 6]);
  });

  it("a quotation mark inside an unquoted field is a character like others", () => {
    expect(fieldsOf('a,b\n5" pipe,x"y""z\n')).toEqual([['5" pipe', 'x"y""z']]);
  });

  it("lines end with CRLF, LF or the end of the text", () => {
    expect(fieldsOf('a,b\r\n1,2\r\n"3","4"\r\n5,"6"\r\n7,8\r')).toEqual([
      ["1", "2"],
      ["3", "4"],
      ["5", "6"],
      ["7", "8"],
    ]);
    expect(fieldsOf("a,b\n1,2")).toEqual([["1", "2"]]);
    expect(fieldsOf('a,b\n1,"2"')).toEqual([["1", "2"]]);
  });

  it("a lone carriage return is a character like others", () => {
    expect(fieldsOf("a,b\n1\r,2\r3\n")).toEqual([["1\r", "2\r3"]]);
  });

  it("a byte order mark is skipped, once", () => {
    expect(readPieces(["\uFEFFa,b\n\uFEFF1,2"])).toEqual({
      header: ["a", "b"],
      records: [{ line: 2, fields: ["\uFEFF1", "2"] }],
    });
    expect(readPieces(cutAt(bytesOf("\uFEFFa\n1"), [1, 2, 3])).header).toEqual(["a"]);
    expect(readPieces(["a"]).header).toEqual(["a"]);
  });

  it("empty lines are no records, but lines of the file; a line of separators or of quotation marks is a record", () => {
    expect(linesOf("\n\r\na,b\n\n1,2\n\r\n\n3,4\n\n")).toEqual([5, 8]);
    expect(fieldsOf("a,b\n,\n")).toEqual([["", ""]]);
    expect(fieldsOf('a\n""\n\nx')).toEqual([[""], ["x"]]);
    expect(fieldsOf("a,b\n1,\n,2")).toEqual([
      ["1", ""],
      ["", "2"],
    ]);
  });

  it("nothing is trimmed", () => {
    expect(fieldsOf("a,b\n 1 ,\t2\n")).toEqual([[" 1 ", "\t2"]]);
  });

  it("a record with too few or too many fields is marked, quoted or not", () => {
    const wrong = "wrong number of fields";
    expect(fieldsOf('a,b\n1\n1,2,3\n"1"\n"1","2","3"\n1,2,\n"x""y"\n4,5')).toEqual([
      ...Array.from({ length: 6 }, () => wrong),
      ["4", "5"],
    ]);
  });

  it("the separator is the reader's to say", () => {
    expect(fieldsOf('a;b\n1,5;"2;5"\n', ";")).toEqual([["1,5", "2;5"]]);
    expect(fieldsOf("a\tb\n1\t2\n", "\t")).toEqual([["1", "2"]]);
    expect(fieldsOf("a|b\n1|2\n", "|")).toEqual([["1", "2"]]);
    for (const separator of ["", ",,", '"', "\n", "\r", "é"]) {
      expect(() => readPieces(["a"], { separator }), separator).toThrow(RangeError);
    }
  });

  it("a text without a header has its columns named", () => {
    expect(readPieces(["1,2\n3,4"], { header: ["a", "b"] })).toEqual({
      header: ["a", "b"],
      records: [
        { line: 1, fields: ["1", "2"] },
        { line: 2, fields: ["3", "4"] },
      ],
    });
    expect(readPieces([""], { header: ["a"] }).records).toEqual([]);
  });

  it("a text without a line has no header, and that is an error", () => {
    for (const text of ["", "\n\n", "\uFEFF", "\r\n"]) expect(() => readPieces([text])).toThrow(/header line/);
  });

  it("a header that cannot be read is an error", () => {
    expect(() => readPieces(['"a,b\n1,2'])).toThrow(/quotation mark/);
    expect(() => readPieces([Uint8Array.of(97, 0xff, 10)])).toThrow(/UTF-8/);
  });

  it("header names may be quoted", () => {
    expect(readPieces(['"a ""b""","c,d"\n1,2']).header).toEqual(['a "b"', "c,d"]);
  });
});

describe("quotation marks out of place", () => {
  const spoilt = "quotation mark out of place";

  it("one that is never closed spoils its line only", () => {
    expect(readPieces(['a,b\n1,"2\n3,4\n5,6\n']).records).toEqual([
      { line: 2, fields: spoilt },
      { line: 3, fields: ["3", "4"] },
      { line: 4, fields: ["5", "6"] },
    ]);
  });

  it("one that text follows spoils its line only", () => {
    expect(fieldsOf('a,b\n"1"x,2\n"3" ,4\n5,6\n"7"\rx,8\n')).toEqual([spoilt, spoilt, ["5", "6"], spoilt]);
  });

  it("one that pairs with another two lines below spoils both lines, and not the one between", () => {
    expect(fieldsOf('a,b\n1,"x\n2,y\n3,"z\n')).toEqual([spoilt, ["2", "y"], spoilt]);
  });

  it("a quoted field ends within 64 KiB of its record's start, or its line is spoilt", () => {
    const good = `a,b\n1,"${"x".repeat(65_530)}"\n2,3`;
    expect(fieldsOf(good)).toEqual([
      ["1", "x".repeat(65_530)],
      ["2", "3"],
    ]);
    const long = `a,b\n1,"${"x\n".repeat(40_000)}"\n2,3`;
    const { records } = readPieces([long]);
    expect(records[0]).toEqual({ line: 2, fields: spoilt });
    expect(records.at(-1)).toEqual({ line: 40_003, fields: ["2", "3"] });
    expect(records.length).toBe(40_002);
  });

  it("the limit is the same wherever the text is cut", () => {
    for (const length of [65_529, 65_530, 65_531, 65_532, 65_533]) {
      const text = `a,b\n1,"${"x".repeat(length)}"\n2,"3"\n`;
      const whole = readPieces([text]).records;
      expect(whole.map((record) => ({ ...record, fields: record.fields }))).toEqual(
        plainRecords(text)
          .slice(1)
          .map(({ line, fields }) => ({ line, fields: fields ?? spoilt })),
      );
      for (let cut = 65_530; cut < 65_546; cut++) {
        expect(readPieces(cutAt(bytesOf(text), [cut])).records).toEqual(whole);
      }
    }
  });
});

describe("pieces", () => {
  const text = '\uFEFFid,näme\r\n"q""1",ü\r\n\r\n3,"é,\n☃"\n"4"x,5\n6\n7,𝄞𝄞';
  const whole = readPieces([text]);

  it("a text may be cut at any two places of its bytes", () => {
    const bytes = bytesOf(text);
    for (let a = 0; a <= bytes.length; a++) {
      for (let b = a; b <= bytes.length; b++) expect(readPieces(cutAt(bytes, [a, b]))).toEqual(whole);
    }
  });

  it("a text may be cut at any two places of its characters, halves of characters too", () => {
    for (let a = 0; a <= text.length; a++) {
      for (let b = a; b <= text.length; b++) {
        expect(readPieces([text.slice(0, a), text.slice(a, b), text.slice(b)])).toEqual(whole);
      }
    }
  });

  it("the whole text byte by byte, and texts and bytes in turn", () => {
    expect(readPieces([...bytesOf(text)].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
    expect(readPieces([text.slice(0, 20), bytesOf(text.slice(20, 30)), text.slice(30)])).toEqual(whole);
  });

  it("half a character that bytes follow is a character that cannot be read", () => {
    expect(readPieces(["a,b\n\uD834", bytesOf(",2")]).records[0]!.fields).toEqual(["\uFFFD", "2"]);
    expect(readPieces(["a,b\n1,\uD834"]).records[0]!.fields).toEqual(["1", "\uFFFD"]);
  });

  it("pieces are neither kept nor changed", () => {
    const piece = bytesOf('a,b\n"x""y",2\n3,');
    const copy = piece.slice();
    const { records } = readPieces([piece, bytesOf("4\n")]);
    expect(records.at(-1)!.fields).toEqual(["3", "4"]);
    expect(piece).toEqual(copy);
  });

  it("a piece is free again when it has been pushed", () => {
    const piece = new Uint8Array(4);
    const records: string[][] = [];
    const take = (batch: Batch): void => {
      for (let k = 0; k < batch.rows * 2; k += 2) {
        records.push(
          [k, k + 1].map((f) => Buffer.from(batch.bytes.subarray(batch.starts[f], batch.ends[f])).toString()),
        );
      }
    };
    const reader = createCsvReader("test", {}, { header: () => {}, take });
    for (const part of ["a,b\n", "12,3", "4\n56", ",7\n8", "9,10"]) {
      piece.set(bytesOf(part));
      reader.push(piece);
    }
    reader.end();
    expect(records).toEqual([
      ["12", "34"],
      ["56", "7"],
      ["89", "10"],
    ]);
  });

  it("a record is handed on as soon as its end is there, however long it is", () => {
    let records = 0;
    const reader = createCsvReader(
      "test",
      {},
      {
        header: () => {},
        take: (batch) => {
          records += batch.rows;
        },
      },
    );
    reader.push("a,b\n1,2\n3");
    expect(records).toBe(1);
    reader.push(bytesOf(`,${"y".repeat(20_000_000)}\n5,6`));
    expect(records).toBe(2);
    reader.end();
    expect(records).toBe(3);
  });

  it("a text longer than the window of the encoder is read whole, with a character across its border", () => {
    for (const length of [1_048_574, 1_048_575, 1_048_576]) {
      const text = `a,b\n${"x".repeat(length - 4)}𝄞${"x".repeat(10)},2`;
      expect(readPieces([text]).records[0]!.fields).toEqual([text.slice(4, -2), "2"]);
    }
  });

  it("a text longer than the window of 16 MiB is read whole", () => {
    const line = `${"x".repeat(1_000_000)},1\n`;
    const long = `a,b\n${line.repeat(20)}`;
    const { records } = readPieces([bytesOf(long)]);
    expect(records.length).toBe(20);
    expect(records.every((record) => record.fields[1] === "1" && record.fields[0]!.length === 1_000_000)).toBe(true);
    const wide = readPieces([bytesOf(`a,b\n${"y".repeat(40_000_000)},2\n3,4`)]).records;
    expect(wide.map((record) => record.fields[0]!.length)).toEqual([40_000_000, 1]);
  });
});

describe("against the plain form", () => {
  it("both find the same records in a text of many kinds of lines", () => {
    const lines = ["1,2", '"a",b', '"a,""b""",\r', "", "\r", '"x\ny",z', 'u,"v', "one", "1,2,3", '""",",', ' "a",b'];
    const text = `h1,h2\n${lines.flatMap((line) => lines.map((other) => `${line}\n${other}`)).join("\n")}`;
    expect(readPieces([text]).records).toEqual(
      plainRecords(text)
        .slice(1)
        .map(({ line, fields }) => ({
          line,
          fields:
            fields === null ? "quotation mark out of place" : fields.length === 2 ? fields : "wrong number of fields",
        })),
    );
  });
});
