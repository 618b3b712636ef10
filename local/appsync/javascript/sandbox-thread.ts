/**
 * The thread that resolvers run in. It has no event loop: it sleeps until it is woken, runs one handler, and says so.
 * The sandbox's realm is given text and numbers and gives text back; no function of this file is known to it.
 */
import vm from 'node:vm';
import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Signal, type SandboxRequest, type ThreadData } from './sandbox-protocol.ts';

type Evaluate = (factory: unknown, handler: string, context: string, now: number) => unknown;

const { port, signals, library } = workerData as ThreadData;
const realm = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
  codeGeneration: { strings: false, wasm: false },
  microtaskMode: 'afterEvaluate',
});
const evaluate = new vm.Script(library, { filename: 'appsync' }).runInContext(realm) as Evaluate;
const factories = new Map<number, unknown>();

function run({ id, code, handler, context, now }: SandboxRequest): string | null {
  try {
    if (code !== undefined) {
      factories.set(id, new vm.Script(code, { filename: 'code.js', lineOffset: -1 }).runInContext(realm));
    }
    const answer = evaluate(factories.get(id), handler, context, now);
    return typeof answer === 'string' ? answer : null;
  } catch {
    // What was thrown belongs to the sandbox: it is not looked at.
    return null;
  }
}

for (;;) {
  Atomics.store(signals, Signal.Done, 1);
  Atomics.notify(signals, Signal.Done);
  Atomics.wait(signals, Signal.Work, 0);
  Atomics.store(signals, Signal.Work, 0);
  const received = receiveMessageOnPort(port);
  if (received) port.postMessage(run(received.message as SandboxRequest));
}
