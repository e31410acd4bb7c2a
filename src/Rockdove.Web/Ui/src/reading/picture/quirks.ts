import { type AnyNode, element, text } from './xml';

// Most mail is written for the modes of old, and SVG knows none of them. Here is what one sees of them.

export type Mode = 'standard' | 'limited' | 'quirks';

/** By the doctype, as the HTML standard tells (13.2.6.4.1). */
export function modeOf(page: { compatMode: string; doctype: { publicId: string } | null }): Mode {
  if (page.compatMode === 'BackCompat') return 'quirks';
  return isLimited.test(page.doctype?.publicId ?? '') ? 'limited' : 'standard';
}

/** In both, a line that has pictures alone is as high as they are (Quirks Mode standard, 3.4): slices fit together. */
export const hasPicturesOnly = (node: AnyNode): boolean => isBlock.test(node.localName ?? '') && isOfPictures(node);

function isOfPictures(node: AnyNode): boolean {
  let has = false;
  for (const child of node.childNodes) {
    if (child.nodeType === text && (child.nodeValue ?? '').trim() !== '') return false;
    if (child.nodeType !== element) continue;
    if (child.localName !== 'img' && !(isInline.test(child.localName!) && isOfPictures(child))) return false;
    has = true;
  }

  return has;
}

/** Style sheets that any of a page's own goes before: those of the HTML standard (15.3.3 and 15.3.8). */
export const quirks: Record<Mode, string> = {
  standard: '',
  limited: ':where(img){line-height:normal}',
  quirks:
    ':where(img){line-height:normal}' +
    ':where(table){font-weight:initial;font-style:initial;font-variant:initial;font-size:initial;' +
    'line-height:initial;white-space:initial;text-align:initial}' +
    ':where(body,td,th)>:where(blockquote,center,dl,fieldset,h1,h2,h3,h4,h5,h6,menu,ol,p,pre,ul):where(:first-child)' +
    '{margin-block-start:0}',
};

const isLimited = /^-\/\/W3C\/\/DTD (XHTML 1\.0|HTML 4\.01) (Transitional|Frameset)\/\//i;
const isBlock = /^(td|th|div|p|center)$/;
const isInline = /^(a|b|i|span|font|strong|em)$/;
