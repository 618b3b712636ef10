import { isRecord } from '../iam/statement-syntax.ts';

/** An HTTP response as a function's answer asks for it. */
export interface UrlResponse {
  readonly status: number;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

/**
 * Reads what a function returned: a response of payload format 2.0, or anything else, which is then the body.
 * @param payload JSON
 * @returns undefined where it is a response that is malformed
 */
export function urlResponse(payload: string): UrlResponse | undefined {
  const answer: unknown = JSON.parse(payload);
  if (!isRecord(answer) || answer['statusCode'] === undefined) {
    return { status: 200, headers: json, cookies: [], body: Buffer.from(payload) };
  }
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = answer;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599 || typeof statusCode === 'boolean') return undefined;
  if (!isRecord(headers) || !Array.isArray(cookies) || typeof body !== 'string') return undefined;
  const values = Object.entries(headers).filter(([, value]) => value !== null);
  if (values.some(([, value]) => typeof value === 'object')) return undefined;
  return {
    status,
    headers: { ...json, ...Object.fromEntries(values.map(([name, value]) => [name.toLowerCase(), String(value)])) },
    cookies: cookies.map(String),
    body: Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

const json = { 'content-type': 'application/json' };
