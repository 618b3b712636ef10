/**
 * What of JavaScript's built-ins APPSYNC_JS 1.0.0 lacks.
 * Sources: AppSync's page "Supported runtime features", and the deny lists of AWS's ESLint plugin, which tell
 * what is absent from the page because it is missing from what is merely not listed.
 */

/** All that a name may stand for which the code doesn't declare. */
export const GLOBALS: ReadonlySet<string> = new Set([
  ...['NaN', 'Infinity', 'undefined', 'util', 'extensions', 'runtime', 'console', 'arguments'],
  ...['Object', 'Array', 'String', 'Number', 'Boolean', 'Math', 'JSON'],
  ...['parseInt', 'parseFloat', 'isNaN', 'isFinite'],
]);

/** Globals that exist in JavaScript or Node and not in APPSYNC_JS. */
export const UNSUPPORTED_GLOBALS: ReadonlySet<string> = new Set([
  ...['Date', 'RegExp', 'Promise', 'Symbol', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Proxy', 'Reflect', 'Intl'],
  ...['Function', 'eval', 'globalThis', 'BigInt', 'Iterator', 'FinalizationRegistry', 'WebAssembly', 'Atomics'],
  ...['Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'],
  ...['ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array'],
  ...['Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate', 'queueMicrotask'],
  ...['fetch', 'Headers', 'Request', 'Response', 'FormData', 'URL', 'URLSearchParams', 'WebSocket', 'EventSource'],
  ...[
    'AbortController',
    'Blob',
    'TextEncoder',
    'TextDecoder',
    'crypto',
    'performance',
    'structuredClone',
    'atob',
    'btoa',
  ],
  ...['process', 'require', 'module', 'exports', 'Buffer', 'global', 'window', 'self', 'document'],
]);

/** Static members that exist, of the objects of which most are missing. */
export const SUPPORTED_STATICS: Readonly<Record<string, readonly string[]>> = {
  Object: ['assign', 'entries', 'hasOwn', 'keys', 'values'],
  Array: ['isArray'],
  String: ['raw'],
  JSON: ['parse', 'stringify'],
  console: ['log', 'error'],
};

/** Methods that are missing, by the kind of value: where that is known, the code is refused; else the call fails. */
export const UNSUPPORTED_METHODS = {
  array: ['copyWithin', 'entries', 'group', 'groupToMap', 'keys', 'toLocaleString', 'toString', 'values'],
  string: [
    ...['charCodeAt', 'localeCompare', 'matchAll', 'padEnd', 'padStart', 'repeat', 'search'],
    ...['toLocaleLowerCase', 'toLocaleUpperCase', 'valueOf'],
  ],
  function: ['apply', 'bind', 'call'],
} satisfies Readonly<Record<string, readonly string[]>>;

/** The only methods that a function may be passed to. */
export const CALLBACK_METHODS: ReadonlySet<string> = new Set([
  ...['map', 'flatMap', 'filter', 'forEach', 'reduce', 'reduceRight', 'every', 'some'],
  ...['find', 'findIndex', 'findLast', 'findLastIndex'],
]);
