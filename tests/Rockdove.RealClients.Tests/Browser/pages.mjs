// Drives the catcher's pages as a person does: CatcherPagesTests.
import { deepStrictEqual as equal, match, ok } from 'node:assert';
import { readFileSync } from 'node:fs';
import { keepsNobodyOut } from './axe.mjs';
import { given, launch, step } from './browser.mjs';
import { deliver } from './mail.mjs';
import { savesPictures } from './savedPicture.mjs';

const [http, smtp] = given.arguments;
const browser = await launch();
const desktop = { viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'Europe/Berlin' };
const complaints = [];
const page = await open(desktop);

const html = '<table width="100%"><tr><td><h1>Welcome</h1><a href="https://shop.example/confirm">Confirm</a></td></tr></table>'
    + '<script>parent.document.title = "broken in"</script><img src="https://elsewhere.example/pixel.png">';
const welcome = 'From: Shop <shop@shop.example>\r\nTo: Ann <ann@example.org>\r\nSubject: Welcome, Ann\r\nMIME-Version: 1.0\r\n'
    + 'Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n'
    + '--a\r\nContent-Type: text/plain\r\n\r\nYour code is\r\n\r\n481516\r\n\r\nhttps://shop.example/confirm\r\n'
    + `--a\r\nContent-Type: text/html\r\n\r\n${html}\r\n--a--\r\n`
    + '--m\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=terms.pdf\r\n\r\nx\r\n--m--\r\n';
const plain = subject => `From: ben@example.org\r\nTo: ann@example.org\r\nSubject: ${subject}\r\n\r\nText of ${subject}\r\n`;

await step('no mail yet says where to send some', async () => {
    await page.goto(http);
    await page.getByRole('heading', { name: 'No mail yet' }).waitFor();
    equal(await page.locator('.facts dd').nth(1).textContent(), smtp);
    await keepsNobodyOut(page);
});

await step('the first page and a language of its own are less than 60 KB with gzip', async () => {
    const german = await open({ ...desktop, locale: 'de-DE' });
    await german.goto(http);
    await german.getByRole('heading', { name: 'Noch keine Mails' }).waitFor();
    const fetched = await german.evaluate(() => [location.href, document.querySelector('link[rel=icon]').href,
        ...performance.getEntriesByType('resource').map(entry => entry.name)]);
    const files = new Set(fetched.filter(url => !url.includes('/api/')));
    const sizes = await Promise.all([...files].map(async file => {
        const answer = await fetch(file, { headers: { 'Accept-Encoding': 'gzip' } });
        equal(answer.headers.get('content-encoding'), 'gzip');
        return +answer.headers.get('content-length');
    }));
    ok([...files].some(file => /\/de-[^/]*\.js$/.test(file)), `${[...files]}`);
    const octets = sizes.reduce((sum, size) => sum + size);
    ok(octets > 10_000 && octets < 60_000, `${octets}`);
    await german.context().close();
});

await step('mail appears by itself', async () => {
    await deliver(smtp, [welcome], { to: 'ann+shop@example.org' });
    const row = page.getByRole('option', { name: /Welcome, Ann/ });
    await row.waitFor();
    // For whom is as plain as from whom, and the envelope knows it.
    match(await row.textContent(), /Shop.*ann\+shop@example\.org/);
    await page.waitForFunction(() => document.title === '(1) Rockdove');
    await page.waitForFunction(() => document.querySelector('link[rel=icon]').href.startsWith('data:image/png'));
});

await step('a message is read by keys, in a frame where nothing runs', async () => {
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'Welcome, Ann' }).waitFor();
    const frame = page.locator('iframe');
    equal(await frame.getAttribute('sandbox'), 'allow-popups allow-popups-to-escape-sandbox');
    await page.frameLocator('iframe').getByRole('heading', { name: 'Welcome' }).waitFor();
    await page.waitForFunction(() => document.title === 'Rockdove'); // It is read now; and not 'broken in'.
    equal(await page.locator('.codes code').textContent(), '481516');
    await page.getByRole('button', { name: '1 link' }).click();
    equal(await page.locator('.links a').getAttribute('href'), 'https://shop.example/confirm');
    await keepsNobodyOut(page);
    await page.getByRole('button', { name: 'Phone width, 375 pixels' }).click();
    equal(await frame.evaluate(it => it.getBoundingClientRect().width), 375);
});

