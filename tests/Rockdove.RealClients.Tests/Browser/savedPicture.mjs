// Takes pictures of messages as a person does, and looks at their pixels: pages.mjs.
import { deepStrictEqual as equal, match } from 'node:assert';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { keepsNobodyOut } from './axe.mjs';
import { deliver } from './mail.mjs';

// One pixel, #0000ff.
const blue = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mNgYPgPAAEDAQA2dBFAAAAAAElFTkSuQmCC';

/** What a page may try from within a picture, of no height. */
const hostile = canary => '<div style="height:0;overflow:hidden"><script>console.log("fired")</script>'
    + '<img src=x onerror=console.log("fired")><svg onload=console.log("fired")><script>console.log("fired")</script>'
    + `<image href="${canary}/image"/><use href="${canary}/use#x"/></svg><img src="${canary}/img" srcset="${canary}/set 2x">`
    + `<x:link xmlns:x="http://www.w3.org/1999/xhtml" rel=stylesheet href="${canary}/x"></x:link>`
    + `<x:script xmlns:x="http://www.w3.org/1999/xhtml">console.log("fired")</x:script><table background="${canary}/table"></table>`
    + `<iframe src="${canary}/frame"></iframe><object data="${canary}/object"></object><video poster="${canary}/poster"></video>`
    + `<style>@import "${canary}/import";@font-face{font-family:f;src:url(${canary}/font)}p{font-family:f;`
    + `background:url(${canary}/background)}</style><p style="list-style:url(${canary}/list)">x</p></div>`;

const page = canary => '<!doctype html><html><head><style>@media (max-width:400px){#narrow{background:#0f0!important}}</style>'
    + '</head><body style="margin:0 0 30px;background:#eee;min-height:10vh"><div style="height:50px;background:#f00"></div>'
    + '<div id=narrow style="height:20px;background:#000"></div><img src="cid:blue" style="display:block;width:100px;height:60px">'
    + `${hostile(canary)}<div style="position:fixed;bottom:0;right:0;width:10px;height:10px;background:#f0f"></div></body></html>`;

const message = canary => 'Subject: Your order: 5/6\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=r\r\n\r\n--r\r\n'
    + `Content-Type: text/html; charset=utf-8\r\n\r\n${page(canary)}\r\n--r\r\nContent-Type: image/png\r\nContent-ID: <blue>\r\n`
    + `Content-Transfer-Encoding: base64\r\n\r\n${blue}\r\n--r--\r\n`;

