import type { UploadRejection } from '../../generated/schema.ts';
import type { StoredFile } from './stored-file.ts';
import { zipEntries, type ZipEntry } from './zip.ts';

const MOST_UNPACKED_BYTES = 1_000_000_000;
/** An archive may unpack to so much, whatever its own size, … */
const HARMLESS_BYTES = 10_000_000;
/** … and to so many times its size. Text rarely shrinks to less than a twentieth. */
const MOST_RATIO = 100;

/** The folder in which an Open XML document keeps what it is. */
const OPEN_XML_FOLDERS: Readonly<Record<string, string>> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'word/',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xl/',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'ppt/',
};
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument.';
/** Where in an OpenDocument the name of its type begins: the first entry, not compressed. */
const MIMETYPE_AT = 30;

/** Why an archive, or a document that is one inside, is not taken; null if it is. */
export async function archiveRejection(file: StoredFile, contentType: string): Promise<UploadRejection | null> {
  const entries = await zipEntries(file);
  if (!entries || isHarmful(file, entries)) return 'ARCHIVE';
  return (await isDocument(file, entries, contentType)) ? null : 'CONTENT';
}

function isHarmful({ bytes }: StoredFile, entries: readonly ZipEntry[]): boolean {
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0);
  const most = Math.min(MOST_UNPACKED_BYTES, Math.max(HARMLESS_BYTES, bytes * MOST_RATIO));
  return unpacked > most || entries.some(({ name }) => leavesFolder(name));
}

function leavesFolder(name: string): boolean {
  return /^([/\\]|[a-z]:)/i.test(name) || name.split(/[/\\]/).includes('..');
}

async function isDocument(file: StoredFile, entries: readonly ZipEntry[], contentType: string): Promise<boolean> {
  const folder = OPEN_XML_FOLDERS[contentType];
  const has = (test: (name: string) => boolean) => entries.some(({ name }) => test(name));
  if (folder) {
    // One with macros has another type.
    const isProgram = has((name) => name.endsWith('vbaProject.bin'));
    return !isProgram && has((name) => name === '[Content_Types].xml') && has((name) => name.startsWith(folder));
  }
  if (!contentType.startsWith(OPEN_DOCUMENT)) return true;
  const named = `mimetype${contentType}`;
  const said = Buffer.from(await file.read(MIMETYPE_AT, named.length)).toString('latin1');
  return said === named && entries[0]?.size === contentType.length;
}
