import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Summary } from '../src/api/shapes';
import { MessageList } from '../src/list/store';

const answers: ((isRead: boolean) => void)[] = [];

vi.mock('../src/api/mail', () => ({
  list: () =>
    new Promise(answer => {
      answers.push(isRead =>
        answer({ total: 1, unread: isRead ? 0 : 1, start: 0, ignored: [], messages: [{ id: 'a', isRead } as Summary] }),
      );
    }),
}));

/** The server answers the call that was made last, with what it knew then. */
async function answered(isRead: boolean, during: Promise<void>): Promise<void> {
  answers.pop()!(isRead);
  await during;
}

describe('what was done here', () => {
  let shown: MessageList;

  beforeEach(async () => {
    shown = new MessageList(null, '');
    await answered(false, shown.refresh());
  });

  it('is not undone by an answer that was on its way', async () => {
    const refreshing = shown.refresh();
    shown.patch({ ids: ['a'] }, true)();
    await answered(false, refreshing);
    expect(shown.row(0)!.isRead).toBe(true);
  });

  it('holds while the server has not said that it is done', async () => {
    const done = shown.patch({ ids: ['a'] }, true);
    await answered(false, shown.refresh());
    expect(shown.row(0)!.isRead).toBe(true);
    done();
    await answered(true, shown.refresh());
    expect(shown.row(0)!.isRead).toBe(true);
  });

  it('does not hide what others do later', async () => {
    shown.patch({ ids: ['a'] }, true)();
    await answered(true, shown.refresh());
    await answered(false, shown.refresh());
    expect(shown.row(0)!.isRead).toBe(false);
  });

  it('holds as it was done last', async () => {
    const refreshing = shown.refresh();
    shown.patch({ ids: ['a'] }, true)();
    shown.patch({ ids: ['a'] }, false)();
    await answered(true, refreshing);
    expect(shown.row(0)!.isRead).toBe(false);
  });
});
