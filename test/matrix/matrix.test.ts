import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { ApiError } from '../support/client.ts';
import { writingNothing } from '../support/nothing-written.ts';
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

async function refuse(row: Row, caller: Caller, operation: Operation, call: Call): Promise<readonly ApiError[]> {
  const { client } = callers[caller];
  const refusals = [await client.refusal(call.document, call.variables)];
  if (operation.elsewhere && row.outcomes[caller] === 'NotFound') {
    const { document, variables } = operation.elsewhere(call);
    refusals.push(await client.refusal(document, variables));
  }
  return refusals;
}

async function expectRefused(row: Row, caller: Caller, operation: Operation, call: Call): Promise<void> {
  const refusals = await callAs(caller, () => writingNothing(backend, () => refuse(row, caller, operation, call)));
  expect(refusals.map(({ errorType }) => errorType)).toEqual(refusals.map(() => row.outcomes[caller]));
  expect(new Set(refusals.map((refusal) => JSON.stringify(body(refusal)))).size, 'no oracle').toBe(1);
}

describe.each(ROWS)('$field, $about', (row) => {
  const lets = CALLERS.filter((caller) => row.outcomes[caller] === 'yes');
  const refuses = CALLERS.filter((caller) => row.outcomes[caller] !== 'yes');

  it.each(lets)('lets in: %s', async (caller) => {
    const { document, variables } = await operationOf(row).arrange(backend);
    const data = await callAs(caller, () => callers[caller].client.run<Record<string, unknown>>(document, variables));
    expect(data[row.field.split('.')[1] ?? '']).not.toBeNull();
  });

  describe('about the same thing', () => {
    let call: Call;
    beforeAll(async () => {
      call = await operationOf(row).arrange(backend);
    });

    it.each(refuses)('refuses: %s', (caller) => expectRefused(row, caller, operationOf(row), call));

    it('answers 401 without credentials', async () => {
      const response = await fetch(backend.outputs.graphqlUrl, { method: 'POST', body: JSON.stringify(call) });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ errors: [{ errorType: 'UnauthorizedException' }] });
    });

    // So what was refused was there.
    it.each(lets.slice(0, 1))('lets in after all: %s', (caller) =>
      callAs(caller, () => callers[caller].client.run(call.document, call.variables)),
    );
  });
});
