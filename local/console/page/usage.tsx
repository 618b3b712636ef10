import { ask, useLive } from './http.ts';
import { Head, State } from './parts.tsx';

interface Sums {
  readonly requests: number;
  readonly depth: number;
  readonly rcu: number;
  readonly wcu: number;
}

/** As `GET /_local/usage` tells it. */
interface UsageReport extends Sums {
  readonly byOperation: Readonly<Record<string, Omit<Sums, 'depth'>>>;
  readonly byCaller: Readonly<Record<string, Sums>>;
}

/** What resolvers and functions have asked for since it was last cleared. */
export function Usage() {
  const live = useLive<UsageReport>('/_local/usage');
  const { answer } = live;
  const clear = () => {
    void ask('/_local/usage', 'DELETE').then(live.refresh);
  };
  return (
    <section className="panel" aria-label="Usage">
      <Head title="Usage">
        <button onClick={clear}>Start from zero</button>
      </Head>
      <p className="muted">
        Requests of resolvers and functions to AWS services, and the DynamoDB capacity that they took. Waves are
        requests that waited for one another.
      </p>
      <State of={live} empty={answer?.requests === 0 && 'Nothing was asked for yet. Run a query, then look here.'} />
      {answer && answer.requests > 0 && (
        <>
          <dl className="sums">
            <Sum name="Requests" value={answer.requests} />
            <Sum name="Waves" value={answer.depth} />
            <Sum name="Read units" value={answer.rcu} />
            <Sum name="Write units" value={answer.wcu} />
          </dl>
          <Rows
            title="Operation"
            heads={['Requests', 'Read units', 'Write units']}
            rows={Object.entries(answer.byOperation).map(([name, { requests, rcu, wcu }]) => [
              name,
              [requests, rcu, wcu],
            ])}
          />
          <Rows
            title="Caller"
            heads={['Requests', 'Waves', 'Read units', 'Write units']}
            rows={Object.entries(answer.byCaller).map(([name, { requests, depth, rcu, wcu }]) => [
              name,
              [requests, depth, rcu, wcu],
            ])}
          />
        </>
      )}
    </section>
  );
}

function Sum({ name, value }: { readonly name: string; readonly value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{rounded(value)}</dd>
    </div>
  );
}

interface RowsProps {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly [name: string, values: readonly number[]])[];
}

function Rows({ title, heads, rows }: RowsProps) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={`By ${title.toLowerCase()}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows
            .toSorted(([, [one = 0]], [, [other = 0]]) => other - one)
            .map(([name, values]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {values.map((value, index) => (
                  <td key={heads[index]} className="number">
                    {rounded(value)}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

function rounded(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}
