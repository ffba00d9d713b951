// Every page of every role: structure, width, keyboard and axe at 320 and 1280 px, with and without
// scripts, in the three languages.
//
// A role is looked at where it has most to do: a round and surveys that are open where the role
// works on them, a published result where it reads.
import { after, before, test } from 'node:test';

import { PHONE, launch, startOf, switchLanguage, visitor } from '../lib/browser.mjs';
import { none } from '../lib/checks.mjs';
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
