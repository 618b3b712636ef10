/** Bundles resolvers and functions into `build/`, where the CDK app takes them from. */
import { build } from './bundle.ts';

await build();
