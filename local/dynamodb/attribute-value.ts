/** An attribute in DynamoDB's JSON: one member, named by its type, such as `{"S": "text"}`. */
export type AttributeValue = Readonly<Record<string, unknown>>;
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** An item's size in bytes, by AWS's published rules: what capacity is counted from. */
export function itemSize(item: Attributes): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + attributeSize(value), 0);
}

/** The same for a value. */
export function attributeSize(attribute: AttributeValue): number {
  const [type, value] = Object.entries(attribute)[0] ?? [];
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(value));
    case 'N':
      return numberSize(String(value));
    case 'B':
      return Buffer.byteLength(String(value), 'base64');
    case 'SS':
      return sum(value, (member) => Buffer.byteLength(String(member)));
    case 'NS':
      return sum(value, (member) => numberSize(String(member)));
    case 'BS':
      return sum(value, (member) => Buffer.byteLength(String(member), 'base64'));
    case 'L':
      return 3 + sum(value, (member) => 1 + attributeSize(member as AttributeValue));
    case 'M':
      return 3 + itemSize(value as Attributes) + Object.keys(value as Attributes).length;
    default:
      return 1; // BOOL and NULL
  }
}

/** One byte for each pair of significant digits, counted from the decimal point, one more, and one for a minus. */
function numberSize(number: string): number {
  const [, sign, integer = '', fraction = '', exponent] = /^(-?)(\d*)\.?(\d*)(?:e([-+]?\d+))?$/i.exec(number) ?? [];
  // Only an odd exponent moves the pairs.
  const shift = Math.abs(Number(exponent ?? 0)) % 2;
  const [left, right] = [integer + fraction.padEnd(shift, '0').slice(0, shift), fraction.slice(shift)];
  const digits =
    left.padStart(left.length + (left.length % 2), '0') + right.padEnd(right.length + (right.length % 2), '0');
  return digits.replace(/^(?:00)+/, '').replace(/(?:00)+$/, '').length / 2 + 1 + Number(sign === '-');
}

function sum(members: unknown, size: (member: unknown) => number): number {
  return (members as unknown[]).reduce<number>((total, member) => total + size(member), 0);
}
