import type { IncomingMessage, ServerResponse } from 'node:http';

/** Lets pages of any origin read the answer, as AWS's endpoints for browsers do; a service may say otherwise. */
export function allowCrossOrigin(response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-expose-headers', '*');
}

/** Answers a preflight. The requested headers are listed too: `*` doesn't cover `authorization` (Fetch standard). */
export function answerPreflight({ headers }: IncomingMessage, response: ServerResponse): void {
  const requested = headers['access-control-request-headers'];
  response.setHeader('access-control-allow-headers', requested ? `*, ${requested}` : '*');
  response.setHeader('access-control-allow-methods', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
  response.setHeader('access-control-max-age', '86400');
  response.statusCode = 204;
  response.end();
}
