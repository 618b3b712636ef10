/** One GraphQL call. */
export interface Call {
  readonly document: string;
  readonly variables: Record<string, unknown>;
}

/** Ids of the right form that nothing has. */
function unknownIds(value: unknown): unknown {
  if (typeof value === 'string') {
    return value
      .replace(/^crs_.*$/, `crs_${'0'.repeat(26)}`)
      .replace(/^(mod|les|inv|imp|ann)_.*$/, `$1_${'0'.repeat(52)}`)
      .replace(/^(ntf|upl|res)_.*$/, `$1_${'0'.repeat(26)}`)
      .replace(/^dev_.*$/, `dev_${'0'.repeat(32)}`)
      .replace(/^rev_.*$/, `rev_${'0'.repeat(26)}00000000-0000-4000-8000-000000000000`)
      .replace(/^a-course-.*$/, 'no-such-course');
  }
  if (Array.isArray(value)) return value.map(unknownIds);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unknownIds(part)]));
  }
  return value;
}

export function elsewhere({ document, variables }: Call): Call {
  return { document, variables: unknownIds(variables) as Record<string, unknown> };
}
