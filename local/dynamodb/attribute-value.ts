/** An attribute in DynamoDB's JSON: one member, named by its type, such as `{"S": "text"}`. */
export type AttributeValue = Readonly<Record<string, unknown>>;
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** An item's size in bytes, by AWS's published rules: what capacity is counted from. */
export function itemSize(item: Attributes): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

function valueSize(attribute: AttributeValue): number {
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
      return 3 + sum(value, (member) => 1 + valueSize(member as AttributeValue));
    case 'M':
      return 3 + itemSize(value as Attributes) + Object.keys(value as Attributes).length;
    default:
      return 1; // BOOL and NULL
  }
}

/** One byte for two significant digits, and one more. */
function numberSize(number: string): number {
  const digits = number.replace(/e.*$/i, '').replaceAll(/[-+.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
  return Math.ceil(digits.length / 2) + 1 + Number(number.startsWith('-'));
}

function sum(members: unknown, size: (member: unknown) => number): number {
  return (members as unknown[]).reduce<number>((total, member) => total + size(member), 0);
}
