import { describe, expect, it } from 'vitest';
import { plainLinks, withoutWindow, withPlainLinks } from '../src/reading/picture/css';
import { fileNameOf, mostOctets } from '../src/reading/picture/fileName';
import { endOf } from '../src/reading/picture/height';
import { hasPicturesOnly, modeOf } from '../src/reading/picture/quirks';
import { markRows, svgToMeasure, svgToShow } from '../src/reading/picture/svg';
import { mostHeight, mostPixels, mostSide, scaleOf } from '../src/reading/picture/take';
import { type AnyNode, xhtml, xmlOf } from '../src/reading/picture/xml';

const text = (nodeValue: string): AnyNode => ({ nodeType: 3, nodeValue, childNodes: [] });
const element = (localName: string, attributes: Record<string, string> = {}, ...childNodes: AnyNode[]): AnyNode => ({
  nodeType: 1,
  nodeValue: null,
  localName,
  namespaceURI: xhtml,
  attributes: Object.entries(attributes).map(([name, value]) => ({ localName: name, value })),
  childNodes,
});
const written = (node: AnyNode): string => xmlOf(node, { css: css => css }).replace(` xmlns="${xhtml}"`, '');

describe('the name of a picture', () => {
  it('is the subject', () => expect(fileNameOf('Grüße, Ann 👋', 'id')).toBe('Grüße, Ann 👋'));

  it('is no path, is not hidden, and ends as it seems to', () => {
    expect(fileNameOf('../../etc/passwd', 'id')).toBe('etc-passwd');
    expect(fileNameOf('a\u202egnp.exe\r\n\0b. ', 'id')).toBe('a gnp.exe b');
    expect(fileNameOf('What? "A|B" <c>: 1*2\\3', 'id')).toBe('What- -A-B- -c- 1-2-3');
  });

  it('is no device of Windows', () => {
    expect(fileNameOf('NUL', 'id')).toBe('_NUL');
    expect(fileNameOf('com1.report', 'id')).toBe('_com1.report');
    expect(fileNameOf('Conference', 'id')).toBe('Conference');
  });

  it('is the other one where nothing is left', () => {
    for (const subject of ['', ' ', '...', '\u202e', '///']) expect(fileNameOf(subject, 'id')).toBe('id');
  });

  it('has at most so many octets, and whole characters', () => {
    expect(fileNameOf('x'.repeat(mostOctets), 'id')).toBe('x'.repeat(mostOctets));
    expect(fileNameOf('x'.repeat(mostOctets + 1), 'id')).toBe('x'.repeat(mostOctets));
    expect(fileNameOf(`${'x'.repeat(mostOctets - 3)}👋`, 'id')).toBe('x'.repeat(mostOctets - 3));
  });
});

describe('a page as XML', () => {
  it('is what it was', () => {
    expect(written(element('p', { class: 'a "b" & <c>', dir: 'rtl' }, text('1 < 2 & 3'), element('br')))).toBe(
      '<p class="a &#34;b&#34; &#38; &#60;c&#62;" dir="rtl">1 &#60; 2 &#38; 3<br></br></p>',
    );
  });

  it('has no elements and no attributes that do something', () => {
    for (const name of ['script', 'SCRIPT', 'link', 'meta', 'base', 'iframe', 'object', 'embed', 'template'])
      expect(written(element('p', {}, element(name, {}, text('x'))))).toBe('<p></p>');
    expect(written(element('img', { onerror: 'x', OnLoad: 'x', loading: 'lazy', alt: 'y' }))).toBe(
      '<img alt="y"></img>',
    );
  });

  it('gives no name another meaning', () => {
    // As the parser makes them of <x:link xmlns:x="…" xmlns="…" rel=preconnect <">.
    const node = element('x:link', { 'xmlns:x': xhtml, xmlns: 'y', rel: 'preconnect', '<"': '' }, text('z'));
    expect(written(node)).toBe('<span rel="preconnect">z</span>');
    expect(written({ ...element('p'), namespaceURI: 'urn:other' })).toBe('<p></p>');
  });

  it('goes into SVG and back', () => {
    const space = 'http://www.w3.org/2000/svg';
    const path = { ...element('linearGradient', { viewBox: '0' }), namespaceURI: space };
    expect(written({ ...element('svg', {}, path, element('p')), namespaceURI: space })).toBe(
      `<svg xmlns="${space}"><linearGradient viewBox="0"></linearGradient><p></p></svg>`,
    );
  });

  it('has no character that XML cannot have', () => {
    expect(written(element('p', {}, text('a\0\u000b\ud800\uffffb\r\n👋')))).toBe(
      '<p>a\ufffd\ufffd\ufffd\ufffdb&#13;&#10;👋</p>',
    );
  });

  it('keeps comments out, and writes styles as they are meant', () => {
    const comment = { nodeType: 8, nodeValue: '--><script>', childNodes: [] };
    expect(written(element('style', {}, text('a > b { content: "</style>" }'), comment))).not.toContain('<script');
    expect(written(element('p', {}, comment))).toBe('<p></p>');
    expect(written(element('style', {}, text('a > b {}')))).toBe('<style>a &#62; b {}</style>');
  });
});

