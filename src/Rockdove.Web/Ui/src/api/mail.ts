import { call, get } from './client';
import type { Change, MailList, Message, Selection } from './shapes';

/** Below the root: all mail, or one inbox. */
export const scopeOf = (inbox: string | null): string =>
  inbox === null ? '' : `inboxes/${encodeURIComponent(inbox)}/`;

/** Asked for where it is needed: the first time costs a browser some twenty milliseconds, before it has asked for mail. */
export const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function list(
  inbox: string | null,
  q: string,
  start: number,
  limit: number,
  signal?: AbortSignal,
): Promise<MailList> {
  const query = new URLSearchParams({ start: `${start}`, limit: `${limit}` });
  if (q.trim() !== '') {
    query.set('q', q);
    query.set('tz', timeZone());
  }

  return get(`${scopeOf(inbox)}messages?${query}`, signal);
}

export const message = (inbox: string | null, id: string, signal?: AbortSignal): Promise<Message> =>
  get(`${scopeOf(inbox)}messages/${id}`, signal);

export async function change(inbox: string | null, selection: Selection, what: Change): Promise<void> {
  for (const some of chunked(selection)) await call('PATCH', `${scopeOf(inbox)}messages`, { ...some, ...what });
}

export async function remove(inbox: string | null, selection: Selection): Promise<void> {
  for (const some of chunked(selection)) await call('POST', `${scopeOf(inbox)}messages/delete`, some);
}

/** One request takes a thousand ids. */
function* chunked(selection: Selection): Generator<Selection> {
  if (!('ids' in selection)) {
    yield selection;
    return;
  }

  for (let at = 0; at < selection.ids.length; at += 1000) yield { ids: selection.ids.slice(at, at + 1000) };
}
