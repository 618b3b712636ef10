/** A line of an object, and where it lies, in bytes. */
export interface PlacedLine {
  readonly text: string;
  readonly offset: number;
  /** Without the line break. */
  readonly length: number;
}

const LINE_BREAK = 0x0a;

/** The lines of a body as it comes in: never more of it in memory than one line and one chunk. Empty ones are left out. */
export async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<PlacedLine> {
  let rest = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of body) {
    let bytes = Buffer.concat([rest, chunk]);
    for (let end = bytes.indexOf(LINE_BREAK); end >= 0; end = bytes.indexOf(LINE_BREAK)) {
      if (end > 0) yield { text: bytes.toString('utf8', 0, end), offset, length: end };
      bytes = bytes.subarray(end + 1);
      offset += end + 1;
    }
    rest = bytes;
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), offset, length: rest.length };
}
