import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Item } from './attribute-values.ts';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals where a query stopped into the opaque `nextToken`. A token is good for the API, table and index it was made for. */
export class Pagination {
  readonly #key: Buffer;

  constructor(apiId: string) {
    this.#key = createHash('sha256').update(`appsync:nextToken:${apiId}`).digest();
  }

  /** @param scope the operation, table and index that the token belongs to */
  seal(scope: string, key: Item): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce).setAAD(Buffer.from(scope));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(key)), cipher.final()]);
    const token = Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
    return Buffer.from(JSON.stringify({ version: 3, token })).toString('base64');
  }

  /** The key that a token holds; undefined for a token that wasn't made for this scope. */
  open(scope: string, nextToken: string): Item | undefined {
    try {
      const { token } = JSON.parse(Buffer.from(nextToken, 'base64').toString()) as { token: string };
      const bytes = Buffer.from(token, 'base64');
      const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv(ALGORITHM, this.#key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(scope)).setAuthTag(tag);
      const opened = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
      return JSON.parse(opened.toString()) as Item;
    } catch {
      return undefined;
    }
  }
}