await step('each view of a message is there', async () => {
    for (const [name, text] of [
        ['Text', 'Your code is'], ['Source', 'boundary=m'], ['Headers', 'Shop <shop@shop.example>'],
        ['Parts', 'terms.pdf'], ['Delivery', 'RCPT TO:<ann+shop@example.org>'], ['Checks', 'HTML support'],
    ]) {
        await page.keyboard.press('e');
        const tab = page.getByRole('tab', { name, selected: true });
        await tab.waitFor();
        await page.locator('#view', { hasText: text }).waitFor();
        if (!['Text', 'Headers'].includes(name)) await keepsNobodyOut(page);
    }

    // What may be saved is saved under its name, as it came.
    for (const [tab, link, name, content] of [
        ['Parts', 'Download: terms.pdf', 'terms.pdf', /^x$/], ['Checks', 'Download', /\.eml$/, /\r\nSubject: Welcome, Ann\r\n/],
    ]) {
        await page.getByRole('tab', { name: tab }).click();
        const saving = page.waitForEvent('download');
        await page.getByRole('link', { name: link, exact: true }).click();
        const saved = await saving;
        match(saved.suggestedFilename(), name instanceof RegExp ? name : new RegExp(`^${name}$`));
        match(readFileSync(await saved.path(), 'latin1'), content);
    }

    // Somebody who is among the tabs goes by arrows.
    await page.getByRole('tab', { name: 'Checks' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('tab', { name: 'Delivery', selected: true }).waitFor();
    match(page.url(), /#\/mail\/[^/]+\/delivery$/);
});

await step('headers are filtered', async () => {
    await page.getByRole('tab', { name: 'Headers' }).click();
    await page.getByRole('textbox', { name: 'Filter headers' }).fill('subj');
    equal(await page.locator('.fields tr').count(), 1);
});

await step('a long list does not move under the reader', async () => {
    await page.goto(`${http}/#/mail`);
    await deliver(smtp, Array.from({ length: 120 }, (_, at) => plain(`number ${at + 1}`)));
    await page.getByText('121 messages').waitFor();
    equal(await page.locator('.rows').evaluate(it => it.scrollTop), 0); // Also where the first one was read.
    await page.keyboard.press('End');
    await page.getByRole('heading', { name: 'Welcome, Ann' }).waitFor();
    const firstSeen = () => page.evaluate(() => {
        const box = document.querySelector('.rows').getBoundingClientRect();
        const row = document.elementFromPoint(box.left + 100, box.top + 5).closest('.row');
        return [row.dataset.id, Math.round(row.getBoundingClientRect().top)];
    });
    await page.waitForFunction(() => !document.querySelector('.row.waiting'));
    const before = await firstSeen();
    await deliver(smtp, Array.from({ length: 3 }, (_, at) => plain(`late ${at + 1}`)));
    await page.getByRole('button', { name: '3 new messages' }).waitFor();
    equal(await firstSeen(), before);
    ok(await page.locator('.row').count() < 40); // Only what is seen is drawn.
    await page.getByRole('button', { name: '3 new messages' }).click();
    await page.getByRole('option', { name: /late 3/ }).waitFor();
    await keepsNobodyOut(page);
});

await step('a search is offered words, and says what it did not understand', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('sub');
    await page.getByRole('option', { name: /^subject:/ }).waitFor();
    await keepsNobodyOut(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('late');
    await page.getByText('3 found').waitFor();
    await page.keyboard.type(' before:nonsense');
    await page.getByText('Not understood, and left out: before:nonsense').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByText('124 messages').waitFor();
    await page.getByRole('combobox').fill('subject:nothing-of-it');
    await page.getByText('Nothing fits').waitFor();
    await page.getByRole('button', { name: 'Clear the search' }).last().click();
    await page.getByText('124 messages').waitFor();
});

await step('one of several catchers says which, and a release begins with its recipients', async () => {
    const other = await open(desktop);
    await other.route('**/about', async route => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...await response.json(), label: 'Two', routes: ['out'] } });
    });
    await other.goto(http);
    await other.locator('.brand').getByText('Two').waitFor();
    match(await other.title(), /^(\(\d+\) )?Two – Rockdove$/);
    await other.locator('.row').first().click();
    await other.getByRole('button', { name: 'Release' }).click();
    await other.locator('dialog textarea:focus').waitFor();
    await keepsNobodyOut(other);
    await other.context().close();
});

