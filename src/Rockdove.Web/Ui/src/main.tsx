import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './shell/App';
import { showUnread } from './shell/attention';
import { followKeys } from './shell/keys';
import { openMailbox } from './shell/mailbox';
import { followRoute } from './shell/route';
import { applySettings } from './shell/settings';
import { language, loadLanguage } from './text/catalogue';
import './style/index.css';

followRoute();
applySettings();
openMailbox();
followKeys();
showUnread();

const root = document.getElementById('app')!;
let drawn = '';
effect(() => {
  const wanted = language.value;
  if (wanted === drawn) return;
  void loadLanguage(wanted).then(() => {
    if (wanted !== language.peek()) return;
    const isFirst = drawn === '';
    drawn = wanted;
    if (!isFirst) render(null, root); // Every text is another one.
    render(<App />, root);
  });
});
