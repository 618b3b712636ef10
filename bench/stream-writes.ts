interface Operations {
  readonly wcu: number;
  readonly byOperation: Readonly<Record<string, { readonly requests: number; readonly wcu: number }>>;
}

/** The part of `GET /_local/usage` that says who asked for what. */
export interface UsageByCaller {
  readonly byCaller: Readonly<Record<string, Operations>>;
}

export interface ConsumerWrites {
  readonly consumer: string;
  /** Requests that write to the table. */
  readonly requests: number;
  /** DynamoDB's write units, indexes included. */
  readonly units: number;
}

const WRITE = /^dynamodb:(?:Put|Update|Delete|BatchWrite|TransactWrite)/;

/** Who wrote to the table, the most first. */
export function writesByConsumer({ byCaller }: UsageByCaller): ConsumerWrites[] {
  return Object.entries(byCaller)
    .map(([consumer, { byOperation, wcu }]) => {
      const writes = Object.entries(byOperation).filter(([name]) => WRITE.test(name));
      return {
        consumer: shortName(consumer),
        requests: writes.reduce((sum, [, { requests }]) => sum + requests, 0),
        units: wcu,
      };
    })
    .filter(({ requests }) => requests > 0)
    .sort((one, other) => other.units - one.units);
}

/** Without what CDK puts around it: stack, and digests. */
function shortName(caller: string): string {
  return caller.replace(/Kalpla-\w+-Wo(?:rk)?-/, '').replace(/[0-9A-F]{8}-[0-9A-Za-z]{12}$/, '');
}
