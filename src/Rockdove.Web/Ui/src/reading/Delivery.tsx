import type { JSX } from 'preact';
import { apiUrl, get, getText } from '../api/client';
import { scopeOf } from '../api/mail';
import type { Envelope, Message } from '../api/shapes';
import { Show, useFetched } from '../parts/fetched';
import { t } from '../text/catalogue';
import { Conversation } from './Conversation';

/** How it came: what SMTP said of it, and the whole conversation with its times. */
export function Delivery({ message, inbox }: { message: Message; inbox: string | null }): JSX.Element {
  const path = `${scopeOf(inbox)}messages/${message.id}`;
  const envelope = useFetched(abort => get<Envelope>(`${path}/envelope`, abort), [path]);
  const session = useFetched(
    async abort => (message.hasTranscript ? (await getText(`${path}/transcript`, 256 * 1024, abort)).text : null),
    [path],
  );
  return (
    <div class="delivery">
      <h2>{t('envelope')}</h2>
      <Show of={envelope} failed={t('messageFailed')}>
        {told => <EnvelopeTable envelope={told} />}
      </Show>
      <h2>
        {t('transcript')}
        {message.hasTranscript && (
          <a class="link" href={apiUrl(`${path}/transcript`)} target="_blank" rel="noopener noreferrer">
            {t('fullSession')}
          </a>
        )}
      </h2>
      <Show of={session} failed={t('noTranscript')}>
        {text => (text === null ? <p class="hint">{t('noTranscript')}</p> : <Conversation text={text} />)}
      </Show>
    </div>
  );
}

function EnvelopeTable({ envelope }: { envelope: Envelope }): JSX.Element {
  const rows: [name: string, value: string][] = [
    [t('mailFrom'), `<${envelope.reversePath}>`],
    ...envelope.forwardPaths.map((path): [string, string] => [t('rcptTo'), `<${path}>`]),
    [t('helo'), envelope.helo ?? t('none')],
    [t('client'), envelope.clientAddress ?? t('none')],
    [t('tls'), envelope.tls ?? t('none')],
    [t('identity'), envelope.identity ?? t('none')],
  ];
  return (
    <table class="fields">
      <tbody>
        {rows.map(([name, value], at) => (
          <tr key={at}>
            <th scope="row">{name}</th>
            <td>
              <code>{value}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
