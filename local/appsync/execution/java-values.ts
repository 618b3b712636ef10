import { Kind, type ValueNode } from 'graphql';
import { isObject } from '../properties.ts';

/** A literal as graphql-java, which AppSync is built on, shows it in its messages. */
export function showLiteral(node: ValueNode): string {
  switch (node.kind) {
    case Kind.STRING:
      return `StringValue{value='${node.value}'}`;
    case Kind.INT:
      return `IntValue{value=${node.value}}`;
    case Kind.FLOAT:
      return `FloatValue{value=${node.value}}`;
    case Kind.BOOLEAN:
      return `BooleanValue{value=${node.value}}`;
    case Kind.NULL:
      return 'NullValue{}';
    case Kind.ENUM:
      return `EnumValue{name='${node.value}'}`;
    case Kind.VARIABLE:
      return `VariableReference{name='${node.name.value}'}`;
    case Kind.LIST:
      return `ArrayValue{values=[${node.values.map(showLiteral).join(', ')}]}`;
    case Kind.OBJECT: {
      const fields = node.fields.map(
        (field) => `ObjectField{name='${field.name.value}', value=${showLiteral(field.value)}}`,
      );
      return `ObjectValue{objectFields=[${fields.join(', ')}]}`;
    }
  }
}

/** How graphql-java makes a leaf of a value that isn't of its type; undefined: graphql-js does the same. */
export function leafCoercion(typeName: string): ((value: unknown) => unknown) | undefined {
  switch (typeName) {
    case 'String':
    case 'ID':
      return (value) => (typeof value === 'string' ? value : javaText(value));
    case 'Boolean':
      return (value) => (typeof value === 'string' ? value.toLowerCase() === 'true' : value);
    default:
      return undefined;
  }
}

/** A value as Java's `toString` writes it: `{id=1, tags=[a, b]}`. */
function javaText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const members = Object.entries(value).map(([name, member]) => `${name}=${javaText(member)}`);
  return `{${members.join(', ')}}`;
}
