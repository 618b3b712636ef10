/** React Native. The first two lines belong before everything else: Hermes has no random values and half a URL. */
import 'react-native-get-random-values';
import 'react-native-url-polyfill/auto';
import '@aws-amplify/react-native';
import { Button, FlatList, Text, View } from 'react-native';
import config from './amplify.local.json';
import { useDashboard } from './dashboard';
import { configure } from './kalpla';

configure(config);

/** For who is signed in: `signIn` of aws-amplify/auth, as on the web. */
export function DashboardScreen() {
  const { name, enrollments, problem, complete } = useDashboard();
  return (
    <View>
      <Text accessibilityRole="header">Hello {name}</Text>
      {problem && <Text accessibilityRole="alert">{problem}</Text>}
      <FlatList
        data={enrollments}
        keyExtractor={({ course }) => course.id}
        renderItem={({ item }) => (
          <View>
            <Text>
              {item.course.title}: {item.progress.percent} %
            </Text>
            <Button title="Complete the next lesson" onPress={() => complete(item)} />
          </View>
        )}
      />
    </View>
  );
}
