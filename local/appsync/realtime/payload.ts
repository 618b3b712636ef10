import type { FieldNode, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import { fieldsOf } from '../execution/selection.ts';
import { isObject } from '../properties.ts';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** What each field of a mutation hands to its subscribers: its result as selected, aliases turned back into names. */
export function payloadsOf(
  operation: OperationDefinitionNode,
  fragments: Fragments,
  data: Readonly<Record<string, unknown>>,
): { readonly mutation: string; readonly payload: unknown }[] {
  const byKey = Map.groupBy(fieldsOf([operation.selectionSet], fragments), responseKey);
  return [...byKey].flatMap(([key, nodes]) => {
    const value = data[key];
    const mutation = nodes[0]?.name.value;
    if (value === null || value === undefined || !mutation) return [];
    return [{ mutation, payload: renamed(value, nodes, fragments) }];
  });
}

function renamed(value: unknown, nodes: readonly FieldNode[], fragments: Fragments): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => renamed(item, nodes, fragments));
  if (!isObject(value) || !nodes.some((node) => node.selectionSet)) return value;
  const fields = fieldsOf(
    nodes.map((node) => node.selectionSet),
    fragments,
  );
  const byKey = Map.groupBy(fields, responseKey);
  const payload: Record<string, unknown> = {};
  for (const [key, group] of byKey) {
    const name = group[0]?.name.value;
    // A field may not be there: skipped, or of another object type.
    if (name && Object.hasOwn(value, key)) payload[name] = renamed(value[key], group, fragments);
  }
  return payload;
}

function responseKey(node: FieldNode): string {
  return node.alias?.value ?? node.name.value;
}
