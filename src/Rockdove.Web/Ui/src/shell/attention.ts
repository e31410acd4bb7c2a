import { effect } from '@preact/signals';
import { t, tn } from '../text/catalogue';
import { about, unreadInAll } from './mailbox';
import { settings } from './settings';
import { titleOf } from './title';
import { spoken } from './toast';

// What tells of new mail to somebody who looks elsewhere.

interface Came {
  From: { Name: string; Address: string };
  Subject: string;
}

let came = 0;
let latest: Came | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Many that come together are told once. */
export function notify(message: Came): void {
  came++;
  latest = message;
  if (timer !== undefined) return;
  timer = setTimeout(() => {
    const [count, one] = [came, latest!];
    came = 0;
    timer = undefined;
    spoken.value = tn('newCount', count);
    if (!document.hidden || !settings.value.notifications || Notification.permission !== 'granted') return;
    const from = one.From.Name || one.From.Address || t('noSender');
    const title = count === 1 ? from : tn('newCount', count);
    const shown = new Notification(title, { body: one.Subject || t('noSubject'), tag: 'rockdove' });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
  }, 1000);
}

/** Which catcher it is, and the number of its unread messages, in the title and beside the icon of the tab. */
export function showUnread(): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]')!;
  const plain = icon.href;
  effect(() => {
    const unread = unreadInAll.value;
    document.title = titleOf(unread, about.value?.label ?? '');
    if (unread === 0) {
      icon.href = plain;
      return;
    }

    const picture = new Image();
    picture.onload = () => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 64;
      const draw = canvas.getContext('2d')!;
      draw.drawImage(picture, 0, 0, 64, 64);
      const sheen = draw.createLinearGradient(34, 0, 64, 30);
      sheen.addColorStop(0, '#1d8a70');
      sheen.addColorStop(1, '#7b4fa6');
      draw.fillStyle = sheen;
      draw.beginPath();
      draw.arc(49, 15, 15, 0, 2 * Math.PI);
      draw.fill();
      draw.fillStyle = '#fff';
      draw.font = '700 20px system-ui, sans-serif';
      draw.textAlign = 'center';
      draw.textBaseline = 'middle';
      draw.fillText(unread > 99 ? '∞' : `${unread}`, 49, 16, 28);
      icon.href = canvas.toDataURL('image/png');
    };
    picture.src = plain;
  });
}
