import { useEffect, useState } from 'react';
import type { ConsoleCloud, ConsoleEntities, ConsoleItems, ConsoleTable } from '../answers.ts';
import { ask, useLive } from './http.ts';
import { Copy, Head, Json, State } from './parts.tsx';

/** Tables, by what their items are. */
export function Tables({ cloud }: { readonly cloud: ConsoleCloud }) {
  const [name, setName] = useState(cloud.tables[0]?.name);
  const table = cloud.tables.find((one) => one.name === name);
  if (!table) return <p className="empty">The assembly has no table.</p>;
  return (
    <section className="panel" aria-label="Tables">
      <Head title="Tables">
        <label>
          Table
          <select
            value={name}
            onChange={({ target }) => {
              setName(target.value);
            }}
          >
            {cloud.tables.map((one) => (
              <option key={one.name}>{one.name}</option>
            ))}
          </select>
        </label>
      </Head>
      <Table key={table.name} table={table} entityAttribute={cloud.entityAttribute} />
    </section>
  );
}

interface TableProps {
  readonly table: ConsoleTable;
  readonly entityAttribute: string | null;
}

function Table({ table, entityAttribute }: TableProps) {
  const [entity, setEntity] = useState<string | null>(null);
  const [text, setText] = useState('');
  const path = entityAttribute === null ? null : `/_console/entities?${query({ table: table.name })}`;
  const live = useLive<ConsoleEntities>(path, 10_000);
  const { entities = [], others = 0, isWhole = true } = live.answer ?? {};
  const total = entities.reduce((sum, { count }) => sum + count, others);
  const choices = [
    { value: null, name: 'All items', count: total },
    ...entities.map(({ name, count }) => ({ value: name, name, count })),
    ...(others > 0 ? [{ value: '', name: `without ${entityAttribute}`, count: others }] : []),
  ];
  return (
    <>
      {path !== null && <State of={live} empty={total === 0 && 'The table is empty.'} />}
      <div className="split">
        {path !== null && (
          <ul className="list entities" aria-label="Entities">
            {choices.map(({ value, name, count }) => (
              <li key={name}>
                <button
                  aria-pressed={value === entity}
                  onClick={() => {
                    setEntity(value);
                  }}
                >
                  <span className="row">
                    {name}
                    <span className="count">
                      {count}
                      {isWhole ? '' : '+'}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
        <div className="detail">
          <label className="wide">
            Key contains
            <input
              type="search"
              value={text}
              placeholder={`part of ${table.key.join(' or ')}`}
              onChange={({ target }) => {
                setText(target.value);
              }}
            />
          </label>
          <Items table={table} entity={entity} text={text} />
        </div>
      </div>
    </>
  );
}

function query(values: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
  return new URLSearchParams(given).toString();
}

interface ItemsProps {
  readonly table: ConsoleTable;
  readonly entity: string | null;
  readonly text: string;
}

function Items({ table, entity, text }: ItemsProps) {
  const [pages, setPages] = useState<readonly ConsoleItems[]>([]);
  const [problem, setProblem] = useState<string>();
  const [asked, setAsked] = useState(0);
  const pathOf = (from: string | null) =>
    `/_console/items?${query({ table: table.name, entity, text: text || null, from })}`;
  const first = pathOf(null);

  useEffect(() => {
    let isWanted = true;
    // A key is typed letter by letter: one question at its end will do.
    const timer = setTimeout(() => {
      ask<ConsoleItems>(first).then(
        (page) => {
          if (isWanted) setPages([page]);
          setProblem(undefined);
        },
        (error: unknown) => {
          setProblem(String(error));
        },
      );
    }, 150);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [first, asked]);

  const items = pages.flatMap((page) => page.items);
  const next = pages.at(-1)?.next ?? null;
  const more = () => {
    ask<ConsoleItems>(pathOf(next)).then(
      (page) => {
        setPages([...pages, page]);
      },
      (error: unknown) => {
        setProblem(String(error));
      },
    );
  };
  return (
    <>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {pages.length > 0 && items.length === 0 && next === null && <p className="empty">No such item.</p>}
      <ul className="items" aria-label="Items">
        {items.map((item) => {
          const key = table.key.map((name) => String(item[name]));
          return (
            <li key={key.join('\n')}>
              <details>
                <summary>
                  {key.map((part, index) => (
                    <code key={table.key[index]}>{part}</code>
                  ))}
                </summary>
                <Copy text={JSON.stringify(item, null, 2)} label="the item" />
                <Json value={item} />
              </details>
            </li>
          );
        })}
      </ul>
      <div className="buttons">
        <button
          className="quiet"
          onClick={() => {
            setAsked(asked + 1);
          }}
        >
          Read again
        </button>
        {next !== null && <button onClick={more}>More items</button>}
      </div>
    </>
  );
}
