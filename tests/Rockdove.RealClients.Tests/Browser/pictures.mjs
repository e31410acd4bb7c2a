// Takes the pictures of docs/screenshots: README.md beside this file tells how.
import { given, launch } from './browser.mjs';
import { deliver } from './mail.mjs';

const [http, smtp, prefix] = given.arguments;
const browser = await launch();
const desktop = { viewport: { width: 1360, height: 850 }, locale: 'en-GB', timezoneId: 'Europe/Berlin' };
const phone = { viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'en-GB' };

const letter = (title, colour, body) => '<!doctype html><html><head><style>@media (max-width:480px){.pad{padding:20px!important}}</style>'
    + `</head><body style="margin:0;background:#f4f2ee;font-family:Georgia,serif"><table width="100%"><tr><td align="center"`
    + ` style="padding:28px 12px"><table style="width:100%;max-width:560px;background:#fff;border-collapse:collapse"><tr>`
    + `<td class="pad" style="background:${colour};color:#fff;padding:22px 32px;font-size:20px">${title}</td></tr><tr>`
    + `<td class="pad" style="padding:26px 32px;color:#2a2a2a;font-size:16px;line-height:1.55">${body}</td></tr></table>`
    + '</td></tr></table></body></html>';
const line = (what, price) => `<tr><td style="padding:8px 0;border-bottom:1px solid #e6e2da">${what}</td>`
    + `<td align="right" style="border-bottom:1px solid #e6e2da">${price}</td></tr>`;
const both = (text, html) => 'Content-Type: multipart/alternative; boundary=alternatives\r\n\r\n--alternatives\r\n'
    + `Content-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n--alternatives\r\nContent-Type: text/html; charset=utf-8\r\n`
    + `\r\n${html}\r\n--alternatives--\r\n`;
const order = number => 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=parts\r\n\r\n--parts\r\n' + both(
    `Hello Ann,\r\n\r\nwe packed your order ${number} this morning.\r\n\r\nhttps://harbour.example/orders/${number}`,
    letter('Harbour Coffee', '#2f5d50', '<h2 style="margin:0 0 12px;font-weight:normal">Your order is on its way</h2><p>Hello Ann,'
        + '</p><p>we packed it this morning. It should reach you on <b>Thursday</b>.</p><table width="100%" style="border-collapse:'
        + `collapse;font-size:15px">${line('Kenya Gatomboya, 500 g', '€ 18.50')}${line('Paper filters, 100', '€ 6.20')}</table>`
        + `<p style="margin-top:24px"><a href="https://harbour.example/orders/${number}" style="display:inline-block;background:`
        + '#2f5d50;color:#fff;padding:10px 22px;border-radius:4px;text-decoration:none">Follow the parcel</a></p>'))
    + `--parts\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="Invoice ${number}.pdf"\r\n`
    + `Content-Transfer-Encoding: base64\r\n\r\n${Buffer.alloc(30_000, 'sample ').toString('base64').replace(/(.{76})/g, '$1\r\n')}`
    + '\r\n--parts--\r\n';
