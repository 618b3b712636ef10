import type ts from 'typescript';

/** What the TypeScript parser adds to a file that was parsed with types. */
export interface TypedServices {
  readonly program?: ts.Program | null;
  readonly esTreeNodeToTSNodeMap?: { get(node: unknown): ts.Expression };
}
