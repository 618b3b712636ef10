import { Logger } from '@aws-lambda-powertools/logger';
import { objectOf } from '../../model/upload-keys.ts';
import { dueUploads, forget, keep, markGone, type DueUpload } from './item.ts';
import { removeObject } from './object.ts';

const logger = new Logger({ serviceName: 'sweep-uploads' });

/** A run takes so many; what is left comes in the next. */
const MOST = 1_000;
const AT_ONCE = 25;

/**
 * Runs each hour: uploads that nothing uses, and that nothing has used for a day, vanish. The item says so first, so that
 * nothing begins to show the file; it goes last, so that a run that crashes is done again.
 */
export async function handler(): Promise<void> {
  const due = await dueUploads(new Date(), MOST);
  const outcomes: ('removed' | 'kept')[] = [];
  for (let start = 0; start < due.length; start += AT_ONCE) {
    outcomes.push(...(await Promise.all(due.slice(start, start + AT_ONCE).map(sweep))));
  }
  if (due.length === 0) return;
  const removed = outcomes.filter((outcome) => outcome === 'removed').length;
  logger.info('Swept uploads', { removed, kept: outcomes.length - removed });
}

async function sweep(due: DueUpload): Promise<'removed' | 'kept'> {
  if (!(await markGone(due))) {
    await keep(due);
    return 'kept';
  }
  await removeObject(objectOf(due));
  await forget(due);
  return 'removed';
}