await step('many are tagged and deleted, after one question', async () => {
    await page.locator('.rows').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+J');
    await page.keyboard.press('Shift+J');
    await page.getByText('3 selected').waitFor();
    await page.keyboard.press('t');
    await page.locator('[placeholder="New tag"]:focus').waitFor();
    await page.keyboard.type('late ones');
    await page.keyboard.press('Enter');
    await page.locator('.side').getByRole('link', { name: 'late ones' }).waitFor();
    await page.locator('.rows').focus();
    await page.keyboard.press('#');
    await page.getByRole('dialog').getByText('Delete 3 messages for ever?').waitFor();
    await keepsNobodyOut(page);
    await page.keyboard.press('Escape');
    await page.getByText('3 selected').waitFor();
    await page.keyboard.press('#');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('121 messages').waitFor();
});

await step('one is deleted at once, and the next is read', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Home');
    await page.getByRole('heading', { name: 'number 120' }).waitFor();
    await page.keyboard.press('u');
    await page.getByRole('option', { name: /^unread.*number 120/ }).waitFor();
    await page.keyboard.press('#');
    await page.getByRole('heading', { name: 'number 119' }).waitFor();
    await page.getByText('120 messages').waitFor();
});

await step('an inbox is made, has its own mail and is ended', async () => {
    await page.getByRole('button', { name: 'New inbox' }).click();
    await page.getByLabel('Name of the inbox').fill('checkout');
    await keepsNobodyOut(page);
    await page.keyboard.press('Enter');
    await page.getByText('Nothing has come for this inbox yet').waitFor();
    await deliver(smtp, [plain('for the inbox')], { to: 'x+checkout@example.org' });
    await page.locator('.count', { hasText: '1 message' }).waitFor();
    await page.getByRole('button', { name: 'End this inbox: checkout' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'End this inbox' }).click();
    await page.getByText('121 messages').waitFor();
});

