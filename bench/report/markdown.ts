import { FUNCTION_BUDGET, MAX_RESOLVER_CHARACTERS, MEDIAN_RESOLVER_BUDGET } from '../sizes.ts';
import { peerSection } from './peer-section.ts';
import type { Results } from './results.ts';
import { grouped, table } from './table.ts';

const INTRODUCTION = `# Benchmarks

Written by \`npm run bench\`. \`npm run bench -- --check\` measures again, writes nothing, and fails when an operation
costs more than [\`bench/expected.json\`](../bench/expected.json) says, unless
[\`bench/changes.md\`](../bench/changes.md) gives the reason; when a budget is exceeded; and when a cost grows with the
number of learners.

What is measured is the synthesized backend, run by the local cloud: its resolvers, its functions, its IAM rules, its
table. Each operation is done alone, by a person who is signed in as an app would be or holds the public key, and its
answer is compared with what it must be. Authorization is in every figure.

- **client calls**: GraphQL requests that an app sends. **Requests**: what resolvers and functions ask of services.
  **Waves**: requests that wait for one another.
- **RCU**, **WCU**: DynamoDB's read and write units until the answer is out. **After**: units of what follows, until
  nothing is under way any more.
- **functions**: invocations. **Bytes**: bodies of the GraphQL request and response, uncompressed.

Not measured: time. How long a laptop takes says nothing about AWS.`;

/** `docs/benchmarks.md`: for people, and the same after each run that measures the same. */
export function markdown(results: Results): string {
  return [
    INTRODUCTION,
    operationsSection(results),
    peerSection(results),
    growthSection(results),
    sizesSection(results),
    '',
  ].join('\n\n');
}

function operationsSection({ operations, measured }: Results): string {
  const rows = operations.flatMap(({ name, title, budget }) => {
    const figures = measured[name];
    if (!figures) return [];
    const { clientCalls, requests, depth, rcu, wcu, rcuAfter, wcuAfter, functions, requestBytes, responseBytes } =
      figures;
    const allowed = budget === undefined ? String(requests) : `${requests} of ${budget}`;
    const units = [rcu, wcu, `${rcuAfter}, ${wcuAfter}`];
    return [[name, title, clientCalls, allowed, depth, ...units, functions, requestBytes, responseBytes]];
  });
  const head = ['client calls', 'requests', 'waves', 'RCU', 'WCU', 'after: RCU, WCU', 'functions', 'bytes sent', 'got'];
  return [
    '## Operations',
    `One school, written through the API: ten courses of 8 modules with 6 lessons each, which the learner is in with half
of the lessons done, and 22 courses more. "Of": the budget. Letters name the reference operations that are built.`,
    table(['', 'operation', ...head], rows, 2),
  ].join('\n\n');
}

function growthSection({ growth }: Results): string {
  const [smallest] = growth;
  const rows = Object.keys(smallest?.operations ?? {}).map((name) => [
    name,
    ...growth.map(({ operations }) => {
      const figures = operations[name];
      return figures ? [figures.requests, figures.depth, figures.rcu, figures.wcu].join(' · ') : '';
    }),
  ]);
  return [
    '## Growth',
    `The same operations by one learner more, in a school with so many learners: requests · waves · RCU · WCU. Most
learners are in one course, few in ten; every tenth is in the course of (a), (h) and the lesson, and every tenth in
the one that is enrolled in. They are loaded into the table by items that a test compares with the API's. The slope
has to be 0. Up to a hundred thousand are measured by \`npm run bench -- --full\`.`,
    table(
      ['learners', ...growth.map(({ learners }) => grouped(learners))],
      [
        ['courses', ...growth.map(({ courses }) => courses)],
        ['items loaded', ...growth.map(({ items }) => items)],
        ...rows,
      ],
    ),
  ].join('\n\n');
}

function sizesSection({ sizes }: Results): string {
  const { resolvers, functions } = sizes;
  const verdict = (value: number, budget: number) => (value > budget ? '**over**' : 'kept');
  const { median, largest, count } = resolvers;
  return [
    '## Size of code',
    `Bytes as deployed: ${count} files of resolvers and pipeline functions, each with what it imports; names and white
space are shortened. Bundles of functions carry their SDK clients. Only AppSync's own limit fails a run.`,
    table(
      ['', 'bytes', 'budget', ''],
      [
        ['resolver code, median', median, MEDIAN_RESOLVER_BUDGET, verdict(median, MEDIAN_RESOLVER_BUDGET)],
        [
          `resolver code, largest (\`${largest.file}\`)`,
          largest.bytes,
          MAX_RESOLVER_CHARACTERS,
          verdict(largest.characters, MAX_RESOLVER_CHARACTERS),
        ],
        ...Object.entries(functions).map(([name, bytes]) => [
          `function \`${name}\``,
          bytes,
          FUNCTION_BUDGET,
          verdict(bytes, FUNCTION_BUDGET),
        ]),
      ],
    ),
  ].join('\n\n');
}
