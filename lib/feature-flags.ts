/**
 * CDK's switches. Here, not in cdk.json, which only CDK's own command line reads: what `npm start` synthesizes must be
 * what `cdk deploy` does.
 */
export const FEATURE_FLAGS = {
  // Findings of CloudFormation's own rules end the synthesis, where validation is not switched off.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/core:target-partitions': ['aws'],
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-kms:reduceCrossAccountRegionPolicyScope': true,
  '@aws-cdk/aws-lambda:recognizeLayerVersion': true,
} as const;
