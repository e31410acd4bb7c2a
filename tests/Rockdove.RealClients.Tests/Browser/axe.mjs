// What axe-core finds in a page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(`${process.cwd()}/`).resolve('axe-core/axe.min.js'), 'utf8');

/** Fails with each place where a page keeps somebody out: by WCAG 2.2, A and AA, or by some of axe-core's rules alone. */
export async function keepsNobodyOut(page, rules = null) {
    // The page's own policy lets no script in from elsewhere; the browser's debugger may evaluate one all the same.
    await page.evaluate(source);
    const { violations } = await page.evaluate(only => globalThis.axe.run(document, {
        runOnly: only ?? ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
        resultTypes: ['violations'],
    }), rules);
    if (violations.length > 0)
        throw new Error(violations.map(one => `${one.id}: ${one.help}\n${one.nodes.slice(0, 5)
            .map(node => `  ${node.target} ${node.failureSummary}`).join('\n')}`).join('\n'));
}
