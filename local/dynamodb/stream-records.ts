import { DatabaseSync } from 'node:sqlite';

/** AWS keeps a stream's records for a day. */
const RETENTION_SECONDS = 24 * 60 * 60;

/**
 * dynoxide reads the stream's records at each write to number the next one, without an index, and never drops any:
 * writes would become slower for ever. This gives it the index and drops what AWS would have dropped.
 */
export function prepareStreamRecords(databasePath: string): void {
  const database = new DatabaseSync(databasePath, { timeout: 5_000 });
  try {
    database.exec(
      'CREATE INDEX IF NOT EXISTS _stream_records_by_number ' +
        'ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
    );
    database.prepare('DELETE FROM _stream_records WHERE created_at < unixepoch() - ?').run(RETENTION_SECONDS);
  } finally {
    database.close();
  }
}
