import type { LocalCloud } from '../local/start.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../seed/people.ts';
import type { StageOutputs } from './outputs.ts';

/** What the terminal shows when the backend is ready; its last line is the one that programs wait for. */
export function welcome(cloud: LocalCloud, outputs: StageOutputs): string[] {
  const query = JSON.stringify({ query: '{ courses { items { title slug mentor { displayName } } } }' });
  return [
    '',
    `GraphQL      ${outputs.graphqlUrl}   (API key ${outputs.apiKey})`,
    `Real time    ${outputs.graphqlUrl.replace(/^http/, 'ws')}/realtime`,
    `AWS services ${cloud.url}   (region ${outputs.region}, access key local, secret local)`,
    `Clients      .kalpla/amplify.local.json   (Amplify.configure takes it as it is)`,
    '',
    `People       password ${DEMO_PASSWORD}`,
    ...Object.values(DEMO_PEOPLE).map(({ email, groups }) => `             ${email.padEnd(24)} ${groups.join(', ')}`),
    '',
    'A first query to paste:',
    `  curl -s ${outputs.graphqlUrl} -H 'x-api-key: ${outputs.apiKey}' -d '${query}'`,
    '',
    ...(cloud.notRun.length > 0
      ? [`Not run here: ${cloud.notRun.map(({ type, count }) => `${type} (${count})`).join(', ')}`, '']
      : []),
    `ready ${cloud.url}`,
  ];
}
