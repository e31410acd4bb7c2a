// What may be typed to find mail: docs/compat/mailpit.md, Search.

export interface Operator {
  word: string;
  /** Key of the catalogue that says what it finds. */
  says: OperatorText;
  /** What may follow: an address, a tag, a date, a size, any text; nothing where the word is whole. */
  takes: 'address' | 'tag' | 'date' | 'size' | 'text' | null;
}

export type OperatorText =
  | 'opFrom'
  | 'opTo'
  | 'opCc'
  | 'opBcc'
  | 'opReplyTo'
  | 'opAddressed'
  | 'opSubject'
  | 'opHeader'
  | 'opFileName'
  | 'opMessageId'
  | 'opTag'
  | 'opUnread'
  | 'opRead'
  | 'opTagged'
  | 'opAttachment'
  | 'opInline'
  | 'opAfter'
  | 'opBefore'
  | 'opLarger'
  | 'opSmaller'
  | 'opOr'
  | 'opNot';

export const operators: readonly Operator[] = [
  { word: 'from:', says: 'opFrom', takes: 'address' },
  { word: 'to:', says: 'opTo', takes: 'address' },
  { word: 'subject:', says: 'opSubject', takes: 'text' },
  { word: 'tag:', says: 'opTag', takes: 'tag' },
  { word: 'is:unread', says: 'opUnread', takes: null },
  { word: 'is:read', says: 'opRead', takes: null },
  { word: 'is:tagged', says: 'opTagged', takes: null },
  { word: 'has:attachment', says: 'opAttachment', takes: null },
  { word: 'has:inline', says: 'opInline', takes: null },
  { word: 'after:', says: 'opAfter', takes: 'date' },
  { word: 'before:', says: 'opBefore', takes: 'date' },
  { word: 'larger:', says: 'opLarger', takes: 'size' },
  { word: 'smaller:', says: 'opSmaller', takes: 'size' },
  { word: 'cc:', says: 'opCc', takes: 'address' },
  { word: 'bcc:', says: 'opBcc', takes: 'address' },
  { word: 'reply-to:', says: 'opReplyTo', takes: 'address' },
  { word: 'addressed:', says: 'opAddressed', takes: 'address' },
  { word: 'attachment:', says: 'opFileName', takes: 'text' },
  { word: 'header:', says: 'opHeader', takes: 'text' },
  { word: 'message-id:', says: 'opMessageId', takes: 'text' },
  { word: 'OR', says: 'opOr', takes: null },
  { word: '-', says: 'opNot', takes: 'text' },
];

export interface Suggestion {
  /** What stands in the box when it is chosen. */
  text: string;
  /** What is shown: the last word. */
  word: string;
  says: OperatorText | null;
}

export interface Known {
  tags: readonly string[];
  addresses: readonly string[];
}

/** What the word at the end may become. Nothing if it is a plain word that begins no operator. */
export function suggest(typed: string, known: Known, most = 8): Suggestion[] {
  const at = lastWord(typed);
  const [before, last] = [typed.slice(0, at), typed.slice(at)];
  const sign = /^[-!]/.test(last) && last.length > 1 ? last[0]! : '';
  const word = last.slice(sign.length);
  const colon = word.indexOf(':');
  const make = (chosen: string, says: OperatorText | null): Suggestion => {
    const isDone = !chosen.endsWith(':') && chosen !== '-';
    return { text: before + sign + chosen + (isDone ? ' ' : ''), word: sign + chosen, says };
  };
  if (colon > 0) {
    const name = word.slice(0, colon + 1).toLowerCase();
    const value = word
      .slice(colon + 1)
      .replace(/"/g, '')
      .toLowerCase();
    const takes = operators.find(one => one.word === name)?.takes;
    const values = takes === 'tag' ? known.tags : takes === 'address' ? known.addresses : null;
    if (values !== null) {
      return values
        .filter(one => one.toLowerCase().includes(value) && one.toLowerCase() !== value)
        .slice(0, most)
        .map(one => make(name + quoted(one), null));
    }
  }

  const begun = word.toLowerCase();
  return operators
    .filter(one => one.word.toLowerCase().startsWith(begun) && one.word.toLowerCase() !== begun)
    .filter(one => begun !== '' || one.word !== '-')
    .slice(0, begun === '' ? most : operators.length)
    .map(one => make(one.word, one.says));
}

/** Where the last word begins. A quotation is one word. */
export function lastWord(typed: string): number {
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < typed.length; at++) {
    if (typed[at] === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (typed[at] === ' ' || typed[at] === '(')) start = at + 1;
  }

  return start;
}

export const quoted = (value: string): string => (/[\s()"]/.test(value) ? `"${value.replace(/"/g, '')}"` : value);

/** A search with one more condition, or without it if it is there. */
export function toggled(q: string, word: string): string {
  const words = wordsOf(q);
  return (words.includes(word) ? words.filter(one => one !== word) : [...words, word]).join(' ');
}

export function wordsOf(q: string): string[] {
  return q.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
}
