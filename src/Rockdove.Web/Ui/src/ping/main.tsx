import { effect } from '@preact/signals';
import { render } from 'preact';
import { followRoute } from '../shell/route';
import { applySettings } from '../shell/settings';
import { language, loadLanguage } from '../text/catalogue';
import { followProberKeys } from './keys';
import { ProberApp } from './ProberApp';
import { keepLooking } from './state';
import { loadProberWords } from './text/words';
import '../style/index.css';
import './prober.css';

followRoute();
applySettings();
keepLooking();
followProberKeys();

const root = document.getElementById('app')!;
let drawn = '';
effect(() => {
  const wanted = language.value;
  if (wanted === drawn) return;
  void Promise.all([loadLanguage(wanted), loadProberWords(wanted)]).then(() => {
    if (wanted !== language.peek()) return;
    const isFirst = drawn === '';
    drawn = wanted;
    if (!isFirst) render(null, root); // Every text is another one.
    render(<ProberApp />, root);
  });
});
