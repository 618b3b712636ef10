import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: ['test/support/global-setup.ts'],
    include: ['test/**/*.test.ts'],
    exclude: ['test/system/**'],
    // Processes, not threads: a backend has an engine of its own, which is killed with the process that has started it.
    pool: 'forks',
    // A file a process would import the same modules three hundred times, and no file leaves anything to the next.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
