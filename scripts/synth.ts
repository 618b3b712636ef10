/** `npm run synth`: writes cdk.out, checked by CloudFormation's rules. */
import { ASSEMBLY, synthesize } from './synthesize.ts';

const validate = process.argv.includes('--validate');
await synthesize({ validate });
console.log(`${ASSEMBLY} is written${validate ? ', and valid' : ''}.`);
