/** Has Monaco take its workers from this page's own origin. */
export function serveWorkers(): void {
  const getWorker = (_id: string, label: string) => {
    const name = label === 'json' || label === 'graphql' ? label : 'editor';
    return new Worker(`/_console/${name}.worker.js`, { type: 'module' });
  };
  Object.assign(globalThis, { MonacoEnvironment: { getWorker } });
}
