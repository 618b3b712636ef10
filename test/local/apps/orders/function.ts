import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Architecture, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';

/** A function of the file with its name, its SDK clients bundled. */
export function appFunction(scope: Construct, name: string, environment: Record<string, string> = {}): Function {
  const outdir = mkdtempSync(join(tmpdir(), `orders-${name}-`));
  buildSync({
    entryPoints: { index: join(import.meta.dirname, 'functions', `${name}.ts`) },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  return new Function(scope, `${name}-function`, {
    code: Code.fromAsset(outdir),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: 256,
    timeout: Duration.seconds(10),
    environment,
  });
}
