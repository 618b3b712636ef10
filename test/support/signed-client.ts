import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { headerClient, type Client } from './client.ts';

/** Sends GraphQL signed by the local account's administrator, as a function of the backend would with its role. */
export function signedClient(url: string): Client {
  const signer = new SignatureV4({
    service: 'appsync',
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    sha256: Sha256,
  });
  const clientFor = async (query: string, variables: Record<string, unknown> = {}): Promise<Client> => {
    const { hostname, host, pathname } = new URL(url);
    const { headers } = await signer.sign({
      method: 'POST',
      protocol: 'http:',
      hostname,
      path: pathname,
      headers: { host, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return headerClient(url, headers);
  };
  return {
    ask: async (query, variables) => (await clientFor(query, variables)).ask(query, variables),
    run: async (query, variables) => (await clientFor(query, variables)).run(query, variables),
    refusal: async (query, variables) => (await clientFor(query, variables)).refusal(query, variables),
  };
}
