import { XMLParser } from 'fast-xml-parser';
import { xmlContent } from '../xml-content.ts';
import { s3Error } from './errors.ts';

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

const parser = new XMLParser({ parseTagValue: false, trimValues: false });

/** What an element holds: text, members by name (a list repeats its element, undefined leaves it out), or nothing. */
type Content = Readonly<Record<string, unknown>>;

/** A document of S3. */
export function xmlOf(root: string, content: Content | string): string {
  return `${declaration}<${root} xmlns="${namespace}">${xmlContent(content)}</${root}>`;
}

/** Errors have no namespace. */
export function errorXml(content: Content): string {
  return `${declaration}<Error>${xmlContent(content)}</Error>`;
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
