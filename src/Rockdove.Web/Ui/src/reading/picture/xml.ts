/** What is read of a node; those of a browser are such. */
export interface AnyNode {
  readonly nodeType: number;
  readonly nodeValue: string | null;
  readonly childNodes: Iterable<AnyNode>;
  readonly localName?: string;
  readonly namespaceURI?: string | null;
  readonly attributes?: Iterable<{ readonly localName: string; readonly value: string }>;
}

export interface Writing {
  /** What is done to style sheets, and to styles of an element. */
  css: (text: string) => string;
  /** What is done to style sheets besides, which have selectors. */
  sheet?: (text: string) => string;
  /** What goes behind the style that an element has; `!important` there cannot be taken back. */
  style?: (node: AnyNode) => string;
}

/**
 * A tree as XML. A browser's own serialiser writes names as they are, colons too, so that `<x:link xmlns:x="…xhtml">`,
 * which is nothing in HTML and passes everybody, would come back as a `link`. Here only plain names are written, those
 * that do anything but look like something are not, and what comes out is well-formed whatever goes in.
 */
export function xmlOf(node: AnyNode, how: Writing): string {
  const pieces: string[] = [];
  write(node, how, '', pieces);
  return pieces.join('');
}

/** The element alone, with none of what is in it. */
export const emptyXmlOf = (node: AnyNode, how: Writing, inner = ''): string => {
  const { start, name } = startOf(node, how, '');
  return `${start}${inner}</${name}>`;
};

function write(node: AnyNode, how: Writing, parentSpace: string, pieces: string[]): void {
  if (node.nodeType === text) pieces.push(escapeXml(node.nodeValue ?? ''));
  if (node.nodeType !== element || left.has(node.localName!.toLowerCase())) return;
  const { start, name, space } = startOf(node, how, parentSpace);
  pieces.push(start);
  if (name === 'style') pieces.push(escapeXml(sheetOf(node, how)));
  else for (const child of node.childNodes) write(child, how, space, pieces);
  pieces.push(`</${name}>`);
}

function sheetOf(node: AnyNode, { css, sheet = same => same }: Writing): string {
  return sheet(css([...node.childNodes].map(child => child.nodeValue).join('')));
}

function startOf(node: AnyNode, how: Writing, parentSpace: string): { start: string; name: string; space: string } {
  const space = spaces.has(node.namespaceURI ?? '') ? node.namespaceURI! : xhtml;
  const name = isName.test(node.localName!) ? node.localName! : 'span'; // Such as Word's <o:p>.
  const given = new Map<string, string>();
  for (const { localName, value } of node.attributes ?? [])
    if (isName.test(localName) && !isLeft.test(localName) && !given.has(localName)) given.set(localName, value);
  const styles = [how.css(given.get('style') ?? ''), how.style?.(node) ?? ''].filter(one => one !== '');
  if (styles.length > 0) given.set('style', styles.join(';'));
  const pairs = [...given].map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  return { start: `<${name}${space === parentSpace ? '' : ` xmlns="${space}"`}${pairs.join('')}>`, name, space };
}

/** Characters that XML 1.0 cannot have, in no way of writing, become the one for that. */
export const escapeXml = (value: string): string =>
  value
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"\t\n\r]/g, character => `&#${character.charCodeAt(0)};`);

export const xhtml = 'http://www.w3.org/1999/xhtml';
const spaces = new Set([xhtml, 'http://www.w3.org/2000/svg', 'http://www.w3.org/1998/Math/MathML']);
export const element = 1;
export const text = 3;
const isName = /^[a-z][a-z0-9_-]*$/i;

/** Handlers; what would give names another meaning; and what waits with a picture until it is scrolled to. */
const isLeft = /^(on.*|xmlns|loading)$/i;

/** None of these run or load in a picture. This holds should a browser one day think otherwise. */
const left = new Set(
  'script link meta base iframe frame frameset object embed applet portal template noembed noframes title'.split(' '),
);
