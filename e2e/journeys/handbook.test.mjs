// The handbook: read on a phone without a login, kept on the device, written by the municipality, and
// taken to a learning platform.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { visitor } from '../lib/browser.mjs';
import { axe, none, sideways } from '../lib/checks.mjs';
import { serve, unzip } from '../lib/package.mjs';
import { PHONE, follow, open, pageOf, press, quiet, says, stage } from '../lib/steps.mjs';

const here = stage();
const ROOT = '/handbook/esimerkkila/fi';

/** A stranger's page. */
async function stranger(options = {}) {
  const context = await visitor(here.browser, here.product, { size: PHONE, ...options });
  return context.newPage();
}

/** A page at a learning platform, which is another site. */
async function learner() {
  return (await here.browser.newContext({ viewport: PHONE })).newPage();
}

/** A drawing of 240 by 80 pixels. */
const DRAWING = await readFile(new URL('../../crates/reports/src/handbook/picture.png', import.meta.url));

/** Fails unless the picture with these words is on the page and its bytes have come. */
async function drawn(page) {
  const picture = page.getByRole('img', { name: 'Häiriön neljä vaihetta' });
  await picture.scrollIntoViewIfNeeded();
  await picture.evaluate((image) => image.decode());
  assert.equal(await picture.evaluate((image) => image.naturalWidth), 240);
}

async function packed(name) {
  const answer = await fetch(`${here.product.base}${ROOT}/files/${name}`);
  assert.equal(answer.status, 200);
  return unzip(Buffer.from(await answer.arrayBuffer()));
}

test('anyone reads the cards on a phone without scripts and finds an inflected word', async () => {
  const page = await stranger({ javaScript: false });
  for (const path of ['', '/cards/role', '/chapters/incident', '/questions', '/glossary', '/sources']) {
    await page.goto(here.product.base + ROOT + path);
    none(await sideways(page), path);
  }
  await page.goto(`${here.product.base}${ROOT}/search`);
  await page.getByRole('searchbox').fill('varmuuskopiosta');
  await page.getByRole('button', { name: 'Hae' }).click();
  await says(page, 'Kun järjestelmät ovat poissa');
});

test('no page of it has a fault that axe finds', async () => {
  const page = await stranger();
  for (const path of ['', '/cards/outage', '/chapters/outage', '/search?q=riski', '/glossary', '/sources']) {
    await page.goto(here.product.base + ROOT + path);
    none(await axe(page), path);
  }
});

test('after the first visit it is there without a connection', async () => {
  const page = await stranger({ serviceWorkers: 'allow' });
  await page.goto(here.product.base + ROOT);
  await page.waitForSelector('html[data-offline=ready]', { timeout: 20_000 });
  await page.context().setOffline(true);
  await page.goto(`${here.product.base}${ROOT}/chapters/incident`);
  await says(page, 'Ennen: viisi päätöstä');
});

test('a coordinator is told at which line a text cannot be shown, mends it and publishes it', async () => {
  const page = await pageOf(here, 'koordinaattori@esimerkkila', '/esimerkkila/handbook');
  await open(page, '/esimerkkila/handbook/parts/chapter:money');
  const body = page.getByLabel(/^Teksti( \(pakollinen\))?$/);
  await body.fill('Oma luku.\n\n<script>alert(1)</script>\n\n![](kuva.png)');
  await press(page, 'Tallenna ja julkaise');
  await says(page, 'Rivi 3', 'HTML-koodia', 'Rivi 5', 'vaihtoehtoista tekstiä');
  none(await axe(page), 'the form with faults');
  await body.fill('Oma luku **vahvoin** sanoin.');
  await press(page, 'Esikatsele');
  await says(page, 'Mitään ei ole vielä tallennettu');
  await press(page, 'Tallenna ja julkaise');
  const reader = await stranger();
  await reader.goto(`${here.product.base}${ROOT}/chapters/money`);
  await says(reader, 'Oma luku vahvoin sanoin.');
  await reader.goto(`${here.product.base}/handbook/esimerkkila/sv/chapters/money`);
  await says(reader, 'Kommunen har en egen text');
  quiet(page);
});

