// Drives the catcher's pages in Chromium for `bench/run pages`, and prints figures as browser.mjs does. It is started in
// tests/Rockdove.RealClients.Tests/node, where its packages are.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { given, launch, tell } from '../../tests/Rockdove.RealClients.Tests/Browser/browser.mjs';

/** What has a place in the list and is no stand-in for it. */
const row = '.row[data-id]';
const sessions = 10;

const [what, http, ...numbers] = given.arguments;
const browser = await launch();
if (what === 'live')
    await live(...numbers.map(Number));
else
    await list(...numbers.map(Number));
await browser.close();

/** So much mail a second for so many seconds while a page shows the list: its frames, and how far it is behind. */
async function live(smtp, seconds, rate) {
    const page = await open();
    await page.goto(http);
    await send(smtp, 0, 1, rate); // What is compiled on the first message is none of the page's.
    await page.locator(row).first().waitFor();
    await page.evaluate(() => measured.start());
    const count = seconds * rate;
    const acknowledged = await send(smtp, 1, count, rate);
    // Of those that come at once any may be the newest. One that comes alone is.
    const last = count + 1;
    acknowledged.set(last, (await send(smtp, last, 1, rate)).get(last));
    await page.waitForFunction(number => measured.top() === number, last, { polling: 'raf' });
    const { gaps, longTasks, tops } = await page.evaluate(() => measured.stop());
    const times = [...acknowledged.values()].sort((a, b) => a - b);
    tell('sent a second', count / (times.at(-1) - times[0]) * 1000);
    spread('frame, ms', gaps);
    tell('long tasks', longTasks.length);
    tell('longest task, ms', Math.max(0, ...longTasks));
    // The first message that one look at the server brought has waited longest.
    let seen = 0;
    const waits = [];
    for (const [number, at] of tops.filter(([number]) => number > 0)) {
        if (number > seen)
            waits.push(at - acknowledged.get(seen + 1));
        seen = Math.max(seen, number);
    }

    spread('250 to on the screen, ms', waits);
    tell('last 250 to on top, ms', tops.findLast(([number]) => number === last)[1] - acknowledged.get(last));
}

/** A list of so many messages, in a browser that was never here before, so many times. */
async function list(count, loads) {
    for (let i = 0; i < loads; i++) {
        const page = await open();
        const network = await page.context().newCDPSession(page);
        const octets = new Map();
        const urls = new Map();
        network.on('Network.responseReceived', ({ requestId, response }) => urls.set(requestId, response.url));
        network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
            octets.set(requestId, encodedDataLength));
        await network.send('Network.enable');
        await page.goto(http);
        await page.waitForFunction(() => measured.rowsAt !== null);
        const { loadedAt, rowsAt } = await page.evaluate(() => ({
            loadedAt: performance.getEntriesByType('navigation')[0].loadEventEnd, rowsAt: measured.rowsAt,
        }));
        if (i === 0)
            tell('start to rows after a restart, ms', rowsAt);
        tell('start to load, ms', loadedAt);
        tell('start to rows, ms', rowsAt);
        tell('load to rows, ms', Math.max(0, rowsAt - loadedAt));
        const sum = isWanted => [...urls].filter(([, url]) => isWanted(new URL(url).pathname.includes('/api/')))
            .reduce((all, [id]) => all + (octets.get(id) ?? 0), 0);
        tell('octets of files', sum(isApi => !isApi));
        tell('octets of answers', sum(isApi => isApi));
        for (const [name, share] of [['middle', 0.5], ['end', 1]]) {
            await page.evaluate(() => measured.start());
            tell(`jump to the ${name}, ms`, await page.evaluate(to => measured.jump(to), share));
            await page.evaluate(() => measured.stop());
        }

        await page.evaluate(() => measured.jump(0));
        await page.evaluate(() => measured.start());
        await page.evaluate(() => measured.fling(120));
        spread('frame while scrolling, ms', (await page.evaluate(() => measured.stop())).gaps);
        await page.context().close();
    }
}

async function open() {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    page.setDefaultTimeout(60_000);
    await page.addInitScript(measuring);
    return page;
}

