import type { LocalRequest } from '../service.ts';

/** Who signed the request, where the URL's auth type is `AWS_IAM`. */
export interface UrlCaller {
  readonly accessKey: string;
  readonly accountId: string;
  readonly userArn: string;
  readonly userId: string;
}

export interface UrlFacts {
  readonly urlId: string;
  readonly requestId: string;
  readonly accountId: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly path: string;
  readonly caller: UrlCaller | undefined;
}

/** A request as a function gets it: payload format 2.0. */
export function urlEvent(request: LocalRequest, facts: UrlFacts) {
  const { urlId, requestId, accountId, region, now, path, caller } = facts;
  const { cookie, ...headers } = request.headers;
  const [, rawQueryString = ''] = (request.raw.url ?? '').split(/\?(.*)/s);
  const isText = textTypes.test(request.headers['content-type'] ?? '');
  const userAgent = request.headers['user-agent'];
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString,
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/).filter((one) => one !== '') }),
    headers: { ...forwarded(request), ...headers },
    ...(rawQueryString !== '' && { queryStringParameters: parameters(request.query) }),
    requestContext: {
      accountId,
      apiId: urlId,
      authentication: null,
      authorizer: caller ? { iam: iamOf(caller) } : null,
      domainName: `${urlId}.lambda-url.${region}.on.aws`,
      domainPrefix: urlId,
      http: {
        method: request.method,
        path,
        protocol: `HTTP/${request.raw.httpVersion}`,
        sourceIp: request.raw.socket.remoteAddress ?? '127.0.0.1',
        ...(userAgent !== undefined && { userAgent }),
      },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: logTime(now),
      timeEpoch: now,
    },
    ...(request.body.length > 0 && { body: request.body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}

/** Others, forms among them, come in base64. */
const textTypes = /^(text\/|application\/(json|javascript|xml|[\w.-]+\+(json|xml))\s*(;|$))/i;

function iamOf({ accessKey, accountId, userArn, userId }: UrlCaller) {
  return { accessKey, accountId, callerId: userId, cognitoIdentity: null, principalOrgId: null, userArn, userId };
}

function forwarded({ raw }: LocalRequest): Record<string, string> {
  return {
    'x-forwarded-for': raw.socket.remoteAddress ?? '127.0.0.1',
    'x-forwarded-port': String(raw.socket.localPort ?? 80),
    'x-forwarded-proto': 'http',
  };
}

/** Values of one name are joined by commas. */
function parameters(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]));
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `12/Mar/2020:19:03:58 +0000`. */
function logTime(now: number): string {
  const date = new Date(now);
  const day = String(date.getUTCDate()).padStart(2, '0');
  const time = date.toISOString().slice(11, 19);
  return `${day}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}:${time} +0000`;
}
