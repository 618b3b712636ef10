import { describe, expect } from 'vitest';
import { holds, may, tested, variable } from './decide.ts';
import { documented } from '../support/documented.ts';

const page = 'IAM/latest/UserGuide/reference_policies_elements_condition_operators.html';
const conditions = 'IAM/latest/UserGuide/reference_policies_elements_condition.html';

const noon = Date.parse('2026-11-21T12:00:00Z');

describe('string operators', () => {
  documented(page, 'Exact matching, case sensitive', () => {
    expect(holds({ StringEquals: { k: 'Abc' } }, { k: 'Abc' })).toBe(true);
    expect(holds({ StringEquals: { k: 'Abc' } }, { k: 'abc' })).toBe(false);
    expect(holds({ StringEquals: { k: 'A*' } }, { k: 'Abc' })).toBe(false);
  });

  documented(page, 'Exact matching, ignoring case', () => {
    expect(holds({ StringEqualsIgnoreCase: { k: 'Abc' } }, { k: 'aBC' })).toBe(true);
    expect(holds({ StringEqualsIgnoreCase: { k: 'Abc' } }, { k: 'abcd' })).toBe(false);
  });

  documented(page, 'Negated matching, ignoring case', () => {
    expect(holds({ StringNotEqualsIgnoreCase: { k: 'Abc' } }, { k: 'aBC' })).toBe(false);
    expect(holds({ StringNotEqualsIgnoreCase: { k: 'Abc' } }, { k: 'abcd' })).toBe(true);
  });

  documented(
    page,
    'Case-sensitive matching. The values can include multi-character match wildcards (*) and single-character match wildcards (?) anywhere in the string. You must specify wildcards to achieve partial string matches.',
    () => {
      expect(holds({ StringLike: { k: 'a*c?' } }, { k: 'abbbcd' })).toBe(true);
      expect(holds({ StringLike: { k: 'a*c?' } }, { k: 'abbbc' })).toBe(false);
      expect(holds({ StringLike: { k: 'A*' } }, { k: 'abc' })).toBe(false);
      expect(holds({ StringLike: { k: 'ab' } }, { k: 'abc' })).toBe(false);
    },
  );

  documented(
    page,
    'Negated case-sensitive matching. The values can include multi-character match wildcards (*) or single-character match wildcards (?) anywhere in the string.',
    () => {
      expect(holds({ StringNotLike: { k: 'a*' } }, { k: 'abc' })).toBe(false);
      expect(holds({ StringNotLike: { k: 'a*' } }, { k: 'Abc' })).toBe(true);
    },
  );

  documented(page, '"Condition": {"StringEquals": {"aws:PrincipalTag/job-category": "iamuser-admin"}}', () => {
    const statement = {
      Effect: 'Allow',
      Action: 'iam:*AccessKey*',
      Resource: 'arn:aws:iam::000000000000:user/*',
      Condition: { StringEquals: { 'aws:PrincipalTag/job-category': 'iamuser-admin' } },
    };
    const request = ['iam:DeleteAccessKey', 'arn:aws:iam::000000000000:user/David'] as const;
    expect(tested([statement], { tags: { 'job-category': 'iamuser-admin' } }).may(...request)).toBe(true);
    expect(tested([statement], { tags: { 'job-category': 'other' } }).may(...request)).toBe(false);
    expect(tested([statement]).may(...request)).toBe(false);
  });

  documented(page, 'You can use a policy variable with the', () => {
    expect(holds({ StringEquals: { k: variable('aws:PrincipalAccount') } }, { k: '000000000000' })).toBe(true);
  });
});

