import {
  getNamedType,
  GraphQLError,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  print,
  type ASTVisitor,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

interface Field {
  readonly parent: GraphQLCompositeType;
  readonly node: FieldNode;
  readonly type: GraphQLOutputType | undefined;
}
interface Source {
  readonly set: SelectionSetNode;
  readonly parent: GraphQLCompositeType;
}

/** Beyond this many visits a document is taken as it is: whatever it merges at run time, the first field wins. */
const VISIT_LIMIT = 2_000_000;

/**
 * GraphQL's "Field Selection Merging", by groups instead of pairs: the library's own rule compares each two fields of
 * one response name, so a 1 MB document of the same field holds the process for minutes.
 */
export function overlappingFieldsRule(context: ValidationContext): ASTVisitor {
  const merging = new Merging(context);
  return {
    OperationDefinition(node) {
      const parent = context.getSchema().getRootType(node.operation);
      if (parent) merging.check([{ set: node.selectionSet, parent }]);
      return false;
    },
  };
}

class Merging {
  readonly #context: ValidationContext;
  readonly #ids = new Map<SelectionSetNode, number>();
  readonly #seen = { shape: new Set<string>(), name: new Set<string>() };
  readonly #printed = new Map<FieldNode, string>();
  #visits = 0;
  #reported = false;

  constructor(context: ValidationContext) {
    this.#context = context;
  }

  check(sources: readonly Source[]): void {
    this.#merge('shape', sources);
    this.#merge('name', sources);
  }

  /** Works off a list instead of recursing: selections may be nested thousands deep. */
  #merge(kind: 'shape' | 'name', first: readonly Source[]): void {
    const pending: (readonly Source[])[] = [first];
    for (let sources = pending.pop(); sources && !this.#reported; sources = pending.pop()) {
      const key = this.#keyOf(sources);
      if (this.#seen[kind].has(key) || this.#visits > VISIT_LIMIT) continue;
      this.#seen[kind].add(key);
      for (const [name, fields] of this.#collect(sources)) {
        const groups = kind === 'shape' ? [fields] : concurrentGroups(fields);
        for (const group of groups) {
          if (kind === 'shape') this.#checkShapes(name, group);
          else this.#checkNames(name, group);
          const next = group.flatMap(subSelection);
          if (next.length > 0) pending.push(next);
        }
      }
    }
  }

  #checkShapes(name: string, [first, ...others]: readonly Field[]): void {
    for (const other of others) {
      if (first?.type && other.type && !sameShape(first.type, other.type)) {
        this.#report(`${name}: they return differing types ${String(first.type)} and ${String(other.type)}`, other);
      }
    }
  }

  #checkNames(name: string, [first, ...others]: readonly Field[]): void {
    for (const other of others) {
      if (!first) return;
      if (first.node.name.value !== other.node.name.value) {
        this.#report(`${name}: ${first.node.name.value} and ${other.node.name.value} are different fields`, other);
      } else if (this.#argumentsOf(first.node) !== this.#argumentsOf(other.node)) {
        this.#report(`${name}: they have differing arguments`, other);
      }
    }
  }

  #report(reason: string, field: Field): void {
    if (this.#reported) return;
    this.#reported = true;
    this.#context.reportError(new GraphQLError(`Fields conflict: ${reason}`, { nodes: field.node }));
  }

  #collect(sources: readonly Source[]): Map<string, Field[]> {
    const fields = new Map<string, Field[]>();
    const spread = new Set<string>();
    const pending = [...sources];
    for (let source = pending.pop(); source; source = pending.pop()) {
      const definitions = 'getFields' in source.parent ? source.parent.getFields() : {};
      for (const node of source.set.selections) {
        this.#visits += 1;
        if (node.kind === Kind.FIELD) {
          const name = node.alias?.value ?? node.name.value;
          const field = { parent: source.parent, node, type: definitions[node.name.value]?.type };
          const group = fields.get(name);
          if (group) group.push(field);
          else fields.set(name, [field]);
          continue;
        }
        const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.#context.getFragment(node.name.value);
        if (!fragment) continue;
        if (node.kind === Kind.FRAGMENT_SPREAD) {
          if (spread.has(node.name.value)) continue;
          spread.add(node.name.value);
        }
        const condition = fragment.typeCondition?.name.value;
        const type = condition ? this.#context.getSchema().getType(condition) : source.parent;
        if (isCompositeType(type)) pending.push({ set: fragment.selectionSet, parent: type });
      }
    }
    return fields;
  }

  #keyOf(sources: readonly Source[]): string {
    const ids = new Set(
      sources.map(({ set }) => {
        const id = this.#ids.get(set) ?? this.#ids.size;
        this.#ids.set(set, id);
        return id;
      }),
    );
    return [...ids].sort((a, b) => a - b).join();
  }

  /** Arguments in an order of their own, for the order that they were written in doesn't matter. */
  #argumentsOf(node: FieldNode): string {
    if (!node.arguments?.length) return '';
    let printed = this.#printed.get(node);
    if (printed === undefined) {
      printed = node.arguments.map(print).sort().join();
      this.#printed.set(node, printed);
    }
    return printed;
  }
}

/** Fields that one object can have at once: those of one object type, and with each those of abstract types. */
function concurrentGroups(fields: readonly Field[]): Field[][] {
  const abstract = fields.filter(({ parent }) => isAbstractType(parent));
  const byObject = Map.groupBy(
    fields.filter(({ parent }) => !isAbstractType(parent)),
    ({ parent }) => parent,
  );
  return byObject.size === 0 ? [abstract] : [...byObject.values()].map((group) => [...abstract, ...group]);
}

function subSelection({ node, type }: Field): Source[] {
  const parent = type && getNamedType(type);
  return node.selectionSet && isCompositeType(parent) ? [{ set: node.selectionSet, parent }] : [];
}

function sameShape(a: GraphQLOutputType, b: GraphQLOutputType): boolean {
  if (isNonNullType(a) || isNonNullType(b)) {
    return isNonNullType(a) && isNonNullType(b) && sameShape(a.ofType, b.ofType);
  }
  if (isListType(a) || isListType(b)) return isListType(a) && isListType(b) && sameShape(a.ofType, b.ofType);
  return isLeafType(a) || isLeafType(b) ? a === b : true;
}
