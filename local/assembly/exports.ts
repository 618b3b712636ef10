import { DeploymentError } from '../errors.ts';

/** The values that stacks export to one another, by export name; the messages are CloudFormation's. */
export class Exports {
  readonly #values = new Map<string, { value: string; stack: string }>();

  add(name: string, value: string, stack: string): void {
    const other = this.#values.get(name);
    if (other) throw new DeploymentError(`Export with name ${name} is already exported by stack ${other.stack}`);
    this.#values.set(name, { value, stack });
  }

  find(name: string): string {
    const found = this.#values.get(name);
    if (!found) throw new DeploymentError(`No export named ${name} found`);
    return found.value;
  }
}
