import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { call, get } from '../api/client';
import { asProblem } from '../list/store';
import { IconButton } from '../parts/Button';
import { Icon, type IconName } from '../parts/Icon';
import { say } from '../shell/toast';
import { dateTime, size, type Text, t, tn } from '../text/catalogue';
import { Page } from './Page';

type State = 'waiting' | 'delivered' | 'partlyDelivered' | 'failed';

interface Item {
  id: string;
  kind: 'mail' | 'webhook';
  place: string;
  state: State;
  isUnderWay: boolean;
  messageId: string | null;
  subject: string | null;
  size: number;
  queuedAt: string;
  attempts: number;
  nextAttemptAt: string | null;
  endedAt: string | null;
  recipients: { address: string; state: State; answer: string | null; answeredAt: string | null }[];
}

const states: Record<State, [says: Text, icon: IconName, level: string]> = {
  waiting: ['stateWaiting', 'open', 'plain'],
  delivered: ['stateDelivered', 'ok', 'good'],
  partlyDelivered: ['statePartly', 'warn', 'warn'],
  failed: ['stateFailed', 'warn', 'bad'],
};

/** What goes out of the catcher, and what became of it. */
export function Outbox(): JSX.Element {
  const items = useSignal<Item[] | null>(null);
  const read = async (): Promise<void> => {
    try {
      items.value = (await get<{ items: Item[] }>('outbox?limit=100')).items;
    } catch (error) {
      if (items.value === null) say(asProblem(error).message, true);
    }
  };
  useEffect(() => {
    void read();
    const timer = setInterval(() => document.hidden || void read(), 2000);
    return () => clearInterval(timer);
  }, []);
  const act = async (method: string, path: string): Promise<void> => {
    try {
      await call(method, path);
    } catch (error) {
      say(asProblem(error).message, true);
    }

    await read();
  };
  return (
    <Page title={t('outbox')} hint={t('outboxHint')}>
      {items.value?.length === 0 && (
        <div class="empty">
          <Icon name="outbox" />
          <h2>{t('outboxEmpty')}</h2>
        </div>
      )}
      <ul class="entries">
        {items.value?.map(item => (
          <li key={item.id}>
            <ItemLine item={item} />
            {item.state !== 'delivered' && (
              <IconButton icon="retry" label={t('retry')} onClick={() => void act('POST', `outbox/${item.id}/retry`)} />
            )}
            <IconButton icon="trash" label={t('delete')} onClick={() => void act('DELETE', `outbox/${item.id}`)} />
          </li>
        ))}
      </ul>
    </Page>
  );
}

function ItemLine({ item }: { item: Item }): JSX.Element {
  const [says, icon, level] = states[item.state];
  return (
    <div class="entry">
      <Icon name={icon} class={level} />
      <div>
        <p class="entry-head">
          <b>{t(says)}</b>
          {item.messageId === null ? (
            <bdi>{item.subject || t('noSubject')}</bdi>
          ) : (
            <a href={`#/mail/${item.messageId}`}>
              <bdi>{item.subject || t('noSubject')}</bdi>
            </a>
          )}
        </p>
        <p class="hint">
          {item.place} · {dateTime(new Date(item.queuedAt))} · {size(item.size)} · {tn('attempts', item.attempts)}
          {item.nextAttemptAt !== null && ` · ${t('nextAttempt', { when: dateTime(new Date(item.nextAttemptAt)) })}`}
        </p>
        <ul>
          {item.recipients.map(one => (
            <li key={one.address} class={states[one.state][2]}>
              <span class="dot" />
              <span>
                <bdi>{one.address}</bdi> {one.answer !== null && <code>{one.answer}</code>}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
