import type { AnyNode, Expression, PrivateIdentifier } from 'acorn';
import type { Scopes } from './scopes.ts';

/** Looks at one node; says what is wrong with it. `ancestors` are outermost first and end with the node. */
export type Rule = (node: AnyNode, ancestors: readonly AnyNode[], scopes: Scopes) => string | undefined;

/** A member's name, as far as the text tells: `a.name`, `a['name']`. */
export function nameOf(property: Expression | PrivateIdentifier, isComputed: boolean): string | undefined {
  if (!isComputed && property.type === 'Identifier') return property.name;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined;
}
