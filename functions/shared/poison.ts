/** A message that no retry can help: set aside at once, with its cause. */
export class Poison extends Error {
  override readonly name = 'Poison';
}
