import { spawn } from 'node:child_process';
import { build } from './bundle.ts';

/** Where the assembly is written and the local cloud reads it. */
export const ASSEMBLY = 'cdk.out';

/**
 * Builds what the template carries and runs the CDK app, in a child that ends and gives its memory back.
 * @param validate whether CDK checks the templates by CloudFormation's rules: seconds, so not on each start
 * @throws Error with what the app printed, when it fails
 */
export async function synthesize({
  validate,
  folder = ASSEMBLY,
}: {
  validate: boolean;
  folder?: string;
}): Promise<void> {
  await build();
  const env = { ...process.env, CDK_OUTDIR: folder };
  const child = spawn(process.execPath, ['bin/kalpla.ts'], {
    env: validate ? env : { ...env, CDK_VALIDATION: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (text) => (printed += String(text)));
  child.stderr.on('data', (text) => (printed += String(text)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`The CDK app failed: ${thrownLine(printed)}\n${printed.trim()}`);
  if (validate && printed.trim()) console.log(printed.trim());
}

/** What Node says of an uncaught error, between the quoted code and the stack. */
function thrownLine(printed: string): string {
  return /^\w*Error\b.*$/m.exec(printed)?.[0] ?? '';
}
