import { SourceMap, type SourceMapPayload } from 'node:module';
import { oncePerText } from '../../once-per-text.ts';
import { checkCode, type CodeIssue } from './check.ts';

/** Codes that stay known: the pipelines of an API share many, and it may be started again. */
export const CODES_KNOWN = 1_024;

/** How AppSync calls code that it was given as text. */
const FILE = 'code.js';
const INLINE_MAP = /^\/\/# sourceMappingURL=data:application\/json;(?:charset=utf-8;)?base64,([A-Za-z0-9+/=]+)\s*$/m;

/** Where the issue is, as `FILE:LINE:COLUMN`: in the file that the author wrote, where a bundle's inline map tells. */
function placeOf(code: string, { line, column }: CodeIssue): string {
  const map = INLINE_MAP.exec(code)?.[1];
  if (map !== undefined) {
    const payload = JSON.parse(Buffer.from(map, 'base64').toString()) as SourceMapPayload;
    const origin = new SourceMap(payload).findEntry(line - 1, column - 1);
    if ('originalSource' in origin) {
      return `${decodeURI(origin.originalSource)}:${origin.originalLine + 1}:${origin.originalColumn + 1}`;
    }
  }
  return `${FILE}:${line}:${column}`;
}

/** The first thing that AppSync refuses in the code, with its place; undefined when it accepts the code. */
export const refusalOf = oncePerText((code): string | undefined => {
  const [issue] = checkCode(code);
  return issue && `${placeOf(code, issue)}: ${issue.message}`;
}, CODES_KNOWN);
