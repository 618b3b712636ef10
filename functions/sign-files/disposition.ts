/** What a page may show by itself. Anything else is to be saved, so that it never runs where it lies. */
const SHOWN = ['image/', 'video/', 'audio/'];

/** How a browser is to take a file, as RFC 6266 writes it. */
export function disposition(contentType: string, name: string | undefined): string {
  const kind = SHOWN.some((prefix) => contentType.startsWith(prefix)) ? 'inline' : 'attachment';
  if (!name) return kind;
  const ascii = name.replaceAll(/[^\w !#$&+.^`~-]/g, '_');
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${extended(name)}`;
}

/** Of RFC 8187's characters, `encodeURIComponent` leaves some that a header may not have. */
function extended(name: string): string {
  return encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
