import { useRef, useState, type SubmitEvent } from 'react';
import type { ConsoleApi, ConsolePerson } from '../../answers.ts';
import { Copy } from '../parts.tsx';
import { answerQuestion, callAs, leave, signInAs, useCaller, type Question } from './caller.ts';

interface CallersProps {
  readonly api: ConsoleApi;
  readonly people: readonly ConsolePerson[];
  readonly hasPool: boolean;
}

/** Who asks: one click for each. */
export function Callers({ api, people, hasPool }: CallersProps) {
  const caller = useCaller();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState<string>();
  const dialog = useRef<HTMLDialogElement>(null);
  const [key] = api.apiKeys;
  const isPerson = (username: string) => caller.kind === 'person' && caller.username === username;
  const isOther = caller.kind === 'person' && !people.some(({ username }) => username === caller.username);

  const attempt = (name: string, work: () => Promise<unknown>) => {
    setProblem(undefined);
    setBusy(name);
    work()
      .catch((error: unknown) => {
        setProblem(error instanceof Error ? error.message : String(error));
      })
      .finally(() => {
        setBusy(undefined);
      });
  };
  const signIn = ({ username, password }: ConsolePerson) => {
    attempt(username, () => signInAs(username, password));
  };

  return (
    <div className="callers">
      <div className="chips" role="group" aria-label="Call as">
        <span className="label">Call as</span>
        {key && (
          <Chip
            name="API key"
            detail="everybody"
            isChosen={caller.kind === 'apiKey'}
            choose={() => {
              callAs({ kind: 'apiKey', key });
            }}
          />
        )}
        <Chip
          name="Nobody"
          detail="no header"
          isChosen={caller.kind === 'nobody'}
          choose={() => {
            callAs({ kind: 'nobody' });
          }}
        />
        {hasPool &&
          people.map((person) => (
            <Chip
              key={person.username}
              name={person.username.split('@')[0] ?? person.username}
              title={`${person.name}, ${person.username}`}
              detail={busy === person.username ? 'signing in …' : (person.groups.at(-1) ?? '')}
              isChosen={isPerson(person.username)}
              choose={() => {
                signIn(person);
              }}
            />
          ))}
        {hasPool && (
          <Chip
            name={isOther ? caller.username : 'Somebody else …'}
            detail={isOther ? caller.groups.join(', ') : 'by password'}
            isChosen={isOther}
            choose={() => dialog.current?.showModal()}
          />
        )}
      </div>
      {caller.kind === 'person' && (
        <p className="who">
          Signed in as <strong>{caller.username}</strong>
          {caller.groups.length > 0 && <> · {caller.groups.join(', ')}</>} · <code>sub {caller.userId}</code>
          <Copy text={caller.userId} label="the user's sub" />
          <button
            className="quiet"
            onClick={() => {
              attempt('', () =>
                leave().then(() => {
                  callAs(key ? { kind: 'apiKey', key } : { kind: 'nobody' });
                }),
              );
            }}
          >
            Sign out
          </button>
        </p>
      )}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <dialog ref={dialog} aria-label="Sign in">
        <SignIn close={() => dialog.current?.close()} />
      </dialog>
    </div>
  );
}

interface ChipProps {
  readonly name: string;
  readonly detail: string;
  readonly title?: string;
  readonly isChosen: boolean;
  readonly choose: () => void;
}

function Chip({ name, detail, title, isChosen, choose }: ChipProps) {
  return (
    <button className="chip" aria-pressed={isChosen} onClick={choose} title={title}>
      {name} <small>{detail}</small>
    </button>
  );
}

function SignIn({ close }: { readonly close: () => void }) {
  const [question, setQuestion] = useState<Question>();
  const [problem, setProblem] = useState<string>();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    const value = (name: string) => values.get(name) as string;
    const step = question ? answerQuestion(value('answer')) : signInAs(value('username'), value('password'));
    step.then(
      (next) => {
        setProblem(undefined);
        setQuestion(next);
        if (next) return;
        form.reset();
        close();
      },
      (error: unknown) => {
        setProblem(error instanceof Error ? error.message : String(error));
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <h2>Sign in</h2>
      {question ? (
        <label>
          {question}
          <input name="answer" required autoComplete="off" />
        </label>
      ) : (
        <>
          <label>
            E-mail or user name
            <input name="username" required autoComplete="username" />
          </label>
          <label>
            Password
            <input name="password" type="password" required autoComplete="current-password" />
          </label>
        </>
      )}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="buttons">
        <button type="button" className="quiet" onClick={close}>
          Cancel
        </button>
        <button className="main">Sign in</button>
      </div>
    </form>
  );
}
