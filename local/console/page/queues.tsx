import { useState } from 'react';
import type { ConsoleCloud, ConsoleMessage, ConsoleQueue } from '../answers.ts';
import { useLive } from './http.ts';
import { Document, Head, Json, State, Time, WithDocuments } from './parts.tsx';

/** As `GET /_local/alarms` tells it. */
interface Alarm {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly reason: string;
  readonly since: string;
  readonly description: string | null;
}

/** Queues with their dead letters beside them, and alarms. */
export function Queues({ cloud }: { readonly cloud: ConsoleCloud }) {
  const live = useLive<readonly ConsoleQueue[]>('/_console/queues');
  const alarms = useLive<readonly Alarm[]>('/_local/alarms');
  const queues = live.answer ?? [];
  const [open, setOpen] = useState<string>();
  const byName = new Map(queues.map((queue) => [queue.name, queue]));
  // A dead-letter queue stands beside its own; one whose own is no queue stands for itself.
  const rows = queues.filter(({ deadLettersOf }) => deadLettersOf.length === 0);
  const looks = (name: string) => ({
    isOpen: open === name,
    toggle: () => {
      setOpen(open === name ? undefined : name);
    },
  });
  return (
    <section className="panel" aria-label="Queues and alarms">
      <Head title="Queues">
        {cloud.documents.map((name) => (
          <Document key={name} name={name} />
        ))}
      </Head>
      <State of={live} empty={queues.length === 0 && 'The assembly has no queue.'} />
      {rows.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label="Queues">
          <table>
            <thead>
              <tr>
                <th scope="col">Queue</th>
                <th scope="col">Waiting</th>
                <th scope="col">In flight</th>
                <th scope="col">Delayed</th>
                <th scope="col">Oldest</th>
                <th scope="col">Dead letters</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((queue) => (
                <tr key={queue.name}>
                  <th scope="row">{queue.name}</th>
                  <Count count={queue.waiting} {...looks(queue.name)} />
                  <td className="number">{queue.inFlight}</td>
                  <td className="number">{queue.delayed}</td>
                  <td className="number">{queue.oldestSeconds === null ? '–' : `${queue.oldestSeconds} s`}</td>
                  {queue.deadLetters === null ? (
                    <td className="number muted">–</td>
                  ) : (
                    <Count count={byName.get(queue.deadLetters)?.waiting ?? 0} isBad {...looks(queue.deadLetters)} />
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open && <Messages queue={open} />}
      <Head title="Alarms" />
      <State of={alarms} empty={alarms.answer?.length === 0 && 'The assembly has no alarm.'} />
      <ul className="alarms">
        {(alarms.answer ?? []).map(({ name, state, reason, since, description }) => (
          <li key={name}>
            <span className={`tag ${state}`}>{state === 'INSUFFICIENT_DATA' ? 'NO DATA' : state}</span>
            <strong>{name}</strong>
            <span className="muted">
              <WithDocuments text={description ?? ''} documents={cloud.documents} />
            </span>
            {state === 'ALARM' && (
              <span>
                {reason} Since <Time at={since} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface CountProps {
  readonly count: number;
  readonly isBad?: boolean;
  readonly isOpen: boolean;
  readonly toggle: () => void;
}

/** How many wait, and a way to look at them. */
function Count({ count, isBad = false, isOpen, toggle }: CountProps) {
  return (
    <td className="number">
      {count === 0 ? (
        0
      ) : (
        <button className={isBad ? 'bad' : ''} aria-expanded={isOpen} onClick={toggle} title="Look at them">
          {count}
        </button>
      )}
    </td>
  );
}

function Messages({ queue }: { readonly queue: string }) {
  const live = useLive<readonly ConsoleMessage[]>(`/_console/messages?${new URLSearchParams({ queue }).toString()}`);
  return (
    <div className="messages">
      <h3>Waiting in {queue}</h3>
      <State of={live} empty={live.answer?.length === 0 && 'Nothing waits any more.'} />
      {live.answer?.map(({ id, body, sentAt, received }) => (
        <details key={id}>
          <summary>
            <Time at={sentAt} /> <code>{id}</code> <span className="muted">received {received} times</span>
          </summary>
          <Json value={parsed(body)} />
        </details>
      ))}
    </div>
  );
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
