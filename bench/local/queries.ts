import { Agent, request } from 'node:http';
import { quantile, type Figure } from './report.ts';
import { cpuSeconds, runOrders, type RunningOrders } from './running-orders.ts';

const WARM_UP = 2_000;
const ALONE = 5_000;
const CALLERS = 32;
const SECONDS = 8;

/** A GetItem query by GraphQL over connections that stay open: one caller after the other, then 32 at once. */
export async function measureQueries(): Promise<Figure[]> {
  const orders = await runOrders();
  try {
    await post(orders, one, { query: 'mutation { placeOrder(id: "1", customer: "ann", cents: 100) { id } }' });
    for (let count = 0; count < WARM_UP; count += 1) await get(orders, one);
    const times: number[] = [];
    for (let count = 0; count < ALONE; count += 1) {
      const begun = performance.now();
      await get(orders, one);
      times.push(performance.now() - begun);
    }
    return [
      { what: 'GetItem query, one caller: p50', value: quantile(times, 0.5), unit: 'ms', budget: { atMost: 2 } },
      { what: 'GetItem query, one caller: p99', value: quantile(times, 0.99), unit: 'ms' },
      ...(await together(orders)),
    ];
  } finally {
    one.destroy();
    many.destroy();
    await orders.stop();
  }
}

const one = new Agent({ keepAlive: true, maxSockets: 1 });
const many = new Agent({ keepAlive: true, maxSockets: CALLERS });

async function together(orders: RunningOrders): Promise<Figure[]> {
  const [served, own] = [cpuSeconds(orders.pid), process.cpuUsage()];
  const begun = performance.now();
  const end = begun + SECONDS * 1000;
  const times: number[] = [];
  const caller = async (): Promise<void> => {
    while (performance.now() < end) {
      const sent = performance.now();
      await get(orders, many);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(own);
  const load = (user + system) / 1e6;
  const server = cpuSeconds(orders.pid) - served;
  return [
    {
      what: `GetItem query, ${CALLERS} callers`,
      value: times.length / seconds,
      unit: 'requests/s',
      budget: { atLeast: 1500 },
    },
    { what: `GetItem query, ${CALLERS} callers: p99`, value: quantile(times, 0.99), unit: 'ms' },
    { what: 'CPU of the local cloud meanwhile', value: server / seconds, unit: 'cores' },
    { what: 'CPU of the load generator meanwhile', value: load / seconds, unit: 'cores' },
  ];
}

const BODY = { query: 'query ($id: ID!) { order(id: $id) { id customer cents } }', variables: { id: '1' } };

async function get(orders: RunningOrders, agent: Agent): Promise<void> {
  const answer = await post(orders, agent, BODY);
  if (!answer.includes('"customer":"ann"')) throw new Error(`Not an order: ${answer}`);
}

function post(orders: RunningOrders, agent: Agent, body: unknown): Promise<string> {
  const headers = { 'content-type': 'application/json', 'x-api-key': orders.output('ApiKey') };
  return new Promise((resolve, reject) => {
    const sent = request(`${orders.url}/graphql`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}
