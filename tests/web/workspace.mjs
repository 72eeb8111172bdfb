// Drives a browser over a server's own pages, and an intranet's page that asks by a link; prints what was found as JSON.
// `node workspace.mjs chromium|firefox-esr SERVER INTRANET RESPOND EXPORTED [--pictures FOLDER] [--only WORD]`
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { accessible, start, until } from './browser.mjs';
import { site } from './server.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { pictures: { type: 'string' }, only: { type: 'string' } } });
const [name, server, intranet, respond, exported] = positionals;
const say = (what) => console.error(`${name}: ${what}`);

/** The first element in an element's shadow root that a selector finds, once it is there. */
const there = (page, selector) => until(page, (selector) => [...document.querySelectorAll('riskwright-workspace, riskwright-assessment')].some((host) => host.shadowRoot?.querySelector(selector)), selector);
async function find(page, selector) {
  await there(page, selector);
  const handle = await page.evaluateHandle((selector) => [...document.querySelectorAll('riskwright-workspace, riskwright-assessment')].map((host) => host.shadowRoot?.querySelector(selector)).find(Boolean), selector);
  return handle.asElement();
}
// looked for and acted on in one go: what was found may be drawn anew before it is reached for a second time
const press = (page, selector) => until(page, (selector) => {
  const element = [...document.querySelectorAll('riskwright-workspace, riskwright-assessment')].map((host) => host.shadowRoot?.querySelector(selector)).find(Boolean);
  element?.click();
  return Boolean(element);
}, selector);
const text = async (page, selector) => (await find(page, selector)).evaluate((element) => element.textContent);
const all = (page, selector) => page.evaluate((selector) => [...document.querySelectorAll('riskwright-workspace, riskwright-assessment')].flatMap((host) => [...(host.shadowRoot?.querySelectorAll(selector) ?? [])].map((element) => element.textContent)), selector);
const says = (page, selector, word) => until(page, (selector, word) => [...document.querySelectorAll('riskwright-workspace, riskwright-assessment')].some((host) => [...(host.shadowRoot?.querySelectorAll(selector) ?? [])].some((element) => element.textContent.includes(word))), selector, word);
/** Gives a field another value, as a person does who then leaves it. */
const set = (page, selector, value) => until(page, (selector, value) => {
  const field = [...document.querySelectorAll('riskwright-workspace, riskwright-assessment')].map((host) => host.shadowRoot?.querySelector(selector)).find(Boolean);
  if (!field) return false;
  field.value = value;
  for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  return true;
}, selector, value);

const WIDTHS = { narrow: 320, wide: 1280 };
async function wide(page, width) {
  if (name === 'chromium') return page.setViewport({ width, height: 900 });
  return page.evaluate((width) => { document.documentElement.style.inlineSize = `${width}px`; }, width);
}

/** Looks: narrow and wide, light and dark; holds the page against axe each time. */
async function look(page, title) {
  for (const [size, width] of Object.entries(WIDTHS)) {
    for (const scheme of ['light', 'dark']) {
      if (name === 'chromium') await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      else if (scheme === 'dark') continue;
      await wide(page, width);
      await new Promise((resolve) => setTimeout(resolve, 150));
      if (values.pictures) await page.screenshot({ path: join(values.pictures, `${name}-${title}-${size}-${scheme}.png`), fullPage: true });
      await accessible(page, `${title}, ${size}, ${scheme}`);
      const wider = await page.evaluate((width) => [...document.querySelectorAll('riskwright-workspace, riskwright-assessment')].flatMap((host) => [...host.shadowRoot.querySelectorAll('*')]
        .filter((element) => !element.closest('.scroll, .wide, .said') && element.getBoundingClientRect().right > width + 1)
        .map(({ tagName, className }) => `${tagName}.${className}`)), width);
      assert.deepEqual(wider, [], `${title}: wider than ${width} px`);
    }
  }
  if (name === 'chromium') await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
  await wide(page, WIDTHS.wide);
}

