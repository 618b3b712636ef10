import type { RequestUploadInput, Upload, UploadPurpose, UploadRejection, UploadStatus } from '../generated/schema.ts';
import { inactiveAccount, notTeaching, type AccountItem } from './account.ts';
import type { Cause } from './cause.ts';
import { invalid, type Denial, type Fault } from './errors.ts';
import { uploadId } from './ids.ts';
import type { Key, TIME_TO_LIVE } from './keys.ts';
import { uploadKey } from './upload-keys.ts';
import { UPLOAD_LIMITS } from './upload-types.ts';
import { clientToken, firstOf, line, range } from './validation.ts';

/** A file that a person uploads. */
export type UploadItem = Key & {
  readonly entity: 'Upload';
  readonly v: 1;
  readonly ulid: string;
  readonly purpose: UploadPurpose;
  readonly contentType: string;
  readonly bytes: number;
  readonly name?: string;
  /** GONE: the sweep is removing it. To everybody it is not there any more. */
  readonly status: UploadStatus | 'GONE';
  /** Why it is REJECTED. */
  readonly rejection?: UploadRejection;
  /** Version of the object that was checked: no other is ever served. */
  readonly versionId?: string;
  /** Ids of what shows the file, each with since when, ISO 8601. */
  readonly usedBy: Readonly<Record<string, string>>;
  /** Until when the form is good, ISO 8601. */
  readonly formUntil: string;
  /** Key of the index `due`, while nothing may be using it: … */
  readonly dueShard?: string;
  /** … when it vanishes, ISO 8601. */
  readonly dueAt?: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly cause: Cause;
};

/** Whether it is still there. */
export function isThere(upload: UploadItem | null): upload is UploadItem & { readonly status: UploadStatus } {
  return upload !== null && upload.status !== 'GONE';
}

/** The forms that a person can still use. */
export type UploadFormsItem = Key & {
  readonly entity: 'UploadForms';
  readonly v: 1;
  /** Until when each of them is good, ISO 8601. */
  readonly until: readonly string[];
  readonly version: number;
  readonly [TIME_TO_LIVE]: number;
  readonly cause: Cause;
};

/** What the function behind `requestUpload` is asked for. */
export interface UploadCall {
  readonly sub: string;
  readonly actor: string;
  readonly request: string;
  readonly input: RequestUploadInput;
}

export const FORM_MS = 15 * 60_000;
/** How many forms a person can have at once. */
export const MOST_FORMS = 20;
/** How long an upload that nothing uses is kept. */
export const ORPHAN_MS = 86_400_000;

/** The one partition of the index `due` that holds uploads: they are few, and a form each has to be signed. */
export const UPLOADS_DUE = 'UPLOADS';

const LONGEST_NAME = 255;

/** What is wrong with the input, or null. */
export function uploadFault(input: RequestUploadInput): Fault | null {
  const { contentTypes, mostMegabytes } = UPLOAD_LIMITS[input.purpose];
  return firstOf([
    clientToken(input.clientToken),
    contentTypes.includes(input.contentType)
      ? null
      : invalid('contentType', 'type', `Upload ${input.purpose} as one of: ${contentTypes.join(', ')}.`),
    range('bytes', input.bytes, 1, mostMegabytes * 1_000_000),
    line('name', input.name, 1, LONGEST_NAME),
  ]);
}

/** Why the person may not upload for this purpose, or null. @param now ISO 8601 in UTC */
export function mayNotUpload(account: AccountItem | null, purpose: UploadPurpose, now: string): Denial | null {
  return UPLOAD_LIMITS[purpose].teaching ? notTeaching(account, now) : inactiveAccount(account, now);
}

export function newUpload(upload: {
  readonly sub: string;
  readonly ulid: string;
  readonly input: RequestUploadInput;
  /** ISO 8601, as the next two. */
  readonly createdAt: string;
  readonly formUntil: string;
  readonly dueAt: string;
  readonly cause: Cause;
}): UploadItem & { readonly status: 'PENDING' } {
  const { sub, ulid, input, createdAt, formUntil, dueAt, cause } = upload;
  const { purpose, contentType, bytes, name } = input;
  return {
    ...uploadKey(sub, ulid),
    entity: 'Upload',
    v: 1,
    ulid,
    purpose,
    contentType,
    bytes,
    ...(name ? { name: name.trim() } : {}),
    status: 'PENDING',
    usedBy: {},
    formUntil,
    dueShard: UPLOADS_DUE,
    dueAt,
    createdAt,
    cause,
  };
}

/** As its owner sees it, without the form. */
export function toUpload(upload: UploadItem & { readonly status: UploadStatus }): Upload {
  const { ulid, purpose, contentType, bytes, name, status, rejection, formUntil } = upload;
  return {
    id: uploadId(ulid),
    purpose,
    contentType,
    bytes,
    name: name ?? null,
    status,
    rejection: rejection ?? null,
    url: null,
    fields: null,
    expiresAt: formUntil,
  };
}