const kinds = [
    n => ['orders@harbour.example', 'ann+checkout@example.org', 'From: Harbour Coffee <orders@harbour.example>\r\n'
        + `To: Ann Whitfield <ann+checkout@example.org>\r\nSubject: Your order 10${n} is on its way\r\nMessage-ID: <${n}@harbour.example>`
        + `\r\n${order(`10${n}`)}`],
    n => ['no-reply@northwind.example', 'ben@example.org', 'From: Northwind <no-reply@northwind.example>\r\nTo: ben@example.org\r\n'
        + `Subject: Your sign-in code\r\nMIME-Version: 1.0\r\n${both(`Your code is\r\n\r\n48${n}16\r\n\r\nIt is valid for ten minutes.`,
            letter('Northwind', '#394b77', `<p>Your code is</p><p style="font-size:34px;letter-spacing:6px"><b>48${n}16</b></p>`))}`],
    n => ['ci@build.example', 'team@example.org', 'From: Build <ci@build.example>\r\nTo: team@example.org\r\nX-Tags: ci\r\n'
        + `Subject: main #4${n}: 3 tests failed\r\n\r\nmain #4${n} failed after 4 min 12 s.\r\n\r\n  OutboxTests.A_second_try_waits\r\n`],
    () => ['hello@paperkite.example', 'clara@example.org', 'From: Paper Kite Books <hello@paperkite.example>\r\nTo: clara@example.org\r\n'
        + `Subject: =?utf-8?q?Neue_B=C3=BCcher_f=C3=BCr_lange_Abende?=\r\nMIME-Version: 1.0\r\n${both(
            'Fünf Neuerscheinungen, die wir selbst gern gelesen haben.',
            letter('Paper Kite', '#7b3f35', '<p>Fünf Neuerscheinungen, die wir selbst gern gelesen haben.</p>'))}`],
    () => ['alerts@status.example', 'oncall@example.org', 'From: Status <alerts@status.example>\r\nTo: oncall@example.org\r\n'
        + 'Subject: Resolved: checkout slower than 2 s\r\nX-Tags: ops\r\n\r\nResolved after 14 minutes. p95 is back at 310 ms.\r\n'],
    () => ['eli@example.com', 'ann@example.org', 'From: Eli Marsh <eli@example.com>\r\nTo: ann@example.org\r\nSubject: Spring launch, '
        + 'Tuesday at ten\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nPlease bring the figures '
        + 'of last week.\r\n--b\r\nContent-Type: text/calendar\r\nContent-Disposition: attachment; filename=launch.ics\r\n\r\nx\r\n--b--\r\n'],
];
const api = async (method, path, body) => (await fetch(`${http}/api/rockdove/v1/${path}`, { method, body })).json();

await picture('empty', desktop, '', page => page.getByText('No mail yet').waitFor());
await api('POST', 'inboxes', '{"name":"checkout"}');
await api('POST', 'inboxes', '{"name":"newsletter"}');
for (const [at, kind] of [3, 4, 0, 2, 5, 1, 4, 3, 2, 5, 3, 1, 0, 2, 4, 5, 0, 1].entries()) {
    const [from, to, message] = kinds[kind](231 + at);
    await deliver(smtp, [message], { from, to });
}

const { messages } = await api('GET', 'messages?limit=50');
const newest = messages.find(one => one.subject.startsWith('Your order')).id;
await api('PATCH', 'messages', JSON.stringify({ ids: messages.slice(6).map(one => one.id), isRead: true }));
await api('PUT', 'faults', '# Greylisting: whoever comes back is let in.\n! on rcpt *@example.org times=2\nS: 451 4.7.1 Come back '
    + 'later\n\n# Every second answer gets lost, and the mail is kept.\n! on message every=2\n! close\n! keep\n');
await deliver(smtp, [kinds[4](0)[2]], { to: 'oncall@example.org' }).catch(() => undefined); // One of them acts.
const framed = page => page.frameLocator('iframe').locator('table').first().waitFor();
await picture('list-light', desktop, '', page => page.locator('.row').first().waitFor());
await picture('reading-html', desktop, `#/mail/${newest}`, framed);
await picture('list-dark', { ...desktop, colorScheme: 'dark' }, `#/mail/${newest}`, framed);
await picture('transcript', desktop, `#/mail/${newest}/delivery`, page => page.locator('.conversation li').nth(4).waitFor());
await picture('checks', desktop, `#/mail/${newest}/checks`, async page => {
    await page.locator('.check-result h2 .sum').nth(3).waitFor();
    await page.locator('.share-bar').first().waitFor();
});
await picture('search', desktop, '#/mail?q=has:attachment', async page => {
    await page.locator('.row').first().waitFor();
    await page.fill('#search', 'has:attachment to:');
    await page.locator('.suggestion').first().waitFor();
});
await picture('phone-list', phone, '', page => page.locator('.row').first().waitFor());
await picture('phone-reading', phone, `#/mail/${newest}`, framed);
await picture('faults', desktop, '#/faults', page => page.getByRole('cell').first().waitFor());
await browser.close();

async function picture(name, options, hash, ready) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(`${http}/${hash}`);
    await ready(page);
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: `${prefix}${name}.png`, animations: 'disabled' });
    await context.close();
}
