// An interviewer writes notes, codes what was said, and takes a mistake back.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { choose, follow, open, pageOf, press, quiet, roundOf, says, stage } from '../lib/steps.mjs';

const here = stage();
const INTERVIEWER = 'koordinaattori@mallijoki';
const NOTES = 'H: Milloin palautus on viimeksi testattu?\nJ1: Palautusta ei ole testattu kahteen vuoteen.\n';

/** A new interview, at its notes. */
async function interview(page, name) {
  await open(page, `${await roundOf(page, 'mallijoki')}/interviews/new`);
  await page.locator('input[name=guide]').first().check();
  await page.getByLabel('Haastattelun nimi').fill(name);
  await choose(page, 'kind', 'individual');
  const create = page.locator('main form').first().getByRole('button').first();
  await Promise.all([page.waitForNavigation(), create.click()]);
  await says(page, name, 'Haastattelurunko');
  return new URL(page.url()).pathname;
}

test('notes are saved while one writes', async () => {
  const page = await pageOf(here, INTERVIEWER, '/mallijoki');
  const address = await interview(page, 'Palvelun omistaja 7');
  await page.getByLabel('Muistiinpanot').first().fill(NOTES);
  await page.locator('[data-status][data-state=saved]').waitFor();
  assert.match(await page.locator('[data-status]').innerText(), /^Tallennettu \d/);
  // A second pause in the writing saves again, over the first.
  await page.getByLabel('Muistiinpanot').first().press('End');
  await page.getByLabel('Muistiinpanot').first().fill(`${NOTES}H: Kiitos.\n`);
  await page.waitForResponse((answer) => answer.url().endsWith('/autosave') && answer.ok());
  await open(page, address);
  assert.equal((await page.getByLabel('Muistiinpanot').first().inputValue()).trim(), `${NOTES}H: Kiitos.`);
  quiet(page);
});

test('notes are saved with the button where no script runs', async () => {
  const page = await pageOf(here, INTERVIEWER, '/mallijoki', { javaScript: false });
  const address = await interview(page, 'Palvelun omistaja 8');
  await page.getByLabel('Muistiinpanot').first().fill(NOTES);
  await press(page, 'Tallenna muistiinpanot');
  await says(page, 'Muistiinpanot tallennettiin.');
  await open(page, address);
  assert.match(await page.getByLabel('Muistiinpanot').first().inputValue(), /kahteen vuoteen/);
});

test('a turn is coded to a theme, removed, and brought back', async () => {
  const page = await pageOf(here, INTERVIEWER, '/mallijoki');
  await interview(page, 'Palvelun omistaja 9');
  await page.getByLabel('Muistiinpanot').first().fill(NOTES);
  await press(page, 'Tallenna ja koodaa');
  await says(page, 'Palautusta ei ole testattu kahteen vuoteen.', '0/');
  const turn = page.locator('section[id^=turn-]', { hasText: 'kahteen vuoteen' });
  await Promise.all([page.waitForNavigation(), turn.getByRole('link', { name: /^Koodaa/ }).click()]);

  await page.locator('select[name=place]').selectOption({ index: 2 });
  await choose(page, 'level', 'no');
  await page.getByLabel('Lainaus', { exact: true }).fill('Palautusta ei ole testattu kahteen vuoteen.');
  await page.getByLabel('Lainauksen saa julkaista').check();
  await press(page, 'Tallenna koodaus');
  await says(page, 'Koodaus tallennettiin.', 'Saa julkaista', 'Ei kunnossa', '1/');

  await press(page, 'Poista koodaus');
  await says(page, 'Koodaus poistettiin.', '0/');
  assert.equal(await page.locator('blockquote').count(), 0);
  await press(page, 'Kumoa');
  await says(page, 'Koodaus palautettiin.', 'Saa julkaista', '1/');
  assert.equal(await page.locator('blockquote').count(), 1);
  quiet(page);
});

test('a code without a theme is refused in words, and nothing typed is lost', async () => {
  const page = await pageOf(here, INTERVIEWER, '/mallijoki', { javaScript: false });
  await interview(page, 'Palvelun omistaja 10');
  await page.getByLabel('Muistiinpanot').first().fill(NOTES);
  await press(page, 'Tallenna ja koodaa');
  await follow(page, /^Koodaa/, { exact: false });
  await page.getByLabel('Lainaus', { exact: true }).fill('Tämä ei saa kadota.');
  await page.locator('form', { has: page.locator('select[name=place]') }).evaluate((form) => {
    form.noValidate = true;
  });
  await press(page, 'Tallenna koodaus');
  await says(page, 'kohdassa ”Teema tai kriteeri”', 'kohdassa ”Mitä puhuja sanoo asian tilasta”');
  assert.equal(await page.getByLabel('Lainaus', { exact: true }).inputValue(), 'Tämä ei saa kadota.');
});
