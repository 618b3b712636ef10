/** What the sweep asks for when the end of a suspension has come. */
export type SuspensionEnd = {
  readonly entity: 'SuspensionEnd';
  /** Id of the person. */
  readonly userId: string;
};

export function isSuspensionEnd(message: unknown): message is SuspensionEnd {
  if (typeof message !== 'object' || message === null) return false;
  const { entity, userId } = message as { readonly [Name in keyof SuspensionEnd]?: unknown };
  return entity === 'SuspensionEnd' && typeof userId === 'string';
}
