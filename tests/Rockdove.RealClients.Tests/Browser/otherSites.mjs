// What pages of other sites do to a catcher in the same browser: OtherSitesTests.
import { createServer } from 'node:http';
import { given, launch, step } from './browser.mjs';
import { deepStrictEqual as equal, ok } from 'node:assert';
import { deliver } from './mail.mjs';

const [http, smtp] = given.arguments;
const server = createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<body>'));
await new Promise(done => server.listen(0, '127.0.0.1', done));
const other = server.address().port;
const browser = await launch('--host-resolver-rules=MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1');
const [id, second] = await deliver(smtp, ['Subject: secret\r\n\r\nsecret\r\n', 'Subject: secret\r\n\r\nsecret\r\n']);
const before = await state();

// Another port is another origin of the same site, which is what a developer's own applications are.
const origins = { 'same site': `http://127.0.0.1:${other}`, 'other site': `http://evil.test:${other}` };
for (const [name, origin] of Object.entries(origins)) {
    await step(`${name} changes nothing`, async () => {
        await from(origin, change, http, id, second);
        equal(await state(), before);
    });
    await step(`${name} reads nothing`, async () => {
        equal(await from(origin, read, http, id), []);
        equal(await state(), before);
    });
}

await step('a name that was pointed here reads nothing', async () => {
    const page = await browser.newPage();
    const answer = await page.goto(`${http.replace('127.0.0.1', 'rebound.test')}/api/v1/messages`);
    equal(answer.status(), 403);
    ok(!(await answer.text()).includes('secret'));
    await page.close();
});
await step('a link of another site marks nothing as read', async () => {
    const page = await browser.newPage();
    await page.goto(`http://evil.test:${other}`);
    await page.evaluate(to => { location = to; }, `${http}/api/v1/message/latest`);
    await page.waitForURL(/message\/latest/);
    equal(await state(), before);
    await page.close();
});
await step('the same is noticed where it succeeds', async () => {
    const names = await from(`${http}/livez`, read, http, id);
    for (const name of ['fetch', 'picture', 'script', 'frame', 'socket', 'events', 'window'])
        ok(names.some(one => one.startsWith(name)), `${name} is not among ${names}`);
    await from(`${http}/livez`, change, http, id, second);
    const after = await state();
    for (const [name, value] of Object.entries(after))
        ok(JSON.stringify(value) !== JSON.stringify(before[name]), `${name} is as it was`);
});
await browser.close();
server.close();

async function from(origin, does, ...given) {
    const page = await browser.newPage();
    await page.goto(origin);
    const result = await page.evaluate(does, given);
    await page.close();
    return result;
}

async function state() {
    const ask = async path => (await fetch(http + path)).json();
    const { messages, tags } = await ask('/api/v1/messages');
    const { total: inboxes } = await ask('/api/rockdove/v1/inboxes');
    const faults = await ask('/api/rockdove/v1/faults');
    const read = messages.filter(message => message.Read).map(message => message.ID);
    return { total: messages.length, read, tags, inboxes, faults };
}

