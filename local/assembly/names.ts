import { createHash } from 'node:crypto';

/**
 * Physical ids like CloudFormation's, `STACK-LOGICALID-HASH`. The hash comes from what is named, so that a restarted
 * cloud gives the same ids.
 */
export function physicalId(stack: string, logicalId: string): string {
  return `${stack}-${logicalId}-${hash(`${stack}/${logicalId}`).slice(0, 12).toUpperCase()}`;
}

/** ARN of a stack: what its `Ref` and `AWS::StackId` return. */
export function stackId(name: string, region: string, accountId: string): string {
  const digits = hash(name);
  const uuid = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ];
  return `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/${uuid.join('-')}`;
}

function hash(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
