import { defineConfig } from 'vitest/config';

/** Whole programs from outside: a clean start, a browser, a killed process. One at a time, for they own ports. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/system/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
