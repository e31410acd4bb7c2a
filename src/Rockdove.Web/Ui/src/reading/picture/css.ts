// Style sheets of mail are made for a window with a history. A picture has neither.

/** Heights of the window in pixels, for the window of a picture is as high as the picture. */
export const withoutWindow = (css: string, windowHeight: number): string =>
  css.replace(heights, (whole, n?: string) => (n === undefined ? whole : `${(Number(n) * windowHeight) / 100}px`));

/**
 * Links as elements with an address, which is as specific. Chromium knows no links in a picture: neither `:link` nor
 * its own style sheet for them matches there. What ends a declaration is a value that is spelled like it.
 */
export const withPlainLinks = (css: string): string =>
  css.replace(links, (whole, name?: string) => (name === undefined ? whole : '[href]'));

/**
 * What browsers have for links, in the light and in the dark, and below all that a page says. Unlike `LinkText`,
 * `-webkit-link` is also what `link` of `body` says; Firefox knows only the former.
 */
export const plainLinks = ':where(a[href]){color:LinkText;color:-webkit-link;text-decoration:underline}';

/**
 * What stands in quotes, in an address or in a comment is not touched: a picture in it may be spelled like a length.
 * What is not closed goes to the end, so that no text is read again and again.
 */
const untouched = String.raw`\/\*.*?(?:\*\/|$)|url\([^)]*|"[^"]*"?|'[^']*'?`;
const heights = new RegExp(String.raw`${untouched}|(?<![\w.-])(\d+(?:\.\d*)?|\.\d+)[sld]?vh\b`, 'gis');
const links = new RegExp(
  String.raw`${untouched}|(?<![\\:]):(link|(?:-webkit-|-moz-)?any-link)(?![\w-])(?!\s*(?:[;}!]|$))`,
  'gis',
);
