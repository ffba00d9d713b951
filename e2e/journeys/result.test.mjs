// Leaders and elected officials read the result: on a phone, as files, on paper; the annex only by right.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { none, sideways } from '../lib/checks.mjs';
import { PHONE, fileBegins, follow, open, pageOf, pathOf, press, quiet, said, says, stage } from '../lib/steps.mjs';

const here = stage();

test('a leader reads the summary on a phone and downloads it in each language', async () => {
  const page = await pageOf(here, 'johto@esimerkkila', '/esimerkkila', { size: PHONE });
  await open(page, '/esimerkkila/results');
  await says(page, 'Tilanne lyhyesti', 'Suurimmat huolet', 'Lataa');
  none(await sideways(page), 'the summary on a phone');
  for (const language of ['fi', 'sv', 'en']) {
    await fileBegins(page, await pathOf(page, new RegExp(`\\.pdf\\?language=${language}$`)), '%PDF-');
    await fileBegins(page, await pathOf(page, new RegExp(`\\.docx\\?language=${language}$`)), 'PK');
  }
  await follow(page, 'Koko raportti');
  none(await sideways(page), 'the report on a phone');
  await fileBegins(page, await pathOf(page, /\.pdf\?language=fi$/), '%PDF-');
  quiet(page);
});

test('a leader opens the annex and is told what kind of paper it is', async () => {
  const page = await pageOf(here, 'johto@esimerkkila', '/esimerkkila/results');
  await follow(page, 'Ei-julkinen liite');
  await says(page, 'Avaaminen kirjattiin', 'Liitteessä on tietoja, jotka eivät ole julkisia');
  await fileBegins(page, await pathOf(page, /annex\.pdf\?language=fi$/), '%PDF-');
});

test('an elected official sees no way to the annex, and its addresses refuse', async () => {
  const page = await pageOf(here, 'valtuutettu@esimerkkila', '/esimerkkila/results');
  const results = new URL(page.url()).pathname;
  const links = await page.locator('a[href]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  assert.deepEqual(links.filter((link) => /annex|internal/.test(link)), []);
  assert.ok(!(await said(page)).includes('Ei-julkinen liite'));
  for (const path of ['/annex', '/annex.pdf?language=fi', '/annex.docx?language=fi', '/report-internal.pdf?language=fi']) {
    const answer = await page.context().request.get(here.product.base + results + path);
    assert.ok([403, 404].includes(answer.status()), `${path}: ${answer.status()}`);
    assert.ok(!(await answer.text()).startsWith('%PDF'), path);
  }
  assert.equal((await page.goto(`${here.product.base}${results}/annex`)).status(), 403);
  await says(page, 'Ei oikeutta');
  await fileBegins(page, await (open(page, results).then(() => pathOf(page, /summary\.pdf\?language=fi$/))), '%PDF-');
});

test('an elected official is led from the first page to the published result', async () => {
  const page = await pageOf(here, 'valtuutettu@esimerkkila', '/esimerkkila');
  const text = await said(page);
  assert.ok(!text.includes('Tuloksia ei ole vielä julkaistu'), `the first page says:\n${text}`);
  assert.ok(await pathOf(page, /\/results$/));
});

test('the summary prints: the navigation stays off the paper', async () => {
  const page = await pageOf(here, 'johto@esimerkkila', '/esimerkkila/results');
  const paper = await page.pdf({ format: 'A4' });
  assert.equal(paper.subarray(0, 5).toString(), '%PDF-');
  assert.ok(paper.length > 10_000);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('nav.nav:visible, .no-print:visible, .languages:visible').count(), 0);
  assert.ok(await page.locator('h1').isVisible());
});

test('the joint report of a programme is a file and names no secret', async () => {
  const page = await pageOf(here, 'isanta@verkosto', '/verkosto/programmes');
  await open(page, await pathOf(page, /\/programmes\/[0-9a-f-]{32,}$/));
  await press(page, /yhteis/i, { role: 'link', within: page.locator('main'), exact: false });
  await fileBegins(page, await pathOf(page, /\.pdf\?language=sv$/), '%PDF-');
  assert.ok(!/salassa pidettävä/i.test(await said(page)));
});
