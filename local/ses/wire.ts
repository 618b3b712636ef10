import type { ServerResponse } from 'node:http';
import type { AwsError } from '../errors.ts';

/** Answers in SES's protocol, REST with JSON bodies. */
export function answer(response: ServerResponse, body: unknown): void {
  send(response, 200, body, {});
}

export function answerError(response: ServerResponse, { code, message, status }: AwsError): void {
  send(response, status, { message }, { 'x-amzn-errortype': code });
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length, ...headers });
  response.end(bytes);
}
