import type { ServerResponse } from 'node:http';
import type { AwsError } from '../errors.ts';
import type { LocalRequest } from '../service.ts';
import { errorXml } from './xml.ts';

/** Headers that an error keeps of what its operation had set. */
const kept = /^(access-control-|vary$|x-amzn-|x-amz-request-id$|x-amz-id-2$|x-amz-delete-marker$)/;

/** Answers an error as S3 words it: an XML document, without one where there can be no body. */
export function answerError(request: LocalRequest, response: ServerResponse, error: AwsError, requestId: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { code, message, status, details } = error;
  const isOfVersion = response.hasHeader('x-amz-delete-marker') || status === 304;
  const ofVersion = status === 304 ? ['etag', 'last-modified', 'x-amz-version-id'] : ['x-amz-version-id'];
  for (const name of response.getHeaderNames()) {
    if (!kept.test(name) && !(isOfVersion && ofVersion.includes(name))) response.removeHeader(name);
  }
  response.statusCode = status;
  // What is left of a body makes the connection useless for a next request.
  if (!request.raw.complete) response.setHeader('connection', 'close');
  if (request.method === 'HEAD' || status === 304) {
    response.end();
    return;
  }
  response.setHeader('content-type', 'application/xml');
  response.end(
    errorXml({ Code: code, Message: message, ...details, RequestId: requestId, HostId: `${requestId}/local` }),
  );
}
