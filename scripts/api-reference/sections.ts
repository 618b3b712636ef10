import type { DocumentNode, TypeDefinitionNode } from 'graphql';
import { isTypeDefinitionNode } from 'graphql';

/** What stands under one banner of the schema. */
export interface Section {
  readonly name: string;
  readonly types: readonly TypeDefinitionNode[];
}

const BANNER = /^# ─+ (.+?) ─+$/;

/** The schema's types by the banner that they stand under, in the schema's order. */
export function sectionsOf(source: string, document: DocumentNode): Section[] {
  const banners = source.split('\n').flatMap((text, index) => {
    const name = BANNER.exec(text)?.[1];
    return name === undefined ? [] : [{ name, line: index + 1 }];
  });
  const types = document.definitions.filter((definition) => isTypeDefinitionNode(definition));
  return banners.map(({ name, line }, index) => {
    const end = banners[index + 1]?.line ?? Infinity;
    const lineOf = (type: TypeDefinitionNode) => type.loc?.startToken.line ?? 0;
    return { name, types: types.filter((type) => lineOf(type) > line && lineOf(type) < end) };
  });
}
