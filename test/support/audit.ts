import { S3Client } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { AuditEntry } from '../../generated/schema.ts';
import type { TestBackend } from './backend.ts';
import { idle } from './levers.ts';

export const AUDIT_TRAIL = `query ($personId: ID, $objectId: ID, $from: AWSDateTime, $to: AWSDateTime, $limit: Int, $nextToken: String) {
  auditTrail(personId: $personId, objectId: $objectId, from: $from, to: $to, limit: $limit, nextToken: $nextToken) {
    items {
      id time actorId origin request type facts entity objectIds changed before after count location { key offset }
    }
    nextToken
  }
}`;

/** Waits until all that has happened is in S3 and found: the buffer's minute passes by the clock. */
export async function trailSettles(backend: TestBackend): Promise<void> {
  await idle(backend);
  await advance(backend, 'PT61S');
  await idle(backend);
}

/** @param by ISO 8601, such as `PT1H` */
export async function advance({ url }: TestBackend, by: string): Promise<void> {
  const response = await fetch(`${url}/_local/clock`, { method: 'PUT', body: JSON.stringify({ advance: by }) });
  expect(response.status).toBe(200);
}

/** Plans a fault; what is returned says how often it has struck. */
export async function planFault(
  { url }: TestBackend,
  fault: { readonly service: string; readonly operation: string; readonly kind: string; readonly count: number },
): Promise<() => Promise<number>> {
  const planned = await fetch(`${url}/_local/faults`, { method: 'POST', body: JSON.stringify(fault) });
  expect([planned.status, await planned.text()]).toEqual([200, expect.anything()]);
  return async () => {
    const all = (await (await fetch(`${url}/_local/faults`)).json()) as (typeof fault & { struck: number })[];
    const own = all.filter(({ service, operation }) => service === fault.service && operation === fault.operation);
    return own.reduce((sum, { struck }) => sum + struck, 0);
  };
}

/** Every entry that the Admin finds, page by page. */
export async function auditTrail(
  backend: TestBackend,
  question: { personId?: string; objectId?: string; from?: string; to?: string; limit?: number },
): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let nextToken: string | null | undefined;
  do {
    const variables = { ...question, ...(nextToken ? { nextToken } : {}) };
    const page = await backend
      .as('admin')
      .run<{ auditTrail: { items: AuditEntry[]; nextToken: string | null } }>(AUDIT_TRAIL, variables);
    entries.push(...page.auditTrail.items);
    ({ nextToken } = page.auditTrail);
  } while (nextToken);
  return entries;
}

/** S3 as the local account's administrator, and the bucket of the trail. */
export function trailBucket({ cloud, url }: TestBackend): { storage: S3Client; Bucket: string } {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const outputs = Object.values(cloud.outputs['Kalpla-dev-Data'] ?? {});
  const Bucket = outputs.find((value) => value.includes('audittrailbucket') && !value.startsWith('arn:')) ?? '';
  return { storage: new S3Client({ region: 'us-east-1', endpoint: url, forcePathStyle: true, credentials }), Bucket };
}
