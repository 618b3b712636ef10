import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { LocalCloud } from '../../local/start.ts';

type Grant = ReturnType<LocalCloud['grants']>[number];

/** Notes which Allow statements a cloud has used, when it stops. @param folder of all notes of a run */
export function noteGrants(cloud: LocalCloud, folder: string): void {
  const used = cloud.grants().filter(({ uses }) => uses > 0);
  writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify(used.map(nameOf)));
}

/** Of the statements of the template, those that no note names: each is a permission that nothing needs. */
export function unusedGrants(all: readonly Grant[], folder: string): Grant[] {
  const notes = readdirSync(folder).flatMap(
    (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly string[],
  );
  const used = new Set(notes);
  // What AWS's own policies allow is AWS's to choose.
  return all.filter((grant) => !grant.policy.startsWith('arn:aws:iam::aws:') && !used.has(nameOf(grant)));
}

/** One line that an engineer finds in the template. */
export function describeGrant({ role, policy, statement, actions, resources }: Grant): string {
  return `${role}, statement ${statement} of ${policy}: ${actions.join(', ')} on ${resources.join(', ')}`;
}

function nameOf({ role, policy, policyName, statement }: Grant): string {
  return [role, policy, policyName, statement].join(' ');
}