test('a coordinator brings a picture, and readers see it on the page and without a connection', async () => {
  const page = await pageOf(here, 'koordinaattori@esimerkkila', '/esimerkkila/handbook', { size: PHONE });
  await follow(page, 'Kuvat');
  const file = page.getByLabel('Kuvatiedosto');
  await file.setInputFiles({ name: 'kuva.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') });
  await press(page, 'Lisää kuva');
  await says(page, 'ei ole PNG- eikä JPEG-kuva');
  none(await axe(page), 'the pictures with an error');
  await file.setInputFiles({ name: 'Häiriön vaiheet.png', mimeType: 'image/png', buffer: DRAWING });
  await press(page, 'Lisää kuva');
  await says(page, 'Kuva lisättiin', '](hairion-vaiheet.png)', 'Ei vielä käytössä');
  none(await axe(page), 'the pictures');
  none(await sideways(page), 'the pictures');
  await open(page, '/esimerkkila/handbook/parts/chapter:outage');
  const body = page.getByLabel(/^Teksti( \(pakollinen\))?$/);
  await body.fill('Vaiheet.\n\n![](hairion-vaiheet.png)\n\n![Kaavio](https://elsewhere.example/a.png)');
  await press(page, 'Tallenna ja julkaise');
  await says(page, 'Rivi 3', 'vaihtoehtoista tekstiä', 'Rivi 5', 'verkko-osoitteen');
  await body.fill('Vaiheet.\n\n![Häiriön neljä vaihetta](hairion-vaiheet.png "Kuva: Esimerkkilä")');
  await press(page, 'Esikatsele');
  await drawn(page);
  await press(page, 'Tallenna ja julkaise');
  const reader = await stranger({ serviceWorkers: 'allow' });
  const chapter = `${here.product.base}${ROOT}/chapters/outage`;
  await reader.goto(chapter);
  await drawn(reader);
  none(await axe(reader), 'a page with a picture');
  none(await sideways(reader), 'a page with a picture');
  await reader.waitForSelector('html[data-offline=ready]', { timeout: 20_000 });
  await reader.context().setOffline(true);
  await reader.goto(chapter);
  await drawn(reader);
  await open(page, '/esimerkkila/handbook/pictures');
  await says(page, 'luku (fi)');
  quiet(page);
});

test('an elected official does a module on a phone without scripts', async () => {
  const page = await pageOf(here, 'valtuutettu@esimerkkila', '/esimerkkila/training', { size: PHONE, javaScript: false });
  await follow(page, 'Miksi digiturva on päättäjän asia');
  none(await sideways(page), 'a module');
  for (const group of await page.locator('fieldset.field').all()) await group.locator('input').first().check();
  await press(page, 'Tarkista vastaukset');
  await says(page, 'Oikein 1/3', 'Osio on merkitty tehdyksi');
});

test('an elected official who came in mid-term gets the short path and turns reminders off', async () => {
  const page = await pageOf(here, 'valtuutettu@kuvitelma', '/kuvitelma/training', { size: PHONE, javaScript: false });
  await says(page, 'Alkukysely', 'Vastaa ennen ensimmäistä istuntoa.');
  await page.getByLabel('Valtuusto').check();
  await page.getByLabel('Kesken kauden: lyhyt polku').check();
  await press(page, 'Tallenna');
  await says(page, 'Polustasi on tehty 0/3 osiota.');
  await press(page, 'Älä lähetä minulle muistutuksia');
  await says(page, 'Sinulle ei enää lähetetä muistutuksia.');
  none(await sideways(page), 'the training');
});

test('a coordinator chooses how often people are reminded and reads what changed', async () => {
  const page = await pageOf(here, 'koordinaattori@esimerkkila', '/esimerkkila/training/sessions');
  await page.getByLabel('Kerran kuukaudessa').check();
  await page.locator('form[action$="/rhythm"] button').click();
  await says(page, 'Muistutusten tiheys tallennettiin.');
  none(await axe(page), 'the sessions');
  await follow(page, 'Avaa kyselyt ja vertailu');
  await says(page, 'Mikä muuttui', 'Osaaminen ja kulttuuri');
  none(await axe(page), 'the surveys');
  none(await sideways(page), 'the surveys');
  await open(page, '/esimerkkila/training/surveys/before');
  none(await axe(page), 'choosing a survey');
  quiet(page);
});

/** A page of a platform that opens one file of a package, and keeps or refuses what it is told. */
function platformPage(file, { refuses = false, kept = {} } = {}) {
  const taken = refuses ? 'false' : 'true';
  return `<script>window.API={kept:${JSON.stringify({ 'cmi.core.lesson_status': 'not attempted', ...kept })},calls:[],
    LMSInitialize(){this.calls.push('init');return 'true'},LMSGetValue(k){return this.kept[k]||''},
    LMSSetValue(k,v){if(${!refuses})this.kept[k]=v;return '${taken}'},LMSCommit(){return '${taken}'},
    LMSFinish(){this.calls.push('finish');return 'true'}}</script><iframe src="/${file}" style="width:900px;height:600px"></iframe>`;
}

