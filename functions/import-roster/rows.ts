import { CsvError, parse } from 'csv-parse/sync';
import { MAX_NAME_LENGTH } from '../../model/account.ts';
import { invalid, type Fault } from '../../model/errors.ts';
import { MOST_ROWS, type ImportRow } from '../../model/roster-import.ts';
import { line } from '../../model/validation.ts';
import { normalizedAddress } from '../shared/search-terms.ts';

const FIELD = 'uploadId';
const LONGEST_EMAIL = 254;
const EMAIL = /^[^\s@"(),:;<>[\]\\]+@[^\s@"(),:;<>[\]\\]+\.[^\s@"(),:;<>[\]\\.]+$/;
/** What may stand between the columns. */
const DELIMITERS = [',', ';', '\t'];

/** The rows of a file, each judged as far as the file alone tells; or what is wrong with the file. */
export function rowsOf(file: Uint8Array): readonly ImportRow[] | Fault {
  const records = recordsOf(file);
  if (!Array.isArray(records)) return records as Fault;
  const [head = [], ...rest] = records as readonly (readonly string[])[];
  const columns = head.map((name) => name.trim().toLowerCase());
  const email = columns.indexOf('email');
  if (email < 0)
    return invalid(FIELD, 'columns', 'Begin the file with a line that names its columns, `email` among them.');
  if (rest.length === 0) return invalid(FIELD, 'rows', 'Put at least one row below the names of the columns.');
  if (rest.length > MOST_ROWS) {
    return invalid(FIELD, 'rows', `Split the file: it has ${rest.length} rows, ${MOST_ROWS} are allowed.`);
  }
  const name = columns.indexOf('name');
  const seen = new Set<string>();
  return rest.map((cells, index) => judged(index + 1, cells[email] ?? '', name < 0 ? '' : (cells[name] ?? ''), seen));
}

function recordsOf(file: Uint8Array): readonly (readonly string[])[] | Fault {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return invalid(FIELD, 'encoding', 'Save the file as text in UTF-8.');
  }
  try {
    return parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return invalid(FIELD, 'csv', `Save the file as CSV: ${error.message}.`);
  }
}

/** The one that stands most often in the first line. */
function delimiterOf(text: string): string {
  const [head = ''] = text.split(/[\r\n]/, 1);
  const count = (delimiter: string) => head.split(delimiter).length;
  return DELIMITERS.reduce((best, one) => (count(one) > count(best) ? one : best));
}

function judged(row: number, written: string, name: string, seen: Set<string>): ImportRow {
  const email = written.slice(0, LONGEST_EMAIL);
  const about = { row, email, ...(name ? { name: name.slice(0, MAX_NAME_LENGTH) } : {}) };
  if (written.length > LONGEST_EMAIL || !EMAIL.test(written) || line(FIELD, written, 3, LONGEST_EMAIL)) {
    return { ...about, status: 'INVALID', reason: 'EMAIL' };
  }
  if (name && line(FIELD, name, 1, MAX_NAME_LENGTH)) return { row, email, status: 'INVALID', reason: 'NAME' };
  const address = normalizedAddress(written);
  if (seen.has(address)) return { ...about, status: 'DUPLICATE' };
  seen.add(address);
  return about;
}
