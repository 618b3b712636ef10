import { isObject } from '../properties.ts';
import type { DataSource } from './step.ts';

/** A NONE data source: the payload is the result. */
export function noneSource(name: string): DataSource {
  return {
    name,
    invoke: (request) => Promise.resolve({ result: (isObject(request) ? request['payload'] : null) ?? null }),
  };
}
