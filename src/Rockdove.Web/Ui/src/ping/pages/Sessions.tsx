import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { getText } from '../../api/client';
import { Show, useFetched } from '../../parts/fetched';
import { Icon } from '../../parts/Icon';
import { Conversation } from '../../reading/Conversation';
import { dateTime, size } from '../../text/catalogue';
import { path } from '../api';
import { href } from '../places';
import type { Session } from '../shapes';
import { w } from '../text/words';

/** Conversations, each of which opens in its place. */
export function Sessions({ sessions }: { sessions: Session[] }): JSX.Element {
  return (
    <ul class="sessions">
      {sessions.map(one => (
        <SessionLine key={one.id} session={one} />
      ))}
    </ul>
  );
}

function SessionLine({ session }: { session: Session }): JSX.Element {
  const isOpen = useSignal(false);
  return (
    <li>
      <button
        type="button"
        class="session"
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        <Icon name={isOpen.value ? 'down' : 'right'} />
        <b>{session.protocol.toUpperCase()}</b> <code>{session.server}</code>
        {session.isFailure && <span class="tag plain">{w('isFailure')}</span>}
        <span class="space" />
        <span class="hint">
          {session.account} · {dateTime(new Date(session.started))} · {size(session.bytes)}
        </span>
      </button>
      {isOpen.value && <SessionText id={session.id} />}
    </li>
  );
}

/** No session is kept longer than this (docs/ping.md), so that it is shown whole. */
const most = 1024 * 1024;

export function SessionText({ id }: { id: number }): JSX.Element {
  const text = useFetched(abort => getText(path(`transcripts/${id}`), most, abort), [id]);
  return (
    <div class="session-text">
      <p class="hint">
        {w('secretsHidden')} <a href={href('session', id)}>#{id}</a>
      </p>
      <Show of={text} failed={w('sessionFailed')}>
        {value => <Conversation text={value.text} />}
      </Show>
    </div>
  );
}
