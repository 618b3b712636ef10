import type { ServerResponse } from 'node:http';
import { AwsError } from '../errors.ts';
import type { Bucket } from './buckets.ts';
import { ruleFor } from './settings/cors-settings.ts';
import type { CorsRule } from './settings/cors-settings.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** Lets a page read the answer where a rule of the bucket does; without a rule S3 says nothing of origins. */
export function allowOrigin(
  response: ServerResponse,
  bucket: Bucket | undefined,
  method: string,
  headers: Headers,
): void {
  response.removeHeader('access-control-allow-origin');
  response.removeHeader('access-control-expose-headers');
  const { origin } = headers;
  if (origin === undefined || !bucket) return;
  const rule = ruleFor(bucket.cors, origin, method);
  if (rule) sayAllowed(response, rule, origin);
}

/** Answers a preflight as the bucket's rules have it. @throws AwsError AccessForbidden, BadRequest */
export function answerPreflight(response: ServerResponse, bucket: Bucket, headers: Headers): void {
  response.removeHeader('access-control-allow-origin');
  response.removeHeader('access-control-expose-headers');
  const { origin, 'access-control-request-method': method } = headers;
  if (origin === undefined || method === undefined) {
    throw new AwsError('BadRequest', 'Insufficient information. Origin request header needed.', 400);
  }
  const requested = (headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  const rule = ruleFor(bucket.cors, origin, method, requested);
  if (!rule) {
    const reason =
      bucket.cors.length === 0
        ? 'CORS is not enabled for this bucket.'
        : "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";
    throw new AwsError('AccessForbidden', `CORSResponse: ${reason}`, 403, { Method: method, ResourceType: 'OBJECT' });
  }
  sayAllowed(response, rule, origin);
  if (requested.length > 0) response.setHeader('access-control-allow-headers', requested.join(', '));
  if (rule.maxAgeSeconds !== undefined) response.setHeader('access-control-max-age', rule.maxAgeSeconds);
  response.statusCode = 200;
  response.end();
}

function sayAllowed(response: ServerResponse, rule: CorsRule, origin: string): void {
  const any = rule.origins.includes('*');
  response.setHeader('access-control-allow-origin', any ? '*' : origin);
  if (!any) response.setHeader('access-control-allow-credentials', 'true');
  response.setHeader('access-control-allow-methods', rule.methods.join(', '));
  if (rule.exposed.length > 0) response.setHeader('access-control-expose-headers', rule.exposed.join(', '));
  response.setHeader('vary', 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method');
}
