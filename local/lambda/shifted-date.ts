/**
 * Lets `Date` follow the cloud's clock in this thread.
 * @returns sets by how many milliseconds it is ahead of the machine's
 */
export function shiftDates(): (aheadMs: number) => void {
  const Native = Date;
  const machineNow = Native.now.bind(Native);
  let ahead = 0;
  const now = (): number => machineNow() + ahead;
  // A proxy: dates that Node.js makes itself, such as a file's, stay instances of it.
  globalThis.Date = new Proxy(Native, {
    construct: (target, values: readonly unknown[], newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : [...values], newTarget) as Date,
    apply: () => new Native(now()).toString(),
  });
  Native.now = now;
  Native.prototype.constructor = globalThis.Date;
  return (aheadMs) => {
    ahead = aheadMs;
  };
}
