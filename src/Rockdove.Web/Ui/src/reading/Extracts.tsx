import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { get } from '../api/client';
import { scopeOf } from '../api/mail';
import type { Extracted } from '../api/shapes';
import { Copying, copy } from '../parts/Copying';
import { Icon } from '../parts/Icon';
import { t, tn } from '../text/catalogue';

export interface Extract {
  codes: string[];
  links: Extracted['values'];
}

/** Read before the message is shown, so that nothing moves afterwards. Without them it is shown all the same. */
export async function extract(inbox: string | null, id: string, signal: AbortSignal): Promise<Extract> {
  const read = (rule: string): Promise<Extracted> =>
    get(`${scopeOf(inbox)}messages/${id}/extract?rule=${rule}`, signal);
  try {
    const [codes, links] = await Promise.all([read('codes'), read('links')]);
    return { codes: codes.values.slice(0, 3).map(one => one.value), links: links.values };
  } catch {
    return { codes: [], links: [] };
  }
}

/** One-time codes and links: what somebody who tests a program looks for in most messages. */
export function Extracts({ codes, links }: Extract): JSX.Element | null {
  const [isOpen, setOpen] = useState(false);
  if (codes.length === 0 && links.length === 0) return null;
  return (
    <div class="extracts">
      {codes.length > 0 && (
        <span class="codes">
          {t('codes')}
          {codes.map(code => (
            <Copying key={code} text={code} />
          ))}
        </span>
      )}
      {links.length > 0 && (
        <button type="button" class="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Icon name={isOpen ? 'down' : 'right'} />
          {tn('links', links.length)}
        </button>
      )}
      {isOpen && (
        <ul class="links">
          {links.slice(0, 200).map(link => (
            <li key={link.value}>
              <button type="button" class="icon-button" title={t('copyLink')} onClick={() => void copy(link.value)}>
                <Icon name="copy" />
                <span class="spoken">
                  {t('copyLink')}: {link.value}
                </span>
              </button>
              <a href={safe(link.value)} target="_blank" rel="noopener noreferrer" title={link.value}>
                <bdi>{link.text || link.value}</bdi>
              </a>
              <code>{link.value}</code>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Links of the web only: a message may have written anything. */
export const safe = (url: string): string | undefined => (/^https?:\/\//i.test(url) ? url : undefined);
