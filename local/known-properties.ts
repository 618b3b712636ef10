import { DeploymentError } from './errors.ts';
import type { DeclaredResource } from './service.ts';

/** @throws DeploymentError naming the first property that is none of these: what nothing reads may be a slip */
export function refuseOthers({ address, properties }: DeclaredResource, known: readonly string[]): void {
  const other = Object.keys(properties).find((name) => properties[name] !== undefined && !known.includes(name));
  if (other !== undefined) throw new DeploymentError(`${address}: ${other} isn't run here.`);
}
