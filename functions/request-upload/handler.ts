import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { ulid } from 'ulid';
import type { RequestUploadInput, Upload } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import { newClientToken, type ClientTokenItem } from '../../model/client-token.ts';
import { conflict, rateLimited, type Fault } from '../../model/errors.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import { accountKey, clientTokenKey, TIME_TO_LIVE } from '../../model/keys.ts';
import { uploadFormsKey } from '../../model/upload-keys.ts';
import {
  FORM_MS,
  mayNotUpload,
  MOST_FORMS,
  newUpload,
  ORPHAN_MS,
  type UploadCall,
  type UploadFormsItem,
} from '../../model/upload.ts';
import { itemIn, readItems } from '../shared/read-items.ts';
import { table } from '../shared/table.ts';
import { withRetries } from '../shared/with-retries.ts';
import { tableName } from './environment.ts';
import { withForm } from './form.ts';
import { writeUpload } from './write.ts';

const MUTATION = 'requestUpload';
const DAY_SECONDS = 86_400;

type Asked = Omit<Parameters<typeof newUpload>[0], 'createdAt' | 'formUntil' | 'dueAt'>;

/** Signing is not for AppSync's JavaScript. Somebody who requests several uploads at once waits for none of them. */
export async function handler(call: UploadCall): Promise<FunctionAnswer<Upload>> {
  const isFinal = (error: unknown) => !(error instanceof TransactionCanceledException);
  try {
    return await withRetries(isFinal, () => requestUpload(call));
  } catch (error) {
    if (isFinal(error)) throw error;
    return { refusal: rateLimited() };
  }
}

async function requestUpload(call: UploadCall): Promise<FunctionAnswer<Upload>> {
  const { sub, input } = call;
  const nowMs = Date.now();
  const keys = {
    account: accountKey(sub),
    token: clientTokenKey(sub, MUTATION, input.clientToken),
    forms: uploadFormsKey(sub),
  };
  const items = await readItems({ table, tableName }, Object.values(keys));
  const denial = mayNotUpload(itemIn<AccountItem>(items, keys.account), input.purpose, new Date(nowMs).toISOString());
  if (denial) return { refusal: denial };
  const token = itemIn<ClientTokenItem>(items, keys.token);
  if (token && token[TIME_TO_LIVE] >= nowMs / 1000) return repeated(call, token);
  const forms = itemIn<UploadFormsItem>(items, keys.forms);
  const open = (forms?.until ?? []).filter((until) => Date.parse(until) > nowMs);
  if (open.length >= MOST_FORMS) return { refusal: tooMany() };
  return { value: await make(call, open, forms?.version ?? 0, nowMs) };
}

/** The same upload again. Its form ends when the first one does. */
async function repeated(call: UploadCall, token: ClientTokenItem): Promise<FunctionAnswer<Upload>> {
  const { sub, input } = call;
  if (token.input !== inputText(input)) {
    return {
      refusal: conflict('This `clientToken` came with another input before. Make a new token for a new call.'),
    };
  }
  const first = uploadAt(Date.parse(token.createdAt), { sub, ulid: token.ulid, input, cause: token.cause });
  return { value: await withForm(first) };
}

function uploadAt(ms: number, asked: Asked): ReturnType<typeof newUpload> {
  const [createdAt, formUntil, dueAt] = [ms, ms + FORM_MS, ms + ORPHAN_MS].map((at) => new Date(at).toISOString()) as [
    string,
    string,
    string,
  ];
  return newUpload({ ...asked, createdAt, formUntil, dueAt });
}

async function make(call: UploadCall, open: readonly string[], version: number, nowMs: number): Promise<Upload> {
  const { sub, actor, request, input } = call;
  const cause = { actor, request, origin: `Mutation.${MUTATION}` };
  const upload = uploadAt(nowMs, { sub, ulid: ulid(nowMs), input, cause });
  const nowSeconds = Math.floor(nowMs / 1000);
  const token = newClientToken({
    sub,
    mutation: MUTATION,
    clientToken: input.clientToken,
    ulid: upload.ulid,
    input: inputText(input),
    now: upload.createdAt,
    nowSeconds,
    cause,
  });
  const forms: UploadFormsItem = {
    ...uploadFormsKey(sub),
    entity: 'UploadForms',
    v: 1,
    until: [...open, upload.formUntil],
    version: version + 1,
    [TIME_TO_LIVE]: nowSeconds + DAY_SECONDS,
    cause,
  };
  await writeUpload({ upload, token, forms });
  return withForm(upload);
}

/** What a repeated call must say again. */
function inputText({ purpose, contentType, bytes, name }: RequestUploadInput): string {
  return JSON.stringify([purpose, contentType, bytes, name ?? null]);
}

function tooMany(): Fault {
  const minutes = FORM_MS / 60_000;
  return {
    type: 'RateLimited',
    message: `No more than ${MOST_FORMS} files can be requested in ${minutes} minutes. Try again later.`,
  };
}
