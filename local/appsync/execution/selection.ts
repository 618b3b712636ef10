import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  print,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type SelectionSetNode,
} from 'graphql';
import { isObject } from '../properties.ts';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** The fields of selection sets, fragments opened; a fragment stands in for its fields once. */
export function fieldsOf(
  sets: readonly (SelectionSetNode | undefined)[],
  fragments: Fragments,
  included: (field: FieldNode) => boolean = () => true,
): FieldNode[] {
  const spread = new Set<string>();
  const fields: FieldNode[] = [];
  const open = (set: SelectionSetNode | undefined): void => {
    for (const node of set?.selections ?? []) {
      if (node.kind === Kind.FIELD) {
        if (included(node)) fields.push(node);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        open(node.selectionSet);
      } else if (!spread.has(node.name.value)) {
        spread.add(node.name.value);
        open(fragments[node.name.value]?.selectionSet);
      }
    }
  };
  sets.forEach(open);
  return fields;
}

/** What `ctx.info` tells of a selection. */
export interface SelectionInfo {
  /** Paths such as `items/course/id`; an aliased field goes by its alias, as AWS documents. */
  readonly selectionSetList: readonly string[];
  readonly selectionSetGraphQL: string;
}

const LIST_LIMIT = 10_000;
const remembered = new WeakMap<FieldNode, { readonly type: GraphQLNamedType; readonly info: SelectionInfo }>();

/** @param type of the selected field, without list and non-null */
export function selectionInfo(
  nodes: readonly FieldNode[],
  fragments: Fragments,
  type: GraphQLNamedType,
): SelectionInfo {
  const [first] = nodes;
  const known = nodes.length === 1 && first ? remembered.get(first) : undefined;
  if (known?.type === type) return known.info;
  const paths = new Set<string>();
  listPaths('', nodes, { fragments, type }, paths);
  const text = nodes.map((node) => (node.selectionSet ? print(node.selectionSet) : '')).join('\n');
  const info = { selectionSetList: [...paths], selectionSetGraphQL: text };
  if (nodes.length === 1 && first) remembered.set(first, { type, info });
  return info;
}

/** Of an interface or union only what belongs to it itself, as AWS documents. */
function listPaths(
  prefix: string,
  nodes: readonly FieldNode[],
  { fragments, type }: { readonly fragments: Fragments; readonly type: GraphQLNamedType },
  paths: Set<string>,
): void {
  const fieldsOfType = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
  const selected = fieldsOf(
    nodes.map((node) => node.selectionSet),
    fragments,
  );
  for (const node of selected) {
    // Fragments within fragments can stand for more paths than there is memory.
    if (paths.size >= LIST_LIMIT) return;
    const field = fieldsOfType[node.name.value];
    if (!field && node.name.value !== '__typename') continue;
    const path = `${prefix}${node.alias?.value ?? node.name.value}`;
    const seen = paths.has(path);
    paths.add(path);
    if (!field || !node.selectionSet || seen) continue;
    listPaths(`${path}/`, [node], { fragments, type: getNamedType(field.type) }, paths);
  }
}

/** A value with only what was selected of it, by field names: what `util.error` may tell of its data. */
export function onlySelected(value: unknown, nodes: readonly FieldNode[], fragments: Fragments): unknown {
  if (!nodes.some((node) => node.selectionSet)) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => onlySelected(item, nodes, fragments));
  if (!isObject(value)) return null;
  const fields = fieldsOf(
    nodes.map((node) => node.selectionSet),
    fragments,
  );
  const byName = Map.groupBy(fields, (field) => field.name.value);
  return Object.fromEntries(
    [...byName].map(([name, group]) => [name, onlySelected(value[name] ?? null, group, fragments)]),
  );
}
