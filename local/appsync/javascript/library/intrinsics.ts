/**
 * Makes the realm in which this runs what a resolver may have: globals and methods that APPSYNC_JS lacks are gone,
 * constructors can't be reached from values, and everything that remains is frozen, so that no run can leave
 * anything behind for the next.
 */
import { replaceAll, replaceFirst } from './pattern.ts';

const { defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { apply, ownKeys } = Reflect;
const realm: Record<PropertyKey, unknown> = globalThis;

const KEPT_GLOBALS = ['Object', 'Array', 'String', 'Number', 'Boolean', 'Math', 'JSON', 'NaN', 'Infinity', 'undefined'];
const KEPT_FUNCTIONS = ['parseInt', 'parseFloat', 'isNaN', 'isFinite'];

/** Static members that stay, where most of them are unsupported. */
const KEPT_STATICS: readonly (readonly [object, readonly string[]])[] = [
  [Object, ['assign', 'entries', 'hasOwn', 'keys', 'values']],
  [Array, ['isArray']],
  [String, ['raw']],
  [JSON, ['parse', 'stringify']],
];

/** Methods of values that APPSYNC_JS does not implement (the deny list of AWS's ESLint plugin). */
const REMOVED_METHODS: readonly (readonly [object, readonly string[]])[] = [
  [Array.prototype, ['copyWithin', 'entries', 'keys', 'toLocaleString', 'values']],
  [String.prototype, ['charCodeAt', 'localeCompare', 'matchAll', 'padEnd', 'padStart', 'repeat', 'search']],
  [String.prototype, ['toLocaleLowerCase', 'toLocaleUpperCase']],
  [Function.prototype, ['apply', 'bind', 'call']],
  [Promise.prototype, ['then', 'catch', 'finally']],
  [Object.prototype, ['__proto__', '__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__']],
  [Object.prototype, ['isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString']],
];

function keepOnly(target: object, kept: readonly PropertyKey[]): void {
  for (const key of ownKeys(target)) {
    if (!kept.includes(key) && getOwnPropertyDescriptor(target, key)?.configurable) Reflect.deleteProperty(target, key);
  }
}

/** The prototypes that syntax alone reaches: of async functions, generators, iterators and regular expressions. */
function hiddenPrototypes(): object[] {
  const samples = [
    async () => {},
    function* () {},
    async function* () {},
    [][Symbol.iterator](),
    ''[Symbol.iterator](),
  ];
  return [...samples, /x/, Promise.prototype, Error.prototype].flatMap((sample) => {
    const prototypes: object[] = [];
    for (let at: object | null = sample; at; at = getPrototypeOf(at) as object | null) prototypes.push(at);
    return prototypes;
  });
}

/** Everything that can be reached from the roots by properties, accessors and prototypes. */
function reachable(roots: readonly object[]): Set<object> {
  const found = new Set<object>();
  const visit = (value: unknown): void => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || found.has(value)) return;
    found.add(value);
    visit(getPrototypeOf(value));
    for (const key of ownKeys(value)) {
      const descriptor: PropertyDescriptor = getOwnPropertyDescriptor(value, key) ?? {};
      for (const part of [descriptor.value as unknown, descriptor.get, descriptor.set]) visit(part);
    }
  };
  roots.forEach(visit);
  return found;
}

/**
 * A frozen prototype would forbid `item.toString = …` on every object, which the language allows:
 * such members become accessors that define the property on the object itself.
 */
function allowOverride(prototype: object, key: string): void {
  const value: unknown = getOwnPropertyDescriptor(prototype, key)?.value;
  defineProperty(prototype, key, {
    get: () => value,
    set(this: object, own: unknown) {
      defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
    },
  });
}

/** Elements. No request or answer of AppSync can hold so many. */
const MAX_ARRAY_LENGTH = 1_000_000;

/** The engine does not stop its own loops over an array when the time is up: none may be long. */
function boundArrayMethods(): void {
  for (const key of ownKeys(Array.prototype)) {
    const method: unknown = getOwnPropertyDescriptor(Array.prototype, key)?.value;
    if (typeof method !== 'function' || key === 'constructor' || key === Symbol.iterator) continue;
    defineProperty(Array.prototype, key, {
      value(this: unknown[], ...rest: unknown[]): unknown {
        if (this.length > MAX_ARRAY_LENGTH) throw new RangeError('Invalid array length');
        return apply(method, this, rest);
      },
    });
  }
}

/** What differs from the language's standard although the name is the same. */
function replaceMethods(): void {
  const sort = Function.prototype.call.bind(Array.prototype.sort) as (list: unknown[]) => unknown[];
  const parse = JSON.parse;
  const methods = {
    replace(this: string, pattern: string, replacement: string) {
      return replaceFirst(String(this), pattern, replacement);
    },
    replaceAll(this: string, pattern: string, replacement: string) {
      return replaceAll(String(this), pattern, replacement);
    },
  };
  Object.assign(String.prototype, methods);
  defineProperty(Array.prototype, 'sort', {
    value(this: unknown[], ...rest: unknown[]) {
      if (rest.length > 0) throw new TypeError("Array.prototype.sort() doesn't support arguments");
      return sort(this);
    },
  });
  JSON.parse = (text: string) => {
    try {
      return parse(text) as unknown;
    } catch {
      // "Returns a blank string if the parsed string is not valid JSON." (AppSync, supported runtime features)
      return '';
    }
  };
}

/**
 * @param globals added to what remains: `console`, `util`, …
 * @param frozen further objects that resolvers are given
 */
export function harden(globals: Readonly<Record<string, unknown>>, ...frozen: readonly object[]): void {
  const prototypes = [
    ...hiddenPrototypes(),
    ...[Object, Array, String, Number, Boolean, Function].map((f) => f.prototype),
  ];
  replaceMethods();
  boundArrayMethods();
  for (const [target, kept] of KEPT_STATICS) keepOnly(target, [...kept, 'prototype', 'length', 'name']);
  for (const [target, removed] of REMOVED_METHODS) removed.forEach((key) => Reflect.deleteProperty(target, key));
  for (const error of [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError])
    prototypes.push(error.prototype);
  for (const prototype of prototypes) Reflect.deleteProperty(prototype, 'constructor');
  for (const key of ['toString', 'valueOf', 'hasOwnProperty']) allowOverride(Object.prototype, key);
  keepOnly(realm, [...KEPT_GLOBALS, ...KEPT_FUNCTIONS]);
  Object.assign(realm, globals);
  for (const object of reachable([realm, ...prototypes, ...frozen])) freeze(object);
}
