// Every page of every role: structure, width, keyboard and axe at 320 and 1280 px, with and without
// scripts, in the three languages.
//
// A role is looked at where it has most to do: a round and surveys that are open where the role
// works on them, a published result where it reads.
import { after, before, test } from 'node:test';

import { DESK, HAND, PHONE, launch, startOf, switchLanguage, visitor } from '../lib/browser.mjs';
import { covered, none } from '../lib/checks.mjs';
import { everyPage, problemsOf, table } from '../lib/crawl.mjs';
import { startProduct } from '../lib/product.mjs';
import { loginNamed } from '../lib/steps.mjs';

let browser;
let product;

before(async () => {
  product = await startProduct();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await product?.stop();
});

// A check that finds nothing would not be missed.
test('what lies over something else is found', async () => {
  const context = await visitor(browser, product, { login: loginNamed(product, 'toinen.arvioija@kumppani') });
  const page = await context.newPage();
  for (const size of [PHONE, HAND, DESK]) {
    await page.setViewportSize(size);
    await page.goto(`${product.base}/mallijoki`);
    none(await covered(page), `the first page of an assessor at ${size.width} px`);
    const found = await page.evaluate(() => {
      const [first, second] = document.querySelectorAll('main h2, main h3, main p');
      second.style.marginTop = `-${second.getBoundingClientRect().top - first.getBoundingClientRect().top}px`;
      return first !== undefined && second !== undefined;
    });
    if (!found) throw new Error('the page has nothing to move');
    const texts = await covered(page);
    if (!texts.some((line) => line.includes('lies over the text'))) throw new Error(`not found at ${size.width} px`);
    await page.reload();
    await page.evaluate(() => {
      const link = document.querySelector('main a[href]').getBoundingClientRect();
      const sheet = document.createElement('div');
      sheet.style.cssText = `position:absolute;left:${link.left}px;top:${link.top + scrollY}px;width:${link.width}px;height:${link.height}px`;
      document.body.append(sheet);
    });
    const controls = await covered(page);
    if (!controls.some((line) => line.includes('cannot be pressed'))) throw new Error(`not found at ${size.width} px`);
  }
  await context.close();
});

// Whose pages, and where to begin. Nobody stands twice: a language is kept by person.
const PEOPLE = [
  { person: 'koordinaattori@kuvitelma', name: 'coordinator' },
  { person: 'toinen.arvioija@kumppani', name: 'assessor', start: '/mallijoki' },
  { person: 'johto@esimerkkila', name: 'leadership' },
  { person: 'isanta@verkosto', name: 'host' },
  { person: 'valtuutettu@esimerkkila', name: 'elected official' },
  { person: 'palkat@esimerkkila', name: 'owner of a service' },
  { person: 'yllapito@luotsi', name: 'operator' },
];
const WITHOUT_SCRIPTS = ['coordinator', 'elected official', 'owner of a service'];

/** Crawls, prints the table of pages, and fails with every problem at once. */
function look(t, name, options) {
  return t.test(name, async () => {
    const began = Date.now();
    const rows = await everyPage(browser, product, options);
    const seconds = ((Date.now() - began) / 1000).toFixed(0);
    console.log(`\n${name}: ${rows.length} pages in ${seconds} s\n${table(rows)}`);
    none(problemsOf(rows), name);
  });
}

/** Two crawls at a time: the browser and the product wait for each other otherwise. */
async function lookAtAll(t, crawls) {
  const left = [...crawls];
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) await look(t, next.name, next.options);
  };
  await Promise.all([worker(), worker()]);
}

/** Sets the language that a person has in the product. */
async function speak(login, language) {
  const context = await visitor(browser, product, { login });
  const page = await context.newPage();
  await page.goto(startOf(product, login));
  await switchLanguage(page, language);
  await context.close();
}

test('pages for everyone', { concurrency: 2 }, async (t) => {
  const crawls = ['fi', 'sv', 'en'].map((language) => ({
    name: `not signed in, ${language}`,
    options: { language },
  }));
  crawls.push({ name: 'not signed in, without scripts', options: { javaScript: false, sizes: [PHONE] } });
  crawls.push({ name: 'answering', options: { start: '/survey/kokeile' } });
  await lookAtAll(t, crawls);
});

test('pages of each role', { concurrency: 2 }, async (t) => {
  await lookAtAll(
    t,
    PEOPLE.map(({ person, name, start }) => ({
      name,
      options: { login: loginNamed(product, person), start },
    })),
  );
});

test('pages without scripts, on a phone', { concurrency: 2 }, async (t) => {
  const chosen = PEOPLE.filter(({ name }) => WITHOUT_SCRIPTS.includes(name));
  await lookAtAll(
    t,
    chosen.map(({ person, name }) => ({
      name: `${name} without scripts`,
      options: { login: loginNamed(product, person), javaScript: false, sizes: [PHONE] },
    })),
  );
});

test('pages in Swedish and English', { concurrency: 2 }, async (t) => {
  const chosen = [
    { person: 'koordinaattori@esimerkkila', language: 'sv' },
    { person: 'koordinaattori@mallijoki', language: 'en' },
    { person: 'johto@mallijoki', language: 'sv' },
    { person: 'valtuutettu@mallijoki', language: 'en' },
  ];
  const crawls = [];
  for (const { person, language } of chosen) {
    const login = loginNamed(product, person);
    await speak(login, language);
    crawls.push({ name: `${person}, ${language}`, options: { login, language, sizes: [PHONE] } });
  }
  await lookAtAll(t, crawls);
});
