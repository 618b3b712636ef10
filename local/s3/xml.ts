import { XMLParser } from 'fast-xml-parser';
import { s3Error } from './errors.ts';

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

const parser = new XMLParser({ parseTagValue: false, trimValues: false });

/** What an element holds: text, members by name (a list repeats its element, undefined leaves it out), or nothing. */
type Content = Readonly<Record<string, unknown>>;

/** A document of S3. */
export function xmlOf(root: string, content: Content | string): string {
  return `${declaration}<${root} xmlns="${namespace}">${inner(content)}</${root}>`;
}

/** Errors have no namespace. */
export function errorXml(content: Content): string {
  return `${declaration}<Error>${inner(content)}</Error>`;
}

/** @throws AwsError MalformedXML, also where the root element is another */
export function parseXml(text: string, root: string): Content {
  const content = parsed(text)[root];
  if (content === '') return {};
  if (typeof content !== 'object' || content === null) throw s3Error('MalformedXML');
  return content as Content;
}

/** S3 takes no document type, and so no entities of the sender's own. */
function parsed(text: string): Content {
  if (text.includes('<!DOCTYPE')) throw s3Error('MalformedXML');
  try {
    return parser.parse(text) as Content;
  } catch {
    throw s3Error('MalformedXML');
  }
}

/** What an element holds that may be repeated. */
export function listOf(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function inner(content: unknown): string {
  if (typeof content !== 'object' || content === null) return escape(String(content));
  return Object.entries(content)
    .flatMap(([name, value]) => listOf(value).map((item) => `<${name}>${inner(item)}</${name}>`))
    .join('');
}

/** Also what XML can't hold as such: control characters become references, as S3 writes them. */
function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\u0000-\u001F]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
}
