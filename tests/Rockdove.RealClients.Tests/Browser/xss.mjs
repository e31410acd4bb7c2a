// Opens the corpus in Chromium, as `rockdove catch` shows it and as a careless server would: ForeignMailTests.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { given, launchProfile, tell } from './browser.mjs';
import { readCorpus } from './corpus.mjs';
import { deliver } from './mail.mjs';
import { views } from './views.mjs';

const [http, smtp] = given.arguments;
// Of what costs most, one in so many is done, and which one changes from run to run.
const [share, turn] = given.arguments.slice(2).map(Number);
const seen = new Map();
const see = (number, how) => seen.set(+number, [...seen.get(+number) ?? [], how]);
const careless = 10_000;
// A process for each frame, and models of Chromium's maker, which it looks for at each start.
const unneeded = [
    'IsolateSandboxedIframes', 'OptimizationHints',
    'OptimizationGuideModelDownloading', 'OptimizationGuideOnDeviceModel',
];

const [canary, secondCanary, bareServer] = await Promise.all([listen(hear), listen(hear), listen(serveBare)]);
const shown = readCorpus(1, canary);
const bare = readCorpus(careless, secondCanary);
const ids = await deliver(smtp, shown.map(message => message.octets));
const folder = mkdtempSync(`${tmpdir()}/rockdove-`);
const context = await launchProfile(
    folder, `--log-net-log=${folder}/net.json`, `--disable-features=${unneeded}`, '--renderer-process-limit=4',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE *.canary.test');
context.on('page', watch);

// As the catcher shows it. Nothing may come of it, so there is nothing to wait for but what a page does at once.
const visits = await views(http, shown.map((message, i) => ({ ...message, id: ids[i] })), i => i % share === turn);
await visit(`${http}/livez`, visits, () => new Promise(done => setTimeout(done, 50)));
const undrawn = await takePictures(ids.filter((_, i) => i % share === turn));
const outside = [...seen].map(([number, how]) => ({ number, how }));
seen.clear();

// As a careless server would, which shows that the payloads are alive and that this script would notice.
const bareVisits = bare.map((message, i) => ({ ...message, path: `http://${bareServer}/${i}` }))
    .filter((message, i) => i % share === turn && message.payloads.some(payload => payload.isLive));
await visit(`http://${bareServer}/`, bareVisits, (message, again) => until(again, () => message.payloads.every(
    payload => seen.has(payload.number) || !payload.isLive || isLookup(payload.text))));
const live = bareVisits.flatMap(message => message.payloads).filter(payload => payload.isLive);
// Names are looked up by and by, and the log has them a little later.
await until(null, () => {
    const known = lookedUp();
    return live.every(({ number, text }) => seen.has(number) || known.has(number) || !isLookup(text));
});

await context.close();
for (const number of lookedUp())
    see(number, 'looked up');
const asked = readLog().split('\n').filter(line => line.includes(canary));
if (asked.length > 0)
    outside.push({ number: 0, how: ['asked for', ...asked.slice(0, 5)] });
rmSync(folder, { recursive: true });
const text = number => [...shown, ...bare].flatMap(m => m.payloads).find(p => p.number === number)?.text;
tell('payloads', shown.flatMap(message => message.payloads).length);
tell('messages', shown.length);
tell('opened', new Set(visits.flatMap(visit => visit.payloads.map(payload => payload.number))).size);
tell('fired', [...outside, ...[...seen].filter(([n]) => n < careless).map(([number, how]) => ({ number, how }))]
    .map(({ number, how }) => `${how}: ${text(number)}`));
tell('undrawn', undrawn);
tell('live', live.length);
tell('silent', live.filter(payload => !seen.has(payload.number)).map(payload => `${payload.file}: ${payload.text}`));
process.exit();

/**
 * Opens each path: those that want it in a tab of their own, those that appear by and by in one tab after another, and
 * the others in frames of a page at the same origin. `settle` waits for what may come of it, and is told how to click
 * again where a click is wanted.
 */
async function visit(around, visits, settle) {
    const alone = visits.filter(one => one.isAlone);
    const pages = visits.filter(one => one.awaited);
    const framed = visits.filter(one => !one.isAlone && !one.awaited);
    const open = async (page, one) => {
        await page.goto(one.path).catch(refuseOther);
        if (one.awaited)
            await page.locator(one.awaited).first().waitFor();
        const click = one.isClicked ? () => page.mouse.click(100, 100) : () => {};
        await click();
        await settle(one, click);
        if (around.startsWith(http) && page.url() !== one.path)
            see(one.payloads[0].number, `went to ${page.url()}`);
    };
    await Promise.all(Array.from({ length: 4 }, async (_, tab) => {
        const page = await context.newPage();
        if (tab === 0) {
            await page.goto(around);
            for (let i = 0; i < framed.length; i += 20) {
                const batch = framed.slice(i, i + 20);
                await page.evaluate(frame, batch);
                await settle({ payloads: batch.flatMap(one => one.payloads) });
            }
        }

        if (tab === 1) {
            await page.bringToFront(); // A page that is not seen does not draw, and its list is not asked for.
            for (const one of pages)
                await open(page, one);
        }

        for (let one; (one = alone.shift());)
            await open(page, one);
        // It stays open: what comes late is seen too, and Chromium may never close one that is about to go elsewhere.
    }));
}

/** Takes pictures of those that have HTML, by what does it for a person, and tells of which there is none. */
async function takePictures(ids) {
    const page = await context.newPage();
    await page.goto(http);
    const failed = await page.evaluate(async ids => {
        const { src } = document.querySelector('script[src*="/index-"]');
        const [file] = (await (await fetch(src)).text()).match(/picture-[\w-]+\.js/);
        const { take } = await import(new URL(file, src));
        const failed = [];
        for (const id of ids) {
            const answer = await fetch(`api/rockdove/v1/messages/${id}/html`);
            const html = answer.ok ? await answer.text() : '';
            await take(html, { width: 600, height: 500, filter: 'none' }).catch(error => failed.push(`${error}: ${html}`));
        }

        return failed;
    }, ids);
    await page.close();
    return failed;
}

/** Puts frames into a page in place of those that it had, and waits until they are there. A download never is. */
function frame(visits) {
    document.body.replaceChildren();
    return Promise.all(visits.map(({ path, isDownload }) => new Promise(done => {
        const frame = document.createElement('iframe');
        frame.onload = done;
        frame.src = path;
        document.body.append(frame);
        if (isDownload)
            done();
    })));
}

/** A download, and a page that went elsewhere at once, end a visit. */
function refuseOther(error) {
    if (!/ERR_ABORTED|Download is starting|interrupted by another|frame was detached/.test(error.message))
        throw error;
}

/** Of such a payload the log tells that a name was looked up, and no server hears. */
function isLookup(text) {
    return text.includes('canary.test');
}

/** The numbers of payloads for which names were looked up until now. */
function lookedUp() {
    return new Set([...readLog().matchAll(/\bx(\d+)\.canary\.test/g)].map(([, number]) => +number));
}

function readLog() {
    return readFileSync(`${folder}/net.json`, 'utf8');
}

function watch(page) {
    page.on('console', message => {
        for (const [, number] of message.text().matchAll(/^fired-(\d+)/g))
            see(number, 'ran');
    });
    page.on('dialog', dialog => {
        see(dialog.message().match(/fired-(\d+)/)?.[1] ?? 0, 'asked');
        dialog.dismiss().catch(() => {});
    });
}

function hear(request, response) {
    see(request.url.match(/^\/(\d+)/)?.[1] ?? 0, `requested ${request.url}`);
    response.writeHead(404, { 'Access-Control-Allow-Origin': '*' }).end();
}

/** A page for frames, and each message as it is. */
function serveBare(request, response) {
    const message = bare[request.url.slice(1)];
    response.writeHead(message || request.url === '/' ? 200 : 404, {
        'Content-Type': message?.bare.type || 'text/html',
    });
    response.end(message?.bare.octets ?? '<body>');
}

async function listen(answer) {
    const server = createServer(answer).listen(0, '127.0.0.1');
    await new Promise(done => server.once('listening', done));
    return `127.0.0.1:${server.address().port}`;
}

/** Waits a while, which is long only where nothing comes. */
async function until(again, isSo) {
    for (let i = 1; i <= 300 && !isSo(); i++) {
        await new Promise(done => setTimeout(done, 50));
        if (i % 40 === 0)
            await again?.();
    }
}