/** In a profile of its own with two pixels to one. */
export async function savesPictures(context, http, smtp) {
    const asked = [];
    const server = createServer((request, response) => {
        asked.push(request.url);
        response.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    await new Promise(done => server.once('listening', done));
    const [id] = await deliver(smtp, [message(`http://127.0.0.1:${server.address().port}`)]);
    const tab = await context.newPage();
    tab.setDefaultTimeout(20_000);
    tab.on('console', said => said.text() === 'fired' && asked.push('ran'));
    const fetched = [];
    tab.on('request', request => request.resourceType() === 'fetch' && /\/html\b/.test(request.url())
        && fetched.push(request.url().split('/').at(-1)));
    await tab.route('**/about', async route => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...await response.json(), hasNetwork: true } });
    });
    await tab.clock.install(); // What is said stays for seconds.
    await tab.goto(`${http}/#/mail/${id}`);
    await tab.frameLocator('iframe').locator('#narrow').waitFor();
    const width = await tab.locator('iframe').evaluate(it => it.clientWidth);

    // By keys: the menu, its second entry.
    await tab.getByRole('button', { name: 'More' }).press('Enter');
    await tab.locator('.popover a:focus').waitFor();
    await keepsNobodyOut(tab);
    await tab.keyboard.press('ArrowDown');
    const [desktop] = await Promise.all([tab.waitForEvent('download'), tab.keyboard.press('Enter')]);
    equal(desktop.suggestedFilename(), 'Your order- 5-6.png');
    equal(await look(tab, desktop, [[10, 10], [10, 110], [10, 150], [210, 150], [2 * width - 3, 317]]), {
        size: [2 * width, 2 * 160],
        colours: ['#ff0000', '#000000', '#0000ff', '#eeeeee', '#ff00ff'],
    });
    await tab.getByText('Picture saved', { exact: true }).last().waitFor();
    await tab.locator('.popover').waitFor({ state: 'detached' });

    await tab.getByRole('button', { name: 'Phone width, 375 pixels' }).click();
    await tab.getByRole('button', { name: 'As a dark mail program may show it' }).click();
    const phone = await save(tab);
    equal(await look(tab, phone, [[210, 150]]), { size: [2 * 373, 2 * 160], colours: ['#232323'] });
    await tab.getByRole('button', { name: 'As a dark mail program may show it' }).click();
    equal((await look(tab, await save(tab), [[10, 110]])).colours, ['#00ff00']);

    // With pictures of other servers once somebody asked for them, and not before.
    equal(fetched, ['html', 'html', 'html']);
    await tab.route('**/html?remote=true', route => route.fulfill({ contentType: 'text/html', body: '<p>x' }));
    await tab.getByRole('button', { name: 'Load them' }).click();
    await save(tab);
    equal(fetched.at(-1), 'html?remote=true');
    await tab.getByRole('tab', { name: 'Text' }).click();

    // A page that can be dark is so where everything is.
    await tab.emulateMedia({ colorScheme: 'dark' });
    await answer(tab, '<!doctype html><meta name="color-scheme" content="light dark"><p>x');
    equal((await look(tab, await save(tab), [[0, 0]])).colours, ['#121212']);

    // Links look as they do in the frame, though in a picture Chromium knows none.
    const block = '<i style="display:block;height:20px;background:currentColor"></i>';
    const links = `<a href="x">${block}</a><a>${block}</a><a href="x" class=own>${block}</a>`;
    await tab.unrouteAll();
    await answer(tab, '<!doctype html><meta name="color-scheme" content="light dark"><style>.own:link{color:#f00}</style>'
        + `<body style="margin:0">${links}`);
    equal((await look(tab, await save(tab), [[10, 10], [10, 50], [10, 90]])).colours, ['#9e9eff', '#ffffff', '#ff0000']);
    await tab.emulateMedia({ colorScheme: 'light' });
    equal((await look(tab, await save(tab), [[10, 10], [10, 50], [10, 90]])).colours, ['#0000ee', '#000000', '#ff0000']);
    await tab.unrouteAll();

    await shows(tab, '<p>x', 'Picture saved');
    await shows(tab, `<!--${'x'.repeat(16 * 1024 * 1024 - 7)}-->`, 'Picture saved');
    await shows(tab, `<!--${'x'.repeat(16 * 1024 * 1024 - 6)}-->`, 'more than 16 Mi characters.');
    await shows(tab, '<!doctype html><body style="margin:0"><div style="height:16000px">', 'Picture saved');
    await shows(tab, '<!doctype html><body style="margin:0"><div style="height:16001px">', 'which is too long for one.');
    await shows(tab, null, 'No picture was taken. The catcher is on strike.');
    equal(asked, []);
    server.close();
    await context.close();
}

async function save(tab) {
    await tab.getByRole('button', { name: 'More' }).click();
    const [saved] = await Promise.all([
        tab.waitForEvent('download'), tab.getByRole('button', { name: 'Save as a picture' }).click(),
    ]);
    await tab.locator('.popover').waitFor({ state: 'detached' });
    return saved;
}

/** What is said of a picture of another page, or of a refusal. */
async function shows(tab, html, text) {
    await answer(tab, html);
    await tab.clock.runFor(10_000);
    await tab.locator('.toast').waitFor({ state: 'detached' });
    await tab.getByRole('button', { name: 'More' }).click();
    await tab.getByRole('button', { name: 'Save as a picture' }).click();
    await tab.locator('.toast').waitFor();
    match(await tab.locator('.toast').textContent(), new RegExp(`${text}$`));
    await tab.unrouteAll();
}

/** Answers with another page, or with a refusal. */
function answer(tab, html) {
    return tab.route('**/html', route => html === null
        ? route.fulfill({ status: 503, contentType: 'application/json', body: '{"detail":"The catcher is on strike."}' })
        : route.fulfill({ contentType: 'text/html', body: html }));
}

/** The size of a picture, and the colours of some of its pixels. */
async function look(tab, download, points) {
    const octets = readFileSync(await download.path()).toString('base64');
    return tab.evaluate(async ([octets, points]) => {
        const image = new Image();
        image.src = `data:image/png;base64,${octets}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext('2d');
        context.drawImage(image, 0, 0);
        const colour = ([x, y]) => {
            const [...rgb] = context.getImageData(x, y, 1, 1).data.subarray(0, 3);
            return `#${rgb.map(one => one.toString(16).padStart(2, '0')).join('')}`;
        };
        return { size: [image.width, image.height], colours: points.map(colour) };
    }, [octets, points]);
}