describe('a page as SVG', () => {
  const body = element('body', { style: 'min-height:50vh', bgcolor: '#eee' }, text('hello'));
  const root = element('html', {}, body);
  const page = { root, body, mode: 'quirks' as const, colorScheme: 'light dark' };
  const size = { width: 375, height: 900, windowHeight: 600 };

  it('is drawn on its ground, and measured without', () => {
    expect(svgToShow(page, size, 'none').match(/bgcolor/g)).toHaveLength(2);
    expect(svgToShow(page, size, 'none').match(/hello/g)).toHaveLength(1);
    expect(svgToMeasure(page, size, 'rgb(1,2,3)').match(/bgcolor/g)).toHaveLength(1);
    expect(svgToMeasure(page, size, 'rgb(1,2,3)')).toContain('background:rgb(1,2,3)');
    expect(svgToMeasure(page, size, 'rgb(1,2,3)')).toContain('style="min-height:300px"');
  });

  it('may be dark where the page can, and takes nothing else from what says so', () => {
    expect(svgToShow(page, size, 'none')).toContain(':where(:root){color-scheme:light dark}');
    const other = svgToShow({ ...page, colorScheme: 'dark}*{x:url(y)' }, size, 'none');
    expect(other).not.toContain('color-scheme');
  });

  it('has the window as it is shown, and not that of the picture', () => {
    expect(withoutWindow('a{height:100vh;top:calc(1.5dvh - .5VH)}', 600)).toBe('a{height:600px;top:calc(9px - 3px)}');
    const other = 'a{background:url(data:image/png;base64,/9vh+);content:"5vh";width:5vw;--x5vh:1}';
    expect(withoutWindow(other, 600)).toBe(other);
    expect(withoutWindow("/* don't: 1vh */a{height:1vh}", 600)).toBe("/* don't: 1vh */a{height:6px}");
  });

  it('is written in one go, whatever is not closed', () => {
    for (const piece of ['url(', '/*', '"', "'", '1', '1.', '1v ', '/*url("']) {
      const long = piece.repeat(200_000);
      expect(withoutWindow(long, 600)).toBe(long);
      expect(withPlainLinks(long)).toBe(long);
    }

    for (const piece of [':link', ':link ', ':', ':any-link{'])
      expect(withPlainLinks(piece.repeat(200_000))).not.toContain(':link:link');
  });

  it('has links as elements with an address', () => {
    expect(withPlainLinks('a:link,a:visited{color:red}')).toBe('a[href],a:visited{color:red}');
    expect(withPlainLinks('p>:LINK b,:not(:any-link):hover,a:-webkit-any-link {}')).toBe(
      'p>[href] b,:not([href]):hover,a[href] {}',
    );
    const other =
      '/* a:link */.a\\:link{grid-area:link;color:linktext;content:"a:link "}b::link,i:link-x{grid-area:link }';
    expect(withPlainLinks(other)).toBe(other);
  });

  it('shows links as a browser does, below what the page says of them', () => {
    const style = element('style', {}, text('a:link{color:red}'));
    const link = element('a', { href: 'x', style: 'grid-area:link / 2' }, text('y'));
    const withLink = { ...page, root: element('html', {}, style, element('body', {}, link)) };
    const svg = svgToShow(withLink, size, 'none');
    expect(svg).toContain('a[href]{color:red}');
    expect(svg.indexOf(plainLinks)).toBeLessThan(svg.indexOf('a[href]{color:red}'));
    expect(svg).toContain('style="grid-area:link / 2"');
  });
});

