import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** Globals that the library uses and resolvers don't have: it keeps them as variables when it takes them away. */
const CAPTURED =
  'BigInt,Date,Error,EvalError,Function,Promise,RangeError,ReferenceError,Reflect,RegExp,Set,Symbol,SyntaxError,' +
  'TypeError,URIError,decodeURIComponent,encodeURIComponent,globalThis';

let text: string | undefined;

/** The library's modules as one script, made once a process. Its value is the sandbox's `evaluate`. */
export function libraryText(): string {
  if (text === undefined) {
    const built = buildSync({
      entryPoints: [fileURLToPath(new URL('./library/index.ts', import.meta.url))],
      bundle: true,
      format: 'iife',
      globalName: 'library',
      target: 'es2024',
      write: false,
      logLevel: 'silent',
    });
    text = `((${CAPTURED}) => { ${built.outputFiles[0]?.text}\nlibrary.seal(); return library.evaluate; })(${CAPTURED})`;
  }
  return text;
}
