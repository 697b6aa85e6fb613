// CSV as spreadsheets read it (RFC 4180), with the mark of UTF-8 in front, without which they take
// Chinese for something else.

export const byteOrderMark = '\uFEFF';

// A cell that a spreadsheet would take for a formula gets an apostrophe in front: names come from
// rule books, but nothing in a file for others should compute anything. Plain numbers are none.
const formula = /^[=+\-@\t\r]/;
const plainNumber = /^[+-]?\d+(?:\.\d+)?$/;

function cell(value: string | number): string {
  const text = String(value);
  const safe = formula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return byteOrderMark + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
