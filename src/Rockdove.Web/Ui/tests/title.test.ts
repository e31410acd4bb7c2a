import { describe, expect, it } from 'vitest';
import { titleOf } from '../src/shell/title';

describe('the title', () => {
  it('tells how much is unread, and nothing of nothing', () => {
    expect(titleOf(0, '')).toBe('Rockdove');
    expect(titleOf(63, '')).toBe('(63) Rockdove');
  });

  it('tells one catcher from another', () => {
    expect(titleOf(0, 'Two')).toBe('Two – Rockdove');
    expect(titleOf(63, 'Two')).toBe('(63) Two – Rockdove');
  });
});
