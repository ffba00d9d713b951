// Debian's Chromium, and people who look at the product through it.
import { chromium } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A narrow phone and an ordinary desk: every page must serve both. */
export const PHONE = { width: 320, height: 720 };
export const DESK = { width: 1280, height: 900 };

/** What most people hold in their hand. */
export const HAND = { width: 390, height: 844 };

/** Starts the browser; `LUOTSI_CHROMIUM` names another one than Debian's. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.LUOTSI_CHROMIUM ?? '/usr/bin/chromium',
    args: FLAGS,
  });
}

// Signing in costs a deliberate fraction of a second of hashing; once a role is enough.
const sessions = new Map();

/** The first demo login of a role, or of a role in an organisation. */
export function loginOf(product, role, organisation) {
  const found = product.logins.find(
    (login) => login.role === role && (!organisation || login.organisation === organisation),
  );
  if (!found) {
    const known = product.logins.map((login) => `${login.role} (${login.organisation})`).join(', ');
    throw new Error(`no demo login for ${role}; there are ${known}`);
  }
  return found;
}

/** Where a login begins: its url, as seen at the address this product runs at. */
export function startOf(product, login) {
  const at = new URL(login.url ?? '/', product.base);
  return new URL(at.pathname + at.search, product.base).href;
}

/**
 * A browser of one person.
 *
 * `login` is an entry of the demo logins or nothing for somebody not signed in; `javaScript: false`
 * is a phone that runs no scripts; `language` is what the browser asks for.
 */
export async function visitor(
  browser,
  product,
  { login, size = DESK, javaScript = true, language = 'fi', serviceWorkers = 'block' } = {},
) {
  const options = {
    viewport: size,
    locale: { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' }[language],
    javaScriptEnabled: javaScript,
    reducedMotion: 'reduce',
    serviceWorkers,
  };
  if (!login) return watched(await browser.newContext(options), product);
  const key = `${product.base} ${login.email}`;
  if (!sessions.has(key)) sessions.set(key, await signIn(browser, product, login));
  return watched(await browser.newContext({ ...options, storageState: sessions.get(key) }), product);
}

/** A fresh page of a person with a role, signed in: `await page(browser, product, 'coordinator')`. */
export async function page(browser, product, role, options = {}) {
  const login = loginOf(product, role, options.organisation);
  const context = await visitor(browser, product, { ...options, login });
  const opened = await context.newPage();
  await opened.goto(startOf(product, login));
  return opened;
}

/** Presses the language button of the page frame; a signed-in person keeps the language. */
export async function switchLanguage(opened, language) {
  const button = opened.locator(`button[name=language][value=${language}]`).first();
  if ((await opened.locator('html').getAttribute('lang'))?.startsWith(language)) return;
  await Promise.all([opened.waitForNavigation(), button.click()]);
}

/** Forgets the sessions, for a journey that signs out everywhere. */
export function forgetSessions() {
  sessions.clear();
}

/** Fills the form that has a password field, wherever the product led us to sign in. */
export async function signIn(browser, product, login) {
  const context = await browser.newContext();
  try {
    const opened = await context.newPage();
    await opened.goto(startOf(product, login));
    if ((await opened.locator('input[type=password]').count()) === 0) {
      await opened.goto(new URL('/sign-in', product.base).href);
    }
    const form = opened.locator('form', { has: opened.locator('input[type=password]') });
    await form.locator('input[type=email], input[name=email]').first().fill(login.email);
    await form.locator('input[type=password]').fill(login.password);
    await Promise.all([
      opened.waitForNavigation(),
      form.locator('button[type=submit], button:not([type])').first().click(),
    ]);
    if ((await opened.locator('input[type=password]').count()) > 0) {
      throw new Error(`${login.email} could not sign in at ${opened.url()}`);
    }
    return await context.storageState();
  } finally {
    await context.close();
  }
}

/**
 * Writes down what goes wrong behind a page: script errors, broken policy, calls to strangers.
 *
 * `context.troubles()` tells and forgets.
 */
async function watched(context, product) {
  let troubles = [];
  const note = (text) => troubles.push(text);
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} refuses ${event.blockedURI}`);
    });
  });
  context.on('page', (opened) => {
    opened.on('pageerror', (error) => note(`script error: ${error.message}`));
    opened.on('console', (message) => {
      if (message.type() === 'error') note(`console: ${message.text()}`);
    });
    opened.on('request', (request) => {
      const local = request.url().startsWith(product.base) || /^(data|blob|about):/.test(request.url());
      if (!local) note(`asks a stranger: ${request.url()}`);
    });
    opened.on('response', (response) => {
      const part = response.request().resourceType() !== 'document';
      if (part && response.status() >= 400) note(`${response.status()} for ${response.url()}`);
    });
  });
  context.troubles = () => {
    const told = troubles;
    troubles = [];
    return told;
  };
  return context;
}
