import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { call, get } from '../api/client';
import { asProblem } from '../list/store';
import { IconButton } from '../parts/Button';
import { say } from '../shell/toast';
import { dateTime, t, tn } from '../text/catalogue';
import { Page } from './Page';

interface Entry {
  id: string;
  [name: string]: unknown;
}

/** What goes out of the catcher, and what became of it. */
export function Outbox(): JSX.Element {
  const entries = useSignal<Entry[] | null>(null);
  const read = async (): Promise<void> => {
    try {
      const answer = await get<Record<string, unknown>>('outbox');
      entries.value = (Object.values(answer).find(Array.isArray) as Entry[] | undefined) ?? [];
    } catch (error) {
      say(asProblem(error).message, true);
    }
  };
  useEffect(() => {
    void read();
    const timer = setInterval(() => document.hidden || void read(), 3000);
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
      {entries.value?.length === 0 && <p class="hint">{t('outboxEmpty')}</p>}
      <ul class="entries">
        {entries.value?.map(entry => (
          <li key={entry.id}>
            <EntryLine entry={entry} />
            <IconButton icon="retry" label={t('retry')} onClick={() => void act('POST', `outbox/${entry.id}/retry`)} />
            <IconButton icon="trash" label={t('delete')} onClick={() => void act('DELETE', `outbox/${entry.id}`)} />
          </li>
        ))}
      </ul>
    </Page>
  );
}

/** What it says of itself, word by word: recipients with their results are shown as they are told. */
function EntryLine({ entry }: { entry: Entry }): JSX.Element {
  const shown = Object.entries(entry).filter(([name, value]) => name !== 'id' && value !== null && value !== '');
  return (
    <dl class="facts">
      {shown.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{name === 'attempts' && typeof value === 'number' ? tn('attempts', value) : plain(value)}</dd>
        </>
      ))}
    </dl>
  );
}

function plain(value: unknown): string {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return dateTime(new Date(value));
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (typeof value === 'object' && value !== null) return Object.values(value).map(plain).filter(Boolean).join(' · ');
  return `${value ?? ''}`;
}
