// Every page of every role: structure, width, keyboard and axe at 320 and 1280 px, with and without
// scripts, in the three languages.
import { after, before, test } from 'node:test';

import { PHONE, launch, startOf, switchLanguage, visitor } from '../lib/browser.mjs';
import { none } from '../lib/checks.mjs';
import { everyPage, problemsOf, table } from '../lib/crawl.mjs';
import { startProduct } from '../lib/product.mjs';

let browser;
let product;

before(async () => {
  [browser, product] = await Promise.all([launch(), startProduct()]);
});

after(async () => {
  await browser?.close();
  await product?.stop();
});

/** One login for each role: the others see the same pages with other data. */
function oneOfEachRole() {
  return [...new Map(product.logins.map((login) => [login.role, login]).reverse()).values()];
}

/** Crawls, prints the table of pages, and fails with every problem at once. */
async function look(t, name, options) {
  await t.test(name, async () => {
    const rows = await everyPage(browser, product, options);
    console.log(`\n${name}: ${rows.length} pages\n${table(rows)}`);
    none(problemsOf(rows), name);
  });
}

/** Sets the language that a person has in the product. */
async function speak(login, language) {
  const context = await visitor(browser, product, { login });
  const page = await context.newPage();
  await page.goto(startOf(product, login));
  await switchLanguage(page, language);
  await context.close();
}

test('pages for everyone', async (t) => {
  for (const language of ['fi', 'sv', 'en']) {
    await look(t, `not signed in, ${language}`, { language });
  }
  await look(t, 'not signed in, without scripts', { javaScript: false, sizes: [PHONE] });
});

test('pages of each role', async (t) => {
  for (const login of oneOfEachRole()) {
    await look(t, login.role, { login });
  }
});

test('pages of each role without scripts, on a phone', async (t) => {
  for (const login of oneOfEachRole()) {
    await look(t, `${login.role} without scripts`, { login, javaScript: false, sizes: [PHONE] });
  }
});

test('pages of a coordinator in Swedish and English', async (t) => {
  const login = product.logins.find((one) => one.role === 'coordinator');
  for (const language of ['sv', 'en']) {
    await speak(login, language);
    await look(t, `coordinator, ${language}`, { login, language, sizes: [PHONE] });
  }
});
