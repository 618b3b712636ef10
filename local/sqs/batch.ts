import { AwsError } from '../errors.ts';

interface Entry {
  readonly Id?: string;
}

const mostEntries = 10;

/**
 * Runs a batch: each entry succeeds or fails for itself.
 * @param entryName of its shape, for messages
 * @throws AwsError where the batch as a whole is none
 */
export function runBatch<T extends Entry>(
  entries: readonly T[] | undefined,
  entryName: string,
  run: (entry: T) => Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  checkEntries(entries ?? [], entryName);
  const successful: unknown[] = [];
  const failed: unknown[] = [];
  for (const entry of entries ?? []) {
    try {
      successful.push({ Id: entry.Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Id: entry.Id, SenderFault: error.status < 500, Code: error.code, Message: error.message });
    }
  }
  return {
    ...(successful.length > 0 ? { Successful: successful } : {}),
    ...(failed.length > 0 ? { Failed: failed } : {}),
  };
}

function checkEntries(entries: readonly Entry[], entryName: string): void {
  if (entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', `There should be at least one ${entryName} in the request.`);
  }
  if (entries.length > mostEntries) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${mostEntries}. You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<string>();
  for (const { Id: id = '' } of entries) {
    if (!/^[\w-]{1,80}$/.test(id)) {
      throw new AwsError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. ' +
          'It can be at most 80 letters long.',
      );
    }
    if (seen.has(id)) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
    seen.add(id);
  }
}
