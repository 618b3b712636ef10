/** React on the web. */
import type { ResourcesConfig } from 'aws-amplify';
import { getCurrentUser, signIn } from 'aws-amplify/auth';
import { useEffect, useState, type SubmitEvent } from 'react';
import { createRoot } from 'react-dom/client';
import { useDashboard } from './dashboard';
import { configure } from './kalpla';

function Dashboard() {
  const { name, enrollments, problem, complete } = useDashboard();
  return (
    <main>
      <h1>Hello {name}</h1>
      {problem && <p role="alert">{problem}</p>}
      <ul>
        {enrollments.map((enrollment) => (
          <li key={enrollment.course.id}>
            {enrollment.course.title}: {enrollment.progress.percent} %{' '}
            <button onClick={() => complete(enrollment)}>Complete the next lesson</button>
          </li>
        ))}
      </ul>
    </main>
  );
}

function SignIn({ done }: { readonly done: () => void }) {
  const [problem, setProblem] = useState('');
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const [username, password] = [values.get('email') as string, values.get('password') as string];
    signIn({ username, password }).then(done, (error: unknown) => {
      setProblem(error instanceof Error ? error.message : 'You could not sign in.');
    });
  };
  return (
    <form onSubmit={submit}>
      <input name="email" type="email" aria-label="E-mail" autoComplete="username" required />
      <input name="password" type="password" aria-label="Password" autoComplete="current-password" required />
      <button>Sign in</button>
      {problem && <p role="alert">{problem}</p>}
    </form>
  );
}

function App() {
  const [isSignedIn, setSignedIn] = useState<boolean>();
  useEffect(() => {
    getCurrentUser().then(
      () => setSignedIn(true),
      () => setSignedIn(false),
    );
  }, []);
  if (isSignedIn === undefined) return null;
  return isSignedIn ? <Dashboard /> : <SignIn done={() => setSignedIn(true)} />;
}

export function start(element: Element, config: ResourcesConfig): void {
  configure(config);
  createRoot(element).render(<App />);
}
