import type { ServerResponse } from 'node:http';
import type { AwsError } from '../errors.ts';

/** Names that these errors had in SQS's older protocol, which clients still show as their code. */
const inQueryProtocol: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  ...Object.fromEntries(
    [
      ...['BatchEntryIdsNotDistinct', 'BatchRequestTooLong', 'EmptyBatchRequest', 'InvalidBatchEntryId'],
      ...['MessageNotInflight', 'PurgeQueueInProgress', 'TooManyEntriesInBatchRequest', 'UnsupportedOperation'],
    ].map((code) => [code, `AWS.SimpleQueueService.${code}`]),
  ),
};

/** Answers in SQS's protocol, JSON 1.0. */
export function answer(response: ServerResponse, body: Readonly<Record<string, unknown>>): void {
  send(response, 200, body, {});
}

export function answerError(response: ServerResponse, error: AwsError): void {
  const { code, message, status } = error;
  const fault = status < 500 ? 'Sender' : 'Receiver';
  const body = { __type: `com.amazonaws.sqs#${code}`, message };
  send(response, status, body, { 'x-amzn-query-error': `${inQueryProtocol[code] ?? code};${fault}` });
}

function send(
  response: ServerResponse,
  status: number,
  body: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>>,
): void {
  // A client that waited long may have gone.
  if (response.destroyed) return;
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': bytes.length,
    ...headers,
  });
  response.end(bytes);
}
