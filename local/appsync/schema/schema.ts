import {
  buildASTSchema,
  concatAST,
  getLocation,
  GraphQLError,
  Kind,
  parse,
  Source,
  validateSchema,
  valueFromASTUntyped,
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { DeploymentError } from '../../errors.ts';
import { PRELUDE } from './directives.ts';
import { defineScalars } from './scalars.ts';

/**
 * The executable schema of a definition.
 * @throws DeploymentError one line: where the definition is wrong, and why
 */
export function buildSchema(definition: string): GraphQLSchema {
  try {
    const document = parse(definition);
    refuseReservedNames(document);
    const schema = buildASTSchema(concatAST([PRELUDE, document]));
    const [error] = validateSchema(schema);
    if (error) throw error;
    checkSubscriptions(schema);
    defineScalars(schema);
    return schema;
  } catch (error) {
    if (error instanceof DeploymentError) throw error;
    // `buildASTSchema` joins all that it finds; the first says enough for one line.
    const [message = ''] = (error as Error).message.split('\n');
    const at = error instanceof GraphQLError ? error.locations?.[0] : placeOfUnknown(definition, message);
    const where = at ? `Schema, line ${at.line}, column ${at.column}` : 'Schema';
    throw new DeploymentError(`${where}: ${message}`);
  }
}

/** What `buildASTSchema` doesn't know it names without saying where it stands. */
function placeOfUnknown(definition: string, message: string): { line: number; column: number } | undefined {
  const name = /^Unknown \w+ "(@?\w+)"/.exec(message)?.[1];
  const index = name === undefined ? -1 : definition.search(new RegExp(`${name}\\b`));
  return index < 0 ? undefined : getLocation(new Source(definition), index);
}

function refuseReservedNames(document: DocumentNode): void {
  for (const node of document.definitions) {
    if (node.kind === Kind.SCALAR_TYPE_DEFINITION) {
      throw new GraphQLError(`AppSync has no custom scalars: ${node.name.value}`, { nodes: node });
    }
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value.startsWith('AWS')) {
      throw new GraphQLError(`The prefix AWS is reserved: ${node.name.value}`, { nodes: node });
    }
  }
}

/** The mutations that feed each subscription field, by its `@aws_subscribe`. */
export function subscribedMutations(schema: GraphQLSchema): Map<string, readonly string[]> {
  const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
  return new Map(
    fields.map((field) => {
      const directive = field.astNode?.directives?.find((node) => node.name.value === 'aws_subscribe');
      return [field.name, directive ? stringsArgument(directive, 'mutations') : []];
    }),
  );
}

function checkSubscriptions(schema: GraphQLSchema): void {
  const mutations = schema.getMutationType()?.getFields() ?? {};
  for (const [field, names] of subscribedMutations(schema)) {
    const subscription = schema.getSubscriptionType()?.getFields()[field];
    const nodes = subscription?.astNode;
    for (const name of names) {
      const mutation = mutations[name];
      if (!mutation) {
        throw new GraphQLError(`Subscription.${field} subscribes to Mutation.${name}, which doesn't exist`, { nodes });
      }
      if (nullable(mutation.type) !== nullable(subscription?.type)) {
        const types = `Subscription.${field} has ${String(subscription?.type)}, Mutation.${name} ${String(mutation.type)}`;
        throw new GraphQLError(`The subscription has an invalid output type: ${types}`, { nodes });
      }
    }
  }
}

/** A type's name, whatever of it may be null. */
function nullable(type: unknown): string {
  return String(type).replaceAll('!', '');
}

/** The strings of a directive's list argument; none where it isn't given. */
export function stringsArgument(directive: DirectiveNode, name: string): string[] {
  const argument = directive.arguments?.find((node) => node.name.value === name);
  const value = argument ? valueFromASTUntyped(argument.value) : [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
