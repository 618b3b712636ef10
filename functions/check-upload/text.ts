import type { StoredFile } from './stored-file.ts';

/** Whether all of it is text in UTF-8. What has a NUL is none: no editor writes one, and UTF-16 is full of them. */
export async function isText(file: StoredFile): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of await file.stream()) {
      if (piece.includes(0)) return false;
      decoder.decode(piece, { stream: true });
    }
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
