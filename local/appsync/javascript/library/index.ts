/**
 * The part of the runtime that lives inside the sandbox. It is bundled to text and run there once; only text and
 * numbers cross the border, so that no object or function of the host can be reached from a resolver.
 */
import { console } from './console.ts';
import { errorOf } from './code-errors.ts';
import { evaluation } from './evaluation.ts';
import { extensions, runtime } from './extensions.ts';
import { harden } from './intrinsics.ts';
import { modules } from './modules.ts';
import { util } from './util.ts';

type Handler = (context: unknown) => unknown;
/** A module's text as a function, see `toFactory`. */
type Factory = (
  load: (module: string) => unknown,
  same: typeof isSame,
) => Readonly<Record<string, Handler | undefined>>;

const { parse, stringify } = JSON;
const { freeze } = Object;

/** `===` as APPSYNC_JS has it: null and undefined are one value (aws/aws-appsync-community#305). */
function isSame(left: unknown, right: unknown): boolean {
  return left === right || ((left ?? null) === null && (right ?? null) === null);
}

function load(module: string): unknown {
  if (!Object.hasOwn(modules, module)) throw new TypeError(`Cannot find module '${module}'`);
  return modules[module];
}

/** What a handler is given. The context itself is read-only; `stash`, `args` and their like are not. */
function toContext(text: string): Readonly<Record<string, unknown>> & { readonly stash: unknown } {
  const given = parse(text) as Record<string, unknown>;
  const args = given['arguments'] ?? given['args'] ?? {};
  return freeze({ ...given, arguments: args, args, stash: given['stash'] ?? {} });
}

/**
 * Runs one handler.
 * @param factory made by the sandbox's own compiler
 * @param context JSON text
 * @param now milliseconds since the epoch
 * @returns JSON text of an Evaluation
 */
export function evaluate(factory: Factory, handler: string, context: string, now: number): string {
  evaluation.effects = { appended: [], logs: [] };
  evaluation.now = now;
  let result: unknown;
  let stash: unknown = {};
  let codeError: unknown;
  try {
    const ctx = toContext(context);
    stash = ctx.stash;
    evaluation.identity = ctx['identity'];
    const run = factory(load, isSame)[handler];
    if (typeof run !== 'function') throw new TypeError(`${handler} is not a function`);
    result = run(ctx);
  } catch (thrown) {
    codeError = thrown;
  }
  const { halt, ...effects } = evaluation.effects;
  if (halt) return toText({ ...effects, stash, ...halt });
  if (codeError !== undefined) return toText({ ...effects, stash, error: errorOf(codeError) });
  return toText({ ...effects, stash, result });
}

function toText(outcome: Readonly<Record<string, unknown>>): string {
  try {
    return stringify({ ...outcome, result: outcome['result'] ?? null });
  } catch (thrown) {
    return stringify({ appended: [], logs: [], stash: {}, result: null, error: errorOf(thrown) });
  }
}

/** Frames of a stack: enough to reach the author's code from the depth of a utility. */
const STACK_FRAMES = 64;

/** To be called once, before the first evaluation. */
export function seal(): void {
  Error.stackTraceLimit = STACK_FRAMES;
  harden({ console, util, extensions, runtime }, modules);
}
