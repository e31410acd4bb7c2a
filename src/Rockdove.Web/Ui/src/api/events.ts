import { signal } from '@preact/signals';

/** What Mailpit's websocket tells: a message came, one changed, some have gone, how many there are. */
export type MailEvent =
  | { Type: 'new'; Data: { ID: string; From: { Name: string; Address: string }; Subject: string } }
  | { Type: 'update' | 'prune' | 'truncate'; Data: unknown }
  | { Type: 'stats'; Data: { Total: number; Unread: number } };

export type Connection = 'connecting' | 'open' | 'lost';

/** Whether changes are told to us at the moment. */
export const connection = signal<Connection>('connecting');

const firstPause = 500;
const longestPause = 15_000;

/**
 * Follows what happens for as long as the page is open. A websocket and no server-sent events: those would each take one
 * of the six connections that a browser has for a host, and a seventh tab would stand still.
 */
export function followEvents(hear: (event: MailEvent) => void, returned: () => void): void {
  let pause = firstPause;
  let wasOpen = false;
  const connect = (): void => {
    const url = new URL('api/events', document.baseURI);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    socket.onopen = () => {
      connection.value = 'open';
      pause = firstPause;
      if (wasOpen) returned();
      wasOpen = true;
    };
    socket.onmessage = message => hear(JSON.parse(message.data as string) as MailEvent);
    socket.onclose = () => {
      connection.value = 'lost';
      setTimeout(connect, pause * (0.8 + Math.random() * 0.4));
      pause = Math.min(pause * 2, longestPause);
    };
  };
  connect();
}
