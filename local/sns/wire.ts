import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { AwsError } from '../errors.ts';
import { xmlContent } from '../xml-content.ts';

const namespace = 'http://sns.amazonaws.com/doc/2010-03-31/';

/** Parameters of a request in AWS's query protocol. */
export class Query {
  readonly #parameters: URLSearchParams;

  constructor(body: Buffer) {
    this.#parameters = new URLSearchParams(body.toString('utf8'));
  }

  get(name: string): string | undefined {
    return this.#parameters.get(name) ?? undefined;
  }

  /** A list of text: `NAME.member.1`. */
  list(name: string): string[] {
    const list: string[] = [];
    for (;;) {
      const value = this.get(`${name}.member.${list.length + 1}`);
      if (value === undefined) return list;
      list.push(value);
    }
  }

  /** A map of text: `NAME.entry.1.key`, `NAME.entry.1.value`. */
  map(name: string): Record<string, string> {
    const map: Record<string, string> = {};
    for (let index = 1; ; index += 1) {
      const key = this.get(`${name}.entry.${index}.key`);
      if (key === undefined) return map;
      map[key] = this.get(`${name}.entry.${index}.value`) ?? '';
    }
  }
}

/** Answers in SNS's protocol: XML. A map is a list of `entry`, each a key and a value. */
export function answer(response: ServerResponse, operation: string, result: Readonly<Record<string, unknown>>): void {
  const content = { [`${operation}Result`]: result, ResponseMetadata: { RequestId: randomUUID() } };
  send(response, 200, `${operation}Response`, content);
}

export function answerError(response: ServerResponse, { code, message, status }: AwsError): void {
  const fault = status < 500 ? 'Sender' : 'Receiver';
  const error = { Type: fault, Code: code, Message: message };
  send(response, status, 'ErrorResponse', { Error: error, RequestId: randomUUID() });
}

export function entries(map: Readonly<Record<string, string>>): { readonly entry: readonly object[] } {
  return { entry: Object.entries(map).map(([key, value]) => ({ key, value })) };
}

function send(response: ServerResponse, status: number, root: string, content: object): void {
  const bytes = Buffer.from(`<${root} xmlns="${namespace}">${xmlContent(content)}</${root}>`);
  response.writeHead(status, { 'content-type': 'text/xml', 'content-length': bytes.length });
  response.end(bytes);
}
