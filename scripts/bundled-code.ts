import { globSync, readFileSync } from 'node:fs';
import { RESOLVERS } from './bundle.ts';

/** Code of AppSync in the template: `Resolver Query.course`, or `Function QueryCourse1` with the name of the template. */
export interface BundledCode {
  readonly kind: 'Resolver' | 'Function';
  readonly name: string;
  /** The file that it was made of, under `build/resolvers`. */
  readonly bundle: string;
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Properties }>>;
}

interface Properties {
  readonly Name?: string;
  /** The bundle of a function, as the CDK app notes it. */
  readonly Description?: string;
  readonly TypeName?: string;
  readonly FieldName?: string;
}

/** All code that an assembly's templates carry inline. */
export function bundledCode(assembly: string): BundledCode[] {
  return globSync(`${assembly}/*.template.json`)
    .map((path) => JSON.parse(readFileSync(path, 'utf8')) as Template)
    .flatMap(({ Resources: resources }) => Object.values(resources))
    .flatMap(({ Type: type, Properties: properties = {} }): BundledCode[] => {
      if (type === 'AWS::AppSync::FunctionConfiguration') {
        const { Name: name = '', Description: bundle } = properties;
        return bundle ? [{ kind: 'Function', name, bundle: `${RESOLVERS}/${bundle}.js` }] : [];
      }
      if (type !== 'AWS::AppSync::Resolver') return [];
      const name = `${properties.TypeName}.${properties.FieldName}`;
      const [bundle] = globSync(`${RESOLVERS}/*/${name}.js`);
      return bundle ? [{ kind: 'Resolver', name, bundle }] : [];
    });
}