/** Answers every question, rightly or not. */
async function answered(unit, right) {
  for (const set of await unit.locator('fieldset').all()) {
    await set.locator(right ? 'input[data-right]' : 'input:not([data-right])').first().check();
  }
  await unit.getByRole('button').click();
}

test('a SCORM platform that refuses is not said to have taken anything', async () => {
  const files = await packed('scorm.zip');
  for (const [file, press] of [['module-role.html', (unit) => answered(unit, true)], ['handbook.html', (unit) => unit.locator('#read').click()]]) {
    const platform = await serve(files, () => ({ html: platformPage(file, { refuses: true }) }));
    const page = await learner();
    await page.goto(`${platform.base}/launch`);
    const unit = page.frameLocator('iframe');
    await press(unit);
    await unit.locator('#status').filter({ hasText: 'ei tallentanut suoritusta' }).waitFor();
    assert.ok(!(await unit.locator('#status').textContent()).includes('Merkitty luetuksi'));
    platform.stop();
  }
});

test('the long page of a package opens where the reader was', async () => {
  const files = await packed('scorm.zip');
  const platform = await serve(files, (request) => {
    const last = new URL(request.url, 'http://x').searchParams.get('at');
    return { html: platformPage('handbook.html', { kept: last ? { 'cmi.core.lesson_location': last } : {} }) };
  });
  const page = await learner();
  await page.goto(`${platform.base}/launch`);
  const unit = page.frameLocator('iframe');
  const third = unit.locator('section[id^="card-"]').nth(2);
  await third.evaluate((section) => section.scrollIntoView());
  await page.waitForFunction(() => window.API.kept['cmi.core.lesson_location']);
  const at = await page.evaluate(() => window.API.kept['cmi.core.lesson_location']);
  assert.equal(at, await third.getAttribute('id'));
  await page.goto(`${platform.base}/launch?at=${at}`);
  await unit.locator(`#${at}`).waitFor();
  await page.waitForTimeout(500);
  const top = await unit.locator(`#${at}`).evaluate((section) => section.getBoundingClientRect().top);
  assert.ok(Math.abs(top) < 300, `the card is at ${top} px`);
  platform.stop();
});

test('a SCORM platform hears of the module that was done', async () => {
  const files = await packed('scorm.zip');
  assert.ok(files.get('imsmanifest.xml').toString().includes('adlcp:scormtype="sco"'));
  const frame = platformPage('module-role.html');
  const platform = await serve(files, () => ({ html: frame }));
  const page = await learner();
  await page.goto(`${platform.base}/launch`);
  const unit = page.frameLocator('iframe');
  await answered(unit, true);
  const asked = await unit.locator('fieldset').count();
  await unit.locator('#status').filter({ hasText: `Oikein ${asked}/${asked}.` }).waitFor();
  const kept = await page.evaluate(() => window.API.kept);
  assert.equal(kept['cmi.core.lesson_status'], 'completed');
  assert.equal(kept['cmi.core.score.raw'], '100');
  // Trying again and failing takes nothing away.
  await answered(unit, false);
  await unit.locator('#status').filter({ hasText: `Oikein 0/${asked}.` }).waitFor();
  assert.equal(await page.evaluate(() => window.API.kept['cmi.core.score.raw']), '100');
  await page.evaluate(() => document.querySelector('iframe').remove());
  assert.deepEqual(await page.evaluate(() => window.API.calls), ['init', 'finish']);
  platform.stop();
});

test('a cmi5 platform hears that it was launched, passed and completed', async () => {
  const files = await packed('cmi5.zip');
  const verbs = [];
  const platform = await serve(files, (request, body) => {
    if (request.url.startsWith('/token')) return { json: { 'auth-token': 'dG9rZW4=' } };
    if (request.url.includes('activities/state')) return { json: { contextTemplate: { extensions: {} }, moveOn: 'CompletedAndPassed' } };
    if (request.url.includes('statements') && request.method === 'POST') verbs.push(JSON.parse(body).verb.id.split('/').pop());
    return { json: [] };
  });
  const launch = new URLSearchParams({
    endpoint: `${platform.base}/xapi/`, fetch: `${platform.base}/token`, registration: crypto.randomUUID(),
    activityId: 'https://luotsi.example/course/module-role', actor: '{"account":{"homePage":"https://x.example","name":"a"}}',
  });
  const page = await learner();
  await page.goto(`${platform.base}/module-role.html?${launch}`);
  for (const right of await page.locator('input[data-right]').all()) await right.check();
  await page.getByRole('button').click();
  await page.waitForTimeout(1_000);
  await page.goto('about:blank');
  await page.waitForTimeout(500);
  assert.deepEqual(verbs, ['initialized', 'passed', 'completed', 'terminated']);
  platform.stop();
});
