import type { MediaUrl } from '../generated/schema.ts';

/** A checked file as whatever shows it carries it: a signed URL of it needs no further read. */
export type MediaFile = {
  /** Sub of who uploaded it. */
  readonly owner: string;
  /** Of the upload. */
  readonly ulid: string;
  /** Of the object: the one that was checked. */
  readonly versionId: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly name?: string;
};

/** What of an upload its file needs: accounts carry files, and uploads are judged by accounts. */
interface Uploaded extends Omit<MediaFile, 'owner' | 'versionId'> {
  readonly status: string;
  readonly versionId?: string;
}

/** The file of an upload of this person's that is READY, else null. */
export function fileOf(owner: string, upload: Uploaded): MediaFile | null {
  const { ulid, status, versionId, contentType, bytes, name } = upload;
  if (status !== 'READY' || !versionId) return null;
  return { owner, ulid, versionId, contentType, bytes, ...(name ? { name } : {}) };
}

/** What the function that signs URLs is asked for. */
export interface SignCall {
  readonly files: readonly MediaFile[];
}

/** Where each of the files can be had, in their order. */
export interface SignAnswer {
  readonly urls: readonly MediaUrl[];
}

/** How long a signed URL is good. */
export const URL_MS = 15 * 60_000;
