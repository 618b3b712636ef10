import { useState } from 'react';
import type { ConsoleEvents } from '../answers.ts';
import { useLive } from './http.ts';
import { Head, Json, State, Time } from './parts.tsx';

/** What buses have received, the newest first. */
export function Events() {
  const [type, setType] = useState('');
  const [text, setText] = useState('');
  const [isLive, setLive] = useState(true);
  const query = new URLSearchParams({ type, text });
  const live = useLive<ConsoleEvents>(`/_console/events?${query.toString()}`, isLive ? 2_000 : 3_600_000);
  const { events = [], types = [] } = live.answer ?? {};
  return (
    <section className="panel" aria-label="Events">
      <Head title="Events">
        <label>
          Type
          <select
            value={type}
            onChange={({ target }) => {
              setType(target.value);
            }}
          >
            <option value="">all</option>
            {types.map(({ name, count }) => (
              <option key={name} value={name}>
                {name} ({count})
              </option>
            ))}
          </select>
        </label>
        <label>
          Search
          <input
            type="search"
            value={text}
            placeholder="an id, a name"
            onChange={({ target }) => {
              setText(target.value);
            }}
          />
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={isLive}
            onChange={({ target }) => {
              setLive(target.checked);
            }}
          />
          live
        </label>
      </Head>
      <State of={live} empty={events.length === 0 && 'No such event yet. What is put on a bus is told here.'} />
      <ul className="events">
        {events.map((event) => (
          <li key={`${event.id} ${event.replayName ?? ''}`}>
            <details>
              <summary>
                <Time at={event.time} />
                <strong>{event.detailType}</strong>
                <span className="muted">
                  {event.source}
                  {event.replayName && ` · replay ${event.replayName}`}
                </span>
                <span className="tag">{event.rules.length === 1 ? '1 rule' : `${event.rules.length} rules`}</span>
              </summary>
              <Json value={{ id: event.id, bus: event.bus, rules: event.rules, detail: event.detail }} />
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
