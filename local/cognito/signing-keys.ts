import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  randomBytes,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import { SignJWT, type JWTPayload } from 'jose';

/** Cognito signs id tokens with one key and access tokens with another. */
export type TokenUse = 'id' | 'access';

/** RSA private keys as JWK, with `kid`. */
export type StoredKeys = Readonly<Record<TokenUse, JsonWebKey & { readonly kid: string }>>;

const generate = promisify(generateKeyPair);

async function newKey(): Promise<JsonWebKey & { readonly kid: string }> {
  const { privateKey } = await generate('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(32).toString('base64') };
}

export async function newKeys(): Promise<StoredKeys> {
  const [id, access] = await Promise.all([newKey(), newKey()]);
  return { id, access };
}

/** The keys of a pool, ready to sign and verify. */
export class SigningKeys {
  readonly #private: Readonly<Record<TokenUse, { readonly kid: string; readonly key: KeyObject }>>;
  readonly #public: ReadonlyMap<string, KeyObject>;

  constructor(stored: StoredKeys) {
    const load = (use: TokenUse): { kid: string; key: KeyObject } => ({
      kid: stored[use].kid,
      key: createPrivateKey({ key: stored[use], format: 'jwk' }),
    });
    this.#private = { id: load('id'), access: load('access') };
    this.#public = new Map(Object.values(this.#private).map(({ kid, key }) => [kid, createPublicKey(key)]));
  }

  sign(use: TokenUse, claims: JWTPayload): Promise<string> {
    const { kid, key } = this.#private[use];
    return new SignJWT(claims).setProtectedHeader({ kid, alg: 'RS256' }).sign(key);
  }

  publicKey(kid: string | undefined): KeyObject | undefined {
    return kid === undefined ? undefined : this.#public.get(kid);
  }

  /** The JSON Web Key Set that everybody may read. */
  jwks(): { keys: Record<string, unknown>[] } {
    const keys = [...this.#public].map(([kid, key]) => ({
      ...key.export({ format: 'jwk' }),
      alg: 'RS256',
      kid,
      use: 'sig',
    }));
    return { keys };
  }
}
