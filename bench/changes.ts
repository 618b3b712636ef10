/** A row of `changes.md`: a figure that was allowed to rise, and why. */
export interface Change {
  readonly operation: string;
  readonly figure: string;
  readonly from: number;
  readonly to: number;
}

const ROW = /^\|(?<cells>.*)\|\s*$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads the rows `| date | operation | figure | from | to | reason |`. The table's head is none.
 * @throws Error that names a row that is not complete
 */
export function readChanges(markdown: string): Change[] {
  const rows = markdown.split('\n').flatMap((line) => ROW.exec(line)?.groups?.['cells'] ?? []);
  // Head and ruler.
  return rows.slice(2).map((row) => {
    const [date = '', operation = '', figure = '', from = '', to = '', reason = ''] = row
      .split('|')
      .map((cell) => cell.trim());
    const numbers = [from, to].every((cell) => cell !== '' && Number.isFinite(Number(cell)));
    if (!DATE.test(date) || !operation || !figure || !numbers || !reason) {
      throw new Error(`bench/changes.md: |${row}| is not | YYYY-MM-DD | operation | figure | from | to | reason |.`);
    }
    return { operation, figure, from: Number(from), to: Number(to) };
  });
}
