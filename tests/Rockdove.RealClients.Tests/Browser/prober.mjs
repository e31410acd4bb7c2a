// The prober's pages: ProberPagesTests.
import { deepStrictEqual as equal, match, ok } from 'node:assert';
import { join } from 'node:path';
import { keepsNobodyOut } from './axe.mjs';
import { given, launch, step } from './browser.mjs';

const [full, empty, shots] = given.arguments;
const browser = await launch();
const wide = { viewport: { width: 1280, height: 1000 }, locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce' };
const context = await browser.newContext({ ...wide, colorScheme: 'light' });
const page = await context.newPage();
const errors = [];
page.on('pageerror', error => errors.push(error));
page.on('console', message => message.type() === 'error' && errors.push(message.text()));

const shoot = async (of, name, options = {}) => {
    if (shots !== '')
        await of.screenshot({ path: join(shots, name), ...options });
};
const seen = (text, of = page) => of.getByText(text).first().waitFor();
const cell = (from, to, of = page) => of.locator(`.matrix a.tile[href="#/pair/${from}/${to}"]`);
const at = (of, hash) => of.waitForFunction(start => decodeURIComponent(location.hash).startsWith(start), hash);
/** Goes to a page by its address, as somebody does who was sent it. */
const open = async (where, of = page) => {
    await of.evaluate(hash => { location.hash = hash; }, where);
};

await step('the matrix has a cell for each pair', async () => {
    await page.goto(full);
    await seen('of 89 arrived');
    equal(await page.locator('.matrix a.tile').count(), 90);
    match(await cell('relay', 'ben').getAttribute('aria-label'), /^relay → ben: login refused\. At auth: 535 Authentication/);
    match(await cell('gus', 'dan').textContent(), /spam/);
    match(await cell('ann', 'ben').textContent(), /^\d+\.\d+\u00a0s$/);
    await seen('Mail from relay fails: 9 of 9 ways.');
    equal(await page.locator('.matrix tbody .blamed').allTextContents(), ['relaypartner']);
    equal(await page.title(), 'Matrix · Rockdove');
    await shoot(page, 'prober-matrix.png', { fullPage: true });
});

await step('arrow keys go from cell to cell', async () => {
    const focused = () => page.evaluate(() => document.activeElement.getAttribute('href'));
    await cell('ann', 'ben').focus();
    await page.keyboard.press('ArrowRight');
    equal(await focused(), '#/pair/ann/cleo');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowLeft');
    equal(await focused(), '#/pair/ben/ann', 'nobody measures ben with himself');
    await page.keyboard.press('ArrowLeft');
    equal(await focused(), '#/account/ben');
    await page.keyboard.press('End');
    equal(await focused(), '#/pair/ben/relay');
    await seen(/^ben → relay: delivered in/);
    equal(await page.locator('.matrix [tabindex="0"]').count(), 1);
    await page.keyboard.press('Enter');
    await page.locator('h1', { hasText: 'ben → relay' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('h1', { hasText: 'Matrix' }).waitFor();
});

await step('the past can be seen', async () => {
    const slider = page.getByRole('slider', { name: 'Moment' });
    await slider.press('ArrowLeft');
    await at(page, '#/matrix/2026-11-26T09');
    await seen('As it was');
    match(await slider.getAttribute('aria-valuetext'), /26 Nov 2026/);
    await open('#/matrix/2026-11-26T04:45:00.000Z');
    await page.getByText('Mail from relay fails').waitFor({ state: 'detached' });
    match(await cell('relay', 'ben').getAttribute('aria-label'), /delivered in/);
    await page.keyboard.press(']');
    await at(page, '#/matrix/2026-11-26T05:00');
    await page.keyboard.press('n');
    await seen('Mail from relay fails: 9 of 9 ways.');
    await page.getByText('7 days').click();
    await page.getByText('24 hours').click();
});

await step('a pair tells how it is doing', async () => {
    await open('#/pair/sales/finn');
    await page.locator('h1', { hasText: 'sales → finn' }).waitFor();
    await page.locator('svg.chart circle').first().waitFor();
    await page.locator('.face', { hasText: 'late' }).waitFor();
    ok(await page.locator('.probes tbody tr').count() >= 5);
    match(await page.locator('svg.chart').getAttribute('aria-label'), /^Deliveries from sales to finn: \d+/);
    await page.keyboard.press('o');
    await page.locator('h1', { hasText: 'finn → sales' }).waitFor();
});

await step('a probe tells phases, hops and what was said', async () => {
    await open('#/pair/cleo/eva');
    await seen('Phases');
    equal(
        await page.locator('.phase-key li').evaluateAll(all => all.map(one => one.textContent.split(' ')[0])),
        ['DNS', 'TCP', '220', 'EHLO', 'TLS', 'AUTH', 'MAIL', 'RCPT', 'DATA', '250']);
    equal(await page.locator('.hops > li').count(), 3);
    await seen('in the clear');
    await shoot(page, 'prober-pair.png');
    await page.locator('.probes tbody a').nth(1).click();
    await at(page, '#/pair/cleo/eva/');
    await open('#/pair/relay/ben');
    await page.locator('.phase.broken').waitFor();
    await page.getByRole('button', { name: /^SMTP smtp\.relay\.example:587/ }).click();
    await page.locator('.said.refusal', { hasText: '535 5.7.8 Authentication credentials invalid' }).waitFor();
    await seen('AUTH PLAIN ***');
    await page.getByRole('link', { name: /^Probe \d+/ }).click();
    await page.locator('h1', { hasText: 'Probe' }).waitFor();
    await seen('At auth: 535 5.7.8');
});

await step('a mail can be sent now', async () => {
    await open('#/pair/ann/ben');
    await page.getByRole('button', { name: 'Probe now' }).click();
    await page.locator('.toast', { hasText: 'A mail is on its way.' }).waitFor();
    await open('#/pair/relay/ben');
    await page.locator('h1', { hasText: 'relay → ben' }).waitFor();
    await page.keyboard.press('p');
    await page.locator('.toast.bad', { hasText: 'relay has sent what it may send in a day.' }).waitFor();
});

await step('an account has its row and its column', async () => {
    await open('#/account/relay');
    await page.locator('h1', { hasText: 'relay' }).waitFor();
    await seen('0 of 9 arrived');
    equal(await page.locator('.ways a').count(), 18);
    await open('#/account/nobody');
    await seen('There is no account of this name');
});

await step('checks are told', async () => {
    await open('#/checks');
    await seen('mx.rockdove.example:25 offers no STARTTLS');
    await seen('12 days');
    await seen(/48.s ahead/);
    await page.getByRole('button', { name: 'Changes' }).click();
    await seen('in order → failed');
});

await step('alerts are told with who is at fault', async () => {
    await open('#/alerts');
    await page.locator('.alerts .going', { hasText: 'Mail from relay fails: 9 of 9 ways.' }).waitFor();
    await page.locator('.alerts .going').getByRole('button', { name: 'Told to' }).click();
    await seen('ops-mail');
    await seen('gus → eva fails, and nothing else explains it.');
    equal(await page.locator('.side .number').textContent(), '1');
});

await step('keys lead everywhere', async () => {
    for (const [keys, title] of [['gm', 'Matrix'], ['gc', 'Checks'], ['ga', 'Alerts'], ['gs', 'Settings']]) {
        for (const key of keys)
            await page.keyboard.press(key);
        await page.locator('h1', { hasText: title }).waitFor();
    }

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
});

const phone = await browser.newContext({
    ...wide, viewport: { width: 390, height: 800 }, hasTouch: true, colorScheme: 'light',
});
const small = await phone.newPage();

await step('a phone shows all of it', async () => {
    await small.goto(full);
    await seen('of 89 arrived', small);
    const body = await small.evaluate(() => document.scrollingElement.scrollWidth);
    ok(body <= 390, `the page is ${body} pixels wide`);
    await small.getByRole('button', { name: 'Open the list of places' }).click();
    await small.getByRole('link', { name: 'Alerts' }).click();
    await seen('Mail from relay fails', small);
    await open('#/pair/sales/finn', small);
    await small.locator('svg.chart circle').first().waitFor();
    ok(await small.locator('.page').evaluate(one => one.scrollWidth <= one.clientWidth), 'a pair is too wide');
    await keepsNobodyOut(small);
});

await step('it speaks German', async () => {
    const german = await browser.newContext({ ...wide, locale: 'de-DE' });
    const other = await german.newPage();
    await other.goto(full);
    await seen('von 89 angekommen', other);
    equal(await other.locator('html').getAttribute('lang'), 'de');
    await german.close();
});

await step('dark is dark', async () => {
    const night = await browser.newContext({ ...wide, colorScheme: 'dark' });
    const other = await night.newPage();
    await other.goto(full);
    await seen('of 89 arrived', other);
    await keepsNobodyOut(other, ['color-contrast']);
    await shoot(other, 'prober-matrix-dark.png', { fullPage: true });
    await night.close();
});

await step('nothing is an answer too', async () => {
    await page.goto(empty);
    await seen('Nothing measured yet');
    await open('#/checks');
    await seen('No checks yet');
    await open('#/alerts');
    await seen('Nothing is wrong');
    await open('#/pair/ann/ben');
    await seen('No probes of this pair in this time.');
    await open('#/probe/7');
    await seen('There is no probe of this number.');
    errors.length = 0; // The browser tells of the 404 that was asked for.
});

await step('a prober that is away is told', async () => {
    const other = await context.newPage();
    await other.route('**/api/**', route => route.abort());
    await other.goto(full);
    await seen('The prober does not answer.', other);
    await other.close();
});

await step('nobody is kept out', async () => {
    await page.goto(full);
    for (const [where, what] of [
        ['#/matrix', 'of 89 arrived'], ['#/pair/cleo/eva', 'Phases'], ['#/account/ann', 'Sends'],
        ['#/checks', 'Certificates'], ['#/alerts', 'Going on'],
    ]) {
        await open(where);
        await seen(what);
        await keepsNobodyOut(page);
    }

    equal(errors, []);
});

await browser.close();
