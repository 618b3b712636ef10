import { NotXml, readXml, type XmlElement } from './xml-reader.ts';

const { stringify } = JSON;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i;

/** Numbers, true, false and null are read as such. */
function toValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  return NUMBER.test(text) && text !== '-0' ? Number(text) : text;
}

/** Adds a member; a second one of its name makes a list of both. */
function add(members: Record<string, unknown>, name: string, value: unknown): void {
  const known = members[name];
  if (!Object.hasOwn(members, name)) members[name] = value;
  else if (Array.isArray(known)) known.push(value);
  else members[name] = [known, value];
}

function valueOf(element: XmlElement): unknown {
  const members: Record<string, unknown> = {};
  for (const [name, text] of element.attributes) add(members, name, toValue(text));
  for (const part of element.content) {
    if (typeof part === 'string') add(members, 'content', toValue(part));
    else add(members, part.name, valueOf(part));
  }
  const names = Object.keys(members);
  if (names.length === 0) return '';
  const isText = names.length === 1 && element.attributes.length === 0 && typeof element.content[0] === 'string';
  return isText && element.content.length === 1 ? members['content'] : members;
}

/** Attributes are members beside elements; text beside either is the member `content`. */
function toMap(xml: unknown): Record<string, unknown> | null {
  try {
    const root = readXml(String(xml));
    return { [root.name]: valueOf(root) };
  } catch (thrown) {
    if (thrown instanceof NotXml) return null;
    throw thrown;
  }
}

/** `util.xml`. */
export const xml = {
  toMap,
  toJsonString(text: unknown, isStringEncoded?: boolean): string {
    const json = stringify(toMap(text));
    return isStringEncoded ? stringify(json) : json;
  },
};
