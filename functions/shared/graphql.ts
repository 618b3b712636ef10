import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';

/** What the API refused, by its `errorType`. */
export class GraphqlError extends Error {
  override readonly name = 'GraphqlError';
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(`${errorType}: ${message}`);
    this.errorType = errorType;
  }
}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly errorType?: string; readonly message: string }[];
}

/** Calls the API signed by the function's own role, so that those who watch are told. */
export async function callApi<Data>(url: string, query: string, variables: Record<string, unknown>): Promise<Data> {
  const { hostname, host, pathname, protocol } = new URL(url);
  const body = JSON.stringify({ query, variables });
  const request = {
    method: 'POST',
    protocol,
    hostname,
    path: pathname,
    headers: { host, 'content-type': 'application/json' },
    body,
  };
  const { headers } = await signer().sign(request);
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) });
  const answer = (await response.json()) as Answer<Data>;
  const [error] = answer.errors ?? [];
  if (error) throw new GraphqlError(error.errorType ?? 'Unknown', error.message);
  if (!response.ok || !answer.data) throw new GraphqlError('Unknown', `HTTP ${response.status}`);
  return answer.data;
}

/** Lambda gives the role's credentials by the environment, and a new environment before they end. */
function signer(): SignatureV4 {
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN, AWS_REGION = '' } = process.env;
  return new SignatureV4({
    service: 'appsync',
    region: AWS_REGION,
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
    },
    sha256: Sha256,
  });
}
