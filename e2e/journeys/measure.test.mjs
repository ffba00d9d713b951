// A chief executive weighs measures: moves the budget, names a cost, records a decision, takes the paper along.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { axe, none, sideways } from '../lib/checks.mjs';
import { PHONE, fileBegins, follow, open, pageOf, press, quiet, said, says, stage } from '../lib/steps.mjs';

const here = stage();
const MEASURES = '/esimerkkila/measures';

/** The answer to a budget, once it has come. */
async function answered(page, change) {
  const answer = page.waitForResponse((response) => response.url().includes('budget=') && response.ok());
  await change();
  await answer;
  await page.locator('#plan:not([aria-busy])').waitFor();
}

test('the slider answers at once and more money never leaves more loss', async () => {
  const page = await pageOf(here, 'johto@esimerkkila', MEASURES);
  page.context().setDefaultTimeout(60_000);
  await says(page, 'Mitä rahalla saa', 'Tämän saa', 'Mitä emme tiedä');
  none(await axe(page), 'what the money buys');
  const slider = page.getByRole('slider');
  await answered(page, () => slider.fill('20000'));
  assert.equal((await page.locator('#budget').inputValue()).replace(/\s/g, ''), '20000');
  const small = await page.locator('#plan .lead').innerText();
  assert.ok(small.includes('20'), small);
  await answered(page, () => slider.fill('150000'));
  const large = await page.locator('#plan .lead').innerText();
  assert.notEqual(small, large);
  quiet(page);
});

test('without scripts the same form answers, on a phone', async () => {
  const page = await pageOf(here, 'johto@esimerkkila', MEASURES, { size: PHONE, javaScript: false });
  page.context().setDefaultTimeout(60_000);
  assert.equal(await page.getByRole('slider').count(), 0, 'a slider that does nothing is not shown');
  await page.getByLabel('Rahaa neljäksi vuodeksi').fill('80 000');
  await press(page, 'Näytä');
  await says(page, '80\u00a0000 eurolla saa');
  none(await sideways(page), 'what the money buys on a phone');
});

test('a chief executive names a cost, records a decision and downloads the paper', async () => {
  const page = await pageOf(here, 'johto@esimerkkila', MEASURES);
  page.context().setDefaultTimeout(60_000);
  await page.locator('#measures tbody a').first().click();
  await page.getByLabel('Kustannus neljässä vuodessa').fill('21 000');
  await page.getByLabel('Vastuutaho').fill('Tietohallintopäällikkö');
  await press(page, 'Tallenna');
  await says(page, '21\u00a0000\u00a0€', 'Tietohallintopäällikkö');
  none(await axe(page), 'a measure');

  await open(page, `${MEASURES}?budget=60000`);
  await follow(page, 'Kirjaa päätös');
  none(await axe(page), 'the form of a decision');
  await page.getByLabel('Asia').fill('Digiturvan toimenpiteet');
  await page.getByLabel('Kokouspäivä').fill('2026-01-12');
  await page.getByLabel('Pykälä').fill('§ 4');
  await press(page, 'Tallenna');
  await says(page, 'Digiturvan toimenpiteet', '§ 4', 'Raha puuttuu talousarviosta');

  await open(page, `${MEASURES}?budget=60000`);
  await follow(page, 'Tee päätösesitys');
  none(await axe(page), 'the form of the paper');
  for (const [format, start] of [['docx', 'PK'], ['pdf', '%PDF-']]) {
    for (const language of ['fi', 'sv']) {
      const query = `budget=60000&part=public&language=${language}&format=${format}`;
      await fileBegins(page, `${MEASURES}/paper/file?${query}`, start);
    }
  }
  quiet(page);
});

test('an elected official has no way to the measures', async () => {
  const page = await pageOf(here, 'valtuutettu@esimerkkila', '/esimerkkila');
  const links = await page.locator('a[href]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  assert.deepEqual(links.filter((link) => link.includes('/measures')), []);
  const answer = await page.context().request.get(here.product.base + MEASURES);
  assert.equal(answer.status(), 403);
  assert.ok(!(await said(page)).includes('Mitä rahalla saa'));
});
