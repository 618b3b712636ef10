/** A subscription by AppSync's real-time protocol, as its guide "Building a real-time WebSocket client" tells it. */

export interface Observer {
  next?(value: unknown): void;
  error?(error: unknown): void;
  complete?(): void;
}

interface Message {
  readonly type: string;
  readonly payload?: unknown;
}

/** A subscription's connection of its own: it ends with it. */
export function watch(
  path: string,
  request: object,
  authorization: Readonly<Record<string, string>>,
  observer: Observer,
): () => void {
  const headers = { ...authorization, host: location.host };
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}/realtime`;
  const socket = new WebSocket(url, ['graphql-ws', `header-${base64Url(JSON.stringify(headers))}`]);
  const send = (message: object) => {
    socket.send(JSON.stringify(message));
  };
  let isOver = false;
  const end = () => {
    isOver = true;
    socket.close();
  };
  socket.onopen = () => {
    send({ type: 'connection_init' });
  };
  socket.onmessage = ({ data }) => {
    const { type, payload } = JSON.parse(String(data)) as Message;
    if (type === 'connection_ack') {
      const extensions = { authorization: headers };
      send({ id: 'one', type: 'start', payload: { data: JSON.stringify(request), extensions } });
    } else if (type === 'start_ack') {
      observer.next?.({ data: null, extensions: { subscription: 'started: what comes replaces this' } });
    } else if (type === 'data') {
      observer.next?.(payload);
    } else if (type === 'error' || type === 'connection_error') {
      observer.next?.(payload);
      end();
      observer.complete?.();
    } else if (type === 'complete') {
      end();
      observer.complete?.();
    }
  };
  socket.onclose = () => {
    if (!isOver) observer.error?.(new Error('The connection was closed.'));
  };
  return end;
}

function base64Url(text: string): string {
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => String.fromCodePoint(byte)).join('');
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
