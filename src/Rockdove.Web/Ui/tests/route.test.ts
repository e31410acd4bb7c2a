import { expect, it } from 'vitest';
import { formatRoute, home, parseRoute } from '../src/shell/route';

it('reads what it writes', () => {
  const routes = [
    home,
    { ...home, q: 'from:"a b" & c?' },
    { ...home, id: 'x1', tab: 'headers' },
    { ...home, inbox: 'check/out', id: 'x1' },
    { ...home, inbox: 'a', q: 'tag:x' },
    { ...home, page: 'matrix', rest: ['ann', 'b/c'] },
  ];
  for (const route of routes) expect(parseRoute(formatRoute(route))).toEqual(route);
});

it('makes all mail of what it cannot read', () => {
  for (const hash of ['', '#', '#/', '#/mail', '#mail/', '#/inbox']) expect(parseRoute(hash)).toEqual(home);
  expect(parseRoute('#/mail/%zz').id).toBe('%zz');
});

it('is a link that others can write', () => {
  expect(formatRoute({ ...home, id: 'x1' })).toBe('#/mail/x1');
  expect(parseRoute('#/inbox/checkout?q=is:unread')).toEqual({ ...home, inbox: 'checkout', q: 'is:unread' });
});
