/** AWS's have 21 to 40 digits. As all have the same length, they compare as texts and as numbers. */
const digits = 20;

/** @param id of a stored record */
export function sequenceNumber(id: number): string {
  return `1${String(id).padStart(digits, '0')}`;
}

/** The id in a sequence number; a number that no record here has can still lie before or behind them all. */
export function idOf(sequenceNumber: string): number {
  const id = BigInt(sequenceNumber) - 10n ** BigInt(digits);
  return Number(id < 0n ? 0n : id);
}
