import { Logger } from '@aws-lambda-powertools/logger';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AwardItem } from '../../model/award.ts';
import { consume } from '../shared/consume.ts';
import { readEnv } from '../shared/env.ts';
import { readEvent } from '../shared/read-event.ts';
import { table } from '../shared/table.ts';
import { awardsFor } from './awards-for.ts';
import { POINTS_ENV } from './env.ts';

const env = readEnv(POINTS_ENV);

/** Writes awards into the ledger. Totals and boards follow from its stream. */
export const handler = consume(new Logger({ serviceName: 'points' }), readEvent, async (event) => {
  for (const award of awardsFor(event)) await write(award);
});

/** One item for each thing that is awarded: what its newest version is worth stands, whatever comes last. */
async function write(award: AwardItem): Promise<void> {
  try {
    await table.send(
      new PutCommand({
        TableName: env.TABLE,
        Item: award,
        ConditionExpression: 'attribute_not_exists(pk) OR #version < :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': award.version },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
