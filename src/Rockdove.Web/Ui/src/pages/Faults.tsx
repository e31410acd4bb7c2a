import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { call, get } from '../api/client';
import { scopeOf } from '../api/mail';
import { asProblem } from '../list/store';
import { Button } from '../parts/Button';
import { inboxes } from '../shell/mailbox';
import { say } from '../shell/toast';
import { t } from '../text/catalogue';
import { Page } from './Page';

/** What goes wrong on purpose, for all mail or for one inbox. */
export function Faults(): JSX.Element {
  const inbox = useSignal<string | null>(null);
  const text = useSignal('');
  const wrong = useSignal('');
  const show = (answer: unknown): void => {
    text.value = answer === undefined ? '' : JSON.stringify(answer, null, 2);
    wrong.value = '';
  };
  const attempt = async (does: () => Promise<unknown>, isDone?: string): Promise<void> => {
    try {
      const answer = await does();
      if (isDone !== undefined) say(isDone);
      show(answer ?? (await get(`${scopeOf(inbox.value)}faults`)));
    } catch (error) {
      wrong.value = asProblem(error).message;
    }
  };
  useEffect(() => {
    void attempt(() => get(`${scopeOf(inbox.value)}faults`));
  }, [inbox.value]);
  const save = (): Promise<void> =>
    attempt(() => call('PUT', `${scopeOf(inbox.value)}faults`, JSON.parse(text.value)), t('saved'));
  return (
    <Page title={t('faults')} hint={t('faultsHint')}>
      <label class="inline">
        {t('faultsScope')}
        <select
          value={inbox.value ?? ''}
          onChange={event => {
            inbox.value = event.currentTarget.value || null;
          }}
        >
          <option value="">{t('allMail')}</option>
          {inboxes.value.map(one => (
            <option key={one.name} value={one.name}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <textarea
        class="code"
        rows={18}
        spellcheck={false}
        aria-label={t('faults')}
        value={text.value}
        onInput={event => {
          text.value = event.currentTarget.value;
        }}
      />
      {wrong.value !== '' && (
        <p class="note warn" role="alert">
          {wrong.value}
        </p>
      )}
      <footer>
        <Button onClick={() => void attempt(() => call('DELETE', `${scopeOf(inbox.value)}faults`), t('saved'))}>
          {t('faultsClear')}
        </Button>
        <Button kind="main" onClick={() => void save()}>
          {t('save')}
        </Button>
      </footer>
    </Page>
  );
}