/** Runs in the page, before anything of its own. Times are those of `performance.now()`, unless said otherwise. */
function measuring() {
    let gaps = null;
    let tops = [];
    const longTasks = [];
    new PerformanceObserver(entries => longTasks.push(...entries.getEntries().map(entry => entry.duration)))
        .observe({ type: 'longtask' });
    const hasRows = () => document.querySelector('.row[data-id]') !== null;
    const frame = () => new Promise(requestAnimationFrame);
    window.measured = {
        /** When the first rows were on the screen: the frame behind the one that drew them. */
        rowsAt: null,
        /** The number in the subject of the newest message. */
        top: () => Number(document.querySelector('.row[data-id]')?.textContent.match(/number (\d+)/)?.[1] ?? -1),
        start() {
            gaps = [];
            tops = [];
            longTasks.length = 0;
        },
        stop() {
            const all = { gaps, longTasks: [...longTasks], tops };
            gaps = null;
            return all;
        },
        /** Milliseconds until all rows are drawn at a share of the whole. */
        async jump(share) {
            const box = document.querySelector('.rows');
            const started = performance.now();
            box.scrollTop = share * (box.scrollHeight - box.clientHeight);
            await frame(); // The rows there were drawn for another place.
            do await frame(); while (!hasRows() || document.querySelector('.row.waiting') !== null);
            return performance.now() - started;
        },
        /** As many frames of fast scrolling, about a screen in each three. */
        async fling(frames) {
            for (let i = 0; i < frames; i++) {
                document.querySelector('.rows').scrollTop += 250;
                await frame();
            }
        },
    };
    let before = performance.now();
    const look = now => {
        if (window.measured.rowsAt === null && hasRows())
            requestAnimationFrame(() => { window.measured.rowsAt ??= performance.now(); });
        if (gaps !== null) {
            gaps.push(now - before);
            const top = window.measured.top();
            if (top !== tops.at(-1)?.[0])
                tops.push([top, Date.now()]);
        }

        before = now;
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}

/**
 * Sends messages by ten sessions at a rate, numbered from `first`, and tells when each was acknowledged, in milliseconds
 * since 1970.
 */
async function send(port, first, count, rate) {
    const acknowledged = new Map();
    const started = performance.now();
    let next = first;
    await Promise.all(Array.from({ length: Math.min(sessions, count) }, async () => {
        const socket = connect(port, '127.0.0.1');
        const replies = createInterface({ input: socket })[Symbol.asyncIterator]();
        const expect = async code => {
            for (;;) {
                const { value: line = 'nothing more' } = await replies.next();
                if (!line.startsWith(code))
                    throw new Error(`The catcher said ${line}, and not ${code}`);
                if (line[3] !== '-')
                    return;
            }
        };
        await expect('220');
        socket.write('EHLO bench\r\n');
        await expect('250');
        while (next < first + count) {
            const number = next++;
            const due = started + (number - first) / rate * 1000 - performance.now();
            if (due > 0)
                await new Promise(done => setTimeout(done, due));
            const octets = message(number);
            socket.write(`MAIL FROM:<app@example.org>\r\nRCPT TO:<user${number % 50}@example.org>\r\n`
                + `BDAT ${octets.length} LAST\r\n${octets}`);
            await expect('250');
            await expect('250');
            await expect('250');
            acknowledged.set(number, Date.now());
        }

        socket.end('QUIT\r\n');
    }));
    return acknowledged;
}

/** Some 4 KiB of ASCII. */
function message(number) {
    return `From: Shop <shop@example.org>\r\nTo: user${number % 50}@example.org\r\nSubject: Order number ${number}\r\n\r\n`
        + `Thank you for order ${number}, which is on its way to you by now.\r\n`.repeat(60);
}

function spread(name, figures) {
    const sorted = [...figures].sort((a, b) => a - b);
    for (const [part, share] of [['p50', 0.5], ['p95', 0.95], ['p99', 0.99], ['max', 1]])
        tell(`${name}, ${part}`, sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
}
