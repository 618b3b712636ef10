import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { ApiError } from '../support/client.ts';
import { matrixCallers, type MatrixCaller } from './callers.ts';
import type { Call } from './elsewhere.ts';
import type { Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { CALLERS, readMatrix, type Caller, type Row } from './table.ts';

/** Subscriptions are tried over their own protocol, in test/flows/progress-live.test.ts. */
const ROWS = readMatrix().filter(({ field }) => !field.startsWith('Subscription.'));

let backend: TestBackend;
let callers: Readonly<Record<Caller, MatrixCaller>>;

beforeAll(async () => {
  backend = await startTestBackend();
  callers = matrixCallers(backend);
});
afterAll(() => backend.stop());

function operationOf({ field, about }: Row): Operation {
  const operation = OPERATIONS[`${field} ${about}`];
  if (!operation) throw new Error(`test/matrix/operations.ts has no "${field} ${about}".`);
  return operation;
}

async function callAs<Result>(caller: Caller, call: () => Promise<Result>): Promise<Result> {
  const restore = await callers[caller].prepare();
  try {
    return await call();
  } finally {
    await restore();
  }
}

/** What a refusal says, without where in the document it stands. */
function body({ message, errorType, errorInfo }: ApiError) {
  return { message, errorType, errorInfo };
}

async function expectRefused(row: Row, caller: Caller, operation: Operation, call: Call): Promise<void> {
  const { client } = callers[caller];
  const { refusals, before, after } = await callAs(caller, async () => {
    const before = await backend.items();
    const refusals = [await client.refusal(call.document, call.variables)];
    if (operation.elsewhere && row.outcomes[caller] === 'NotFound') {
      const { document, variables } = operation.elsewhere(call);
      refusals.push(await client.refusal(document, variables));
    }
    return { refusals, before, after: await backend.items() };
  });
  expect(refusals.map(({ errorType }) => errorType)).toEqual(refusals.map(() => row.outcomes[caller]));
  expect(new Set(refusals.map((refusal) => JSON.stringify(body(refusal)))).size, 'no oracle').toBe(1);
  expect(after, 'nothing is written').toEqual(before);
}

/** The refused thing is there: somebody who may, can. */
async function expectWitness(row: Row, call: Call): Promise<void> {
  const witness = CALLERS.find((caller) => row.outcomes[caller] === 'yes');
  if (witness) await callAs(witness, () => callers[witness].client.run(call.document, call.variables));
}

describe.each(ROWS)('$field, $about', (row) => {
  it.each(CALLERS.filter((caller) => row.outcomes[caller] === 'yes'))('lets in: %s', async (caller) => {
    const { document, variables } = await operationOf(row).arrange(backend);
    const data = await callAs(caller, () => callers[caller].client.run<Record<string, unknown>>(document, variables));
    expect(data[row.field.split('.')[1] ?? '']).not.toBeNull();
  });

  it.each(CALLERS.filter((caller) => row.outcomes[caller] !== 'yes'))('refuses: %s', async (caller) => {
    const operation = operationOf(row);
    const call = await operation.arrange(backend);
    await expectRefused(row, caller, operation, call);
    await expectWitness(row, call);
  });

  it('answers 401 without credentials', async () => {
    const response = await fetch(backend.outputs.graphqlUrl, {
      method: 'POST',
      body: JSON.stringify(await operationOf(row).arrange(backend)),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ errorType: 'UnauthorizedException' }] });
  });
});
