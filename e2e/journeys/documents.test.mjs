// Documents are reviewed: in the list, one by one, and those the list did not know.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { choose, open, pageOf, press, quiet, roundOf, says, stage } from '../lib/steps.mjs';

const here = stage();
const REVIEWER = 'koordinaattori@mallijoki';

async function documents(options = {}) {
  const page = await pageOf(here, REVIEWER, '/mallijoki', options);
  const address = `${await roundOf(page, 'mallijoki')}/documents`;
  await open(page, address);
  return { page, address };
}

test('a state is changed in the list', async () => {
  const { page } = await documents();
  // Two documents at once: one save keeps both.
  const rows = page.locator('tbody tr', { has: page.locator('select[name^=state-]') });
  const chosen = [];
  for (const at of [1, 2]) {
    const row = rows.nth(at);
    const name = await row.locator('th a').innerText();
    const select = row.locator('select');
    const next = (await select.inputValue()) === 'outdated' ? 'missing' : 'outdated';
    await select.selectOption(next);
    chosen.push([name, next]);
  }
  await press(page, 'Tallenna');
  await says(page, 'Tilat tallennettiin.');
  for (const [name, next] of chosen) {
    const changed = page.locator('tbody tr', { has: page.getByRole('link', { name, exact: true }) });
    assert.equal(await changed.locator('select').inputValue(), next);
    const word = { outdated: 'Vanhentunut', missing: 'Puuttuu' }[next];
    assert.equal(await changed.locator('td .tag').first().innerText(), word);
  }
  quiet(page);
});

test('a document is edited with a secret note that needs its ground', async () => {
  const { page, address } = await documents({ javaScript: false });
  const link = page.locator('tbody th a').nth(2);
  const name = await link.innerText();
  await Promise.all([page.waitForNavigation(), link.click()]);
  const own = new URL(page.url()).pathname;
  await choose(page, 'state', 'exists');
  await page.getByLabel('Kuka hyväksyi').fill('Kunnanhallitus');
  await page.locator('input[name=approved_on]').fill('2026-03-09');
  await page.locator('textarea[name=note]').fill('Liitteessä on yhteystiedot.');
  await choose(page, 'publicity', 'secret');
  await page.locator('input[name=ground]').fill('');
  await press(page, 'Tallenna');
  await says(page, 'Salassa pidettävä teksti tarvitsee perusteen');
  assert.equal(await page.locator('textarea[name=note]').inputValue(), 'Liitteessä on yhteystiedot.');
  await choose(page, 'publicity', 'internal');
  await press(page, 'Tallenna');
  await says(page, 'Asiakirja tallennettiin.');
  await open(page, own);
  assert.equal(await page.locator('input[name=approved_by]').inputValue(), 'Kunnanhallitus');
  await open(page, address);
  const row = page.locator('tbody tr', { has: page.getByRole('link', { name, exact: true }) });
  assert.match(await row.innerText(), /9\.3\.2026/);
});

test('an own document is added, removed, and brought back', async () => {
  const { page } = await documents();
  await press(page, 'Lisää asiakirja', { role: 'link' });
  await page.getByLabel('Asiakirja', { exact: false }).first().fill('Vesilaitoksen varautumisohje');
  await choose(page, 'state', 'partly');
  await press(page, 'Tallenna');
  await says(page, 'Asiakirja lisättiin luetteloon.', 'Vesilaitoksen varautumisohje', 'Kunnan omat asiakirjat');
  await press(page, 'Vesilaitoksen varautumisohje', { role: 'link' });
  await page.locator('summary', { hasText: 'Poista luettelosta' }).click();
  await press(page, 'Poista tämä asiakirja');
  await says(page, 'Asiakirja poistettiin luettelosta.');
  assert.equal(await page.getByRole('link', { name: 'Vesilaitoksen varautumisohje' }).count(), 0);
  await press(page, 'Kumoa');
  await says(page, 'Asiakirja palautettiin luetteloon.', 'Vesilaitoksen varautumisohje');
  quiet(page);
});

test('every criterion that a document is evidence for opens', async () => {
  const { page } = await documents();
  await Promise.all([page.waitForNavigation(), page.locator('tbody th a').first().click()]);
  const links = await page.locator('aside ul a').evaluateAll((all) => all.map((a) => a.href));
  assert.ok(links.length > 0, 'the document leads to no criterion');
  for (const link of links) assert.equal((await page.context().request.get(link)).status(), 200, link);
});