const PAGES = ['overview', 'register', 'heatmap', 'treatment', 'soa', 'check', 'responses'];
const { origin: folder } = await site({ folders: { '/': exported } });
const figures = {};

const checks = {
  async 'every page is there, fits and is accessible'({ open }) {
    const page = await open(`${server}/`);
    for (const of of PAGES) {
      await there(page, `[data-page]`);
      await press(page, `nav button[data-id="${of}"]`);
      await there(page, `[data-page="${of}"] #page`);
      await until(page, () => !document.querySelector('riskwright-workspace').shadowRoot.querySelector('.page').textContent.includes('One moment'));
      assert.equal(await page.evaluate(() => document.querySelector('riskwright-workspace').shadowRoot.activeElement?.id), 'page', `${of}: focus goes to the heading`);
      assert.equal(new URL(page.url()).hash, `#${of}`);
      await look(page, of);
    }
    await page.goBack();
    await there(page, '[data-page="check"]');
    // the engine is at the server
    const fetched = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname.split('/').at(-1)));
    assert.ok(fetched.includes('server.js') && fetched.includes('workspace.wasm'), fetched.join());
    assert.deepEqual(fetched.filter((file) => /^(engine|local)\./.test(file)), []);
  },

  async 'ten thousand risks scroll, sort and filter'({ open }) {
    const page = await open(`${server}/#register`);
    const began = Date.now();
    await says(page, '.count', '10,000');
    figures.register_ms = await page.evaluate(() => Math.round(performance.now()));
    say(`the register is there after ${figures.register_ms} ms (${Date.now() - began} ms more were waited)`);
    const rows = () => all(page, '#rows tbody th');
    const first = await rows();
    assert.ok(first.length > 10 && first.length < 80, `${first.length} rows are drawn`);
    await (await find(page, '#rows')).evaluate((rows) => { rows.scrollTop = 56 * 7000; });
    await says(page, '#rows tbody tr[aria-rowindex="7003"]', 'R-');
    // each row is as high as is counted with
    const heights = await page.evaluate(() => [...document.querySelector('riskwright-workspace').shadowRoot.querySelectorAll('#rows .rows tbody tr')].map((row) => row.offsetHeight));
    assert.deepEqual([...new Set(heights)], [56]);
    await press(page, '#rows thead button[data-id="id"]');
    await says(page, '#rows tbody tr[aria-rowindex="2"]', 'R-1');
    assert.equal(await page.evaluate(() => document.querySelector('riskwright-workspace').shadowRoot.querySelector('#rows').scrollTop), 0);
    await set(page, '#search', 'scenario 4321');
    await says(page, '.count', '1 risk');
    await says(page, '#rows tbody th', 'Scenario 4321');
    await press(page, '[data-do="clear"]');
    await says(page, '.count', '10,000');
    // while it scrolls the page answers
    figures.longest_ms = await page.evaluate(async () => {
      const rows = document.querySelector('riskwright-workspace').shadowRoot.querySelector('#rows');
      let longest = 0;
      let last = performance.now();
      for (let at = 0; at < 60; at++) {
        rows.scrollTop = at * 3000;
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
      }
      return Math.round(longest);
    });
    say(`the longest picture took ${figures.longest_ms} ms`);
  },

  async 'a cell of the register is changed and taken back, and no other change is written over'({ open, complaints }) {
    const [one, other] = [await open(`${server}/#register`), await open(`${server}/#register`)];
    const cell = 'tr[data-id="R-7"] [data-at="2"]';
    for (const page of [one, other]) {
      await set(page, '#search', 'R-7');
      await press(page, '#rows thead button[data-id="id"]');
      await press(page, cell);
      await there(page, '.editor input');
      await until(page, () => document.querySelector('riskwright-workspace').shadowRoot.activeElement?.localName === 'input');
    }
    const before = await (await find(one, '.editor input')).evaluate((field) => field.value);
    await look(one, 'register-cell');
    await set(one, '.editor input', 'Ann Other');
    await press(one, '.editor [data-do="edit-save"]');
    await says(one, cell, 'Ann Other');
    await says(other, cell, 'Ann Other');
    await set(other, '.editor input', 'Nobody Else');
    await press(other, '.editor [data-do="edit-save"]');
    await there(other, '#told.wrong');
    await says(other, cell, 'Ann Other');
    await press(one, '#told [data-do="undo"]');
    await says(one, cell, before || 'nobody');
    // the refusal is heard, and is what was asked for
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(complaints.splice(0).filter((line) => !/412/.test(line)), []);
  },

  async 'a risk is estimated, explained, undone'({ open }) {
    const page = await open(`${server}/#risk/R-1`);
    await says(page, '#page', 'R-1');
    const before = await (await find(page, 'select[aria-label="Likelihood: Inherent"]')).evaluate((field) => field.value);
    const other = before === '0' ? '1' : '0';
    await set(page, 'select[aria-label="Likelihood: Inherent"]', other);
    await there(page, '#told [data-do="undo"]');
    await until(page, (other) => document.querySelector('riskwright-workspace').shadowRoot.querySelector('select[aria-label="Likelihood: Inherent"]').value === other, other);
    await there(page, '[data-do="assess"]');
    await press(page, 'details.why summary');
    await look(page, 'risk');
    assert.match(await text(page, 'details.why code'), /^[0-9a-f]{64}$/);
    await press(page, '#told [data-do="undo"]');
    await until(page, (before) => document.querySelector('riskwright-workspace').shadowRoot.querySelector('select[aria-label="Likelihood: Inherent"]').value === before, before);
  },

  async 'another window sees what is changed'({ open }) {
    const one = await open(`${server}/#risk/R-2`);
    const other = await open(`${server}/#risk/R-2`);
    await says(other, '#page', 'R-2');
    await says(one, '#page', 'R-2');
    await set(one, '#risk-owner-R-2', `Owner ${Date.now()}`);
    await there(one, '#told [data-do="undo"]');
    const is = await (await find(one, '#risk-owner-R-2')).evaluate((field) => field.value);
    await until(other, (is) => document.querySelector('riskwright-workspace').shadowRoot.querySelector('#risk-owner-R-2').value === is, is);
  },

  async 'by keyboard alone: from the register to a risk that is accepted'({ open }) {
    const page = await open(`${server}/#register`);
    await there(page, '#rows tbody tr[aria-rowindex="2"] button');
    const focused = () => page.evaluate(() => {
      const of = document.querySelector('riskwright-workspace').shadowRoot.activeElement;
      return of ? { does: of.dataset.do ?? '', id: of.id, label: of.getAttribute('aria-label') ?? '' } : undefined;
    });
    const tabTo = async (wanted, most = 200) => {
      for (let step = 0; step < most; step++) {
        await page.keyboard.press('Tab');
        const is = await focused();
        if (is && wanted(is)) return is;
      }
      assert.fail(`Tab does not lead to ${wanted}`);
    };
    await tabTo(({ does }) => does === 'risk');
    await page.keyboard.press('Enter');
    await there(page, '[data-page="risk"] [data-do="open-accept"]');
    await tabTo(({ does }) => does === 'open-accept');
    await page.keyboard.press('Enter');
    await there(page, '#form textarea[name="reason"]');
    assert.equal((await focused()).id, 'form-until', 'focus goes into the form');
    await page.keyboard.press('Escape');
    await until(page, () => !document.querySelector('riskwright-workspace').shadowRoot.querySelector('#form'));
    assert.equal((await focused()).id, 'page');
  },

  async 'letters of twice the size, no motion, and paper'({ open, complaints }) {
    for (const at of ['overview', 'register', 'risk/R-2', 'treatment', 'soa']) {
      const page = await open(`${server}/#${at}`);
      await there(page, '#page');
      await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
      await wide(page, 1280);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const wider = await page.evaluate(() => [...document.querySelector('riskwright-workspace').shadowRoot.querySelectorAll('*')]
        .filter((element) => !element.closest('.scroll, .wide, .said') && element.getBoundingClientRect().right > 1281)
        .map(({ tagName, className }) => `${tagName}.${className}`));
      assert.deepEqual(wider, [], at);
      // Firefox is not told what a system prefers
      if (name === 'chromium') {
        await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
        const moving = await page.evaluate(() => [...document.querySelector('riskwright-workspace').shadowRoot.querySelectorAll('*')]
          .filter((element) => getComputedStyle(element).transitionDuration.split(',').some((time) => parseFloat(time) > 0)).map(({ tagName, className }) => `${tagName}.${className}`));
        assert.deepEqual(moving, [], at);
        await page.emulateMediaType('print');
        assert.equal(await page.evaluate(() => document.querySelector('riskwright-workspace').shadowRoot.querySelector('.ways')?.checkVisibility() ?? false), false, `${at}: ways are not printed`);
      }
      await page.close();
    }
    assert.deepEqual(complaints, []);
  },

  async 'answers on an intranet page become a status, a score and a line of the statement'({ open, complaints }) {
    const page = await open(intranet);
    await there(page, '#item0');
    await look(page, 'intranet');
    const choose = async (item, value) => press(page, `#item${item} input[data-at="${value}"]`);
    await choose(0, 1); // yes
    await set(page, '#item1 input[type="date"]', '2026-03-01');
    await choose(2, 1); // rather not
    await press(page, '[data-do="next"]');
    await there(page, '#item5');
    await choose(5, 3);
    await choose(6, 0); // no
    await choose(8, 1);
    await press(page, '[data-do="review"], [data-do="next"]');
    await there(page, '[data-do="complete"]');
    await press(page, '[data-do="complete"]');
    await until(page, () => document.getElementById('said').textContent.includes('RSP-'));
    const response = (await page.evaluate(() => document.getElementById('said').textContent)).match(/RSP-\d+/)[0];
    const workspace = await open(`${server}/`);
    await says(workspace, '.told', 'wait for your decision');
    await press(workspace, '.told [data-id="responses"]');
    await press(workspace, `[data-do="response"][data-id="${response}"]`);
    await says(workspace, '.card', 'Partly');
    await look(workspace, 'response');
    await press(workspace, '[data-do="accept-all"]');
    await says(workspace, '.card', 'Accepted');
    await says(workspace, '.card b', 'likely');
    await press(workspace, '.card [data-do="risk"][data-id="R-1"]');
    await says(workspace, '#page', 'R-1');
    await until(workspace, () => document.querySelector('riskwright-workspace').shadowRoot.querySelector('[data-do="factor"][data-id="likelihood"][data-at="0"]')?.value === '2');
    await press(workspace, 'nav button[data-id="soa"]');
    await until(workspace, () => document.querySelector('riskwright-workspace').shadowRoot.querySelector('select[data-id="A.8.13"]')?.value === 'partial');
    await press(workspace, 'nav button[data-id="overview"]');
    await press(workspace, '[data-do="assess"]');
    await there(workspace, '#told [data-do="undo"]');
    assert.deepEqual(complaints, []);
  },

  async 'a change waits for a server that is away, and is made once'({ open, complaints }) {
    // Firefox is not told to be offline
    if (name !== 'chromium') return;
    const page = await open(`${server}/#risk/R-5`);
    await says(page, '#page', 'R-5');
    const entries = () => page.evaluate(async () => (await (await fetch('/api/v1/entries?record=risk/R-5')).json()).entries.length);
    const before = await entries();
    await page.setOfflineMode(true);
    await set(page, '#risk-owner-R-5', 'Waiting Owner');
    await says(page, '[role="alert"]', 'can’t be reached');
    await new Promise((resolve) => setTimeout(resolve, 4000));
    await page.setOfflineMode(false);
    await there(page, '#told [data-do="undo"]');
    await until(page, () => !document.querySelector('riskwright-workspace').shadowRoot.querySelector('[role="alert"]'));
    assert.equal(await (await find(page, '#risk-owner-R-5')).evaluate((field) => field.value), 'Waiting Owner');
    assert.equal(await entries(), before + 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(complaints.splice(0).filter((line) => !/ERR_INTERNET_DISCONNECTED/.test(line)), []);
  },

  async 'someone is invited, and answers by the address'({ open }) {
    const page = await open(`${server}/#responses`);
    await press(page, '[data-do="open-invite"]');
    await there(page, '#form input[name="respondent"]');
    await look(page, 'invite');
    await set(page, '#form input[name="respondent"]', 'Ida Invited');
    await set(page, '#form input[name="for"]', 'R-3');
    await press(page, '#form [data-do="submit"]');
    const address = await (await find(page, '#address')).evaluate((field) => field.value);
    assert.ok(address.startsWith(`${server}/respond#`), address);
    const answering = await open(address);
    await there(answering, '#item0');
    // what is typed is kept at the server: another machine goes on with it
    await press(answering, '#item0 input[data-at="1"]');
    await until(answering, () => [...document.querySelector('riskwright-assessment').shadowRoot.querySelectorAll('#item0 input')].some((field) => field.checked));
    const link = address.split('#')[1];
    const draft = () => answering.evaluate(async (link) => (await fetch('/api/v1/questionnaires/backups-and-access/draft', { headers: { Authorization: `Bearer ${link}` } })).status, link);
    const end = Date.now() + 30000;
    while ((await draft()) !== 200) {
      assert.ok(Date.now() < end, 'the answer was not left at the server');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  },

  async 'a folder without a server asks, and gives answers as a file'({ open }) {
    const page = await open(`${folder}/index.html`);
    await accessible(page, 'index');
    await page.goto(`${folder}/backups-and-access.html`, { waitUntil: 'load' });
    await there(page, '#item0');
    await look(page, 'folder');
    await press(page, '#item0 input[data-at="0"]');
    await press(page, '#item2 input[data-at="0"]');
    await press(page, '[data-do="next"]');
    await there(page, '#item5');
    for (const [item, at] of [[5, 3], [6, 0], [8, 1]]) await press(page, `#item${item} input[data-at="${at}"]`);
    await press(page, '[data-do="review"]');
    await press(page, '[data-do="complete"]');
    await until(page, () => document.getElementById('said').textContent.includes('backups-and-access.answers.json'));
  },

  async 'a link answers once, and another is told what is wrong'({ open, complaints }) {
    const page = await open(respond);
    await there(page, '#item0');
    await look(page, 'respond');
    const wrong = await open(`${respond.slice(0, -2)}xx`);
    await until(wrong, () => document.getElementById('said').textContent.length > 10);
    assert.equal(await wrong.evaluate(() => document.querySelector('riskwright-assessment')), null);
    // the refusal is heard, and is what was asked for
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(complaints.splice(0).filter((line) => !/401/.test(line)), []);
  },
};

const outcome = { passed: [], failed: [], heard: [], figures };
const running = await start(name);
outcome.version = await running.browser.version();
try {
  for (const [title, check] of Object.entries(checks)) {
    if (values.only && !title.includes(values.only)) continue;
    say(title);
    const context = await running.browser.createBrowserContext();
    const open = async (address) => {
      const page = await context.newPage();
      running.watch(page);
      await wide(page, WIDTHS.wide);
      await page.goto(address, { waitUntil: 'load' });
      return page;
    };
    try {
      await check({ open, complaints: running.complaints });
      outcome.passed.push(title);
    } catch (error) {
      outcome.failed.push(`${title}: ${error.stack}`);
      say(`  ${error.message}`);
    }
    outcome.heard.push(...running.complaints.splice(0).map((line) => `${title}: ${line}`));
    await context.close();
  }
} finally {
  await running.end();
}
console.log(JSON.stringify(outcome));
process.exit(0);
