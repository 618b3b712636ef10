import { Sha256 } from '@aws-crypto/sha256-js';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../local/errors.ts';
import { Iam } from '../../../local/iam/iam.ts';
import type { Principal } from '../../../local/iam/principal.ts';
import { roleWith } from './account.ts';
import { serve } from './server.ts';
import { newCloud } from '../support/cloud.ts';

const LOCAL = { accessKeyId: 'local', secretAccessKey: 'local' };

interface Signing {
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  readonly region?: string;
  readonly service?: string;
  readonly signingDate?: Date;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly headers?: Record<string, string>;
  /** Changes the request after it was signed. */
  readonly tamper?: (headers: Record<string, string>) => void;
  readonly sentBody?: string;
}

/** Who a request signed by AWS's own signer is taken for, or the error's code. */
async function caller(iam: Iam, signing: Signing = {}): Promise<Principal | string> {
  let result: Principal | string = 'not asked';
  const url = new URL(
    await serve((request, response) => {
      try {
        result = iam.authenticate(request, 'dynamodb');
      } catch (error) {
        result = error instanceof AwsError ? `${error.code}: ${error.message}` : String(error);
      }
      response.end();
    }),
  );
  const { path = '/', query = {}, credentials = LOCAL, region = 'us-east-1', service = 'dynamodb' } = signing;
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 });
  const { headers } = await signer.sign(
    {
      protocol: 'http:',
      hostname: '127.0.0.1',
      method: 'POST',
      path,
      query,
      headers: { host: url.host, ...signing.headers },
      body: '{}',
    },
    { signingDate: signing.signingDate ?? new Date() },
  );
  signing.tamper?.(headers);
  const pairs = Object.entries(query).flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
  const search = pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  await fetch(`${url.origin}${path}${search ? `?${search}` : ''}`, {
    method: 'POST',
    headers,
    body: signing.sentBody ?? '{}',
  });
  return result;
}

const ROOT = { kind: 'administrator', arn: 'arn:aws:iam::000000000000:root' };

describe('a signed request', () => {
  it('of the administrator passes', async () => {
    expect(await caller(new Iam(newCloud()))).toEqual(ROOT);
  });

  it('of a role session passes as that role', async () => {
    const iam = new Iam(newCloud());
    const role = roleWith(iam);
    expect(await caller(iam, { credentials: iam.credentials(role) })).toEqual(role);
  });

  it('may have any path, query and headers', async () => {
    const signing = {
      path: "/a b/ü/(c)'*!/%20".split('/').map(encodeURIComponent).join('/'),
      query: { b: ['2', '1'], a: 'x y&=/ü', '': 'c' },
      headers: { 'x-amz-meta': '  two   spaces  ', 'x-amz-target': 'T' },
    };
    expect(await caller(new Iam(newCloud()), signing)).toEqual(ROOT);
  });

  it.each<[string, Signing, RegExp]>([
    [
      'another secret',
      { credentials: { ...LOCAL, secretAccessKey: 'x' } },
      /^InvalidSignatureException: .*does not match/,
    ],
    ['another body', { sentBody: '{"a":1}' }, /^InvalidSignatureException: .*does not match/],
    [
      'another header',
      { headers: { 'x-amz-target': 'A' }, tamper: (h) => (h['x-amz-target'] = 'B') },
      /does not match/,
    ],
    [
      'an unknown key',
      { credentials: { ...LOCAL, accessKeyId: 'AKIA' } },
      /^UnrecognizedClientException: The security token/,
    ],
    ['a token it has not', { credentials: { ...LOCAL, sessionToken: 't' } }, /^UnrecognizedClientException/],
    ['another region', { region: 'eu-west-1' }, /valid region, not 'eu-west-1'/],
    ['another service', { service: 's3' }, /correct service: 'dynamodb'/],
    ['an old date', { signingDate: new Date(Date.now() - 301_000) }, /^InvalidSignatureException: Signature expired/],
    ['a future date', { signingDate: new Date(Date.now() + 310_000) }, /Signature not yet current/],
    ['no signature', { tamper: (h) => delete h['authorization'] }, /^MissingAuthenticationTokenException/],
    [
      'a bearer token',
      { tamper: (h) => (h['authorization'] = 'Bearer x') },
      /^IncompleteSignatureException: .*'Credential'/,
    ],
    ['no date', { tamper: (h) => delete h['x-amz-date'] }, /^IncompleteSignatureException: .*Date/],
  ])('with %s is refused', async (_, signing, error) => {
    expect(await caller(new Iam(newCloud()), signing)).toMatch(error);
  });

  it('within five minutes of the machine’s clock passes', async () => {
    expect(await caller(new Iam(newCloud()), { signingDate: new Date(Date.now() - 290_000) })).toEqual(ROOT);
  });

  it('of a role needs its session token', async () => {
    const iam = new Iam(newCloud());
    const { accessKeyId, secretAccessKey } = iam.credentials(roleWith(iam));
    expect(await caller(iam, { credentials: { accessKeyId, secretAccessKey } })).toMatch(
      /^UnrecognizedClientException/,
    );
  });

  it("is what AWS's SDK sends", async () => {
    const iam = new Iam(newCloud());
    const role = roleWith(iam);
    const callers: Principal[] = [];
    const endpoint = await serve((request, response) => {
      callers.push(iam.authenticate(request, 'dynamodb'));
      response.end('{}');
    });
    for (const credentials of [LOCAL, iam.credentials(role)]) {
      await new DynamoDBClient({ endpoint, region: 'us-east-1', credentials }).send(new ListTablesCommand());
    }
    expect(callers).toEqual([ROOT, role]);
  });
});

it('gives a session the same credentials again', () => {
  const iam = new Iam(newCloud());
  const role = roleWith(iam);
  expect(iam.credentials(role)).toEqual(iam.credentials({ ...role }));
  expect(iam.credentials({ ...role, arn: `${role.arn}2` })).not.toEqual(iam.credentials(role));
});
