import { AwsError, DeploymentError } from '../errors.ts';
import { isRecord } from './comparisons.ts';
import type { BusEvent } from './event.ts';
import { compilePath } from './json-path.ts';

/** By which rule an event goes to a target. */
export interface Matched {
  readonly event: BusEvent;
  readonly ruleArn: string;
  readonly ruleName: string;
  /** ISO 8601. */
  readonly ingestionTime: string;
}

/** What a target gets: JSON, or the text that an input transformer made. */
export type TargetInput = (matched: Matched) => string;

/** What a template may name without a path of its own. */
const predefined: Readonly<Record<string, (matched: Matched) => unknown>> = {
  'aws.events.rule-arn': ({ ruleArn }) => ruleArn,
  'aws.events.rule-name': ({ ruleName }) => ruleName,
  'aws.events.event.ingestion-time': ({ ingestionTime }) => ingestionTime,
  'aws.events.event': ({ event }) => withoutDetail(event),
  'aws.events.event.json': ({ event }) => event,
};

/** Recorded from AWS: there the type has another name than in the event. */
function withoutDetail({ detail: _, 'detail-type': detailType, ...event }: BusEvent): unknown {
  return { ...event, detailType };
}

/**
 * Reads `Input`, `InputPath` or `InputTransformer` of a target.
 * @param what names the target in messages
 * @throws DeploymentError in the words of PutTargets
 */
export function targetInput(target: Readonly<Record<string, unknown>>, what: string): TargetInput {
  const { Input: constant, InputPath: path, InputTransformer: transformer, Id: id } = target;
  if ([constant, path, transformer].filter((one) => one !== undefined).length > 1) {
    throw new DeploymentError(
      `${what}: Only one of Input, InputPath, or InputTransformer must be provided for target ${String(id)}.`,
    );
  }
  if (constant !== undefined) return constantInput(constant, what);
  if (path !== undefined) {
    const select = pathOf(path, `${what}: InputPath`);
    return ({ event }) => JSON.stringify(select(event) ?? null);
  }
  if (transformer !== undefined) return transformed(transformer, what, String(id));
  return ({ event }) => JSON.stringify(event);
}

function constantInput(constant: unknown, what: string): TargetInput {
  const text = String(constant);
  if (!isJson(text)) throw new DeploymentError(`${what}: Input must be valid JSON.`);
  if (text.length > 8192) throw new DeploymentError(`${what}: Input must have at most 8192 characters.`);
  return () => text;
}

/** A piece of a template: text, or a placeholder. */
interface Piece {
  readonly text: string;
  readonly value?: (matched: Matched) => unknown;
  /** Within quotes of the template. */
  readonly quoted: boolean;
}

const mostPaths = 100;
const longestTemplate = 8192;

function transformed(transformer: unknown, what: string, targetId: string): TargetInput {
  const { InputPathsMap: paths = {}, InputTemplate: template } = isRecord(transformer) ? transformer : {};
  if (typeof template !== 'string' || template === '' || template.length > longestTemplate) {
    throw new DeploymentError(`${what}: InputTemplate must be a text of 1 to ${longestTemplate} characters.`);
  }
  const variables = variablesOf(paths, what);
  const pieces = piecesOf(template, (name) => {
    const value = Object.hasOwn(predefined, name) ? predefined[name] : variables.get(name);
    if (value) return value;
    throw new DeploymentError(`${what}: InputTemplate for target ${targetId} contains invalid placeholder ${name}.`);
  });
  const isJsonTemplate = /^\s*[{[]/.test(template);
  return (matched) => {
    const text = pieces.map((piece) => filled(piece, matched, isJsonTemplate)).join('');
    if (isJsonTemplate && !isJson(text)) {
      throw new AwsError('InvalidJson', 'The input transformer made text of a JSON template that is no JSON.');
    }
    return text;
  };
}

function variablesOf(paths: unknown, what: string): Map<string, (matched: Matched) => unknown> {
  const entries = Object.entries(isRecord(paths) ? paths : {});
  if (entries.length > mostPaths) throw new DeploymentError(`${what}: InputPathsMap has more than ${mostPaths} paths.`);
  return new Map(
    entries.map(([name, path]) => {
      if (/^aws\./i.test(name)) throw new DeploymentError(`${what}: the key ${name} of InputPathsMap is reserved.`);
      const select = pathOf(path, `${what}: InputPathsMap ${name}`);
      return [name, ({ event }: Matched) => select(event)] as const;
    }),
  );
}

function piecesOf(template: string, valueOf: (name: string) => (matched: Matched) => unknown): Piece[] {
  let quoted = false;
  return template.split(/(<[\w.-]+>)/).map((text, index) => {
    if (index % 2 === 1) return { text, quoted, value: valueOf(text.slice(1, -1)) };
    for (const [character] of text.matchAll(/\\.|"/gs)) if (character === '"') quoted = !quoted;
    return { text, quoted };
  });
}

/**
 * What isn't in the event is an empty text. Within quotes texts aren't escaped, and objects and lists lose their quotes
 * in a template that is a text; in a JSON template they would break it, as they do on AWS.
 */
function filled({ text, value, quoted }: Piece, matched: Matched, isJsonTemplate: boolean): string {
  if (!value) return text;
  const actual = value(matched) ?? '';
  if (!quoted) return JSON.stringify(actual);
  if (typeof actual === 'string') return actual;
  const json = JSON.stringify(actual);
  return isJsonTemplate ? json : json.replaceAll('"', '');
}

function pathOf(path: unknown, what: string): (root: unknown) => unknown {
  const compiled = typeof path === 'string' ? compilePath(path) : undefined;
  if (compiled) return compiled;
  throw new DeploymentError(`${what}: ${JSON.stringify(path)} is no JSON path in dot notation.`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
