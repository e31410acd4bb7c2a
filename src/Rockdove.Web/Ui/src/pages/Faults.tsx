import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { call, get } from '../api/client';
import { scopeOf } from '../api/mail';
import { asProblem } from '../list/store';
import { Button } from '../parts/Button';
import { inboxes } from '../shell/mailbox';
import { say } from '../shell/toast';
import { number, type Text, t } from '../text/catalogue';
import { Page } from './Page';

interface FaultRules {
  script: string;
  rules: { rule: string; met: number; acted: number }[];
}

/** What people most often want to go wrong, in the language of the mock. */
const examples: readonly [says: Text, script: string][] = [
  ['faultOnce', '! on rcpt times=1\nS: 451 4.7.1 Come back later\n'],
  ['faultFull', '! on message\nS: 452 4.2.2 The mailbox is full\n'],
  ['faultSlow', '! on message\n! delay 3s\n'],
  ['faultLost', '! on message every=2\n! close\n! keep\n'],
];

/** What goes wrong on purpose, for all mail or for one inbox, and how often it has. */
export function Faults(): JSX.Element {
  const inbox = useSignal<string | null>(null);
  const text = useSignal('');
  const rules = useSignal<FaultRules['rules']>([]);
  const wrong = useSignal('');
  const attempt = async (does: () => Promise<FaultRules | undefined>, done?: Text): Promise<void> => {
    try {
      const answer = (await does()) ?? { script: '', rules: [] };
      text.value = answer.script;
      rules.value = answer.rules;
      wrong.value = '';
      if (done !== undefined) say(t(done));
    } catch (error) {
      wrong.value = asProblem(error).message;
    }
  };
  const path = (): string => `${scopeOf(inbox.value)}faults`;
  useEffect(() => {
    void attempt(() => get<FaultRules>(path()));
    const timer = setInterval(async () => {
      if (!document.hidden && rules.value.length > 0) rules.value = (await get<FaultRules>(path())).rules;
    }, 2000);
    return () => clearInterval(timer);
  }, [inbox.value]);
  const clear = (): Promise<void> => attempt(() => call<undefined>('DELETE', path()), 'faultsNone');
  const save = (): Promise<void> =>
    text.value.trim() === '' ? clear() : attempt(() => call<FaultRules>('PUT', path(), text.value), 'saved');
  return (
    <Page title={t('faults')} hint={t('faultsHint')}>
      <div class="inline">
        <label for="scope">{t('faultsScope')}</label>
        <select
          id="scope"
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
      </div>
      <textarea
        class="code"
        rows={11}
        spellcheck={false}
        aria-label={t('faults')}
        placeholder={examples[0]![1]}
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
        <span class="examples">
          {t('faultExamples')}
          {examples.map(([says, script]) => (
            <button
              key={says}
              type="button"
              class="link"
              onClick={() => {
                text.value += script;
              }}
            >
              {t(says)}
            </button>
          ))}
        </span>
        <Button disabled={rules.value.length === 0} onClick={() => void clear()}>
          {t('faultsClear')}
        </Button>
        <Button kind="main" onClick={() => void save()}>
          {t('save')}
        </Button>
      </footer>
      <h2>{t('faultRules')}</h2>
      {rules.value.length === 0 ? (
        <p class="hint">{t('faultsNone')}</p>
      ) : (
        <table class="fields plain">
          <thead>
            <tr>
              <th scope="col">{t('faultRule')}</th>
              <th scope="col" class="figure">
                {t('faultMet')}
              </th>
              <th scope="col" class="figure">
                {t('faultActed')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rules.value.map(one => (
              <tr key={one.rule}>
                <td>
                  <code>{one.rule}</code>
                </td>
                <td class="figure">{number(one.met)}</td>
                <td class="figure">{number(one.acted)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Page>
  );
}
