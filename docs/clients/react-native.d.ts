/** As much of React Native as native.tsx uses: its type is checked here without the package, which an app has. */
declare module 'react-native' {
  import type { ReactElement, ReactNode } from 'react';

  interface Accessible {
    readonly accessibilityRole?: 'header' | 'alert';
    readonly children?: ReactNode;
  }
  export function View(props: Accessible): ReactElement;
  export function Text(props: Accessible): ReactElement;
  export function Button(props: { readonly title: string; readonly onPress: () => void }): ReactElement;
  export function FlatList<Item>(props: {
    readonly data: readonly Item[];
    readonly keyExtractor: (item: Item) => string;
    readonly renderItem: (info: { readonly item: Item }) => ReactElement;
  }): ReactElement;
}
declare module 'react-native-get-random-values';
declare module 'react-native-url-polyfill/auto';
declare module '@aws-amplify/react-native';
declare module '*/amplify.local.json' {
  import type { ResourcesConfig } from 'aws-amplify';

  const config: ResourcesConfig;
  export default config;
}
