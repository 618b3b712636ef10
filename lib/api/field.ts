import { readFileSync } from 'node:fs';
import {
  AppsyncFunction,
  Code,
  FunctionRuntime,
  Resolver,
  type BaseDataSource,
  type GraphqlApi,
} from 'aws-cdk-lib/aws-appsync';
import type { Construct } from 'constructs';
import type { Lesson, RootField } from '../../generated/schema.ts';

/** A step of a pipeline: its file, and the data source that it talks to. */
export interface Step {
  /** `1-read` for a file beside the field's own, or `steps/…` for a shared one. */
  readonly file: `${number}-${string}` | `steps/${string}`;
  readonly source: BaseDataSource;
}

/** How a field is resolved: by one request to a source, or by steps. */
export type Field = { readonly unit: BaseDataSource } | { readonly pipeline: readonly Step[] };

/** A field of an object that is resolved by itself, and only when it is selected; all others are their parent's answer. */
type NestedField = `Lesson.${keyof Lesson}`;

/** What a domain wires: a misspelt field does not compile. */
export type Fields = Partial<Record<RootField | NestedField, Field>>;

export function unit(source: BaseDataSource): Field {
  return { unit: source };
}

/** Steps in their order. A step may stand twice, where its second run does something else. */
export function pipeline(...steps: readonly Step[]): Field {
  return { pipeline: steps };
}

export function step(file: Step['file'], source: BaseDataSource): Step {
  return { file, source };
}

function codeOf(path: string): Code {
  return Code.fromInline(readFileSync(`build/resolvers/${path}.js`, 'utf8'));
}

/** Adds the resolvers of a domain's fields. @param domain folder under `resolvers/` */
export function addFields(scope: Construct, api: GraphqlApi, domain: string, fields: Fields): void {
  for (const [name, field] of Object.entries(fields)) {
    const [typeName, fieldName] = name.split('.') as [string, string];
    const id = `${typeName}${fieldName[0]?.toUpperCase()}${fieldName.slice(1)}`;
    const shared = { api, runtime: FunctionRuntime.JS_1_0_0 };
    const addStep = ({ file, source }: Step, index: number): AppsyncFunction => {
      const path = file.startsWith('steps/') ? file : `${domain}/${name}.${file}`;
      const stepId = `${id}${index + 1}`;
      const described = { name: stepId, description: path, code: codeOf(path) };
      return new AppsyncFunction(scope, stepId, { ...shared, ...described, dataSource: source });
    };
    new Resolver(scope, id, {
      ...shared,
      typeName,
      fieldName,
      code: codeOf(`${domain}/${name}`),
      ...('unit' in field ? { dataSource: field.unit } : { pipelineConfig: field.pipeline.map(addStep) }),
    });
  }
}
