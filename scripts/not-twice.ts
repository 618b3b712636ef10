import { createServer } from 'node:net';
import { readLocalStage } from './outputs.ts';

/** How an engineer gets another port. */
export const PORT_HINT = 'Stop what uses it, or choose another: KALPLA_PORT=4600 npm start';

/**
 * Asked before anything is built, written or forgotten: a start that can't come about must not touch what another one
 * works on.
 * @throws Error when the port is in use, or another process runs on the folder
 */
export async function notTwice(port: number, folder: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} is in use. ${PORT_HINT}`) : error);
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
  const other = readLocalStage(folder);
  // Another program may have got the process id since, or the port, but hardly both.
  if (!other || other.pid === process.pid || !isAlive(other.pid) || !(await answers(other.url))) return;
  throw new Error(`${folder} is in use by process ${other.pid} at ${other.url}: stop it first.`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function answers(url: string): Promise<boolean> {
  return fetch(`${url}/_local/health`).then(
    () => true,
    () => false,
  );
}
