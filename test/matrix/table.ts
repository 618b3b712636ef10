import { readFileSync } from 'node:fs';

export const CALLERS = [
  'key',
  'backend',
  'stranger',
  'learner',
  'suspended',
  'own mentor',
  'demoted',
  'mentor',
  'moderator',
  'admin',
] as const;

export type Caller = (typeof CALLERS)[number];

/** One row of docs/authorization.md. */
export interface Row {
  readonly field: string;
  readonly about: string;
  readonly outcomes: Readonly<Record<Caller, string>>;
}

function cells(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** Reads the matrix that people review. */
export function readMatrix(): Row[] {
  const lines = readFileSync('docs/authorization.md', 'utf8').split('\n');
  const [head = '', , ...rows] = lines.filter((line) => line.startsWith('|'));
  const columns = cells(head);
  if (columns.join() !== ['field', 'about', ...CALLERS].join()) throw new Error(`Unknown columns: ${columns.join()}`);
  return rows.map((row) => {
    const [field = '', about = '', ...outcomes] = cells(row);
    const byCaller = CALLERS.map((caller, index) => [caller, outcomes[index] ?? '']);
    return { field, about, outcomes: Object.fromEntries(byCaller) as Record<Caller, string> };
  });
}