/** All that a page can try that would change something. */
async function change([http, id, second]) {
    const json = { 'Content-Type': 'application/json' };
    const send = '{"From":{"Email":"a@x.test"},"To":[{"Email":"b@x.test"}],"Subject":"forged"}';
    const asks = [
        ['POST', '/api/v1/send', send], ['POST', '/api/rockdove/v1/inboxes', '{"name":"forged"}'],
        ['POST', '/api/rockdove/v1/assert', '{}'], ['POST', '/api/rockdove/v1/messages/delete', '{}'],
        ['POST', `/api/v1/message/${id}/release`, '{"To":["b@x.test"]}'],
        ['POST', `/api/rockdove/v1/messages/${id}/release`, '{"to":["b@x.test"]}'],
        ['PUT', '/api/v1/tags', `{"IDs":["${id}"],"Tags":["forged"]}`],
        ['PUT', '/api/v1/messages', `{"IDs":["${id}"],"Read":true}`],
        ['PUT', '/api/rockdove/v1/faults', '! on rcpt times=1\nS: 451 4.7.1 Later\n'],
        ['POST', '/api/v2/jim', '{}'], ['DELETE', `/api/v1/messages/${second}`, undefined],
        ['DELETE', '/api/v1/messages', `{"IDs":["${second}"]}`],
    ];
    for (const [method, path, body] of asks) {
        await fetch(http + path, { method, body, headers: json }).catch(() => {});
        await fetch(http + path, { method, body, mode: 'no-cors' }).catch(() => {});
        if (method === 'POST')
            navigator.sendBeacon(http + path, body);
    }

    // Forms of each kind, into frames, and what a page loads: reading marks a message as read.
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']) {
        for (const [, path] of asks) {
            const form = document.createElement('form');
            Object.assign(form, { method: 'post', enctype: type, action: http + path, target: 'sink' });
            const field = document.createElement('input');
            [field.name, field.value] = [send.slice(0, -1), '"}'];
            form.append(field);
            document.body.append(form);
            const frame = document.createElement('iframe');
            frame.name = 'sink';
            const there = new Promise(done => { frame.onload = done; setTimeout(done, 2000); });
            document.body.append(frame);
            form.submit();
            await there;
            frame.remove();
            form.remove();
        }
    }

    const image = new Image();
    const there = new Promise(done => { image.onload = image.onerror = done; });
    image.src = `${http}/api/v1/message/latest`;
    await there;
}

/** The names of all ways by which a page gets to know something. */
async function read([http, id]) {
    const known = [];
    const paths = [
        '/', '/api/v1/messages', `/api/v1/message/${id}`, `/api/v1/message/${id}/raw`, `/view/${id}.txt`,
        '/api/v2/messages', '/api/rockdove/v1/messages', `/api/rockdove/v1/messages/${id}/raw`, '/livez',
    ];
    for (const path of paths) {
        await fetch(http + path).then(() => known.push(`fetch ${path}`), () => {});
        await fetch(http + path, { mode: 'no-cors' }).then(
            answer => answer.type !== 'opaque' && known.push(`opaque ${path}`), () => {});
    }

    const load = (name, element, path) => new Promise(done => {
        element.onload = () => done(known.push(name));
        element.onerror = done;
        setTimeout(done, 3000);
        element.src = http + path;
        document.body.append(element);
    });
    const assets = await fetch(`${http}/`).then(answer => answer.text(), () => '');
    await load('picture', new Image(), '/' + (assets.match(/[\w./-]+\.svg/)?.[0] ?? 'icon.svg'));
    const script = '/' + (assets.match(/assets\/[\w.-]+\.js/)?.[0] ?? 'app.js');
    await load('script', document.createElement('script'), script);
    const frame = document.createElement('iframe');
    frame.src = `${http}/api/v1/messages`;
    const framed = new Promise(done => { frame.onload = done; });
    document.body.append(frame);
    await framed;
    try {
        if (frame.contentDocument.body.textContent.includes('secret'))
            known.push('frame');
    } catch {}

    for (const path of ['/api/events', '/api/v2/websocket']) {
        await new Promise(done => {
            const socket = new WebSocket(http.replace('http', 'ws') + path);
            socket.onopen = () => done(known.push(`socket ${path}`));
            socket.onerror = done;
        });
    }

    for (const path of ['/api/rockdove/v1/events', '/api/v1/events']) {
        await new Promise(done => {
            const source = new EventSource(http + path);
            source.onopen = () => { source.close(); done(known.push(`events ${path}`)); };
            source.onerror = () => { source.close(); done(); };
        });
    }

    const opened = window.open(`${http}/api/v1/messages`, '_blank');
    for (let i = 0; opened && i < 40; i++) {
        await new Promise(done => setTimeout(done, 50));
        try {
            if (opened.document.body?.textContent.includes('secret')) {
                known.push('window');
                break;
            }
        } catch {
            break; // It is there, and somebody else's.
        }
    }

    opened?.close();
    return known;
}
