import type { ServerResponse } from 'node:http';
import type { AwsError } from '../errors.ts';

/** Answers in EventBridge's protocol, JSON 1.1. */
export function answer(response: ServerResponse, body: Readonly<Record<string, unknown>>): void {
  send(response, 200, body);
}

export function answerError(response: ServerResponse, { code, message, status, details }: AwsError): void {
  send(response, status, { __type: code, message, ...details });
}

function send(response: ServerResponse, status: number, body: Readonly<Record<string, unknown>>): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'content-length': bytes.length });
  response.end(bytes);
}
