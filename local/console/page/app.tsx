import { Component, StrictMode, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { ConsoleCloud } from '../answers.ts';
import { Clock } from './clock.tsx';
import { Events } from './events.tsx';
import { GraphqlPanel } from './graphql/panel.tsx';
import { ask } from './http.ts';
import { Outbox } from './outbox.tsx';
import { Queues } from './queues.tsx';
import './style.css';
import { Tables } from './tables.tsx';
import { Usage } from './usage.tsx';

const PANELS = [
  ['graphql', 'GraphQL'],
  ['outbox', 'Outbox'],
  ['events', 'Events'],
  ['tables', 'Tables'],
  ['queues', 'Queues'],
  ['usage', 'Usage'],
] as const;

type PanelId = (typeof PANELS)[number][0];

/** The panel that the address names: it can be linked to, and the browser's "back" works. */
function usePanel(): PanelId {
  const hash = useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed);
      return () => {
        removeEventListener('hashchange', changed);
      };
    },
    () => location.hash,
  );
  return PANELS.find(([id]) => `#${id}` === hash)?.[0] ?? 'graphql';
}

function App() {
  const panel = usePanel();
  const [cloud, setCloud] = useState<ConsoleCloud>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    ask<ConsoleCloud>('/_console/cloud').then(
      (answer) => {
        setCloud(answer);
        document.title = `${answer.title} · console`;
      },
      (error: unknown) => {
        setProblem(String(error));
      },
    );
  }, []);
  return (
    <>
      <header>
        <a className="skip" href="#content-start">
          Skip to the panel
        </a>
        <h1>
          {cloud?.title ?? 'Local cloud'} <small>{cloud && `${cloud.region} · on this machine`}</small>
        </h1>
        <nav aria-label="Panels">
          {PANELS.map(([id, name]) => (
            <a key={id} href={`#${id}`} aria-current={id === panel ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <Clock />
      </header>
      <main>
        {problem && (
          <p className="problem" role="alert">
            The local cloud does not answer: {problem}
          </p>
        )}
        {cloud && (
          <Boundary key={panel}>
            {/* The editor keeps what was typed while another panel is looked at. */}
            <Panel id={panel} cloud={cloud} />
          </Boundary>
        )}
      </main>
    </>
  );
}

function Panel({ id, cloud }: { readonly id: PanelId; readonly cloud: ConsoleCloud }) {
  switch (id) {
    case 'graphql':
      return <GraphqlPanel cloud={cloud} />;
    case 'outbox':
      return <Outbox />;
    case 'events':
      return <Events />;
    case 'tables':
      return <Tables cloud={cloud} />;
    case 'queues':
      return <Queues cloud={cloud} />;
    case 'usage':
      return <Usage />;
  }
}

/** A panel that fails leaves the others as they are. */
class Boundary extends Component<{ readonly children: ReactNode }, { readonly problem?: string }> {
  override state: { readonly problem?: string } = {};

  static getDerivedStateFromError(error: unknown): { readonly problem: string } {
    return { problem: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { problem } = this.state;
    if (problem === undefined) return this.props.children;
    return (
      <p className="problem" role="alert">
        This panel failed: {problem}
      </p>
    );
  }
}

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
