import type { JSX } from 'preact';
import { say } from '../shell/toast';
import { t } from '../text/catalogue';
import { Icon } from './Icon';

/** A text to be taken along. */
export function Copying({ text, label }: { text: string; label?: string }): JSX.Element {
  return (
    <button type="button" class="copying" title={t('copy')} onClick={() => void copy(text)}>
      <code>{label ?? text}</code>
      <Icon name="copy" />
      <span class="spoken">{t('copy')}</span>
    </button>
  );
}

export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyOldStyle(text); // Without TLS and not on this machine there is no clipboard for scripts.
  }

  say(t('copied'));
}

function copyOldStyle(text: string): void {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'spoken';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
