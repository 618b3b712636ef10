import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { findEngineBinary } from '../../../local/dynamodb/engine-binary.ts';
import { DynamoDb } from '../../../local/dynamodb/dynamodb.ts';
import { Engine } from '../../../local/dynamodb/engine.ts';
import { ADMINISTRATOR, database, emptyDatabase, errorOf, get, put } from './table.ts';
import { eventually } from '../../support/eventually.ts';
import { newCloud, temporaryFolder } from '../support/cloud.ts';

const engineModule = new URL('../../../local/dynamodb/engine.ts', import.meta.url).href;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A killed child that nobody has waited for yet still has an entry, with nothing in it.
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/cmdline`).length > 0;
  } catch {
    return false;
  }
}

/** A local cloud of another process that runs an engine; returns that process and the engine's id. */
async function otherProcess(folder: string) {
  const script = `const { Engine } = await import(${JSON.stringify(engineModule)});
    await new Engine(${JSON.stringify(folder)}, () => {}).start();
    console.log('started'); setInterval(() => {}, 1000);`;
  const process_ = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void process_.kill('SIGKILL'));
  await once(process_.stdout, 'data');
  const { pid } = JSON.parse(readFileSync(join(folder, 'engine.json'), 'utf8')) as { pid: number };
  onTestFinished(() => {
    if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  });
  return { process: process_, pid };
}

describe('the items', () => {
  it('are there after a stop and a start', async () => {
    const folder = temporaryFolder();
    const first = await database(folder);
    await first.dynamodb.execute(ADMINISTRATOR, 'PutItem', put('a'));
    await first.dynamodb.stop();
    const second = await database(folder);
    expect(await second.dynamodb.execute(ADMINISTRATOR, 'GetItem', get('a'))).toHaveProperty('Item');
  });

  it('go back to a snapshot, and requests made meanwhile wait', async () => {
    const { dynamodb } = await database();
    const snapshot = join(temporaryFolder(), 'dynamodb');
    await dynamodb.execute(ADMINISTRATOR, 'PutItem', put('before'));
    await dynamodb.snapshot(snapshot);
    await dynamodb.execute(ADMINISTRATOR, 'PutItem', put('after'));
    const restored = dynamodb.restore(snapshot);
    expect(await dynamodb.execute(ADMINISTRATOR, 'GetItem', get('before'))).toHaveProperty('Item');
    await restored;
    expect(await dynamodb.execute(ADMINISTRATOR, 'GetItem', get('after'))).toEqual({});
    await dynamodb.execute(ADMINISTRATOR, 'PutItem', put('later'));
  });

  it('may live behind another endpoint, and go back to a snapshot there too', async () => {
    const engine = new Engine(join(temporaryFolder(), 'other'), () => undefined);
    onTestFinished(() => engine.stop());
    const endpoint = await engine.start();
    const authorize = () => undefined;
    const external = new DynamoDb(newCloud(), { authenticate: () => ADMINISTRATOR, authorize }, { endpoint });
    const { resourceTypes } = external;
    onTestFinished(() => external.stop());
    await resourceTypes['AWS::DynamoDB::Table']({
      type: 'AWS::DynamoDB::Table',
      logicalId: 'Table',
      stack: 'Stack',
      address: 'Stack/Table',
      properties: {
        TableName: 'Data',
        AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      },
    });
    const run = (operation: string, input: Record<string, unknown>) =>
      external.execute(ADMINISTRATOR, operation, input);
    for (let index = 0; index < 30; index += 1) await run('PutItem', put(`item-${index}`, { n: { N: '1' } }));
    const snapshot = join(temporaryFolder(), 'dynamodb');
    await external.snapshot(snapshot);
    await run('PutItem', put('item-1', { n: { N: '2' } }));
    await run('PutItem', put('new'));
    await run('DeleteItem', get('item-2'));
    await external.restore(snapshot);
    const { Items } = await run('Scan', { TableName: 'Data' });
    expect(Items).toHaveLength(30);
    expect((Items as { n: unknown }[]).every(({ n }) => JSON.stringify(n) === '{"N":"1"}')).toBe(true);
  });
});

describe('an engine', () => {
  it('ends with a local cloud that is killed, and the next one starts', async () => {
    const folder = join(temporaryFolder(), 'dynamodb');
    const other = await otherProcess(folder);
    other.process.kill('SIGKILL');
    await once(other.process, 'exit');
    await eventually(() => expect(isRunning(other.pid)).toBe(false));
    const engine = new Engine(folder, () => undefined);
    onTestFinished(() => engine.stop());
    await expect(engine.start()).resolves.toMatch(/^http:/);
  });

  it('left over all the same is ended at the next start', async () => {
    const folder = join(temporaryFolder(), 'dynamodb');
    const path = join(folder, 'database.sqlite');
    mkdirSync(folder);
    const options = ['serve', '--host', '127.0.0.1', '--port', '0', '--db-path', path];
    const leftover = spawn(findEngineBinary(), options, { stdio: 'ignore' });
    onTestFinished(() => void leftover.kill('SIGKILL'));
    writeFileSync(join(folder, 'engine.json'), JSON.stringify({ pid: leftover.pid, parent: 1 }));
    const engine = new Engine(folder, () => undefined);
    onTestFinished(() => engine.stop());
    await expect(engine.start()).resolves.toMatch(/^http:/);
    expect(leftover.exitCode ?? leftover.signalCode).not.toBeNull();
  });

  it('ends with its local cloud', async () => {
    const other = await otherProcess(join(temporaryFolder(), 'dynamodb'));
    other.process.kill('SIGTERM');
    const [, signal] = (await once(other.process, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGTERM');
    await eventually(() => expect(isRunning(other.pid)).toBe(false));
  });

  it('of a local cloud that runs is left alone, and the second does not start', async () => {
    const folder = join(temporaryFolder(), 'dynamodb');
    const other = await otherProcess(folder);
    const error = await errorOf(new Engine(folder, () => undefined).start());
    expect(error.message).toMatch(new RegExp(`Another local cloud \\(process ${other.process.pid}\\)`));
    expect(isRunning(other.pid)).toBe(true);
  });

  it('that crashes is told of, and starts again with the next request', async () => {
    const { cloud, dynamodb } = await database();
    await dynamodb.execute(ADMINISTRATOR, 'PutItem', put('a'));
    const file = readFileSync(join(cloud.stateFolder, 'dynamodb', 'engine.json'), 'utf8');
    process.kill((JSON.parse(file) as { pid: number }).pid, 'SIGKILL');
    await eventually(() => expect(cloud.terminal).not.toEqual([]));
    expect(cloud.terminal[0]).toMatch(/^dynamodb: dynoxide crashed: it ended with SIGKILL/);
    expect(await dynamodb.execute(ADMINISTRATOR, 'GetItem', get('a'))).toHaveProperty('Item');
  });

  it("gets an index on its stream's records, and those of another day are dropped", async () => {
    const folder = temporaryFolder();
    const first = emptyDatabase(folder);
    await first.deploy({ StreamSpecification: { StreamViewType: 'NEW_IMAGE' } });
    for (const pk of ['old', 'new']) await first.dynamodb.execute(ADMINISTRATOR, 'PutItem', put(pk));
    await first.dynamodb.stop();
    const path = join(folder, 'dynamodb', 'database.sqlite');
    const edit = new DatabaseSync(path);
    edit.exec("UPDATE _stream_records SET created_at = created_at - 90000 WHERE keys_json LIKE '%old%'");
    edit.close();
    await database(folder);
    const look = new DatabaseSync(path, { readOnly: true });
    onTestFinished(() => look.close());
    const plan =
      'EXPLAIN QUERY PLAN SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?';
    expect(look.prepare('SELECT count(*) AS n FROM _stream_records').get()).toEqual({ n: 1 });
    expect(JSON.stringify(look.prepare(plan).all('Data'))).toContain('_stream_records_by_number');
  });
});

describe('the program', () => {
  it.runIf(process.platform === 'linux' && process.arch === 'x64')(
    'comes from the npm package, else from the PATH, else one line says what to do',
    () => {
      const found = findEngineBinary();
      const packageName = `@dynoxide/${process.platform}-${process.arch}/package.json`;
      expect(dirname(found)).toBe(dirname(createRequire(import.meta.url).resolve(packageName)));

      const architecture = vi.spyOn(process, 'arch', 'get').mockReturnValue('mips');
      onTestFinished(() => architecture.mockRestore());
      const folder = join(temporaryFolder(), 'bin');
      mkdirSync(folder);
      writeFileSync(join(folder, 'dynoxide'), '#!/bin/sh\necho broken >&2\nexit 3\n');
      chmodSync(join(folder, 'dynoxide'), 0o755);
      vi.stubEnv('PATH', folder);
      onTestFinished(() => void vi.unstubAllEnvs());
      expect(findEngineBinary()).toBe(join(folder, 'dynoxide'));

      vi.stubEnv('PATH', '');
      expect(findEngineBinary).toThrow(
        /^No DynamoDB engine: @dynoxide\/\w+-mips is not installed\. Install .*, put a dynoxide on the PATH, .*endpoint\.$/,
      );
    },
  );

  it('that ends at once is told with its own words', async () => {
    const architecture = vi.spyOn(process, 'arch', 'get').mockReturnValue('mips');
    onTestFinished(() => architecture.mockRestore());
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'dynoxide'), '#!/bin/sh\necho broken >&2\nexit 3\n');
    chmodSync(join(folder, 'dynoxide'), 0o755);
    vi.stubEnv('PATH', folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const error = await errorOf(emptyDatabase().deploy());
    expect(error).toMatchObject({
      name: 'DeploymentError',
      message: expect.stringContaining('it ended with 3 broken'),
    });
  });
});
