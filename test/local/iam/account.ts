import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../local/clock.ts';
import type { Cloud } from '../../../local/cloud.ts';
import type { Iam } from '../../../local/iam/iam.ts';
import type { Principal } from '../../../local/iam/principal.ts';
import { Log } from '../../../local/log.ts';
import { Outbox } from '../../../local/outbox.ts';
import type { DeclaredResource } from '../../../local/service.ts';
import { Usage } from '../../../local/usage.ts';

/** A cloud with nothing in it, and what its terminal shows. */
export function emptyCloud(stateFolder = temporaryFolder()): Cloud & { readonly terminal: string[] } {
  const terminal: string[] = [];
  return {
    region: 'us-east-1',
    accountId: '000000000000',
    url: 'http://127.0.0.1:0',
    stateFolder,
    clock: systemClock,
    usage: new Usage(),
    outbox: new Outbox(stateFolder, systemClock),
    log: new Log(join(stateFolder, 'logs'), (line) => terminal.push(line)),
    terminal,
  };
}

/** Removed when the test has finished. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-cloud-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function declared(type: string, logicalId: string, properties: Record<string, unknown>): DeclaredResource {
  return { type, logicalId, stack: 'Stack', address: `Stack/${logicalId}`, properties };
}

export type StatementSource = Record<string, unknown>;

export function policyDocument(...statements: StatementSource[]): Record<string, unknown> {
  return { Version: '2012-10-17', Statement: statements };
}

export function trust(service: string): Record<string, unknown> {
  return policyDocument({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } });
}

/** Deploys a role with one inline policy and assumes it. */
export function roleWith(iam: Iam, ...statements: StatementSource[]): Principal {
  const role = iam.resourceTypes['AWS::IAM::Role'](
    declared('AWS::IAM::Role', 'Role', {
      AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
      Policies: statements.length > 0 ? [{ PolicyName: 'own', PolicyDocument: policyDocument(...statements) }] : [],
    }),
  );
  return iam.roleSession(role.attributes?.['Arn'] ?? '', 'session', 'lambda.amazonaws.com');
}
