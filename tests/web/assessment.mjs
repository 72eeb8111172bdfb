// What is held of <riskwright-assessment> in a browser.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const axe = await readFile(join(import.meta.dirname, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** An element on a page, and ways to it. */
async function visit(t, attributes = {}, page) {
  page ??= await t.open();
  const query = new URLSearchParams(attributes);
  await page.goto(`${t.intranet.origin}/page?${query}`, { waitUntil: 'load' });
  await settled(page);
  return page;
}

/** Waits until the page says so. What puppeteer has for it needs eval, which the page's policy refuses. */
async function until(page, work, ...given) {
  const end = Date.now() + 60000;
  while (!(await page.evaluate(work, ...given))) {
    assert.ok(Date.now() < end, `it did not come to it that ${work}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const settled = (page) => until(page, () => heard.some(({ name }) => name === 'ready' || name === 'error'));
const heard = (page, name) => page.evaluate((name) => heard.filter((of) => of.name === name).map(({ detail }) => detail), name);
/** The text of what a selector finds in the shadow root. */
const text = (page, selector) => page.evaluate((selector) => document.querySelector('riskwright-assessment').shadowRoot.querySelector(selector)?.textContent, selector);
const find = async (page, selector) => {
  const handle = await page.evaluateHandle((selector) => document.querySelector('riskwright-assessment').shadowRoot.querySelector(selector), selector);
  const element = handle.asElement();
  assert.ok(element, `${selector} is not there`);
  return element;
};
const press = async (page, selector) => (await find(page, selector)).evaluate((element) => element.click());
/** Does something, and waits until it is kept. */
async function keeping(page, work) {
  const before = (await heard(page, 'save')).length;
  await work();
  await until(page, (before) => heard.filter(({ name }) => name === 'save').length > before, before);
}

/** Waits until all that was answered is in the browser's keeping. */
const kept = (page) => until(page, async () => {
  const { answers } = document.querySelector('riskwright-assessment').answers;
  const request = indexedDB.open('riskwright');
  const database = await new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
  const read = database.transaction('answers').objectStore('answers').getAll();
  const there = await new Promise((resolve, reject) => { read.onsuccess = () => resolve(read.result); read.onerror = () => reject(read.error); });
  database.close();
  const byItem = (list) => JSON.stringify(list.sort((one, other) => (one.item < other.item ? -1 : 1)));
  return byItem(answers) === byItem(there.map(({ said }) => said).filter(Boolean));
});

async function accessible(page, title) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const results = await globalThis.axe.run(document.querySelector('riskwright-assessment'), { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    const nodes = (list) => list.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.flat().join(' ')} ${node.failureSummary ?? ''}`));
    // axe holds that a text area's own scrolling hides what is behind it; fields of one line have the same colours
    const itself = ({ any, target }) => any[0]?.data?.messageKey === 'elmPartiallyObscured' && any[0].relatedNodes.every(({ html }) => html.startsWith('<textarea')) && target.flat().at(-1).startsWith('#');
    const incomplete = results.incomplete.map(({ id, nodes }) => ({ id, nodes: nodes.filter((node) => !itself(node)) }));
    return { violations: nodes(results.violations), incomplete: nodes(incomplete), passes: results.passes.length };
  });
  assert.deepEqual(found.violations, [], title);
  assert.deepEqual(found.incomplete, [], `${title}, incomplete`);
  assert.ok(found.passes > 10, title);
}

export const checks = {
  async 'draws fifty questions of a document'(t) {
    const page = await visit(t, { questionnaire: '/made/fifty.json' });
    assert.deepEqual(await heard(page, 'error'), []);
    const [ready] = await heard(page, 'ready');
    assert.equal(ready.progress.asked, 50);
    assert.equal(await text(page, 'h2'), 'Fifty questions');
    assert.equal(await text(page, '#progress'), '0 of 50 questions answered');
    assert.deepEqual(await page.evaluate(() => violations), []);
  },
};

/** Gives the first answer that each question offers, and looks at them all. */
const toReview = (page) => page.evaluate(() => {
  const { shadowRoot } = document.querySelector('riskwright-assessment');
  for (let turn = 0; turn < 40; turn++) {
    // an answer may bring further questions
    for (let at = 0, items; at < (items = shadowRoot.querySelectorAll('.item')).length; at++) {
      const field = items[at].querySelector('input, textarea');
      // what is chosen from a list may stay open
      if (!field) continue;
      if (['radio', 'checkbox'].includes(field.type)) field.click();
      else Object.assign(field, { value: field.type === 'date' ? '2026-11-02' : '1' }).dispatchEvent(new Event('input', { bubbles: true }));
    }
    const next = shadowRoot.querySelector('[data-do="next"]');
    if (!next) break;
    next.click();
  }
  shadowRoot.querySelector('.turn [data-do="review"]').click();
});

/** The fields of an item of a scale, by the item's place. */
const level = (item, at) => `#item${item} input[data-at="${at}"]`;
const BREAKPOINTS = { narrow: 320, wide: 1100 };

/** Makes a page so wide. Firefox of Debian does not take what puppeteer sends for it: there the page's root is. */
async function wide(t, page, width) {
  if (t.name === 'chromium') return page.setViewport({ width, height: 900 });
  return page.evaluate((width) => { document.documentElement.style.inlineSize = `${width}px`; }, width);
}

/** Looks: narrow and wide, light and dark. */
async function picture(t, page, title) {
  if (!t.pictures) return;
  for (const [size, width] of Object.entries(BREAKPOINTS)) {
    for (const scheme of ['light', 'dark']) {
      await wide(t, page, width);
      if (t.name === 'chromium') await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      else if (scheme === 'dark') continue;
      await page.screenshot({ path: join(t.pictures, `${t.name}-${title}-${size}-${scheme}.png`), fullPage: true });
    }
  }
  await wide(t, page, BREAKPOINTS.wide);
}