describe('a key that the request lacks', () => {
  documented(
    page,
    'If the key that you specify in a policy condition is not present in the request context, the values do not match and the condition is false.',
    () => {
      for (const condition of [
        { StringEquals: { k: 'a' } },
        { NumericLessThan: { k: '1' } },
        { DateLessThan: { k: '2030-01-01' } },
        { Bool: { k: 'false' } },
        { IpAddress: { k: '0.0.0.0/0' } },
        { BinaryEquals: { k: 'YQ==' } },
        { ArnLike: { k: '*' } },
      ]) {
        expect(holds(condition)).toBe(false);
      }
    },
  );

  documented(
    page,
    'If the policy condition requires that the key is not matched, such as StringNotLike or ArnNotLike, and the right key is not present, the condition is true.',
    () => {
      for (const operator of ['StringNotLike', 'ArnNotLike', 'StringNotEquals', 'NumericNotEquals', 'NotIpAddress']) {
        const value = { NumericNotEquals: '1', NotIpAddress: '0.0.0.0/0' }[operator] ?? '*';
        expect(holds({ [operator]: { k: value } })).toBe(true);
      }
    },
  );

  documented(
    page,
    'If the policy key is present in the context of the request, process the key as specified in the policy. If the key is not present, evaluate the condition element as true.',
    () => {
      expect(holds({ StringEqualsIfExists: { k: 'a' } })).toBe(true);
      expect(holds({ StringEqualsIfExists: { k: 'a' } }, { k: 'b' })).toBe(false);
      expect(holds({ IpAddressIfExists: { k: '10.0.0.0/8' } }, { k: '11.0.0.1' })).toBe(false);
    },
  );

  documented(
    page,
    'Other condition elements in the statement can still result in a nonmatch, but not a missing key when checked with ...IfExists.',
    () => expect(holds({ StringEqualsIfExists: { k: 'a' }, StringEquals: { m: 'b' } })).toBe(false),
  );

  documented(
    page,
    'If you are using an "Effect": "Deny" element with a negated condition operator like StringNotEqualsIfExists, the request is still denied even if the tag is missing.',
    () => {
      const denying = {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { StringNotEqualsIfExists: { k: 'a' } },
      };
      expect(may([denying, { Effect: 'Allow', Action: '*', Resource: '*' }], 's3:GetObject', 'arn:aws:s3:::b')).toBe(
        false,
      );
    },
  );

  documented(
    page,
    'Use a Null condition operator to check if a condition key is absent at the time of authorization.',
    () => {
      expect(holds({ Null: { k: 'true' } })).toBe(true);
      expect(holds({ Null: { k: 'false' } })).toBe(false);
      expect(holds({ Null: { k: 'true' } }, { k: 'a' })).toBe(false);
      expect(holds({ Null: { k: 'false' } }, { k: 'a' })).toBe(true);
    },
  );

  documented(
    page,
    'If the user is using temporary credentials, then the key aws:TokenIssueTime exists and has a value.',
    () => {
      expect(holds({ Null: { 'aws:TokenIssueTime': 'true' } })).toBe(false);
      expect(holds({ DateGreaterThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' } })).toBe(true);
    },
  );
});

describe('operators of other types', () => {
  documented(page, '"Condition": {"NumericLessThanEquals": {"s3:max-keys": "10"}}', () => {
    const condition = { NumericLessThanEquals: { 's3:max-keys': '10' } };
    expect(holds(condition, { 's3:max-keys': '10' })).toBe(true);
    expect(holds(condition, { 's3:max-keys': '9.5' })).toBe(true);
    expect(holds(condition, { 's3:max-keys': '11' })).toBe(false);
  });

  documented(page, '"Greater than or equals" matching', () => {
    expect(holds({ NumericGreaterThanEquals: { k: 10 } }, { k: '10.0' })).toBe(true);
    expect(holds({ NumericGreaterThanEquals: { k: 10 } }, { k: '9' })).toBe(false);
    expect(holds({ NumericGreaterThan: { k: 10 } }, { k: '10' })).toBe(false);
  });

  documented(page, 'Matching before a specific date and time', () => {
    expect(holds({ DateLessThan: { 'aws:CurrentTime': '2026-11-21T12:00:01Z' } }, {}, noon)).toBe(true);
    expect(holds({ DateLessThan: { 'aws:CurrentTime': '2026-11-21T12:00:00Z' } }, {}, noon)).toBe(false);
  });

  documented(page, 'Matching at or after a specific date and time', () => {
    expect(holds({ DateGreaterThanEquals: { 'aws:CurrentTime': '2026-11-21T13:00:00+01:00' } }, {}, noon)).toBe(true);
    expect(holds({ DateGreaterThanEquals: { 'aws:CurrentTime': '2026-11-22' } }, {}, noon)).toBe(false);
  });

  documented(page, 'or in epoch (UNIX) time.', () => {
    expect(holds({ DateGreaterThan: { 'aws:EpochTime': String(noon / 1000 - 1) } }, {}, noon)).toBe(true);
    expect(holds({ DateGreaterThan: { 'aws:EpochTime': String(noon / 1000) } }, {}, noon)).toBe(false);
    expect(holds({ DateEquals: { 'aws:CurrentTime': String(noon / 1000) } }, {}, noon)).toBe(true);
  });

  documented(
    page,
    'Boolean conditions let you construct Condition elements that restrict access based on comparing a key to "true" or "false."',
    () => {
      expect(holds({ Bool: { k: 'true' } }, { k: 'true' })).toBe(true);
      expect(holds({ Bool: { k: true } }, { k: 'false' })).toBe(false);
    },
  );

  documented(page, 'The aws:SecureTransport key is always present in the request context.', () => {
    expect(holds({ Null: { 'aws:SecureTransport': 'false' } })).toBe(true);
    expect(holds({ Bool: { 'aws:SecureTransport': 'false' } })).toBe(false);
  });

  documented(page, 'It compares the value of the specified key byte for byte against a', () => {
    const condition = { BinaryEquals: { key: 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' } };
    expect(holds(condition, { key: Buffer.from('BinaryValueInBase64').toString('base64') })).toBe(true);
    expect(holds(condition, { key: Buffer.from('binaryvalueinbase64').toString('base64') })).toBe(false);
  });

  documented(page, 'request must come from the IP range 203.0.113.0 to 203.0.113.255.', () => {
    const condition = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };
    expect(holds(condition, { 'aws:SourceIp': '203.0.113.255' })).toBe(true);
    expect(holds(condition, { 'aws:SourceIp': '203.0.114.0' })).toBe(false);
  });

  documented(
    page,
    'If you specify an IP address without the associated routing prefix, IAM uses the default prefix value of /32.',
    () => {
      expect(holds({ IpAddress: { k: '203.0.113.7' } }, { k: '203.0.113.7' })).toBe(true);
      expect(holds({ IpAddress: { k: '203.0.113.7' } }, { k: '203.0.113.8' })).toBe(false);
    },
  );

  documented(page, 'All IP addresses except the specified IP address or range', () => {
    expect(holds({ NotIpAddress: { k: '203.0.113.0/24' } }, { k: '203.0.114.1' })).toBe(true);
    expect(holds({ NotIpAddress: { k: '203.0.113.0/24' } }, { k: '203.0.113.1' })).toBe(false);
  });

  documented(page, "mix IPv4 and IPv6 addresses to cover all of your organization's valid IP addresses.", () => {
    const condition = { IpAddress: { k: ['203.0.113.0/24', '2001:DB8:1234:5678::/64'] } };
    expect(holds(condition, { k: '2001:db8:1234:5678:1:2:3:4' })).toBe(true);
    expect(holds(condition, { k: '2001:db8:1234:5679::1' })).toBe(false);
    expect(holds(condition, { k: '203.0.113.9' })).toBe(true);
  });

  documented(page, 'The aws:SourceIp key is always present in the request context', () => {
    expect(holds({ IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } })).toBe(true);
  });
});

describe('ARN operators', () => {
  documented(
    page,
    'Each of the six colon-delimited components of the ARN is checked separately and each can include multi-character match wildcards (*) or single-character match wildcards (?).',
    () => {
      expect(holds({ ArnLike: { k: 'arn:aws:s?s:*:*:q*' } }, { k: 'arn:aws:sqs:us-east-1:1:queue' })).toBe(true);
      expect(holds({ ArnLike: { k: 'arn:aws:*:queue' } }, { k: 'arn:aws:sqs:us-east-1:1:queue' })).toBe(false);
    },
  );

  documented(page, 'The ArnEquals and ArnLike condition operators behave identically.', () => {
    for (const operator of ['ArnEquals', 'ArnLike']) {
      expect(holds({ [operator]: { k: 'arn:aws:s3:::b*' } }, { k: 'arn:aws:s3:::bucket' })).toBe(true);
    }
  });

  documented(page, 'The ArnNotEquals and ArnNotLike condition operators behave identically.', () => {
    for (const operator of ['ArnNotEquals', 'ArnNotLike']) {
      expect(holds({ [operator]: { k: 'arn:aws:s3:::b*' } }, { k: 'arn:aws:s3:::bucket' })).toBe(false);
      expect(holds({ [operator]: { k: 'arn:aws:s3:::b*' } }, { k: 'arn:aws:s3:::Bucket' })).toBe(true);
    }
  });

  const pattern = 'arn:aws:someservice:*:111122223333:finance/*';
  const value = 'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt';

  documented(
    page,
    'With a StringLike condition, the match succeeds. The first asterisk matches us-east-2:999999999999:store/abc:.',
    () => expect(holds({ StringLike: { k: pattern } }, { k: value })).toBe(true),
  );

  documented(
    page,
    'With an ArnLike condition, which matches elements between colons, the match fails. The first asterisk matches only us-east-2 and fails on 999999999999:store/abc:.',
    () => expect(holds({ ArnLike: { k: pattern } }, { k: value })).toBe(false),
  );
});

describe('the names of keys', () => {
  documented(
    conditions,
    'For example, including the aws:SourceIP condition key is equivalent to testing for AWS:SourceIp.',
    () => {
      for (const key of ['aws:SourceIP', 'AWS:SourceIp']) {
        expect(holds({ IpAddress: { [key]: '10.0.0.1' } }, { 'aws:sourceip': '10.0.0.1' })).toBe(true);
      }
    },
  );

  documented(
    conditions,
    'Case-sensitivity of condition key values depends on the condition operator that you use.',
    () => {
      expect(holds({ StringEquals: { k: 'johndoe' } }, { k: 'JohnDoe' })).toBe(false);
      expect(holds({ StringEqualsIgnoreCase: { k: 'johndoe' } }, { k: 'JohnDoe' })).toBe(true);
    },
  );
});
