import { useState } from 'react';
import type { OutboxMessage } from '../../outbox.ts';
import { useLive } from './http.ts';
import { Copy, Head, Json, State, Time } from './parts.tsx';

const CHANNELS = ['EMAIL', 'SMS', 'PUSH'];

/** What would have left: mails, text messages, push notifications. The newest first. */
export function Outbox() {
  const [channel, setChannel] = useState('');
  const [text, setText] = useState('');
  const [chosenId, setChosenId] = useState<string>();
  const live = useLive<readonly OutboxMessage[]>(`/_local/outbox${channel && `?channel=${channel}`}`);
  const shown = (live.answer ?? [])
    .filter((message) => !text || JSON.stringify(message).toLowerCase().includes(text.toLowerCase()))
    .toReversed();
  const chosen = shown.find(({ id }) => id === chosenId) ?? shown[0];
  return (
    <section className="panel" aria-label="Outbox">
      <Head title="Outbox">
        <label>
          Channel
          <select
            value={channel}
            onChange={({ target }) => {
              setChannel(target.value);
            }}
          >
            <option value="">all</option>
            {CHANNELS.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          Search
          <input
            type="search"
            value={text}
            placeholder="address or text"
            onChange={({ target }) => {
              setText(target.value);
            }}
          />
        </label>
      </Head>
      <State
        of={live}
        empty={shown.length === 0 && 'No message yet. What would leave by mail, text message or push arrives here.'}
      />
      {chosen && (
        <div className="split">
          <ul className="list" aria-label="Messages">
            {shown.slice(0, 200).map((message) => (
              <li key={message.id}>
                <button
                  aria-pressed={message.id === chosen.id}
                  onClick={() => {
                    setChosenId(message.id);
                  }}
                >
                  <span className="row">
                    <strong>{message.to}</strong>
                    <span className="tag">{message.channel}</span>
                  </span>
                  <span>{message.subject || message.text}</span>
                  <span className="row muted">
                    <Time at={message.at} />
                    {codeIn(message) && <span className="code">{codeIn(message)}</span>}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <Message message={chosen} />
        </div>
      )}
    </section>
  );
}

/** Of a message that speaks of a code: its six digits, which aren't part of an address or a color. */
function codeIn({ text, html }: OutboxMessage): string | undefined {
  const content = text || html.replaceAll(/<[^>]*>/g, ' ');
  return /\bcode\b/i.test(content) ? /(?<![\w/=#%.-])\d{6}(?![\w/=%-])/.exec(content)?.[0] : undefined;
}

function Message({ message }: { readonly message: OutboxMessage }) {
  const code = codeIn(message);
  const [asText, setAsText] = useState(false);
  const isHtml = message.html !== '' && !asText;
  return (
    <article className="detail" aria-label={`Message to ${message.to}`}>
      <h3>{message.subject || message.channel}</h3>
      <p className="muted">
        to {message.to} · <Time at={message.at} />
      </p>
      {code && (
        <p className="code-line">
          Code <output className="code big">{code}</output> <Copy text={code} label="the code" />
        </p>
      )}
      {message.html !== '' && message.text !== '' && (
        <label className="check">
          <input
            type="checkbox"
            checked={asText}
            onChange={({ target }) => {
              setAsText(target.checked);
            }}
          />
          as text
        </label>
      )}
      {isHtml ? (
        // Without scripts, forms and links that lead away; the page's own policy holds in it too.
        <iframe title={`Mail to ${message.to}`} sandbox="" srcDoc={message.html} />
      ) : (
        <pre className="text" tabIndex={0}>
          {message.text}
        </pre>
      )}
      {Object.keys(message.headers).length > 0 && (
        <details>
          <summary>Headers</summary>
          <Json value={message.headers} />
        </details>
      )}
    </article>
  );
}
