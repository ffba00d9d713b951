// An assessor judges a criterion, proposes a measure, and meets a colleague in the same place.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { choose, follow, open, pageOf, pathOf, press, quiet, roundOf, says, stage } from '../lib/steps.mjs';

const here = stage();
const ASSESSOR = 'arvioija@kumppani';
const COLLEAGUE = 'toinen.arvioija@kumppani';

/** The address of a criterion: the first of a theme, counted from the first theme. */
async function criterion(page, theme) {
  const round = await roundOf(page, 'mallijoki');
  await open(page, `${round}/workspace`);
  const themes = await page
    .locator('main a[href*="/workspace/"]')
    .evaluateAll((all) => all.map((a) => a.getAttribute('href')).filter((href) => /workspace\/[^/?]+$/.test(href)));
  await open(page, [...new Set(themes)][theme]);
  return pathOf(page, /\/workspace\/[^/]+\/[^/?]+$/);
}

test('an assessor judges a criterion, adds a finding and proposes a measure', async () => {
  const page = await pageOf(here, ASSESSOR, '/mallijoki');
  const address = await criterion(page, 0);
  await open(page, address);
  await says(page, 'Mitä lähteet kertovat', 'Kysely', 'Haastattelu', 'Asiakirja');
  await choose(page, 'level', 'partly');
  await page.getByLabel('Perustelu', { exact: true }).fill('Vastuut on sovittu, mutta varahenkilö puuttuu.');
  await choose(page, 'publicity', 'public');
  await press(page, 'Tallenna');
  await says(page, 'Arvio tallennettiin.');
  await open(page, address);
  assert.ok(await page.locator('input[name=level][value=partly]').isChecked());

  await follow(page, 'Lisää havainto');
  await page.getByLabel('Havainto lyhyesti').fill('Varahenkilöä ei ole nimetty');
  await choose(page, 'publicity', 'internal');
  await press(page, 'Tallenna');
  await says(page, 'Havainto tallennettiin.');

  await open(page, address);
  await says(page, 'Varahenkilöä ei ole nimetty');
  await follow(page, 'Ehdota toimenpidettä');
  await page.getByLabel('Mitä tehdään').fill('Nimetään digiturvan varahenkilö');
  await page.getByLabel('Vastuutaho').fill('Hallintojohtaja');
  await page.locator('select[name=decided_by]').selectOption('board');
  await choose(page, 'effort', 'small');
  await choose(page, 'effect', 'high');
  await page.getByLabel('Vie päätettäväksi').check();
  await choose(page, 'publicity', 'public');
  await press(page, 'Tallenna');
  await says(page, 'Toimenpide-ehdotus tallennettiin.');
  await open(page, address);
  await says(page, 'Nimetään digiturvan varahenkilö', 'Viedään päätettäväksi', 'Hallintojohtaja');
  quiet(page);
});

test('two assessors judge the same criterion: both versions are seen and nothing is lost', async () => {
  const first = await pageOf(here, ASSESSOR, '/mallijoki');
  const address = await criterion(first, 1);
  const second = await pageOf(here, COLLEAGUE, address);
  await open(first, address);

  await choose(second, 'level', 'no');
  await second.getByLabel('Perustelu', { exact: true }).fill('Pöytäkirjaa ei löytynyt.');
  await press(second, 'Tallenna');
  await says(second, 'Arvio tallennettiin.');

  await choose(first, 'level', 'yes');
  await first.getByLabel('Perustelu', { exact: true }).fill('Johto kertoi asian olevan kunnossa.');
  await press(first, 'Tallenna');
  await says(
    first,
    'Joku muu ehti muuttaa samoja tietoja',
    'Sinun tekstisi',
    'Tallennettu teksti',
    'Pöytäkirjaa ei löytynyt.',
    'Johto kertoi asian olevan kunnossa.',
  );
  const rationale = first.getByLabel('Perustelu', { exact: true });
  assert.equal(await rationale.inputValue(), 'Johto kertoi asian olevan kunnossa.');
  assert.ok(await first.locator('input[name=level][value=yes]').isChecked());

  await rationale.fill('Johto kertoi asian olevan kunnossa, mutta pöytäkirjaa ei löytynyt.');
  await choose(first, 'level', 'partly');
  await press(first, 'Tallenna');
  await says(first, 'Arvio tallennettiin.');
  await open(second, address);
  assert.match(await second.getByLabel('Perustelu', { exact: true }).inputValue(), /mutta pöytäkirjaa/);
});
