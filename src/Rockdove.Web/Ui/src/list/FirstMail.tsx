import type { JSX } from 'preact';
import type { About } from '../api/shapes';
import { Copying } from '../parts/Copying';
import { Mark } from '../shell/Mark';
import { t } from '../text/catalogue';

/** What to do where no mail is: with the ports as they really are. */
export function FirstMail({ about }: { about: About }): JSX.Element {
  const smtp = about.listeners.find(one => one.name === 'smtp');
  const host = reachable(smtp?.host ?? '');
  const address = `${host.includes(':') ? `[${host}]` : host}:${smtp?.port ?? 1025}`;
  const others = about.listeners.filter(one => one.name !== 'smtp' && one.name !== 'http');
  const commands = [
    `rockdove send --server ${address} --from app@example.org --to ann@example.org --subject Hello --body 'It works.'`,
    `curl smtp://${address} --mail-from app@example.org --mail-rcpt ann@example.org -T mail.eml`,
  ];
  return (
    <div class="empty first-mail">
      <Mark size={72} />
      <h2>{t('emptyTitle')}</h2>
      <p>{t('emptyHint')}</p>
      <dl class="facts">
        <dt>{t('emptyServer')}</dt>
        <dd>
          <code>{host}</code>
        </dd>
        <dt>{t('emptyPort')}</dt>
        <dd>
          <code>{smtp?.port ?? 1025}</code>
        </dd>
        <dt>{t('emptySecurity')}</dt>
        <dd>{t('emptySecurityValue')}</dd>
        <dt>{t('emptyLogin')}</dt>
        <dd>{t('emptyLoginValue')}</dd>
        {others.map(one => (
          <>
            <dt>{one.name.toUpperCase()}</dt>
            <dd>
              <code>
                {reachable(one.host)}:{one.port}
              </code>
            </dd>
          </>
        ))}
      </dl>
      <p>{t('emptyTry')}</p>
      {commands.map(command => (
        <Copying key={command} text={command} />
      ))}
    </div>
  );
}

/** Any address is no address to send to: then it is the one that this page came from. */
export const reachable = (host: string): string =>
  host === '' || host === '0.0.0.0' || host === '::' ? location.hostname.replace(/^\[|\]$/g, '') : host;
