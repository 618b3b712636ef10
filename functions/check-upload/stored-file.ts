/** A file in the bucket, of which parts can be read. */
export interface StoredFile {
  readonly bytes: number;
  /** @param from first byte; as many as there are, if there are fewer */
  readonly read: (from: number, length: number) => Promise<Uint8Array>;
  /** All of it, piece by piece. */
  readonly stream: () => Promise<AsyncIterable<Uint8Array>>;
}
