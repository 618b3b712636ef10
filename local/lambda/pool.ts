import type { Instance, Outcome } from './instance.ts';
import { throttled } from './invoke-api.ts';

/** Instances of one function: warm ones are reused, new ones made up to a limit. */
export class Pool {
  readonly #create: () => Instance;
  readonly #limit: number;
  readonly #all = new Set<Instance>();
  readonly #warm: Instance[] = [];
  readonly #waiting: { resolve: (instance: Instance) => void; reject: (error: Error) => void }[] = [];
  #stopped = false;
  #isRetired = false;

  constructor(create: () => Instance, limit: number) {
    this.#create = create;
    this.#limit = limit;
  }

  /**
   * @param patient waits for an instance when all are busy
   * @throws AwsError TooManyRequestsException for the impatient
   */
  async run(use: (instance: Instance) => Promise<Outcome>, patient: boolean): Promise<Outcome> {
    const instance = await this.#acquire(patient);
    try {
      return await use(instance);
    } finally {
      this.#release(instance);
    }
  }

  /** Runs no more: what is under way ends, and its instance with it. */
  retire(): void {
    this.#isRetired = true;
    for (const instance of this.#warm.splice(0)) void instance.stop();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('the function has been stopped'));
    await Promise.all([...this.#all].map((instance) => instance.stop()));
  }

  async #acquire(patient: boolean): Promise<Instance> {
    if (this.#stopped) throw new Error('the function has been stopped');
    const warm = this.#popWarm();
    if (warm) return warm;
    if (this.#all.size < this.#limit) return this.#add();
    if (!patient) throw throttled();
    const { promise, resolve, reject } = Promise.withResolvers<Instance>();
    this.#waiting.push({ resolve, reject });
    return promise;
  }

  #popWarm(): Instance | undefined {
    let instance = this.#warm.pop();
    // Code that the handler left running may have ended the thread since.
    while (instance && !instance.alive) {
      this.#all.delete(instance);
      instance = this.#warm.pop();
    }
    return instance;
  }

  #release(instance: Instance): void {
    if (!instance.alive) this.#all.delete(instance);
    const next = this.#waiting.shift();
    if (next) next.resolve(instance.alive ? instance : this.#add());
    else if (instance.alive && this.#isRetired) void this.#end(instance);
    else if (instance.alive) this.#warm.push(instance);
  }

  async #end(instance: Instance): Promise<void> {
    await instance.stop();
    this.#all.delete(instance);
  }

  #add(): Instance {
    const instance = this.#create();
    this.#all.add(instance);
    return instance;
  }
}