describe('a page of old', () => {
  it('is known by its doctype', () => {
    const strict = 'CSS1Compat';
    expect(modeOf({ compatMode: 'BackCompat', doctype: null })).toBe('quirks');
    expect(modeOf({ compatMode: strict, doctype: { publicId: '' } })).toBe('standard');
    expect(modeOf({ compatMode: strict, doctype: { publicId: '-//W3C//DTD XHTML 1.0 Strict//EN' } })).toBe('standard');
    for (const kind of ['XHTML 1.0 Transitional', 'xhtml 1.0 frameset', 'HTML 4.01 Transitional'])
      expect(modeOf({ compatMode: strict, doctype: { publicId: `-//W3C//DTD ${kind}//EN` } })).toBe('limited');
  });

  it('has no gap below pictures by themselves', () => {
    const image = element('img');
    expect(hasPicturesOnly(element('td', {}, text(' \n'), element('a', {}, image), image))).toBe(true);
    expect(hasPicturesOnly(element('td', {}, image, text('x')))).toBe(false);
    expect(hasPicturesOnly(element('td', {}, image, element('p')))).toBe(false);
    expect(hasPicturesOnly(element('td', {}, text(' ')))).toBe(false);
    expect(hasPicturesOnly(element('a', {}, image))).toBe(false); // The line is that of what it is in.
  });
});

describe('the end of a page', () => {
  const [blank, red, half, mark] = [
    [0, 0, 0, 0],
    [255, 0, 0, 255],
    [9, 9, 9, 128],
    [1, 2, 3, 255],
  ];
  const rows = (...colours: number[][]): Uint8ClampedArray =>
    new Uint8ClampedArray(colours.flatMap(one => [...one, ...one]));
  const whole = Array.from({ length: markRows }, () => mark);

  it('is at its mark', () => {
    expect(endOf(rows(red, blank, ...whole, blank), 2, mark)).toBe(2);
    expect(endOf(rows(red, blank, half, ...whole.slice(1), half, blank), 2, mark)).toBe(3);
    expect(endOf(rows(...whole, blank), 2, mark)).toBe(1);
  });

  it('is below it where something sticks out', () => {
    expect(endOf(rows(...whole, half, blank, half, blank), 2, mark)).toBe(6);
  });

  it('is unknown where no mark is seen, and one row alone is none', () => {
    expect(endOf(rows(red, red, red), 2, mark)).toBeNull();
    expect(endOf(rows(red, mark, red), 2, mark)).toBeNull();
  });
});

describe('the scale of a picture', () => {
  it('is that of the screen, up to as many pixels as there may be', () => {
    expect(scaleOf(700, mostSide / 2, 2)).toBe(2);
    expect(scaleOf(700, mostSide / 2 + 1, 2)).toBeLessThan(2);
    expect(scaleOf(8192, mostPixels / 8192, 1)).toBe(1);
    expect(scaleOf(8192, mostPixels / 8192 + 1, 1)).toBeLessThan(1);
  });

  it('is never too little to read', () => {
    expect(scaleOf(375, mostHeight, 3)).toBeGreaterThan(1);
    expect(scaleOf(1600, mostHeight, 1)).toBe(1);
  });
});
