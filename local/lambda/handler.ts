import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type Handler = (event: unknown, context: unknown) => unknown;

/** A failure whose name is one of the Node.js runtime's own error types. */
class LoadError extends Error {
  constructor(name: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}

/**
 * Loads `FILE.EXPORT` from a folder as Lambda's Node.js runtime does: FILE with `.js`, `.mjs` or `.cjs`; EXPORT may
 * name a member of an export by further dots.
 * @throws LoadError
 */
export async function loadHandler(taskRoot: string, name: string, takesCallbacks: boolean): Promise<Handler> {
  const [, file, path] = /^([^.]*)\.(.*)$/.exec(basename(name)) ?? [];
  if (!file || !path) throw new LoadError('Runtime.MalformedHandlerName', `Bad handler ${name}`);
  const module = join(dirname(name), file);
  const exported = await importModule(taskRoot, module);
  const handler = path.split('.').reduce<unknown>((value, key) => member(value, key), exported);
  if (handler === undefined) {
    throw new LoadError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof handler !== 'function') throw new LoadError('Runtime.HandlerNotFound', `${name} is not a function`);
  if (handler.length >= 3 && takesCallbacks) return withCallback(handler as CallbackHandler);
  if (handler.length >= 3) {
    throw new LoadError(
      'Runtime.CallbackHandlerDeprecated',
      'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. ' +
        'You need to modify this function to use a supported handler signature.',
    );
  }
  return handler as Handler;
}

type Callback = (error?: unknown, result?: unknown) => void;
type CallbackHandler = (event: unknown, context: unknown, callback: Callback) => unknown;

/** What answers first counts: the callback, or a promise that the handler returns. */
function withCallback(handler: CallbackHandler): Handler {
  return (event, context) =>
    new Promise((resolve, reject) => {
      const callback: Callback = (error, result) => {
        if (error === undefined || error === null) resolve(result);
        else reject(error instanceof Error ? error : new Error(JSON.stringify(error)));
      };
      const returned = handler(event, context, callback);
      if (returned instanceof Promise) returned.then(resolve, reject);
    });
}

async function importModule(taskRoot: string, module: string): Promise<unknown> {
  const file = ['.js', '.mjs', '.cjs'].map((extension) => join(taskRoot, module + extension)).find(existsSync);
  if (!file) throw new LoadError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  try {
    const namespace: unknown = await import(pathToFileURL(file).href);
    // CommonJS exports that Node can't see before it runs the module stand in `default` only.
    const fallback = member(namespace, 'default');
    return { ...(isObject(fallback) ? fallback : {}), ...(isObject(namespace) ? namespace : {}) };
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new LoadError('Runtime.UserCodeSyntaxError', String(error), { cause: error });
    }
    const code = member(error, 'code');
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
      throw new LoadError('Runtime.ImportModuleError', String(error), { cause: error });
    }
    throw error;
  }
}

function member(value: unknown, key: string): unknown {
  return isObject(value) ? (value as Record<string, unknown>)[key] : undefined;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
