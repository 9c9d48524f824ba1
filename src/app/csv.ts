/**
 * One line of a CSV file (RFC 4180), safe to open in a spreadsheet: a cell that a spreadsheet would take for a formula begins
 * with an apostrophe instead, which it shows as text (OWASP, CSV injection).
 */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

function cell(text: string | null): string {
  if (text === null) return "";
  // Also behind blanks and inside what a separator of another country would split off.
  const safe = /^[\s]*[=+\-@\t\r|%＝＋－＠]/u.test(text) ? `'${text}` : text;
  return /[",;\t\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
