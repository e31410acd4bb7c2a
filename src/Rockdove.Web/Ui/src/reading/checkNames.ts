import type { Text } from '../text/catalogue';

export type CheckName = 'html' | 'links' | 'authentication' | 'lint' | 'spam';

const checks: readonly { name: CheckName; label: Text }[] = [
  { name: 'html', label: 'checkHtml' },
  { name: 'links', label: 'checkLinks' },
  { name: 'authentication', label: 'checkAuthentication' },
  { name: 'lint', label: 'checkLint' },
  { name: 'spam', label: 'checkSpam' },
];

/** Those that this catcher has. */
export const checksOf = (can: (call: string) => boolean): { name: CheckName; label: Text }[] =>
  checks.filter(one => can(`GET /messages/{id}/checks/${one.name}`));
