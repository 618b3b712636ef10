/**
 * What an element holds, as XML: text, or members by name. A list repeats its element, undefined leaves it out.
 */
export function xmlContent(content: unknown): string {
  if (typeof content !== 'object' || content === null) return escape(String(content));
  return Object.entries(content)
    .flatMap(([name, value]) =>
      (value === undefined ? [] : [value].flat()).map((item: unknown) => `<${name}>${xmlContent(item)}</${name}>`),
    )
    .join('');
}

/** Also what XML can't hold as such: control characters become references, as S3 writes them. */
function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\u0000-\u001F]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
}
