import { attributeOf, intrinsicCall, subOf } from './intrinsics.ts';
import { namesIn } from './substitution.ts';
import { isRecord } from './template.ts';

/**
 * Names to which a template's value refers by `Ref`, `Fn::GetAtt` and `Fn::Sub`: logical ids, parameters and
 * pseudo parameters. The branch of an `Fn::If` that isn't taken refers to nothing.
 */
export function referencesIn(value: unknown, condition: (name: string) => boolean): Set<string> {
  const names = new Set<string>();

  const visit = (item: unknown): void => {
    if (Array.isArray(item)) return item.forEach(visit);
    if (!isRecord(item)) return;
    const call = intrinsicCall(item);
    if (!call) return Object.values(item).forEach(visit);
    const { name, argument } = call;
    if (name === 'Ref') names.add(String(argument));
    else if (name === 'Fn::GetAtt') {
      const [logicalId, attribute] = attributeOf(argument);
      names.add(logicalId);
      visit(attribute);
    } else if (name === 'Fn::If' && Array.isArray(argument)) {
      visit(condition(String(argument[0])) ? argument[1] : argument[2]);
    } else if (name === 'Fn::Sub') {
      const [template, variables] = subOf(argument);
      const own = isRecord(variables) ? variables : {};
      for (const found of namesIn(String(template))) {
        if (!Object.hasOwn(own, found)) names.add(found.split('.')[0] ?? found);
      }
      visit(own);
    } else visit(argument);
  };

  visit(value);
  return names;
}
