// A coordinator asks the elected officials; councillors answer on their phones.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sideways, none } from '../lib/checks.mjs';
import { PHONE, choose, follow, open, pageOf, pathOf, press, quiet, said, says, stage } from '../lib/steps.mjs';

const here = stage();

test('a coordinator creates a round and a survey, previews it, opens it and closes it', async () => {
  const page = await pageOf(here, 'koordinaattori@mallijoki', '/mallijoki/rounds');
  await follow(page, 'Aloita arviointi');
  await page.getByLabel('Kierroksen nimi').fill('Kevään arviointi 2027');
  await page.locator('input[name=framework]').first().check();
  await press(page, 'Tallenna');
  await says(page, 'Arviointi aloitettiin.', 'Kevään arviointi 2027', 'kyselyä ei ole tehty');

  await open(page, `${new URL(page.url()).pathname}/surveys/new`);
  await choose(page, 'instrument', 'elected');
  await page.getByLabel('Kyselyn nimi').fill('Valtuuston kysely');
  await choose(page, 'anonymity', 'open');
  await page.getByLabel('Montako kutsutaan').fill('35');
  await press(page, 'Tallenna');
  await says(page, 'Kysely luotiin luonnoksena.', 'Kukaan ei voi vielä vastata siihen');
  const survey = new URL(page.url()).pathname;

  await open(page, await pathOf(page, /\/preview/));
  await says(page, 'Esikatselu', 'Osittain', 'En osaa sanoa');
  assert.equal(await page.getByRole('button', { name: 'Lähetä vastaukset' }).count(), 0);

  await open(page, survey);
  await press(page, 'Avaa kysely');
  await says(page, 'Kysely on auki.', 'Jaa linkki tai näytä QR-koodi');
  const link = page.locator('.qr a');
  assert.match(await link.getAttribute('href'), /\/survey\/[A-Za-z0-9_-]+$/);
  assert.equal(await link.innerText(), await link.getAttribute('href'));
  assert.ok(await page.locator('.qr svg').isVisible());
  const answering = new URL(await link.getAttribute('href')).pathname;

  await open(page, survey);
  await follow(page, 'Sulje kysely');
  await says(page, 'Suljetaanko kysely?');
  await press(page, 'Sulje kysely');
  await says(page, 'Suljettu', 'Vastauksia tuli niin vähän');
  const closed = await page.goto(here.product.base + answering);
  assert.equal(closed.status(), 410);
  await says(page, 'Kysely on päättynyt');
  page.context().troubles();
});

const WORDS = {
  fi: {
    answers: ['Kyllä', 'Osittain', 'Ei', 'En osaa sanoa'],
    send: 'Lähetä vastaukset',
    thanks: 'Kiitos!',
  },
  sv: {
    answers: ['Ja', 'Delvis', 'Nej', 'Kan inte säga'],
    send: 'Skicka svaren',
    thanks: 'Tack!',
  },
};

/** The questions that one can answer “partly”. */
function scales(page, language = 'fi') {
  return page.locator('fieldset', { has: page.getByLabel(WORDS[language].answers[1], { exact: true }) });
}

/** Chooses an answer of the question with this place in the form. */
function pick(page, at, answer, language = 'fi') {
  return scales(page, language).nth(at).getByLabel(answer, { exact: true }).check();
}

/** Answers with a mixture: yes, partly, no, cannot say, in turn. */
async function answerAll(page, language = 'fi') {
  const { answers } = WORDS[language];
  const questions = await scales(page, language).count();
  assert.ok(questions >= 10, `only ${questions} questions have “${answers[1]}”`);
  for (let at = 0; at < questions; at += 1) await pick(page, at, answers[at % answers.length], language);
}

for (const language of ['fi', 'sv']) {
  test(`a councillor answers on a narrow phone without scripts, ${language}`, async () => {
    const words = WORDS[language];
    const page = await pageOf(here, null, `/survey/kokeile?lang=${language}`, {
      size: PHONE,
      javaScript: false,
    });
    assert.equal(await page.locator('html').getAttribute('lang'), language);
    await says(page, ...words.answers);
    none(await sideways(page), 'the survey on a phone');
    await answerAll(page, language);
    await press(page, words.send);
    await says(page, words.thanks);
    none(await sideways(page), 'the thanks on a phone');
  });
}

test('an empty form is not taken, and says what to do', async () => {
  const page = await pageOf(here, null, '/survey/kokeile', { javaScript: false });
  await press(page, 'Lähetä vastaukset');
  await says(page, 'Et ole vielä vastannut mihinkään');
});

test('a draft is kept on the device until the answers are sent', async () => {
  const page = await pageOf(here, null, '/survey/kokeile', { size: PHONE });
  await pick(page, 0, 'Osittain');
  await pick(page, 1, 'En osaa sanoa');
  await says(page, 'Keskeneräiset vastaukset ovat vain tällä laitteella');
  await page.reload();
  await says(page, 'Jatkat siitä, mihin jäit');
  assert.ok(await scales(page).nth(0).getByLabel('Osittain').isChecked());
  assert.ok(await scales(page).nth(1).getByLabel('En osaa sanoa').isChecked());
  await press(page, 'Lähetä vastaukset');
  await says(page, 'Kiitos!');
  assert.equal(await page.evaluate(() => Object.keys(localStorage).length), 0);
  await open(page, '/survey/kokeile');
  assert.equal(await page.locator('input:checked').count(), 0);
  quiet(page);
});

