// What must hold on every page, whoever looks at it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/** Every accessibility problem that axe finds, one line each. */
export async function axe(page) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(
    (tags) =>
      globalThis.axe
        .run(document, {
          runOnly: { type: 'tag', values: tags },
          resultTypes: ['violations'],
          // Without fetching style sheets again, which the policy of the page rightly refuses.
          preload: false,
        })
        .then((result) => result.violations),
    TAGS,
  );
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => {
      const why = [...node.any, ...node.all, ...node.none].map((check) => check.message)[0] ?? '';
      return `axe ${violation.id} at ${node.target.join(' ')}: ${why || violation.help}`;
    }),
  );
}

/** What a page must have and must not have, one line for each thing that is wrong. */
export function structure(page) {
  return page.evaluate(() => {
    const wrong = [];
    const headings = document.querySelectorAll('h1').length;
    if (headings !== 1) wrong.push(`${headings} h1 headings`);
    if (!document.title.trim()) wrong.push('no title');
    if (!/^(fi|sv|en)(-|$)/.test(document.documentElement.lang)) wrong.push('no language');
    if (document.querySelectorAll('main').length !== 1) wrong.push('not exactly one main');
    const text = document.documentElement.outerHTML;
    if (/[⟦⟧]/.test(text)) wrong.push(`a missing message: ${text.match(/⟦[^⟧]*⟧?/)?.[0]}`);
    for (const link of document.querySelectorAll('a[href^="#"]')) {
      const id = decodeURIComponent(link.getAttribute('href').slice(1));
      if (id && !document.getElementById(id)) wrong.push(`a link to #${id}, which is not there`);
    }
    return wrong;
  });
}

/** Whether the page must be scrolled sideways, and what sticks out. */
export function sideways(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    const width = root.clientWidth;
    if (root.scrollWidth <= width) return [];
    const scrolls = (element) => {
      for (let up = element.parentElement; up; up = up.parentElement) {
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX)) return true;
      }
      return false;
    };
    const out = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element))
      .slice(0, 3)
      .map((element) => {
        const classes = [...element.classList].map((name) => `.${name}`).join('');
        return `${element.tagName.toLowerCase()}${classes}`;
      });
    return [`scrolls sideways, ${root.scrollWidth} px in ${width}: ${out.join(', ')}`];
  });
}

/**
 * Text that something else lies over, and links and buttons that a finger at their middle does not
 * reach; what is scrolled out of a box or cut by it is not there to be seen.
 */
export function covered(page) {
  return page.evaluate(() => {
    const wrong = [];
    const named = (element) => {
      const classes = [...element.classList].map((name) => `.${name}`).join('');
      const text = (element.textContent || element.getAttribute('aria-label') || '').trim().replace(/\s+/g, ' ');
      return `${element.tagName.toLowerCase()}${classes} "${text.slice(0, 40)}"`;
    };
    const isWithin = (box, x, y) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    const isCut = (element, x, y) => {
      for (let up = element; up && up !== document.documentElement; up = up.parentElement) {
        const style = getComputedStyle(up);
        if (style.overflow === 'visible' && style.clipPath === 'none' && style.clip === 'auto') continue;
        if (up !== document.body && !isWithin(up.getBoundingClientRect(), x, y)) return true;
      }
      return false;
    };
    // What lies at the middle of a box, with the box in the middle of the window.
    const at = (element, boxOf) => {
      const before = boxOf();
      if (!before || before.width < 2 || before.height < 2) return null;
      if (before.top < 80 || before.bottom > innerHeight - 80) {
        scrollTo(0, scrollY + before.top - innerHeight / 2);
      }
      const box = boxOf();
      const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
      if (isCut(element, x, y)) return null;
      return document.elementFromPoint(x, y);
    };
    const isShown = (element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
    const isOf = (element, top) => element.contains(top) || top.contains(element);

    const controls = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
    for (const element of document.querySelectorAll(controls)) {
      // What no key reaches is there for the browser alone, such as the button that Enter presses.
      if (!isShown(element) || element.disabled || element.tabIndex < 0) continue;
      const top = at(element, () => element.getClientRects()[0]);
      const label = top?.closest('label');
      if (top && !isOf(element, top) && label?.control !== element) {
        wrong.push(`${named(top)} lies over ${named(element)}, which cannot be pressed`);
      }
    }

    // What lets a press through covers what is read all the same.
    const everything = new CSSStyleSheet();
    everything.replaceSync('* { pointer-events: auto !important; }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, everything];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const isText = node.data.trim() && !element.closest('script, style, noscript, title, desc, template, option, optgroup');
      if (!isText || !isShown(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const count = range.getClientRects().length;
      for (const line of new Set([0, count - 1])) {
        const top = at(element, () => range.getClientRects()[line]);
        // A label and what it names are one thing.
        if (!top || isOf(element, top) || top.closest('label')?.contains(element)) continue;
        wrong.push(`${named(top)} lies over the text "${node.data.trim().slice(0, 40)}"`);
        break;
      }
    }
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== everything);
    scrollTo(0, 0);
    return wrong.slice(0, 5);
  });
}

/** Whether the first Tab reaches a way past the navigation, and every further one can be seen. */
export async function keyboard(page, stops = 60) {
  const wrong = [];
  const seen = new Set();
  // A page of one form, with a few links above it, needs no way past them.
  const needsSkip = await page.evaluate(() => {
    const main = document.querySelector('main');
    const before = [...document.querySelectorAll('a[href], button, summary, input')].filter(
      (element) => main && element.compareDocumentPosition(main) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    return before.filter((element) => element.checkVisibility()).length > 4;
  });
  for (let stop = 0; stop < stops; stop += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      globalThis.__stops ??= new Map();
      if (!globalThis.__stops.has(element)) globalThis.__stops.set(element, globalThis.__stops.size);
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return {
        id: globalThis.__stops.get(element),
        name: `${element.tagName.toLowerCase()} "${(element.textContent || element.name || '').trim().slice(0, 40)}"`,
        skip: element.matches('a[href^="#"]'),
        marked:
          (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') ||
          style.boxShadow !== 'none' ||
          style.borderStyle !== 'none',
        visible: box.width > 0 && box.height > 0 && box.bottom > 0,
      };
    });
    if (!at || seen.has(at.id)) break;
    seen.add(at.id);
    if (stop === 0 && needsSkip && !at.skip) wrong.push(`the first Tab stops at ${at.name}, not at a skip link`);
    if (!at.marked || !at.visible) wrong.push(`cannot see that the focus is at ${at.name}`);
  }
  return wrong;
}

/** Fails with every problem named, or not at all. */
export function none(problems, where) {
  if (problems.length > 0) throw new Error(`${where}:\n  ${problems.join('\n  ')}`);
}
