import { useEffect, useState, type SubmitEvent } from 'react';
import { ask, useLive } from './http.ts';

const STEPS = [
  ['+1 min', 'PT1M'],
  ['+15 min', 'PT15M'],
  ['+1 h', 'PT1H'],
  ['+1 day', 'P1D'],
  ['+1 week', 'P7D'],
] as const;

/** Less is the way of the answer. */
const UNNOTICED_MS = 2_000;

/** The cloud's clock, and the lever that moves it. */
export function Clock() {
  const [ahead, setAhead] = useState(0);
  const [now, setNow] = useState(Date.now());
  const [problem, setProblem] = useState<string>();
  const live = useLive<{ readonly now: string }>('/_local/clock', 5_000);
  const told = live.answer?.now;

  useEffect(() => {
    if (told) setAhead(Date.parse(told) - Date.now());
  }, [told]);
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, []);

  const move = (body: object) => {
    ask('/_local/clock', 'PUT', body).then(
      () => {
        setProblem(undefined);
        live.refresh();
      },
      (error: unknown) => {
        setProblem(error instanceof Error ? error.message : String(error));
      },
    );
  };
  const set = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const value = new FormData(event.currentTarget).get('now') as string;
    if (value) move({ now: new Date(`${value}Z`).toISOString() });
  };
  const isMoved = Math.abs(ahead) > UNNOTICED_MS;
  const time = new Date(now + ahead).toISOString();
  return (
    <details className="clock">
      <summary className={isMoved ? 'moved' : ''} title="The cloud's clock">
        <time dateTime={time}>
          {isMoved && `${time.slice(0, 10)} `}
          {time.slice(11, 19)} UTC
        </time>
      </summary>
      <div className="sheet">
        <p className="muted">Tokens, codes, schedules, retries and deadlines go by this clock.</p>
        <div className="chips">
          {STEPS.map(([name, advance]) => (
            <button
              key={name}
              onClick={() => {
                move({ advance });
              }}
            >
              {name}
            </button>
          ))}
        </div>
        <form onSubmit={set}>
          <label>
            Set to (UTC)
            <input name="now" type="datetime-local" step="1" defaultValue={time.slice(0, 19)} />
          </label>
          <button>Set</button>
        </form>
        {isMoved && (
          <button
            onClick={() => {
              move({ now: new Date().toISOString() });
            }}
          >
            Back to the right time
          </button>
        )}
        {problem && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
      </div>
    </details>
  );
}
