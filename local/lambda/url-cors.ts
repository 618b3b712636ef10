import type { ServerResponse } from 'node:http';
import { DeploymentError } from '../errors.ts';
import { Properties } from '../pipes/properties.ts';
import type { LocalRequest } from '../service.ts';

export interface UrlCors {
  readonly allowCredentials: boolean;
  readonly allowHeaders: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowOrigins: readonly string[];
  readonly exposeHeaders: readonly string[];
  /** In seconds. */
  readonly maxAge: number | undefined;
}

/** @throws DeploymentError for what Lambda refuses */
export function corsOf(source: unknown, address: string): UrlCors | undefined {
  if (source === undefined) return undefined;
  const properties = new Properties(address, { Cors: source }).object('Cors');
  properties.only('AllowCredentials AllowHeaders AllowMethods AllowOrigins ExposeHeaders MaxAge');
  const allowCredentials = [true, 'true'].includes(properties.value('AllowCredentials') as string | boolean);
  const allowOrigins = properties.strings('AllowOrigins');
  if (allowCredentials && allowOrigins.includes('*')) {
    throw new DeploymentError(`${address}: Cors: AllowCredentials can't be true for AllowOrigins *.`);
  }
  return {
    allowCredentials,
    allowHeaders: properties.strings('AllowHeaders'),
    allowMethods: properties.strings('AllowMethods'),
    allowOrigins,
    exposeHeaders: properties.strings('ExposeHeaders'),
    maxAge: properties.value('MaxAge') === undefined ? undefined : properties.integer('MaxAge', 0, 0, 86_400),
  };
}

/** Sets the headers that the URL's configuration asks for; those of the function's own answer don't stand against them. */
export function setCorsHeaders(cors: UrlCors | undefined, request: LocalRequest, response: ServerResponse): void {
  if (!cors) return;
  for (const name of corsHeaders) response.removeHeader(name);
  const origin = allowedOrigin(cors, request);
  if (origin === undefined) return;
  response.setHeader('access-control-allow-origin', origin);
  if (origin !== '*') response.setHeader('vary', 'Origin');
  if (cors.allowCredentials) response.setHeader('access-control-allow-credentials', 'true');
  setList(response, 'access-control-expose-headers', cors.exposeHeaders);
  if (request.method !== 'OPTIONS') return;
  setList(response, 'access-control-allow-methods', cors.allowMethods);
  setList(response, 'access-control-allow-headers', cors.allowHeaders);
  if (cors.maxAge !== undefined) response.setHeader('access-control-max-age', String(cors.maxAge));
}

/** What every answer of this machine has for the pages of any origin: here the configuration or the function decides. */
export function forgetCors(response: ServerResponse): void {
  for (const name of corsHeaders) response.removeHeader(name);
}

const corsHeaders = [
  ...['access-control-allow-origin', 'access-control-allow-credentials', 'access-control-expose-headers'],
  ...['access-control-allow-methods', 'access-control-allow-headers', 'access-control-max-age'],
];

function allowedOrigin({ allowOrigins }: UrlCors, { headers }: LocalRequest): string | undefined {
  const { origin } = headers;
  if (origin === undefined) return undefined;
  if (allowOrigins.includes('*')) return '*';
  return allowOrigins.includes(origin) ? origin : undefined;
}

function setList(response: ServerResponse, name: string, values: readonly string[]): void {
  if (values.length > 0) response.setHeader(name, values.join(','));
}
