import { DeploymentError } from '../errors.ts';
import { compilePath } from '../eventbridge/json-path.ts';

/** What an input template may name besides the event. */
export interface PipeFacts {
  readonly pipeArn: string;
  readonly pipeName: string;
  readonly sourceArn: string;
  readonly enrichmentArn: string | undefined;
  readonly targetArn: string;
  /** ISO 8601. */
  readonly ingestionTime: string;
}

/** Makes the input of an enrichment or target of an event: the parsed JSON, or text that is none. */
export type InputTemplate = (event: unknown, facts: PipeFacts) => unknown;

interface Piece {
  readonly text: string;
  readonly value?: (event: unknown, facts: PipeFacts) => unknown;
  /** Within quotes of the template. */
  readonly isQuoted: boolean;
}

const reserved: Readonly<Record<string, (event: unknown, facts: PipeFacts) => unknown>> = {
  'aws.pipes.pipe-arn': (_, { pipeArn }) => pipeArn,
  'aws.pipes.pipe-name': (_, { pipeName }) => pipeName,
  'aws.pipes.source-arn': (_, { sourceArn }) => sourceArn,
  'aws.pipes.enrichment-arn': (_, { enrichmentArn }) => enrichmentArn,
  'aws.pipes.target-arn': (_, { targetArn }) => targetArn,
  'aws.pipes.event.ingestion-time': (_, { ingestionTime }) => ingestionTime,
  'aws.pipes.event': (event) => JSON.stringify(event),
  'aws.pipes.event.json': (event) => withParsedBody(event),
};

const longest = 8192;

/**
 * Compiles an `InputTemplate`. @param what names it in messages
 * @throws DeploymentError for a placeholder that is none
 */
export function inputTemplate(template: unknown, what: string): InputTemplate | undefined {
  if (template === undefined) return undefined;
  if (typeof template !== 'string' || template.length > longest) {
    throw new DeploymentError(`${what}: InputTemplate must be a text of at most ${longest} characters`);
  }
  const pieces = piecesOf(template, what);
  const isText = !/^\s*[[{"]/.test(template);
  return (event, facts) => parsed(pieces.map((piece) => filled(piece, event, facts, isText)).join(''));
}

/** A parameter of a target that may be a path into the event, such as `$.detail.type`, as a whole. */
export function dynamicParameter(value: string, what: string): (event: unknown) => string | undefined {
  if (!value.startsWith('$.')) return () => value;
  const select = pathOf(value, what);
  return (event) => {
    const found = select(event);
    if (found === undefined || found === null) return undefined;
    return typeof found === 'string' ? found : JSON.stringify(found);
  };
}

function piecesOf(template: string, what: string): Piece[] {
  let isQuoted = false;
  return template.split(/(<(?:\$[^<>]*|aws\.[\w.-]+)>)/).map((text, index) => {
    if (index % 2 === 1) return { text, isQuoted, value: valueOf(text.slice(1, -1), what) };
    for (const [character] of text.matchAll(/\\.|"/gs)) if (character === '"') isQuoted = !isQuoted;
    return { text, isQuoted };
  });
}

function valueOf(name: string, what: string): NonNullable<Piece['value']> {
  if (name.startsWith('$')) return pathOf(name, what);
  const value = Object.hasOwn(reserved, name) ? reserved[name] : undefined;
  if (value) return value;
  throw new DeploymentError(`${what}: InputTemplate has the unknown variable <${name}>`);
}

function pathOf(path: string, what: string): (event: unknown) => unknown {
  const select = compilePath(path);
  if (!select) throw new DeploymentError(`${what}: the JSON path ${path} is not run locally`);
  return (event) => select(withParsedBody(event));
}

/** The body of a queue's message as JSON, where it is: for filtering and input transformation AWS parses it. */
function withParsedBody(event: unknown): unknown {
  if (typeof event !== 'object' || event === null || !('body' in event) || typeof event.body !== 'string') return event;
  return { ...event, body: parsed(event.body) };
}

/** Within a text, objects and lists lose their quotes; what isn't in the event is an empty text. */
function filled({ text, value, isQuoted }: Piece, event: unknown, facts: PipeFacts, isText: boolean): string {
  if (!value) return text;
  const actual = value(event, facts) ?? '';
  if (isText) return typeof actual === 'string' ? actual : JSON.stringify(actual).replaceAll('"', '');
  if (!isQuoted) return JSON.stringify(actual);
  return typeof actual === 'string' ? JSON.stringify(actual).slice(1, -1) : JSON.stringify(actual).replaceAll('"', '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
