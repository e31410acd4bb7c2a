import { plainLinks, withoutWindow, withPlainLinks } from './css';
import { hasPicturesOnly, type Mode, quirks } from './quirks';
import { type AnyNode, emptyXmlOf, escapeXml, type Writing, xhtml, xmlOf } from './xml';

/** What a picture is taken of. */
export interface Page {
  root: AnyNode;
  body: AnyNode;
  mode: Mode;
  /** What its `meta` says of light and dark, or nothing. */
  colorScheme: string;
}

export interface Size {
  width: number;
  height: number;
  /** Of the window in which it is shown, which is what `vh` is about. */
  windowHeight: number;
}

/** The page by itself, on nothing, with a mark where it ends. */
export const svgToMeasure = (page: Page, size: Size, mark: string): string =>
  svg(
    size,
    defaultsOf(page),
    contentOf(page, size, `<rockdove-end xmlns="${xhtml}" style="${escapeXml(markStyle(mark))}"/>`),
  );

/**
 * The page on its ground. The background of `body`, or that of `html` if it has one, is that of the whole window
 * (CSS Backgrounds 3, section 2.11.2). That is so for the root of a document, which here is `svg`; so both are drawn
 * over all of it first, empty. Below them is what a browser has there: white, or dark for a page that can be.
 */
export function svgToShow(page: Page, size: Size, filter: string): string {
  const css = cssOf(size);
  const body = emptyXmlOf(page.body, { ...css, style: () => fills });
  const grounds = [
    emptyXmlOf(page.root, { ...css, style: () => `${fills};background:Canvas!important` }, body),
    emptyXmlOf(page.root, { ...css, style: () => fills }),
  ];
  return svg(
    size,
    defaultsOf(page),
    `<g style="filter:${escapeXml(filter)}">`,
    ...grounds.map(ground => foreign(size, ground)),
    contentOf(page, size),
    '</g>',
  );
}

const svg = ({ width, height }: Size, ...inner: string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"` +
  ` style="${fills};width:${width}px!important;height:${height}px!important">${inner.join('')}</svg>`;

const foreign = ({ width, height }: Size, inner: string): string =>
  `<foreignObject width="${width}" height="${height}">${inner}</foreignObject>`;

function contentOf(page: Page, size: Size, end = ''): string {
  const style = (node: AnyNode): string => {
    if (node === page.root) return flows;
    return page.mode !== 'standard' && hasPicturesOnly(node) ? 'line-height:0' : '';
  };
  const content = xmlOf(page.root, { ...cssOf(size), style });
  return foreign(size, content + end);
}

/** What goes before the page's own style sheets, and is no stronger than any of them. */
const defaultsOf = ({ mode, colorScheme }: Page): string =>
  `<style xmlns="${xhtml}">${/^[a-z ]+$/i.test(colorScheme) ? `:where(:root){color-scheme:${colorScheme}}` : ''}` +
  `${plainLinks}${quirks[mode]}</style>`;

const cssOf = ({ windowHeight }: Size): Pick<Writing, 'css' | 'sheet'> => ({
  css: css => withoutWindow(css, windowHeight),
  sheet: withPlainLinks,
});

/** Above all else, for what sticks out of a page may lie where it ends. */
const markStyle = (colour: string): string =>
  'all:initial!important;display:block!important;position:relative!important;z-index:2147483647!important;' +
  `height:${markRows}px!important;background:${colour}!important`;

/** Rows of the mark. One may be drawn between two rows of pixels. */
export const markRows = 3;

const fills =
  'display:block!important;position:static!important;box-sizing:border-box!important;width:100%!important;' +
  'height:100%!important;min-width:0!important;min-height:0!important;max-width:none!important;' +
  'max-height:none!important;margin:0!important;border:0!important;padding:0!important;transform:none!important;' +
  'opacity:1!important;visibility:visible!important;overflow:hidden!important';

/** As high as what is in it. `contain: layout` keeps what floats or is fixed within the page, also at its end. */
const flows =
  'display:block!important;contain:layout!important;overflow:visible!important;height:auto!important;' +
  'min-height:0!important;max-height:none!important';
