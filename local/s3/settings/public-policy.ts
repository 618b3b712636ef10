/** Condition keys that tie a statement to callers who are known, so that it isn't public. */
const fixing = new Set([
  ...['aws:principalarn', 'aws:principalaccount', 'aws:principalorgid', 'aws:sourcearn', 'aws:sourceaccount'],
  ...['aws:sourceip', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:userid', 'aws:sourceowner', 'aws:principalorgpaths'],
  ...['s3:x-amz-server-side-encryption-aws-kms-key-id', 's3:dataaccesspointarn', 's3:dataaccesspointaccount'],
]);

/** Whether S3's "block public access" finds the policy public: it grants to everybody without a condition that fixes whom. */
export function isPublic(document: unknown): boolean {
  const { Statement: statements = [] } = (document ?? {}) as Record<string, unknown>;
  return [statements].flat().some((statement) => {
    const { Effect: effect, Principal: principal, Condition: condition } = statement as Record<string, unknown>;
    return effect === 'Allow' && isEverybody(principal) && !isFixed(condition);
  });
}

function isEverybody(principal: unknown): boolean {
  if (principal === '*') return true;
  const { AWS: aws } = (principal ?? {}) as Record<string, unknown>;
  return [aws].flat().includes('*');
}

/** A value that is a wildcard or a variable fixes nobody. */
function isFixed(condition: unknown): boolean {
  return Object.values((condition ?? {}) as Record<string, Record<string, unknown>>).some((lines) =>
    Object.entries(lines).some(
      ([key, values]) =>
        fixing.has(key.toLowerCase()) && [values].flat().every((value) => !/^[*?]+$|\$\{/.test(String(value))),
    ),
  );
}
