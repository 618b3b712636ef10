/**
 * Remembers what was made of each text, the texts longest unused being forgotten first. For what depends on nothing
 * but the text, and that nobody changes afterward: it is handed out again.
 * @param make is asked again where it throws
 * @param atMost texts that are remembered
 */
export function oncePerText<Made>(make: (text: string) => Made, atMost: number): (text: string) => Made {
  const known = new Map<string, { readonly made: Made }>();
  return (text) => {
    const entry = known.get(text) ?? { made: make(text) };
    known.delete(text);
    known.set(text, entry);
    const [oldest] = known.size > atMost ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
    return entry.made;
  };
}
