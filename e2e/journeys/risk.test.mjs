// What may happen: a leader reads it on a phone and sets a limit, an analyst simulates, an owner asks what if.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { axe, none, sideways } from '../lib/checks.mjs';
import { PHONE, follow, open, pageOf, press, quiet, says, stage } from '../lib/steps.mjs';

const here = stage();
const RISK = '/esimerkkila/risk';

test('a leader sees on a phone which services are down for too long, and why', async () => {
  const page = await pageOf(here, 'johto@esimerkkila', RISK, { size: PHONE });
  page.context().setDefaultTimeout(60_000);
  await says(page, 'valtuustokaudessa kymmenestä (voi olla', 'Mitä valtuustokausi maksaa', 'Mitä emme tiedä');
  none(await axe(page), 'the risks on a phone');
  none(await sideways(page), 'the risks on a phone');
  assert.equal(await page.locator('.dots circle.dot').count(), 50);
  await page.locator('#services tbody a').first().click();
  await page.waitForURL(/risk\/services\//);
  await says(page, 'Mikä palvelun pysäyttää', 'Kestää katkoa');
  none(await axe(page), 'one service on a phone');
  none(await sideways(page), 'one service on a phone');
  quiet(page);
});

test('the council’s limit is set without scripts and shown wherever the loss is', async () => {
  const page = await pageOf(here, 'johto@esimerkkila', `${RISK}/limits`, { javaScript: false });
  page.context().setDefaultTimeout(60_000);
  await page.getByLabel('Tappio valtuustokaudessa').first().fill('paljon');
  await press(page, 'Tallenna');
  await says(page, 'Anna kohtaan ”1. raja: Tappio valtuustokaudessa” summa kokonaisina euroina');
  await page.getByLabel('Tappio valtuustokaudessa').first().fill('100 000');
  await page.getByLabel('Saa ylittyä enintään').first().fill('1');
  await press(page, 'Tallenna');
  await says(page, 'enemmän kuin valtuusto sietää');
  await open(page, RISK);
  await says(page, 'Raja ylittyy');
  quiet(page);
});

test('an analyst simulates, sees the figures agree, and stops a long run', async () => {
  const page = await pageOf(here, 'koordinaattori@esimerkkila', `${RISK}/analysis`);
  page.context().setDefaultTimeout(60_000);
  none(await axe(page), 'the analysis');
  await page.getByLabel('Valtuustokausia').fill('20 000');
  await press(page, 'Simuloi');
  await page.getByText('koskee nykyisiä tietoja').waitFor();
  await says(page, '±');
  await page.getByLabel('Valtuustokausia').fill('20 000 000');
  await press(page, 'Simuloi');
  await says(page, 'Simulointi on käynnissä');
  await press(page, 'Pysäytä');
  await page.getByText('pysäytettiin ennen kuin').waitFor();
  quiet(page);
});

test('an owner sees what a supplier’s stop of two days does, and walks the picture with the keyboard', async () => {
  const page = await pageOf(here, 'koordinaattori@esimerkkila', '/esimerkkila/services/what-if');
  page.context().setDefaultTimeout(60_000);
  await page.locator('#hours').fill('48');
  await press(page, 'Näytä, mitä seuraa');
  await says(page, 'Mitä seuraa');
  none(await axe(page), 'what if');
  await open(page, '/esimerkkila/services/picture');
  const first = page.locator('main svg a').first();
  await first.focus();
  assert.ok(await first.evaluate((node) => node === document.activeElement));
  assert.ok((await page.locator('.edge--on').count()) > 0, 'the lines of what has the focus stand out');
  await Promise.all([page.waitForURL(/services\/[0-9a-f-]{32,}/), page.keyboard.press('Enter')]);
  await follow(page, 'Mitä jos tämä pysähtyy?');
  await says(page, 'Mitä jos');
  quiet(page);
});
