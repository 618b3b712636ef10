import type { AnyNode, CallExpression, Program } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import { isFunction, type Scopes } from './scopes.ts';

interface Call {
  readonly node: CallExpression;
  /** The functions that the call stands in, and the one that it calls. */
  readonly from: readonly AnyNode[];
  readonly to: AnyNode;
}

const found = new WeakMap<Scopes, ReadonlySet<AnyNode>>();

/** The calls in a module by which a function comes back to itself, directly or through others. */
export function recursiveCalls(scopes: Scopes): ReadonlySet<AnyNode> {
  const calls = found.get(scopes) ?? new Set(findRecursiveCalls(scopes.program, scopes));
  found.set(scopes, calls);
  return calls;
}

function findRecursiveCalls(program: Program, scopes: Scopes): CallExpression[] {
  const calls: Call[] = [];
  fullAncestor(program, (node, _state, ancestors) => {
    const call = node;
    if (call.type !== 'CallExpression' || call.callee.type !== 'Identifier') return;
    const to = scopes.resolve(call.callee.name, ancestors)?.function;
    if (to) calls.push({ node: call, from: ancestors.filter(isFunction), to });
  });
  const leadsTo = (start: AnyNode, targets: readonly AnyNode[], seen: Set<AnyNode>): boolean => {
    if (targets.includes(start)) return true;
    if (seen.has(start)) return false;
    seen.add(start);
    return calls.some((call) => call.from.includes(start) && leadsTo(call.to, targets, seen));
  };
  return calls.filter((call) => leadsTo(call.to, call.from, new Set())).map((call) => call.node);
}