await step('an inbox gets a port of its own', async () => {
    await page.getByRole('button', { name: 'New inbox' }).click();
    await page.getByLabel('Name of the inbox').fill('ported');
    await page.getByLabel('By a port of its own instead').check();
    await keepsNobodyOut(page);
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText(/^It takes mail for :\d+\.$/).waitFor();
    await page.getByRole('link', { name: /^ported :\d+$/ }).waitFor();
    await page.getByRole('button', { name: 'End this inbox: ported' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End this inbox' }).click();
    await page.getByText('121 messages').waitFor();
});

await step('faults are set, seen and cleared', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await page.getByRole('heading', { name: 'Faults' }).waitFor();
    await page.getByRole('button', { name: 'mailbox full' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('cell', { name: /message/ }).waitFor();
    await keepsNobodyOut(page);
    const refusal = await deliver(smtp, [plain('refused')]).catch(error => error.message);
    match(refusal, /452 4\.2\.2 The mailbox is full/);
    await page.getByRole('row', { name: /message.* 1 1$/ }).waitFor();
    await page.getByRole('textbox').fill('! on nothing');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.locator('.hint', { hasText: 'every message is taken' }).waitFor();
});

await step('keys are told, and settings are kept', async () => {
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('older message').waitFor();
    await keepsNobodyOut(page);
    await page.keyboard.press('Escape');
    await page.locator('body').click({ position: { x: 1000, y: 700 } });
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByText('Dark', { exact: true }).click();
    await page.getByText('Deutsch').click();
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
    await keepsNobodyOut(page);
    await page.reload();
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
    equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(21, 26, 32)');
    await page.keyboard.press('Escape');
    await page.getByText('121 Mails').waitFor();
    await page.keyboard.press('j');
    await page.getByRole('tab', { name: 'Text', selected: true }).waitFor();
    await keepsNobodyOut(page);
});

await step('a phone has one column and a way back', async () => {
    const phone = await open({ ...desktop, viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
    await phone.goto(http);
    await phone.getByText('121 messages').waitFor();
    ok(!await phone.locator('.reading').isVisible());
    await keepsNobodyOut(phone);
    await phone.getByRole('option').first().tap();
    await phone.getByRole('button', { name: 'Back to the list' }).waitFor();
    ok(!await phone.locator('.list-pane').isVisible());
    await keepsNobodyOut(phone);
    ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth)); // Nothing sticks out.
    await phone.goBack();
    await phone.getByRole('option').first().waitFor();
    await phone.getByRole('button', { name: 'Open the list of places' }).tap();
    await phone.getByRole('link', { name: 'Settings' }).tap();
    await phone.getByRole('heading', { name: 'Settings' }).waitFor();
    await phone.context().close();
});

await step('what a peer writes is text and nothing else', async () => {
    const attack = '<img src=x onerror=alert(1)><script>alert(1)</script>';
    const [id] = await deliver(smtp, [
        `From: "${attack}" <a@example.org>\r\nSubject: ${attack}\r\nX-${attack}: ${attack}\r\n`
            + `Content-Type: text/plain; name="${attack}"\r\n\r\n${attack} javascript:alert(1) https://x.test/"onclick=alert(1)\r\n`,
    ]);
    const other = await open(desktop);
    for (const tab of ['text', 'source', 'headers', 'parts', 'delivery']) {
        await other.goto(`${http}/#/mail/${id}/${tab}`);
        await other.locator(`.view.${tab}`).waitFor();
        await other.locator('h1', { hasText: '<script>' }).waitFor();
    }

    equal(await other.locator('img[src=x], article script').count(), 0);
    await other.context().close();
});

await step('pictures are drawn small, and what is no picture is not', async () => {
    const red = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC';
    const picture = (name, octets) => `--m\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=${name}\r\n`
        + `Content-Transfer-Encoding: base64\r\n\r\n${octets}\r\n`;
    const [id] = await deliver(smtp, ['Subject: Photos\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n'
        + `${picture('red.png', red)}${picture('broken.png', 'eA==')}--m--\r\n`]);
    const other = await open(desktop);
    await other.goto(`${http}/#/mail/${id}/parts`);
    const thumbnails = other.getByRole('img', { name: 'Thumbnail' });
    const row = other.getByRole('row', { name: 'broken.png' });
    await row.locator('svg').first().waitFor();
    await row.getByRole('img', { name: 'Thumbnail' }).waitFor({ state: 'detached' });
    await other.waitForFunction(() => document.querySelector('.thumb').complete);
    equal(await thumbnails.evaluateAll(them => them.map(it => [it.naturalWidth, it.naturalHeight, it.loading])), [[180, 120, 'lazy']]);
    await keepsNobodyOut(other);
    await other.context().close();
});

await step('a picture is saved of what is shown, and nothing in it runs or asks', async () => {
    await savesPictures(await browser.newContext({ ...desktop, deviceScaleFactor: 2 }), http, smtp);
});

await step('it says when nobody answers, and goes on by itself', async () => {
    const other = await open(desktop);
    await other.routeWebSocket(/api\/events/, socket => socket.close());
    await other.goto(http);
    await other.getByText('Connection lost').waitFor();
    await other.unrouteAll();
    await other.context().close();
});

await step('nothing was complained of, and nothing was fetched from elsewhere', () => equal(complaints, []));

await browser.close();

/** A page that takes note of what goes wrong, and of requests that leave. */
async function open(options) {
    const context = await browser.newContext(options);
    const opened = await context.newPage();
    opened.setDefaultTimeout(8000);
    opened.on('pageerror', error => complaints.push(`${error}`));
    opened.on('dialog', dialog => complaints.push(`dialog: ${dialog.message()}`));
    opened.on('console', message => {
        // A check that is switched off and a script that is refused are answered with 4xx, which Chromium tells; and
        // that the frame of a message may run nothing and load nothing is what it should tell.
        const isExpected = /status of 4\d\d|sandboxed|violates the following|Content Security Policy|WebSocket/.test(message.text());
        if (message.type() === 'error' && !(isExpected && !/script-src 'self'/.test(message.text())))
            complaints.push(message.text());
    });
    // What a policy stops fails before it leaves.
    opened.on('response', answer => /^(data|blob):/.test(answer.url()) || answer.url().startsWith(http) || complaints.push(`answer of ${answer.url()}`));
    opened.on('requestfailed', request => {
        const { errorText } = request.failure();
        if (!request.url().startsWith(http) && errorText !== 'csp') complaints.push(`${request.url()}: ${errorText}`);
    });
    return opened;
}
