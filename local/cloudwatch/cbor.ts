/** CBOR (RFC 8949) as far as Smithy's RPC v2 protocol needs it: text, numbers, lists, maps, tagged times. */

const MAJOR = { unsigned: 0, negative: 1, bytes: 2, text: 3, list: 4, map: 5, tag: 6, simple: 7 } as const;
const INDEFINITE = 31;
const BREAK = 0xff;
const EPOCH_SECONDS = 1;

/** Undefined members are left out; a `Date` becomes a time in seconds. */
export function encodeCbor(value: unknown): Buffer {
  if (value === null || value === undefined) return Buffer.from([0xf6]);
  if (typeof value === 'boolean') return Buffer.from([value ? 0xf5 : 0xf4]);
  if (typeof value === 'number') return encodeNumber(value);
  if (typeof value === 'string') return Buffer.concat([head(MAJOR.text, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Date) {
    return Buffer.concat([head(MAJOR.tag, EPOCH_SECONDS), encodeNumber(value.getTime() / 1000)]);
  }
  if (Array.isArray(value)) return Buffer.concat([head(MAJOR.list, value.length), ...value.map(encodeCbor)]);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  const members = entries.flatMap(([name, member]) => [encodeCbor(name), encodeCbor(member)]);
  return Buffer.concat([head(MAJOR.map, entries.length), ...members]);
}

function encodeNumber(value: number): Buffer {
  if (Number.isSafeInteger(value)) return value >= 0 ? head(MAJOR.unsigned, value) : head(MAJOR.negative, -1 - value);
  const bytes = Buffer.alloc(9);
  bytes[0] = 0xfb;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  const bytes = Buffer.alloc(9);
  bytes[0] = (major << 5) | 27;
  bytes.writeBigUInt64BE(BigInt(value), 1);
  return bytes;
}

/** @throws Error for what is no CBOR, or of a kind that no request has */
export function decodeCbor(bytes: Buffer): unknown {
  return new Reader(bytes).value();
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  value(): unknown {
    const first = this.#bytes.readUInt8(this.#at);
    this.#at += 1;
    const [major, info] = [first >> 5, first & 31];
    if (major === MAJOR.simple) return this.#simple(info);
    const length = info === INDEFINITE ? undefined : this.#argument(info);
    switch (major) {
      case MAJOR.unsigned:
        return length;
      case MAJOR.negative:
        return -1 - (length ?? 0);
      case MAJOR.bytes:
        return this.#take(length ?? 0);
      case MAJOR.text:
        return length === undefined ? this.#items(undefined).join('') : this.#take(length).toString();
      case MAJOR.list:
        return this.#items(length);
      case MAJOR.map:
        return this.#map(length);
      default:
        return this.value();
    }
  }

  #map(length: number | undefined): Record<string, unknown> {
    const items = this.#items(length === undefined ? undefined : 2 * length);
    const entries = Array.from(
      { length: items.length / 2 },
      (_, n) => [String(items[2 * n]), items[2 * n + 1]] as const,
    );
    return Object.fromEntries(entries);
  }

  #items(length: number | undefined): unknown[] {
    const items: unknown[] = [];
    while (length === undefined ? this.#bytes[this.#at] !== BREAK : items.length < length) items.push(this.value());
    if (length === undefined) this.#at += 1;
    return items;
  }

  #simple(info: number): unknown {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22 || info === 23) return undefined;
    if (info === 26) return this.#take(4).readFloatBE();
    if (info === 27) return this.#take(8).readDoubleBE();
    throw new Error(`CBOR of the simple kind ${info} isn't read here.`);
  }

  #argument(info: number): number {
    if (info < 24) return info;
    if (info === 24) return this.#take(1).readUInt8();
    if (info === 25) return this.#take(2).readUInt16BE();
    if (info === 26) return this.#take(4).readUInt32BE();
    return Number(this.#take(8).readBigUInt64BE());
  }

  #take(length: number): Buffer {
    const part = this.#bytes.subarray(this.#at, this.#at + length);
    if (part.length < length) throw new Error('The CBOR ends too early.');
    this.#at += length;
    return part;
  }
}
