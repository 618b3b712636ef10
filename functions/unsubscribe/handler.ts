import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import { readEnv } from '../shared/env.ts';
import { UNSUBSCRIBE_ENV } from './env.ts';
import { Link } from './link.ts';
import { page } from './page.ts';
import { unsubscribe } from './unsubscribe.ts';

const env = readEnv(UNSUBSCRIBE_ENV);

const NOT_FOUND = {
  title: 'This link does not work',
  text: 'It may be incomplete. Choose in the app what you are told, and how.',
};
const ASK = { title: 'Unsubscribe', text: 'You will no longer get these mails.' };
const DONE = {
  title: 'You are unsubscribed',
  text: 'You will no longer get these mails. In the app you can change that at any time.',
};

/**
 * Where the links in mails lead. Only a POST unsubscribes, with one click of a mail program (RFC 8058) or of the page's
 * button: programs that look at links for safety's sake follow them with GET.
 */
export async function handler({
  requestContext,
  queryStringParameters,
}: LambdaFunctionURLEvent): Promise<LambdaFunctionURLResult> {
  const { method } = requestContext.http;
  const link = Link.safeParse(queryStringParameters ?? {}).data;
  if (!link) return page(404, NOT_FOUND);
  if (method === 'GET' || method === 'HEAD') return page(200, ASK, 'Unsubscribe');
  if (method !== 'POST') return page(405, NOT_FOUND);
  return (await unsubscribe(env.TABLE, link)) ? page(200, DONE) : page(404, NOT_FOUND);
}
