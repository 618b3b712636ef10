import { Kind, type StringValueNode, type TypeNode } from 'graphql';

/** A description as running text. */
export function textOf(description: StringValueNode | undefined): string {
  return (description?.value ?? '').replaceAll(/\s+/g, ' ').trim();
}

export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** A type as GraphQL writes it, its name a link where the page has a heading for it. */
export function linkedType(type: TypeNode, isOnPage: (name: string) => boolean): string {
  const name = namedType(type);
  const written = typeText(type);
  if (!isOnPage(name)) return `\`${written}\``;
  const [before = '', after = ''] = written.split(name);
  const code = (text: string) => (text ? `\`${text}\`` : '');
  return `${code(before)}[\`${name}\`](#type-${name.toLowerCase()})${code(after)}`;
}

export function typeText(type: TypeNode): string {
  if (type.kind === Kind.NON_NULL_TYPE) return `${typeText(type.type)}!`;
  return type.kind === Kind.LIST_TYPE ? `[${typeText(type.type)}]` : type.name.value;
}

/** Nothing where there is no row. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line), ''];
}