test('a letter code answers once; the second time the answers stay on the form', async () => {
  const coordinator = await pageOf(here, 'koordinaattori@mallijoki', '/mallijoki/surveys');
  await open(coordinator, await pathOf(coordinator, /\/surveys\/new$/));
  await choose(coordinator, 'instrument', 'elected');
  await coordinator.getByLabel('Kyselyn nimi').fill('Kysely kirjeillä');
  await choose(coordinator, 'anonymity', 'split');
  await coordinator.getByLabel('Montako kutsutaan').fill('27');
  await press(coordinator, 'Tallenna');
  await press(coordinator, 'Avaa kysely');
  await open(coordinator, await pathOf(coordinator, /\/letters$/));
  await coordinator.locator('input[name=number]').fill('20');
  await Promise.all([
    coordinator.waitForNavigation(),
    coordinator.locator('.buttons button:not([name])').click(),
  ]);
  assert.equal(await coordinator.locator('article.sheet').count(), 20);
  const sheet = coordinator.locator('article.sheet').first();
  const [address, code] = await sheet.locator('.big').allInnerTexts();
  assert.ok(await sheet.locator('svg').isVisible());
  quiet(coordinator);

  for (const turn of ['first', 'second']) {
    const page = await pageOf(here, null, new URL(address).pathname, { size: PHONE, javaScript: false });
    await page.getByLabel('Vastauskoodi').fill(code);
    await answerAll(page);
    await press(page, 'Lähetä vastaukset');
    if (turn === 'first') {
      await says(page, 'Kiitos!', 'Koodisi on nyt käytetty');
    } else {
      await says(page, 'Tällä koodilla on jo vastattu');
      assert.ok(await scales(page).nth(1).getByLabel('Osittain').isChecked());
    }
    assert.ok(!(await said(page)).includes('⟦'));
  }
});

test('few letters wait until a second person has confirmed them', async () => {
  const coordinator = await pageOf(here, 'koordinaattori@mallijoki', '/mallijoki/surveys', { size: PHONE, javaScript: false });
  await open(coordinator, await pathOf(coordinator, /\/surveys\/new$/));
  await choose(coordinator, 'instrument', 'elected');
  await coordinator.getByLabel('Kyselyn nimi').fill('Hallituksen kysely');
  await choose(coordinator, 'anonymity', 'split');
  await coordinator.getByLabel('Montako kutsutaan').fill('9');
  await press(coordinator, 'Tallenna');
  await press(coordinator, 'Avaa kysely');
  const survey = new URL(coordinator.url()).pathname;
  await open(coordinator, await pathOf(coordinator, /\/letters$/));
  await says(coordinator, 'Pienen kyselyn kirjeet vahvistaa toinen henkilö', 'Vahvistajana voi olla');
  await coordinator.locator('input[name=number]').fill('9');
  await Promise.all([
    coordinator.waitForNavigation(),
    coordinator.locator('.buttons button:not([name])').click(),
  ]);
  await says(coordinator, '9 kirjettä', 'Odottaa toisen henkilön vahvistusta');
  none(await sideways(coordinator), 'a request on a phone');
  assert.equal(await coordinator.getByRole('button', { name: 'Näytä kirjeet tulostettaviksi' }).count(), 0);

  const leader = await pageOf(here, 'johto@mallijoki', '/mallijoki/surveys', { size: PHONE, javaScript: false });
  await says(leader, '1 kirjepyyntö odottaa vahvistustasi');
  await follow(leader, 'Tarkista ja vahvista');
  await says(leader, '9 kirjettä', 'kyselyyn on kutsuttu yhteensä 9');
  none(await sideways(leader), 'confirming on a phone');
  await press(leader, 'Vahvista kirjeet');
  await says(leader, 'Vahvistettu');

  await open(coordinator, survey);
  await press(coordinator, 'Näytä kirjeet tulostettaviksi');
  assert.equal(await coordinator.locator('article.sheet').count(), 9);
  const [address] = await coordinator.locator('article.sheet').first().locator('.big').allInnerTexts();
  const page = await pageOf(here, null, new URL(address).pathname, { size: PHONE, javaScript: false });
  await says(page, '9 kutsuttua');
});

test('clearing the answers asks first, and without scripts too', async () => {
  const page = await pageOf(here, null, '/survey/kokeile', { size: PHONE, javaScript: false });
  await pick(page, 0, 'Osittain');
  const clear = page.getByRole('button', { name: 'Poista kaikki vastaukseni' });
  assert.ok(!(await clear.isVisible()), 'nothing clears the answers at one press');
  await page.getByText('Tyhjennä vastaukset').click();
  await clear.click();
  assert.ok(!(await scales(page).nth(0).getByLabel('Osittain').isChecked()));
});