/** Nothing is wider than the page. */
async function fits(t, page, width) {
  await wide(t, page, width);
  const wider = await page.evaluate((width) => {
    const root = document.querySelector('riskwright-assessment').shadowRoot;
    // what is too wide on a page that runs from right to left is beyond its left side
    const { left } = document.documentElement.getBoundingClientRect();
    const beyond = (box) => box.right - left > width + 1 || box.left - left < -1;
    const over = [...root.querySelectorAll('*')].filter((element) => !element.closest('.wide, .said') && beyond(element.getBoundingClientRect()));
    return over.map(({ tagName, className }) => `${tagName}.${className}`);
  }, width);
  assert.deepEqual(wider, [], `${width} px`);
}

Object.assign(checks, {
  async 'answers survive a reload'(t) {
    const page = await visit(t, { questionnaire: '/made/fifty.json' });
    await keeping(page, () => press(page, level(3, 2)));
    await keeping(page, () => press(page, level(7, 4)));
    assert.deepEqual((await heard(page, 'change')).map(({ item, value }) => [item, value]), [['q3', { level: 2 }], ['q7', { level: 4 }]]);
    assert.equal((await heard(page, 'progress')).at(-1).answered, 2);
    await visit(t, { questionnaire: '/made/fifty.json' }, page);
    assert.equal(await text(page, '#progress'), '2 of 50 questions answered');
    assert.equal(await (await find(page, level(7, 4))).evaluate((field) => field.checked), true);
    assert.equal(await page.evaluate(() => document.querySelector('riskwright-assessment').answers.answers.length), 2);
  },

  async 'answers survive a crash of the tab'(t) {
    // Firefox has no address that crashes a tab
    if (t.name !== 'chromium') return;
    const page = await visit(t, { questionnaire: '/made/fifty.json' });
    await keeping(page, () => press(page, level(3, 2)));
    const crashed = new Promise((resolve) => page.once('error', resolve));
    page.goto('chrome://crash').catch(() => {});
    assert.match(String(await crashed), /crash/i);
    const again = await visit(t, { questionnaire: '/made/fifty.json' });
    assert.equal(await text(again, '#progress'), '1 of 50 questions answered');
    assert.equal(await (await find(again, level(3, 2))).evaluate((field) => field.checked), true);
  },

  async 'a questionnaire is answered and sent by keyboard alone'(t) {
    const page = await visit(t, { questionnaire: '/made/kinds.json' });
    await page.focus('body').catch(() => {});
    const at = () => page.evaluate(() => {
      const { activeElement } = document.querySelector('riskwright-assessment').shadowRoot;
      return activeElement && { does: activeElement.dataset.do, id: activeElement.id, item: activeElement.dataset.item, at: activeElement.dataset.at, type: activeElement.type, value: activeElement.value };
    });
    const space = t.name === 'chromium' ? 'Space' : ' ';
    /** Tabs to what fits. */
    const to = async (fits, title) => {
      for (let steps = 0; steps < 120; steps++) {
        await page.keyboard.press('Tab');
        const here = await at();
        if (here && fits(here)) return;
      }
      assert.fail(`${title} can't be reached by keyboard`);
    };
    await to(({ does, item }) => does === 'yes' && item === '0', 'yes');
    await page.keyboard.press(space);
    await to(({ id }) => id === 'field1', 'the day that appeared');
    await page.keyboard.type(t.name === 'chromium' ? '11022026' : '11022026');
    await to(({ id }) => id === 'field2', 'the number');
    await page.keyboard.type('5000');
    await to(({ does, item }) => does === 'tick' && item === '3', 'a box');
    assert.match(await text(page, '#error2'), /from 0 to 2,000/);
    await page.keyboard.press(space);
    await to(({ does }) => does === 'next', 'the next section');
    await page.keyboard.press('Enter');
    assert.equal((await at()).id, 'page', 'the heading of the section has the focus');
    await to(({ does, item }) => does === 'choose' && item === '4', 'a choice');
    await page.keyboard.press('ArrowDown');
    await to(({ does, item }) => does === 'level' && item === '5', 'a level');
    await page.keyboard.press(space);
    await to(({ does }) => does === 'review', 'the review');
    await page.keyboard.press('Enter');
    assert.equal((await at()).id, 'page');
    assert.match(await text(page, '.summary'), /One answer needs a look/);
    await to(({ does, item }) => does === 'fix' && item === '2', 'the way to the number');
    await page.keyboard.press('Enter');
    assert.equal((await at()).id, 'field2', 'the wrong number has the focus');
    for (let digit = 0; digit < 6; digit++) await page.keyboard.press('Backspace');
    for (let digit = 0; digit < 6; digit++) await page.keyboard.press('Delete');
    await page.keyboard.type('8');
    await to(({ does }) => does === 'next', 'the next section');
    await page.keyboard.press('Enter');
    await to(({ does }) => does === 'review', 'the review');
    await page.keyboard.press('Enter');
    await to(({ does }) => does === 'complete', 'the button to send');
    await page.keyboard.press('Enter');
    const [complete] = await heard(page, 'complete');
    assert.ok(complete, 'it was sent');
    const values = Object.fromEntries(complete.answers.answers.map(({ item, value }) => [item, value]));
    assert.deepEqual(values, { made: { 'yes-no': true }, tried: { date: '2026-11-02' }, hours: { number: 8 }, where: { choices: ['site'] }, who: values.who, care: { level: 0 } });
    assert.ok(['owner', 'it'].includes(values.who.choice));
    assert.equal(complete.outcome.scores[0].value.toFixed(1), '33.3');
    assert.equal(await text(page, 'h3'), 'Thank you');
  },

  async 'what is missing is named, and the way leads there'(t) {
    const page = await visit(t, { questionnaire: '/made/kinds.json' });
    await press(page, '[data-do="review"]');
    assert.match(await text(page, '.summary'), /4 questions still need an answer/);
    await press(page, '[data-do="complete"]');
    assert.deepEqual(await heard(page, 'complete'), []);
    await press(page, '.summary li:nth-child(3) button');
    assert.equal(await text(page, 'h3'), 'Access');
    assert.equal(await text(page, '#error4'), 'An answer is needed.');
    await accessible(page, 'a section with mistakes');
  },

  async 'what is hidden is not asked, and comes back as it was'(t) {
    const page = await visit(t, { questionnaire: '/made/kinds.json' });
    const shown = () => page.evaluate(() => document.querySelector('riskwright-assessment').shadowRoot.querySelector('#item1') !== null);
    assert.equal(await shown(), false);
    await press(page, '#item0 input[data-at="1"]');
    assert.equal(await shown(), true);
    await press(page, '#item1 [data-do="not-applicable"]');
    await (await find(page, '#reason1')).type('We use a service');
    await press(page, '#item0 input[data-at="0"]');
    assert.equal(await shown(), false);
    assert.equal(await text(page, '.said'), 'One question less is asked.');
    await press(page, '#item0 input[data-at="1"]');
    assert.equal(await (await find(page, '#reason1')).evaluate((field) => field.value), 'We use a service');
  },

  async 'two tabs tell each other, and neither writes over the other'(t) {
    const [one, other] = [await visit(t, { questionnaire: '/made/fifty.json' }), await visit(t, { questionnaire: '/made/fifty.json' })];
    await keeping(one, () => press(one, level(0, 1)));
    await until(other, () => document.querySelector('riskwright-assessment').shadowRoot.querySelector('#progress').textContent.startsWith('1 of'));
    await keeping(other, () => press(other, level(1, 3)));
    await until(one, () => document.querySelector('riskwright-assessment').shadowRoot.querySelector('#progress').textContent.startsWith('2 of'));
    // a tab that hears nothing, as one that was asleep: what it writes is not what it has seen
    await one.evaluate(() => { BroadcastChannel.prototype.postMessage = () => {}; });
    await keeping(one, () => press(one, level(0, 4)));
    await keeping(other, () => press(other, level(0, 2)));
    assert.equal(await text(other, '#other0'), 'In another tab: \u2068Entirely\u2069');
    await visit(t, { questionnaire: '/made/fifty.json' }, one);
    assert.equal(await (await find(one, level(0, 4))).evaluate((field) => field.checked), true, 'the first to write is kept');
    await keeping(other, () => press(other, '#item0 [data-do="keep-mine"]'));
    await until(one, () => document.querySelector('riskwright-assessment').shadowRoot.querySelector('#item0 input[data-at="2"]').checked);
  },

  async 'a browser that keeps nothing says so, and the answers can be saved'(t) {
    const page = await t.open();
    await page.evaluateOnNewDocument(() => {
      IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); };
    });
    await visit(t, { questionnaire: '/made/fifty.json' }, page);
    assert.match(await text(page, '.notice p'), /keeps nothing for this page \(\u2068SecurityError\u2069\)/);
    await press(page, level(0, 1));
    await until(page, () => heard.some(({ name, detail }) => name === 'save' && detail.where === 'memory'));
    assert.equal(await text(page, '#progress'), '1 of 50 questions answered');
    await accessible(page, 'without storage');
  },

  async 'storage that is cleared halfway loses nothing'(t) {
    const page = await visit(t, { questionnaire: '/made/fifty.json' });
    await keeping(page, () => press(page, level(0, 1)));
    await page.evaluate(() => new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase('riskwright');
      request.onsuccess = resolve;
      request.onerror = reject;
    }));
    await keeping(page, () => press(page, level(1, 2)));
    await visit(t, { questionnaire: '/made/fifty.json' }, page);
    assert.equal(await text(page, '#progress'), '2 of 50 questions answered');
  },

  async 'storage that is full is told, and tried again'(t) {
    const page = await visit(t, { questionnaire: '/made/fifty.json' });
    await page.evaluate(() => {
      globalThis.put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
    });
    await press(page, level(0, 1));
    await until(page, () => heard.some(({ name, detail }) => name === 'save' && detail.where === 'memory'));
    assert.match(await text(page, '.notice p'), /QuotaExceededError/);
    await page.evaluate(() => { IDBObjectStore.prototype.put = globalThis.put; });
    await keeping(page, () => press(page, level(1, 2)));
    assert.equal(await text(page, '.said'), 'The answers are kept in this browser again.');
    await visit(t, { questionnaire: '/made/fifty.json' }, page);
    assert.equal(await text(page, '#progress'), '2 of 50 questions answered');
  },

  async 'another version keeps the answers by their ids and says what changed'(t) {
    const page = await visit(t, { questionnaire: '/made/kinds.json' });
    await press(page, '#item0 input[data-at="1"]');
    await (await find(page, '#field2')).type('12');
    await press(page, '[data-do="next"]');
    await press(page, level(5, 2));
    await (await find(page, '#field6')).select('4');
    await kept(page);
    await visit(t, { questionnaire: '/made/kinds-2.json' }, page);
    const notice = await text(page, '.notice');
    assert.match(notice, /from version \u20681\.0\.0\u2069 to \u20682\.0\.0\u2069/);
    assert.match(notice, /One answer is as it was/);
    assert.match(notice, /Worth a look.*may at most be lost/);
    assert.match(notice, /Not taken over.*closed\?.*Always.*Month 4/);
    assert.match(notice, /New questions.*Are devices given back/);
    await accessible(page, 'what changed');
    await visit(t, { questionnaire: '/made/kinds-2.json' }, page);
    assert.equal(await (await find(page, '#field2')).evaluate((field) => field.value), '12');
    assert.equal(await page.evaluate(() => document.querySelector('riskwright-assessment').shadowRoot.querySelector('.notice')), null);
  },

  async 'markup in every text is text'(t) {
    const markup = '<img src=x onerror="globalThis.ran=1"><script>globalThis.ran=1</script>';
    // nothing was left there yet, and what is sent is refused
    t.expect(/409: .*\/hostile\/responses/, /Failed to load resource.*409/);
    const page = await visit(t, { source: `${t.served.path}hostile`, language: 'en' });
    const harmless = async (of, where) => {
      const found = await of.evaluate(() => {
        const { shadowRoot } = document.querySelector('riskwright-assessment');
        return { ran: globalThis.ran ?? false, made: shadowRoot.querySelectorAll('img, script, b, [onerror]').length, said: shadowRoot.textContent.includes('<img src=x onerror=') };
      });
      assert.deepEqual(found, { ran: false, made: 0, said: true }, where);
    };
    assert.match(await text(page, 'h2'), /^<img src=x/);
    // what people write
    await press(page, '#item0 input[data-at="0"]');
    await press(page, '#item0 [data-do="comment"]');
    await (await find(page, '#comment0')).type(markup);
    await (await find(page, '#evidence0 summary')).evaluate((of) => of.click());
    await (await find(page, '#title0')).type(markup);
    await (await find(page, '#link0')).type(`https://files.example/${markup}`);
    await press(page, '#item0 [data-do="add-link"]');
    await (await find(page, '#field2')).type(markup);
    await press(page, '#item3 [data-do="not-applicable"]');
    await (await find(page, '#reason3')).type(markup);
    await harmless(page, 'the first section');
    await (await find(page, '#field2')).evaluate((of) => of.select());
    await (await find(page, '#field2')).type('8');
    await press(page, '[data-do="next"]');
    await press(page, '#item4 input[data-at="1"]');
    await press(page, level(5, 1));
    await (await find(page, '#field7')).type(markup);
    await harmless(page, 'the second section');
    await press(page, '[data-do="review"]');
    assert.match(await text(page, '.scores'), /<img/);
    assert.match(await text(page, '.proposals'), /<img/);
    await harmless(page, 'the review');
    // what a server says
    t.served.refusal = { title: 'no', detail: markup, help: markup };
    await press(page, '[data-do="complete"]');
    await until(page, () => /could not be handed over/.test(document.querySelector('riskwright-assessment').shadowRoot.querySelector('.frame').textContent));
    t.served.refusal = undefined;
    assert.match(await text(page, '.frame'), /could not be handed over \(\u2068<img/);
    await harmless(page, 'a refusal');
    await kept(page);
    // what stands in other files
    await visit(t, { questionnaire: '/made/hostile-2.json' }, page);
    assert.match(await text(page, '.notice'), /from version \u2068<img.*Not taken over.*<img/s);
    await harmless(page, 'another version');
    const file = { format: 'riskwright.answers/1', questionnaire: 'hostile', version: markup, respondent: markup, answers: [{ item: 'note', value: { text: markup } }] };
    const inside = `<script type="application/json">${JSON.stringify(file).replaceAll('<', '\\u003c')}</script>`;
    await harmless(await visit(t, { questionnaire: '/made/hostile.json', mode: 'compare', inside }), 'several persons');
    await visit(t, { questionnaire: '/made/hostile.json' }, page);
    await page.evaluate((previous) => { document.querySelector('riskwright-assessment').previous = previous; }, file);
    await press(page, '[data-do="next"]');
    await until(page, () => /<img/.test(document.querySelector('riskwright-assessment').shadowRoot.querySelector('#last7')?.textContent));
    await harmless(page, 'last time');
    await page.evaluate((markup) => { document.querySelector('riskwright-assessment').previous = { format: markup }; }, markup);
    await until(page, () => heard.some(({ name }) => name === 'error'));
    await harmless(page, 'an error');
  },

  async 'German and French are spoken throughout, numbers as they are written there'(t) {
    for (const [language, progress, next] of [['de', '0 von 7 Fragen beantwortet', 'Weiter: \u2068Zugriff\u2069'], ['fr', '0 questions sur 7 ont une réponse', 'Suite : \u2068Accès\u2069']]) {
      const page = await visit(t, { questionnaire: '/made/kinds.json', language, name: language });
      assert.equal(await text(page, '#progress'), progress);
      assert.equal(await text(page, '[data-do="next"]'), next);
      const field = await find(page, '#field2');
      await field.type('1250,5');
      await page.keyboard.press('Tab');
      assert.match(await field.evaluate((of) => of.value), /^1[.\u202f\u00a0 ]250,5$/);
      assert.deepEqual((await heard(page, 'change')).at(-1).value, { number: 1250.5 });
    }
  },

  async 'everyone can use it: each page, in light and dark, narrow and wide'(t) {
    const page = await visit(t, { questionnaire: '/made/kinds.json' });
    await press(page, '#item0 input[data-at="1"]');
    const schemes = t.name === 'chromium' ? ['light', 'dark'] : ['light'];
    const look = async (title) => {
      for (const scheme of schemes) {
        if (t.name === 'chromium') await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        await accessible(page, `${title}, ${scheme}`);
      }
      for (const width of [320, 640]) await fits(t, page, width);
      await picture(t, page, title);
      await wide(t, page, BREAKPOINTS.wide);
    };
    await look('section');
    await press(page, '#item0 [data-do="comment"]');
    await (await find(page, '#comment0')).type('Every night');
    await press(page, '#item3 [data-do="not-applicable"]');
    await look('section-open');
    await press(page, '[data-do="next"]');
    await press(page, level(5, 1));
    await look('second');
    await press(page, '[data-do="review"]');
    await look('review');
  },

  async 'letters of twice the size, colours of the system, no motion, and paper'(t) {
    const page = await visit(t, { questionnaire: '/made/kinds.json' });
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    for (const width of [640, 1280]) await fits(t, page, width);
    await wide(t, page, BREAKPOINTS.wide);
    await accessible(page, 'letters of twice the size');
    await page.evaluate(() => { document.documentElement.style.fontSize = ''; });
    // Firefox is not told what a system prefers
    if (t.name !== 'chromium') return;
    const client = await page.createCDPSession();
    const prefers = (media, ...features) => client.send('Emulation.setEmulatedMedia', { media, features: features.map(([name, value]) => ({ name, value })) });
    const still = ['prefers-reduced-motion', 'reduce'];
    await prefers('', still);
    const moving = await page.evaluate(() => [...document.querySelector('riskwright-assessment').shadowRoot.querySelectorAll('*')]
      .filter((element) => getComputedStyle(element).transitionDuration.split(',').some((time) => parseFloat(time) > 0)).map(({ tagName, className }) => `${tagName}.${className}`));
    assert.deepEqual(moving, []);
    // at once, since nothing moves
    await prefers('', still, ['forced-colors', 'active']);
    assert.equal(await page.evaluate(() => matchMedia('(forced-colors: active)').matches), true);
    // axe reckons with the page's own colours; what the system gives letters and their ground is its own pair
    const lost = await page.evaluate(() => [...document.querySelector('riskwright-assessment').shadowRoot.querySelectorAll('button, label, input, h2, h3, p')]
      .filter((element) => element.checkVisibility()).map((element) => [element, getComputedStyle(element)])
      .filter(([, style]) => style.color === style.backgroundColor || style.forcedColorAdjust !== 'auto').map(([{ tagName, className }]) => `${tagName}.${className}`));
    assert.deepEqual(lost, []);
    await prefers('print');
    const left = await page.evaluate(() => [...document.querySelector('riskwright-assessment').shadowRoot.querySelectorAll('[data-do="next"], [data-do="comment"]')].filter((element) => element.checkVisibility()).map(({ dataset }) => dataset.do));
    assert.deepEqual(left, [], 'what is pressed is not printed');
  },

  async 'a page that runs from right to left has it the other way round'(t) {
    const page = await visit(t, { questionnaire: '/made/kinds.json', dir: 'rtl' });
    const begins = (selector) => page.evaluate((selector) => {
      const text = document.createRange();
      const found = document.querySelector('riskwright-assessment').shadowRoot.querySelector(selector);
      text.selectNodeContents(found);
      const [around, inside] = [found.parentElement.getBoundingClientRect(), text.getBoundingClientRect()];
      return around.right - inside.right < inside.left - around.left;
    }, selector);
    for (const width of [320, 640]) await fits(t, page, width);
    await wide(t, page, BREAKPOINTS.wide);
    for (const selector of ['h2', '.version', '.intro', '.question']) assert.ok(await begins(selector), `${selector} stands at the right`);
    await accessible(page, 'from right to left');
    await picture(t, page, 'right-to-left');
    await press(page, '[data-do="review"]');
    await fits(t, page, 320);
  },

  async 'evidence is noted by digest, name and size'(t) {
    const page = await visit(t, { questionnaire: '/made/kinds.json' });
    const summary = await find(page, '#evidence0 summary');
    await summary.evaluate((element) => element.click());
    const field = await find(page, '#item0 input[type="file"]');
    await keeping(page, () => field.uploadFile(join(import.meta.dirname, 'package.json')));
    await (await find(page, '#link0')).type('javascript:alert(1)');
    await press(page, '#item0 [data-do="add-link"]');
    assert.match(await text(page, '#evidence0 .error'), /begins with https/);
    await (await find(page, '#link0')).evaluate((of) => { of.value = ''; });
    await (await find(page, '#link0')).type('https://files.example/backup.pdf');
    await keeping(page, () => press(page, '#item0 [data-do="add-link"]'));
    const { evidence } = (await heard(page, 'change')).at(-1);
    const bytes = await readFile(join(import.meta.dirname, 'package.json'));
    const { createHash } = await import('node:crypto');
    assert.deepEqual(evidence, [
      { title: 'package.json', digest: createHash('sha256').update(bytes).digest('hex'), size: bytes.length },
      { title: 'https://files.example/backup.pdf', link: 'https://files.example/backup.pdf' },
    ]);
    await accessible(page, 'evidence');
    await keeping(page, () => press(page, '#item0 [data-do="remove-evidence"]'));
    assert.equal((await heard(page, 'change')).at(-1).evidence.length, 1);
  },

  async 'a file of answers is taken in, and what differs is asked'(t) {
    const { mkdtemp, writeFile } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    const folder = await mkdtemp(join(tmpdir(), 'riskwright-answers-'));
    const file = join(folder, 'answers.json');
    const answers = [{ item: 'q0', value: { level: 4 } }, { item: 'q1', value: { level: 3 }, comment: 'so' }, { item: 'gone', value: { level: 1 } }];
    await writeFile(file, JSON.stringify({ format: 'riskwright.answers/1', questionnaire: 'fifty', version: '0.9.0', answers }));
    const page = await visit(t, { questionnaire: '/made/fifty.json' });
    await keeping(page, () => press(page, level(0, 1)));
    await keeping(page, async () => (await find(page, 'input[data-file="answers"]')).uploadFile(file));
    assert.match(await text(page, '.notice'), /One answer was taken in. One is answered otherwise here/);
    assert.match(await text(page, '#other0'), /In the file: \u2068Entirely\u2069/);
    await keeping(page, () => press(page, '#item0 [data-do="take-other"]'));
    assert.deepEqual((await page.evaluate(() => document.querySelector('riskwright-assessment').answers.answers)), [{ item: 'q0', value: { level: 4 } }, { item: 'q1', value: { level: 3 }, comment: 'so' }]);
    await writeFile(file, '{ "format": "riskwright.answers/1"');
    await (await find(page, 'input[data-file="answers"]')).uploadFile(file);
    await until(page, () => /can't be taken in: .*JSON/.test(document.querySelector('riskwright-assessment').shadowRoot.querySelector('.notice')?.textContent));
  },

  async 'last time is shown, taken over and compared'(t) {
    const page = await visit(t, { questionnaire: '/made/kinds.json' });
    await press(page, '#item0 input[data-at="0"]');
    await (await find(page, '#field2')).type('4');
    await press(page, '[data-do="next"]');
    await press(page, level(4, 0));
    await press(page, level(5, 2));
    await press(page, '[data-do="review"]');
    assert.match(await text(page, '.proposals'), /Control \u2068A\.8\.13\u2069: \u2068planned\u2069 There are no backups/);
    await press(page, '[data-do="complete"]');
    await keeping(page, async () => {
      await press(page, '[data-do="again"]');
      assert.equal(await text(page, '#progress'), '0 of 7 questions answered');
      assert.match(await text(page, '#last0'), /Last time: \u2068No\u2069/);
      await press(page, '[data-do="all-as-last-time"]');
    });
    assert.equal(await text(page, '#progress'), '4 of 7 questions answered');
  },

  async 'several persons’ answers stand side by side'(t) {
    const file = (respondent, hours, made) => ({ format: 'riskwright.answers/1', questionnaire: 'kinds', version: '1.0.0', respondent, answers: [{ item: 'made', value: { 'yes-no': made } }, { item: 'hours', value: { number: hours } }] });
    const inside = [file('Ada', 4, true), file('Ben', 8, true)].map((one) => `<script type="application/json">${JSON.stringify(one)}</script>`).join('');
    const page = await visit(t, { questionnaire: '/made/kinds.json', mode: 'compare', inside });
    assert.match(await text(page, 'thead'), /QuestionAdaBenAgreement/);
    assert.match(await text(page, 'tbody'), /hours of work may be lost\?\u20684\u2069 \u2068h\u2069\u20688\u2069 \u2068h\u2069They differ/);
    const rows = () => page.evaluate(() => document.querySelector('riskwright-assessment').shadowRoot.querySelectorAll('tbody tr').length);
    assert.ok((await rows()) > 1);
    await press(page, '[data-do="only-differences"]');
    assert.equal(await rows(), 1);
    await accessible(page, 'side by side');
    await picture(t, page, 'compare');
  },

  async 'what can’t be had is named, with what would help'(t) {
    t.expect(/404: .*none\.json/, /Failed to load resource.*404/, /127\.0\.0\.1:9/);
    const page = await visit(t, { questionnaire: '/made/none.json' });
    assert.match((await heard(page, 'error'))[0].message, /none\.json: 404/);
    const broken = await visit(t, { questionnaire: '/heard.js' });
    assert.match((await heard(broken, 'error'))[0].message, /heard\.js: .*JSON/);
    const refused = await visit(t, { questionnaire: 'http://127.0.0.1:9/a.json' });
    assert.match((await heard(refused, 'error'))[0].message, /content security policy: connect-src has to allow http:\/\/127\.0\.0\.1:9/);
    const empty = await visit(t, {});
    assert.match(await text(empty, 'p'), /has no questionnaire/);
  },

  async 'several on one page keep to themselves'(t) {
    const page = await visit(t, { questionnaire: '/made/fifty.json', count: '2' });
    await until(page, () => heard.filter(({ name }) => name === 'ready').length === 2);
    const wasm = t.other.asked.filter((path) => path === '/assessment.wasm').length;
    assert.ok(wasm >= 1);
    assert.equal(await page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('assessment.wasm')).length), 1);
  },

  async 'two thousand questions stay fluid'(t) {
    const page = await visit(t, { questionnaire: '/made/large.json' });
    const figures = await page.evaluate(async () => {
      const root = document.querySelector('riskwright-assessment').shadowRoot;
      const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      const [begun] = performance.getEntriesByType('navigation');
      const times = [];
      const work = [];
      for (const at of [0, 1, 8, 500, 1000, 1500, 1998]) {
        const field = root.querySelector(`#item${at} input[data-at="${at % 5}"]`);
        await frame();
        const begin = performance.now();
        field.click();
        work.push(performance.now() - begin);
        await frame();
        times.push(performance.now() - begin);
      }
      times.sort((a, b) => a - b);
      work.sort((a, b) => a - b);
      return { toRedraw: times, work, fields: root.querySelectorAll('input').length, begun: begun.domContentLoadedEventEnd };
    });
    t.figures['2,000 questions, answer to redraw, ms'] = figures.toRedraw.map(Math.round);
    t.figures['2,000 questions, of that our work, ms'] = figures.work.map((of) => Math.round(of * 10) / 10);
    assert.ok(figures.fields > 9000);
  },

  async 'fifty questions are there soon'(t) {
    const page = await visit(t, { questionnaire: '/made/fifty.json' });
    await page.evaluate(() => document.fonts.ready);
    const times = [];
    for (let round = 0; round < 5; round++) {
      await page.goto(`${t.intranet.origin}/page?questionnaire=/made/fifty.json`);
      await settled(page);
      times.push(Math.round(await page.evaluate(() => heard.find(({ name }) => name === 'ready').at)));
    }
    t.figures['50 questions, navigation to ready, ms'] = times;
  },

  async 'a plugin’s questionnaire is asked, and scored in a worker'(t) {
    const page = await visit(t, { questionnaire: '/made/self-assessment/' });
    assert.deepEqual(await heard(page, 'error'), []);
    const [{ questionnaire, progress }] = await heard(page, 'ready');
    assert.equal(questionnaire, 'riskwright.self-assessment');
    assert.ok(progress.asked > 30, `${progress.asked} are asked`);
    await toReview(page);
    await until(page, () => document.querySelector('riskwright-assessment').shadowRoot.querySelector('.scores dl') !== null);
    assert.match(await text(page, '.scores'), /\d+ of 100|\d+ .*%/);
    assert.ok((await text(page, '.proposals')).length > 50);
    await picture(t, page, 'self-assessment');
    await accessible(page, 'a review with scores');
    assert.deepEqual(await page.evaluate(() => violations), []);
  },

  async 'a plugin that loops is ended, and nothing is lost'(t) {
    const page = await visit(t, { questionnaire: '/looping/evaluate/' });
    await toReview(page);
    assert.equal(await text(page, '.scores p'), 'The scores are being worked out …');
    await until(page, () => /can't be worked out: .*evaluate: no answer within 2000 ms/.test(document.querySelector('riskwright-assessment').shadowRoot.querySelector('.scores')?.textContent));
    const { asked, answered } = (await heard(page, 'progress')).at(-1);
    assert.equal(answered, asked, 'the page went on meanwhile');
    await press(page, '[data-do="complete"]');
    const [{ answers, outcome }] = await heard(page, 'complete');
    assert.ok(answers.answers.length >= asked);
    assert.equal(outcome, null);
    await accessible(page, 'without scores');
    const silent = await visit(t, { questionnaire: '/looping/questionnaire/' });
    assert.match((await heard(silent, 'error'))[0].message, /questionnaire: no answer within 2000 ms; it was ended/);
    assert.match(await text(silent, '[role="alert"]'), /no answer within 2000 ms/);
  },

  async 'a server that is away is told, and gets all when it is back'(t) {
    const source = `${t.served.path}fifty`;
    const there = (page) => heard(page, 'save').then((saves) => saves.filter(({ where }) => where === 'server').length);
    const saved = async (page, work) => {
      const before = await there(page);
      await work();
      await until(page, (before) => heard.filter(({ name, detail }) => name === 'save' && detail.where === 'server').length > before, before);
    };
    t.expect(/412: .*\/fifty\/draft/, /failed: .*\/fifty/, /Failed to load resource.*(412|ERR_EMPTY_RESPONSE)/);
    const left = () => t.served.draft('fifty')?.answers.map(({ item, value }) => [item, value.level]);
    const page = await visit(t, { source });
    assert.deepEqual(await heard(page, 'error'), []);
    await saved(page, () => press(page, level(0, 1)));
    assert.deepEqual(left(), [['q0', 1]]);
    t.served.state = 'away';
    await press(page, level(1, 2));
    await until(page, () => heard.some(({ name, detail }) => name === 'save' && detail.why));
    assert.match(await text(page, '.notice p'), /The server does not have your last answers \(\u2068127\.0\.0\.1:\d+ can't be reached: .*\u2069\)\. They are kept in this browser\. It is tried again by itself\./);
    await press(page, level(2, 3));
    await kept(page);
    await accessible(page, 'a server that is away');
    await picture(t, page, 'away');
    assert.deepEqual(left(), [['q0', 1]]);
    await saved(page, () => { t.served.state = 'there'; });
    assert.deepEqual(left(), [['q0', 1], ['q1', 2], ['q2', 3]]);
    assert.equal(await text(page, '.notice'), undefined);
    assert.equal(await text(page, '.said'), 'The server has all your answers again.');

    // sending: first nobody is there, then the answer of who is gets lost; they are taken once
    await toReview(page);
    t.served.state = 'away';
    const refused = () => until(page, () => /could not be handed over/.test(document.querySelector('riskwright-assessment').shadowRoot.querySelector('.frame').textContent));
    await press(page, '[data-do="complete"]');
    await refused();
    assert.deepEqual(await heard(page, 'complete'), []);
    await press(page, '[data-do="dismiss"]');
    t.served.state = 'mute';
    await press(page, '[data-do="complete"]');
    await refused();
    t.served.state = 'there';
    await press(page, '[data-do="complete"]');
    await until(page, () => heard.some(({ name }) => name === 'complete'));
    const [{ sent }] = await heard(page, 'complete');
    assert.deepEqual(sent, { response: 'R-1' });
    assert.equal(t.served.sent.size, 1);
    assert.equal([...t.served.sent.values()][0].length, 50);
    await page.close();
  },

  async 'a page that is opened while the server is away goes on with what was kept'(t) {
    t.expect(/failed: .*\/(kinds|session)/, /Failed to load resource.*ERR_EMPTY_RESPONSE/);
    const source = `${t.served.path}kinds`;
    const left = () => Object.fromEntries(t.served.draft('kinds')?.answers.map(({ item, value }) => [item, Object.values(value)[0]]) ?? []);
    const atServer = (page, count) => until(page, (count) => heard.filter(({ name, detail }) => name === 'save' && detail.where === 'server').length >= count, count);
    // nothing is kept yet: it is said, and there when the server is
    t.served.state = 'away';
    const page = await visit(t, { source });
    assert.match(await text(page, '[role="alert"]'), /^127\.0\.0\.1:\d+ can't be reached/);
    t.served.state = 'there';
    await until(page, () => document.querySelector('riskwright-assessment').shadowRoot.querySelector('#field2') !== null);
    await (await find(page, '#field2')).type('12');
    await atServer(page, 1);
    assert.deepEqual(left(), { hours: 12 });

    t.served.state = 'away';
    await visit(t, { source }, page);
    assert.match(await text(page, '.notice p'), /can't be reached.*as this browser kept them.*go to the server by themselves/);
    assert.equal(await (await find(page, '#field2')).evaluate((field) => field.value), '12');
    await keeping(page, () => press(page, '#item0 input[data-at="1"]'));
    await accessible(page, 'opened without a server');
    await picture(t, page, 'opened-away');
    await toReview(page);
    await press(page, '[data-do="complete"]');
    await until(page, () => /could not be handed over/.test(document.querySelector('riskwright-assessment').shadowRoot.querySelector('.frame').textContent));
    await kept(page);
    // a lid that is closed meanwhile changes nothing
    await visit(t, { source }, page);
    assert.equal(await (await find(page, '#field2')).evaluate((field) => field.value), '1');
    assert.deepEqual(left(), { hours: 12 });
    // what another machine left meanwhile is asked
    t.served.saveDraft('kinds', [{ item: 'hours', value: { number: 8 } }]);
    t.served.state = 'there';
    await atServer(page, 1);
    assert.equal(await text(page, '.notice'), undefined);
    assert.equal(await text(page, '.said'), 'The server has all your answers again.');
    assert.equal(left().made, true);
    assert.match(await text(page, '#other2'), /8/);
    await press(page, '#item2 [data-do="keep-mine"]');
    await toReview(page);
    await press(page, '[data-do="complete"]');
    await until(page, () => heard.some(({ name }) => name === 'complete'));
    assert.equal((await heard(page, 'complete'))[0].answers.answers.find(({ item }) => item === 'hours').value.number, 1);

    // the questionnaire is another when the server is back: sent is what a person has looked at
    t.served.state = 'away';
    await visit(t, { source }, page);
    await toReview(page);
    const sent = t.served.sent.size;
    t.served.add(JSON.parse(await readFile(join(t.made, 'kinds-2.json'), 'utf8')));
    t.served.state = 'there';
    await press(page, '[data-do="complete"]');
    await until(page, () => /from version/.test(document.querySelector('riskwright-assessment').shadowRoot.querySelector('.notice')?.textContent));
    assert.equal(t.served.sent.size, sent);
    assert.equal(await (await find(page, '#field2')).evaluate((field) => field.value), '1');
    await atServer(page, 1);
    assert.equal(t.served.draft('kinds').digest, t.served.digest('kinds'));
    await kept(page);
  },

  async 'what another machine left at the server is taken over, and nothing is written over'(t) {
    t.expect(/412: .*\/fifty\/draft/, /Failed to load resource.*412/);
    t.served.saveDraft('fifty', [{ item: 'q4', value: { level: 2 } }]);
    const page = await visit(t, { source: `${t.served.path}fifty`, name: 'elsewhere' });
    await until(page, () => document.querySelector('riskwright-assessment').shadowRoot.querySelector('#progress').textContent.startsWith('1 of'));
    assert.equal(await (await find(page, level(4, 2))).evaluate((field) => field.checked), true);
    // meanwhile it goes on there
    t.served.saveDraft('fifty', [{ item: 'q4', value: { level: 0 } }, { item: 'q5', value: { level: 3 } }]);
    await press(page, level(6, 1));
    await until(page, () => heard.some(({ name, detail }) => name === 'save' && detail.where === 'server'));
    assert.match(await text(page, '#other4'), /Not at all/);
    assert.equal(await (await find(page, level(4, 2))).evaluate((field) => field.checked), true);
    assert.equal(await (await find(page, level(5, 3))).evaluate((field) => field.checked), true, 'what was open is filled');
  },

  async 'a frame has it on pages that can’t change their policy'(t) {
    const page = await t.open();
    await page.goto(`${t.intranet.origin}/framed?questionnaire=/made/kinds.json&language=de`, { waitUntil: 'load' });
    await until(page, () => heard.some(({ name }) => name === 'ready'));
    const told = await page.evaluate(() => heard.find(({ name }) => name === 'ready'));
    assert.equal(told.origin, t.other.origin);
    assert.equal(told.detail.title, 'Sicherung und Zugriff');
    await until(page, () => heard.some(({ name, detail }) => name === 'height' && detail.height > 300));
  },

  async 'one file opens from a disk, keeps answers and needs nothing'(t) {
    const page = await t.open();
    await page.goto(t.alone, { waitUntil: 'load' });
    await until(page, () => document.querySelector('riskwright-assessment').shadowRoot?.querySelector('#progress') !== null);
    assert.equal(await text(page, 'h2'), 'Backups and access');
    await press(page, '#item0 input[data-at="1"]');
    await until(page, () => document.querySelector('riskwright-assessment').shadowRoot.querySelector('#progress').textContent.startsWith('1 of'));
    assert.equal(await text(page, '.notice'), undefined);
    await page.goto(t.alone, { waitUntil: 'load' });
    await until(page, () => document.querySelector('riskwright-assessment').shadowRoot?.querySelector('#progress')?.textContent.startsWith('1 of'));
  },
});
