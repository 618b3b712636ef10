import type { UploadRejection } from '../../generated/schema.ts';
import type { UploadItem } from '../../model/upload.ts';
import { OFFICE_TYPES, TEXT_TYPES } from '../../model/upload-types.ts';
import { archiveRejection } from './archive.ts';
import { isOfType } from './detect.ts';
import type { StoredFile } from './stored-file.ts';
import { isText } from './text.ts';

const ARCHIVE_TYPES: readonly string[] = ['application/zip', ...OFFICE_TYPES];

/** Why a file is not what was asked for, judged by its content alone; null if it is. */
export async function rejectionOf(
  file: StoredFile,
  { bytes, contentType }: Pick<UploadItem, 'bytes' | 'contentType'>,
): Promise<UploadRejection | null> {
  if (file.bytes !== bytes) return 'SIZE';
  if (TEXT_TYPES.includes(contentType)) return (await isText(file)) ? null : 'TEXT';
  if (ARCHIVE_TYPES.includes(contentType)) return archiveRejection(file, contentType);
  return (await isOfType(file, contentType)) ? null : 'CONTENT';
}
