// Shows that the harness tells what a browser did: BrowserScriptTests.
import { deepStrictEqual as equal } from 'node:assert';
import { given, launch, step, tell } from './browser.mjs';
import { deliver } from './mail.mjs';

const [http, smtp] = given.arguments;
const browser = await launch();
const page = await browser.newPage();

await step('mail is shown', async () => {
    const [id] = await deliver(smtp, ['Subject: From a script\r\n\r\nHello\r\n']);
    await page.goto(`${http}/message/${id}`);
    equal(await page.textContent('h1'), 'From a script');
});
await step('what is not there fails', async () => {
    equal(await page.textContent('title'), 'Something else');
});
tell('given', given.input);
await browser.close();
