import { Kind, type ArgumentNode, type ASTNode, type DocumentNode, type SelectionNode } from 'graphql';

/** Where in a document a node stands. */
export interface DocumentPath {
  /** Names of the fields around the node, and its own where it is one; a fragment's name comes first. */
  readonly names: readonly string[];
  /** The argument that the node stands in. */
  readonly argument?: ArgumentNode;
}

export function pathTo(document: DocumentNode, node: ASTNode): DocumentPath {
  const at = node.loc?.start ?? 0;
  const names: string[] = [];
  let argument: ArgumentNode | undefined;
  let level: readonly ASTNode[] = document.definitions;
  for (let next = holder(level, at); next; next = holder(level, at)) {
    if (next.kind === Kind.FRAGMENT_DEFINITION || next.kind === Kind.FIELD) names.push(next.name.value);
    const inner = next as Partial<{
      arguments: readonly ArgumentNode[];
      selectionSet: { selections: SelectionNode[] };
    }>;
    argument = inner.arguments?.find((candidate) => holds(candidate, at)) ?? argument;
    level = inner.selectionSet?.selections ?? [];
  }
  return argument ? { names, argument } : { names };
}

function holder(nodes: readonly ASTNode[], at: number): ASTNode | undefined {
  return nodes.find((node) => holds(node, at));
}

function holds(node: ASTNode, at: number): boolean {
  return node.loc !== undefined && node.loc.start <= at && at < node.loc.end;
}
