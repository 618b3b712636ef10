import { createHash } from 'node:crypto';
import type { DeclaredResource } from '../service.ts';

/**
 * The name of a resource that its template leaves unnamed: `STACK-LOGICALID-HASH`, as CloudFormation makes them,
 * but the same at every start. A long one loses the tails of its stack and logical id, never the hash.
 *
 * @param limit the most characters that the service allows
 */
export function physicalName(declared: DeclaredResource, limit: number): string {
  const hash = createHash('sha256').update(declared.address).digest('hex').slice(0, 12).toUpperCase();
  const room = limit - hash.length - 2;
  const logicalId = declared.logicalId.slice(0, Math.max(Math.floor(room / 2), room - declared.stack.length));
  const stack = declared.stack.slice(0, room - logicalId.length);
  return `${stack}-${logicalId}-${hash}`;
}
