import type { Selection } from '../api/shapes';
import { ask } from '../parts/Dialog';
import { t, tn } from '../text/catalogue';
import { countOf, list, remove } from './mailbox';

/** Deletes after a question: there is no way back, and none is pretended. */
export async function askAndDelete(selection: Selection): Promise<void> {
  const count = countOf(selection);
  const hint = list.value.inbox === null ? t('deleteManyHint') : t('deleteFromInboxHint');
  if (await ask(tn('deleteManyAsk', count), hint, t('delete'))) await remove(selection);
}
