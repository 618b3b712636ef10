import {
  GraphQLError,
  Kind,
  OverlappingFieldsCanBeMergedRule,
  parse,
  specifiedRules,
  UniqueDirectivesPerLocationRule,
  validate,
  type ASTVisitor,
  type DocumentNode,
  type GraphQLSchema,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { malformedRequest } from '../errors.ts';
import type { ErrorJson } from './error-json.ts';
import { overlappingFieldsRule } from './overlapping-fields.ts';
import { validationError } from './validation-messages.ts';

/** A document that has been read once: ready to execute, or the reasons why it isn't. */
export interface PreparedDocument {
  readonly document: DocumentNode;
  readonly errors: readonly ErrorJson[];
}

/** AppSync's limit for a document. */
const TOKEN_LIMIT = 15_000;
const CACHED_DOCUMENTS = 1_000;
const CACHED_CHARACTERS = 8_000_000;
/** Operations times characters of fragments: a thousand operations over 20 KB of fragments pass. */
const ENTANGLEMENT_LIMIT = 20_000_000;

/** Parses and validates the documents of one API, and remembers those used last. */
export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #rules: readonly ValidationRule[];
  readonly #cache = new Map<string, PreparedDocument>();
  #characters = 0;

  constructor(schema: GraphQLSchema, options: { readonly introspection: boolean }) {
    this.#schema = schema;
    // AppSync lets a directive stand twice at one place.
    const kept = specifiedRules.filter(
      (rule) => rule !== OverlappingFieldsCanBeMergedRule && rule !== UniqueDirectivesPerLocationRule,
    );
    this.#rules = [...kept, overlappingFieldsRule, ...(options.introspection ? [] : [noIntrospectionRule])];
  }

  /** @throws AwsError MalformedHttpRequestException for a text that isn't GraphQL */
  prepare(source: string): PreparedDocument {
    const known = this.#cache.get(source);
    if (known) {
      this.#cache.delete(source);
      this.#cache.set(source, known);
      return known;
    }
    const prepared = this.#read(source);
    this.#remember(source, prepared);
    return prepared;
  }

  #read(source: string): PreparedDocument {
    try {
      const document = parse(source, { maxTokens: TOKEN_LIMIT });
      if (isTooEntangled(document)) throw malformedRequest();
      const errors = validate(this.#schema, document, this.#rules, { maxErrors: 20 });
      return { document, errors: errors.map((error) => validationError(this.#schema, document, error)) };
    } catch (error) {
      if (error instanceof GraphQLError && error.message.includes(`more that ${TOKEN_LIMIT} tokens`)) {
        throw malformedRequest('Maximum char length exceeded.');
      }
      // A RangeError: the document is nested deeper than a stack reaches.
      if (error instanceof GraphQLError || error instanceof RangeError) throw malformedRequest();
      throw error;
    }
  }

  #remember(source: string, prepared: PreparedDocument): void {
    if (source.length > CACHED_CHARACTERS / 20) return;
    this.#cache.set(source, prepared);
    this.#characters += source.length;
    for (const oldest of this.#cache.keys()) {
      if (this.#cache.size <= CACHED_DOCUMENTS && this.#characters <= CACHED_CHARACTERS) return;
      this.#cache.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}

/**
 * The library's rules look at all fragments once for each operation, and remember what they saw: a megabyte of many
 * operations over many fragments would take the process's memory.
 */
function isTooEntangled({ definitions }: DocumentNode): boolean {
  let operations = 0;
  let fragmentCharacters = 0;
  for (const { kind, loc } of definitions) {
    if (kind === Kind.OPERATION_DEFINITION) operations += 1;
    else fragmentCharacters += loc ? loc.end - loc.start : 0;
  }
  return operations * fragmentCharacters > ENTANGLEMENT_LIMIT;
}

/** With introspection disabled the introspection types have no fields, as on AWS. */
function noIntrospectionRule(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      const parent = context.getParentType();
      if (!parent?.name.startsWith('__') || node.name.value === '__typename') return;
      const message = `Cannot query field "${node.name.value}" on type "${parent.name}".`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}
