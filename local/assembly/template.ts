import { readFileSync } from 'node:fs';
import { DeploymentError } from '../errors.ts';

/** A resource as a template writes it, its intrinsic functions not yet resolved. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
}

export interface TemplateParameter {
  readonly Type: string;
  readonly Default?: string | number;
}

export interface TemplateOutput {
  readonly Value: unknown;
  readonly Export?: { readonly Name: unknown };
  readonly Condition?: string;
}

/** The sections of a CloudFormation template that have an effect at run time. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<Record<string, TemplateParameter>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
  readonly Transform?: unknown;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a JSON file of the assembly; what is missing or broken is one line that names the file. */
export function readJson(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new DeploymentError(`${path} can't be read: synthesize the app first`, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DeploymentError(`${path} is not JSON`, { cause });
  }
  if (!isRecord(value)) throw new DeploymentError(`${path} is not a JSON object`);
  return value;
}

/** Reads a template. @throws DeploymentError when it isn't one, or asks for a macro (AWS runs those, nothing here does) */
export function readTemplate(path: string): Template {
  const template = readJson(path);
  const { Resources: resources } = template;
  if (!isRecord(resources)) throw new DeploymentError(`${path} has no Resources`);
  for (const [logicalId, resource] of Object.entries(resources)) {
    if (!isRecord(resource) || typeof resource.Type !== 'string') {
      throw new DeploymentError(`${path}: resource ${logicalId} has no Type`);
    }
  }
  if (template.Transform !== undefined) {
    throw new DeploymentError(
      `${path} has a Transform (${JSON.stringify(template.Transform)}), which isn't run locally`,
    );
  }
  return template as unknown as Template;
}
