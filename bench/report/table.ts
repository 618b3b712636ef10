type Cell = string | number;

/** A table in Markdown; the first column is text, the others are right-aligned unless said otherwise. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[], textColumns = 1): string {
  const line = (cells: readonly Cell[]) => `| ${cells.map(show).join(' | ')} |`;
  const ruler = head.map((_, column) => (column < textColumns ? '---' : '--:'));
  return [line(head), line(ruler), ...rows.map(line)].join('\n');
}

function show(cell: Cell): string {
  return typeof cell === 'number' ? grouped(cell) : cell.replaceAll('|', '\\|');
}

/** With commas in thousands. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}
