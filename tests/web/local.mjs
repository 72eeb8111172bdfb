// Drives a browser over pages whose ISMS no server has; prints what was found as JSON.
// `node local.mjs chromium|firefox-esr ELEMENTS MADE [--only WORD]`; MADE holds isms.json of 200 risks, large.json of 10,000,
// and expected.json: what the engine itself makes of a change to the first. plugged.json rests on a plugin too, whose module
// lies in plugins/; plugged.expected.json is what the host makes of one of its risks.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { accessible, start, until } from './browser.mjs';
import { site } from './server.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
const [name, elements, made] = positionals;
const say = (what) => console.error(`${name}: ${what}`);
const expected = JSON.parse(await readFile(join(made, 'expected.json'), 'utf8'));
const plugged = JSON.parse(await readFile(join(made, 'plugged.json'), 'utf8'));
const byHost = JSON.parse(await readFile(join(made, 'plugged.expected.json'), 'utf8'));
const lived = JSON.parse(await readFile(join(made, 'isms.json'), 'utf8'));
lived.isms.incidents = [{ id: 'INC-1', title: 'Phishing mail', severity: 'high', assets: lived.isms.assets?.slice(0, 1).map(({ id }) => id) }];
lived.isms.measures = [{
  id: 'MSR-1', title: 'Patched in time', unit: '%', direction: 'higher', target: 95, threshold: 80, every_months: 1, method: 'Counted',
  measured_by: 'Ada Owner', analysed_by: 'Ada Owner', analysed_when: 'monthly', life: { state: 'active', passed: [{ step: 'activate', on: '2026-01-05', by: 'Ada Owner' }] },
}];
lived.isms.measurements = [70, 82, 97].map((value, at) => ({ id: `VAL-${at + 1}`, measure: 'MSR-1', on: `2026-0${at + 1}-28`, value }));
const document200 = JSON.parse(await readFile(join(made, 'isms.json'), 'utf8'));

/** A page with these elements; `from` is where their files come from. */
const page = (from, body, dir = 'ltr') => `<!doctype html>
<html lang="en" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Intranet</title>
<script src="/heard.js"></script>
<script type="module" crossorigin src="${from}/riskwright.js"></script>
</head>
<body><main><h1>Intranet</h1>${body}</main></body>
</html>`;
const inside = (document) => `<script type="application/json">${JSON.stringify(document).replaceAll('<', '\\u003c')}</script>`;

const other = await site({ folders: { '/': elements }, headers: { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' } });
const policy = (more) => `default-src 'none'; script-src 'self'${more} 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'${more}; style-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'`;
/** Where modules of plugins lie: as they are, one that never ends, one of another package. */
const PLUGINS = { '/plugged': '/made/plugins', '/looping': '/looping/methodology', '/other': '/looping/other/' };
const pages = (from) => ({
  '/inline': () => page(from, `<riskwright-register name="inline" by="Ada Owner">${inside(document200)}</riskwright-register>`),
  '/both': () => page(from, `<riskwright-heatmap name="both"></riskwright-heatmap><riskwright-register name="both" by="Ada Owner">${inside(document200)}</riskwright-register>`),
  '/local': () => page(from, '<riskwright-workspace name="branch" by="Ada Owner"></riskwright-workspace>'),
  '/cycle': () => page(from, `<riskwright-workspace name="cycle" by="Ada Owner">${inside(lived)}</riskwright-workspace>`),
  '/two': () => page(from, '<riskwright-register name="two" by="Ada Owner"></riskwright-register><riskwright-overview name="two"></riskwright-overview>'),
  ...Object.fromEntries(Object.entries(PLUGINS).map(([path, plugins]) => [path, () => page(from, `<riskwright-register name="plugged" by="Ada Owner" plugins="${plugins}">${inside(plugged)}</riskwright-register>`)])),
  '/none': () => page(from, ''),
  '/rtl': () => page(from, `<riskwright-workspace name="rtl" by="Ada Owner">${inside(document200)}</riskwright-workspace>`, 'rtl'),
});
const folders = { '/looping/': join(import.meta.dirname, 'looping'), '/elements/': elements, '/made/': made, '/': join(import.meta.dirname, 'site') };
const own = await site({ folders, headers: { 'Content-Security-Policy': policy('') }, pages: pages('/elements') });
const far = await site({ folders, headers: { 'Content-Security-Policy': policy(` ${other.origin}`) }, pages: pages(other.origin) });

const HOSTS = 'riskwright-register, riskwright-workspace, riskwright-overview, riskwright-heatmap';
async function find(page, selector, hosts = HOSTS) {
  const look = (hosts, selector) => [...document.querySelectorAll(hosts)].map((host) => host.shadowRoot?.querySelector(selector)).find(Boolean);
  await until(page, (hosts, selector) => [...document.querySelectorAll(hosts)].some((host) => host.shadowRoot?.querySelector(selector)), hosts, selector);
  return (await page.evaluateHandle(look, hosts, selector)).asElement();
}
// looked for and acted on in one go: what was found may be drawn anew before it is reached for a second time
const press = (page, selector, hosts = HOSTS) => until(page, (hosts, selector) => {
  const element = [...document.querySelectorAll(hosts)].map((host) => host.shadowRoot?.querySelector(selector)).find(Boolean);
  element?.click();
  return Boolean(element);
}, hosts, selector);
const says = (page, selector, word, hosts = HOSTS) => until(page, (hosts, selector, word) => [...document.querySelectorAll(hosts)].some((host) => [...(host.shadowRoot?.querySelectorAll(selector) ?? [])].some((element) => element.textContent.includes(word))), hosts, selector, word);
const set = (page, selector, value) => until(page, (hosts, selector, value) => {
  const field = [...document.querySelectorAll(hosts)].map((host) => host.shadowRoot?.querySelector(selector)).find(Boolean);
  if (!field) return false;
  field.value = value;
  for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  return true;
}, HOSTS, selector, value);
const isms = (page, selector) => page.evaluate(async (selector) => (await document.querySelector(selector).isms).isms, selector);

/** A new risk, as a person enters one. */
async function identify(page, title) {
  await press(page, '[data-do="open-risk"]');
  await (await find(page, '#form [name="title"]')).evaluate((field, title) => { field.value = title; }, title);
  await until(page, (hosts) => [...document.querySelectorAll(hosts)].some((host) => host.shadowRoot?.querySelector('#form [name="id"]')?.value), HOSTS);
  await press(page, '#form [data-do="submit"]');
  await until(page, (hosts) => ![...document.querySelectorAll(hosts)].some((host) => host.shadowRoot?.querySelector('#form')), HOSTS);
}

const PICKED = `select[aria-label="${expected.label}"]`;
const figures = {};

const checks = {
  async 'a document in the page: scored to the bit as elsewhere, and taken back'({ open }) {
    const page = await open(`${own.origin}/inline`);
    await says(page, '.count', '200 risks');
    assert.ok(page.workers().some((worker) => worker.url().includes('engine.js')) || name !== 'chromium', 'the engine works apart');
    await accessible(page, 'register');
    await set(page, '#search', expected.title);
    await says(page, '.count', '1 risk');
    await press(page, `[data-do="risk"][data-id="${expected.risk}"]`);
    const before = await (await find(page, PICKED)).evaluate((field) => field.value);
    assert.notEqual(before, String(expected.level));
    await set(page, PICKED, String(expected.level));
    await until(page, (hosts, digest) => [...document.querySelectorAll(hosts)].some((host) => host.shadowRoot.textContent.includes(digest)), HOSTS, expected.digest);
    await accessible(page, 'risk');
    const changed = (await isms(page, 'riskwright-register')).scenarios.find(({ id }) => id === expected.risk);
    assert.deepEqual(changed.inherent.factors[expected.factor], { level: expected.level });
    await press(page, '#told [data-do="undo"]');
    await until(page, (hosts, picked, before) => [...document.querySelectorAll(hosts)].some((host) => host.shadowRoot.querySelector(picked)?.value === before), HOSTS, PICKED, before);
    assert.deepEqual(await isms(page, 'riskwright-register'), document200.isms, 'all is as it was');
    // nothing of it is kept
    assert.deepEqual(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)), []);
    await page.reload();
    await says(page, '.count', '200 risks');
  },

  async 'cells of the register are changed where they stand, by keyboard and by mouse'({ open }) {
    const page = await open(`${own.origin}/inline`);
    await says(page, '.count', '200 risks');
    const root = (work, ...given) => page.evaluate(`(${work})(document.querySelector('riskwright-register').shadowRoot, ...${JSON.stringify(given)})`);
    const here = () => root((root) => {
      const { activeElement: at } = root;
      return at && [at.closest('tr')?.dataset.id ?? '', at.closest('[data-at]')?.dataset.at ?? '', at.localName, at.getAttribute('aria-label') ?? ''].join(' ');
    });
    const risk = async (id) => (await isms(page, 'riskwright-register')).scenarios.find((of) => of.id === id);
    // what may be chosen is no answer yet
    const shows = (id, at, word) => until(page, (id, at, word) => {
      const cell = document.querySelector('riskwright-register').shadowRoot.querySelector(`tr[data-id="${id}"] [data-at="${at}"]`);
      return cell && !cell.querySelector('.editor') && cell.textContent.includes(word);
    }, id, at, word);
    await press(page, '#rows thead button[data-id="id"]');
    await shows('R-1', 0, 'R-1');
    for (let steps = 0; !/^R-1 1 button/.test((await here()) ?? ''); steps++) {
      assert.ok(steps < 40, `Tab does not lead into the rows, but to ${await here()}`);
      await page.keyboard.press('Tab');
    }
    // one stop for all cells, and arrows between them
    await page.keyboard.press('ArrowRight');
    assert.equal(await here(), 'R-1 2 td ');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key);
    assert.equal(await here(), 'R-2 2 td ');
    await accessible(page, 'the register by keyboard');
    await page.keyboard.press('F2');
    await find(page, '.editor input');
    assert.equal(await here(), 'R-2 2 input Owner: R-2');
    await accessible(page, 'a cell that is open');
    await page.keyboard.type('Ben Engineer');
    await page.keyboard.press('Escape');
    assert.equal(await here(), 'R-2 2 td ');
    assert.equal((await risk('R-2')).owner, undefined);
    await page.keyboard.press('Enter');
    await page.keyboard.type('Ben Engineer');
    await page.keyboard.press('Enter');
    await shows('R-2', 2, 'Ben Engineer');
    assert.equal((await risk('R-2')).owner, 'Ben Engineer');
    await find(page, '#told [data-do="undo"]');
    assert.equal(await here(), 'R-2 2 td ', 'the cell has the focus again');
    await page.keyboard.down('Control');
    await page.keyboard.press('z');
    await page.keyboard.up('Control');
    await shows('R-2', 2, 'nobody');
    assert.equal((await risk('R-2')).owner, undefined);
    // both factors of a picture, then on to the next cell
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await find(page, '.editor select[aria-label="Consequence: Inherent"]');
    await until(page, () => document.querySelector('riskwright-register').shadowRoot.activeElement?.localName === 'select');
    await (await find(page, '.editor select[aria-label="Likelihood: Inherent"]')).select('4');
    await page.keyboard.press('Tab');
    assert.match(await here(), /: Inherent$/, 'the next factor');
    await (await find(page, '.editor select[aria-label="Consequence: Inherent"]')).select('4');
    await (await find(page, '.editor .line:nth-last-child(2) select')).focus();
    await page.keyboard.press('Tab');
    assert.equal(await here(), 'R-2 4 td ');
    await shows('R-2', 3, 'very high');
    assert.deepEqual((await risk('R-2')).inherent.factors, { likelihood: { level: 4 }, consequence: { level: 4 } });
    // by mouse: what is pressed opens, what is pressed elsewhere leaves it
    await (await find(page, 'tr[data-id="R-3"] [data-at="2"]')).click();
    await (await find(page, '.editor input')).type('Dora');
    await (await find(page, 'h2')).click();
    await shows('R-3', 2, 'Dora');
    // where there is no room the column is not seen
    await press(page, 'tr[data-id="R-3"] [data-at="8"]');
    await (await find(page, '.editor select')).select('avoid');
    await press(page, '.editor [data-do="edit-save"]');
    await shows('R-3', 8, 'Avoid');
    assert.equal((await isms(page, 'riskwright-register')).treatments.find(({ id }) => id === 'R-3').option, 'avoid');
    await (await find(page, 'tr[data-id="R-3"] [data-at="2"]')).click();
    await (await find(page, '.editor input')).type('Cleo');
    await (await find(page, '.editor [data-do="edit-cancel"]')).click();
    await until(page, () => !document.querySelector('riskwright-register').shadowRoot.querySelector('.editor'));
    assert.equal((await risk('R-3')).owner, 'Dora');
    // who is in a row that goes elsewhere goes with it
    await press(page, '[data-do="sort"][data-id="owner"]');
    await shows('R-1', 0, 'R-1');
    await (await find(page, 'tr[data-id="R-9"] [data-at="2"]')).click();
    await (await find(page, '.editor input')).type('Ada');
    await page.keyboard.press('Enter');
    await until(page, () => document.querySelector('riskwright-register').shadowRoot.querySelector('tbody tr[aria-rowindex="2"]')?.dataset.id === 'R-9');
    assert.equal(await here(), 'R-9 2 td ');
    const heights = await root((root) => [...root.querySelectorAll('#rows .rows tbody tr')].map((row) => row.offsetHeight));
    assert.deepEqual([...new Set(heights)], [56], 'each row is as high as is counted with');
  },

  async 'a cell whose risk was changed meanwhile is not written over'({ open }) {
    const [one, other] = [await open(`${own.origin}/two`), await open(`${own.origin}/two`)];
    await find(one, '[data-do="open-risk"]', 'riskwright-register');
    await identify(one, 'Theft');
    const cell = 'tr[data-id="R-1"] [data-at="2"]';
    const change = async (page, owner) => {
      await press(page, cell, 'riskwright-register');
      await set(page, '.editor input', owner);
    };
    await change(one, 'Ada');
    await change(other, 'Ben');
    await press(other, '.editor [data-do="edit-save"]', 'riskwright-register');
    await says(other, cell, 'Ben', 'riskwright-register');
    await says(one, cell, 'Ben', 'riskwright-register');
    assert.equal(await (await find(one, '.editor input', 'riskwright-register')).evaluate((field) => field.value), 'Ada', 'what is typed stays');
    await press(one, '.editor [data-do="edit-save"]', 'riskwright-register');
    await find(one, '#told.wrong', 'riskwright-register');
    assert.match(await (await find(one, '#told')).evaluate((told) => told.textContent), /Ada Owner changed it on .*make the change again/);
    assert.equal((await isms(one, 'riskwright-register')).scenarios[0].owner, 'Ben');
    await accessible(one, 'what is refused');
  },

  async 'a page that runs from right to left fits, and its arrows lead the other way'({ open }) {
    const page = await open(`${own.origin}/rtl`);
    const width = 320;
    if (name === 'chromium') await page.setViewport({ width, height: 900 });
    else await page.evaluate((width) => { document.documentElement.style.inlineSize = `${width}px`; }, width);
    for (const of of ['overview', 'register', 'heatmap', 'treatment', 'soa', 'check', 'responses']) {
      await press(page, `nav button[data-id="${of}"]`);
      await find(page, `[data-page="${of}"] #page`);
      await until(page, () => !document.querySelector('riskwright-workspace').shadowRoot.querySelector('.page').textContent.includes('One moment'));
      const beyond = await page.evaluate((width) => {
        const { left } = document.documentElement.getBoundingClientRect();
        return [...document.querySelector('riskwright-workspace').shadowRoot.querySelectorAll('*')]
          .filter((element) => !element.closest('.scroll, .said, option')) // what a closed list holds is nowhere
          .map((element) => [element, element.getBoundingClientRect()])
          .filter(([, box]) => box.width || box.height) // nor is what is not shown
          .filter(([, box]) => box.right - left > width + 1 || box.left - left < -1)
          .map(([{ tagName, className }]) => `${tagName}.${className}`);
      }, width);
      assert.deepEqual(beyond, [], of);
      await accessible(page, `${of}, from right to left`);
    }
    await press(page, 'nav button[data-id="register"]');
    await press(page, '[data-do="risk"][data-id="R-19"]');
    await says(page, '.back', '→');
    await press(page, '.back');
    // the next cell is at the left
    await (await find(page, 'tr[data-id="R-19"] [data-do="risk"]')).focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.querySelector('riskwright-workspace').shadowRoot.activeElement?.dataset.at), '0');
  },

  async 'elements of one name share a document, whichever has it'({ open }) {
    const page = await open(`${own.origin}/both`);
    await says(page, '.count', '200 risks', 'riskwright-register');
    await find(page, 'table', 'riskwright-heatmap');
    const counts = () => page.evaluate(() => document.querySelector('riskwright-heatmap').shadowRoot.querySelector('table').textContent);
    const before = await counts();
    await press(page, `[data-do="risk"]`, 'riskwright-register');
    const value = await (await find(page, PICKED)).evaluate((field) => field.value);
    await set(page, PICKED, value === '0' ? '4' : '0');
    await until(page, (before) => document.querySelector('riskwright-heatmap').shadowRoot.querySelector('table').textContent !== before, before);
  },

  async 'without a document it is kept in the browser, and survives a reload'({ open }) {
    const page = await open(`${own.origin}/local#register`);
    await find(page, '[data-do="open-risk"]');
    await accessible(page, 'nothing yet');
    await identify(page, 'Fire in the server room');
    await identify(page, 'Flood <b>below</b>');
    await page.reload();
    await says(page, '#rows tbody', 'Fire in the server room');
    await says(page, '#rows tbody', 'Flood <b>below</b>');
    await accessible(page, 'two risks');
    // what was made before the reload can be taken back after it
    await press(page, '[data-do="risk"][data-id="R-2"]');
    await set(page, '#risk-owner-R-2', 'Ben Engineer');
    await press(page, '#told [data-do="undo"]');
    await until(page, () => document.querySelector('riskwright-workspace').shadowRoot.querySelector('#risk-owner-R-2')?.value === '');
    const entries = await page.evaluate(() => new Promise((resolve, reject) => {
      const request = indexedDB.open('riskwright-isms');
      request.onerror = reject;
      request.onsuccess = () => {
        const all = request.result.transaction('entries').objectStore('entries').getAll();
        all.onsuccess = () => { request.result.close(); resolve(all.result.map((entry) => JSON.parse(entry))); };
      };
    }));
    assert.deepEqual(entries.map(({ seq, by }) => [seq, by]), [1, 2, 3, 4].map((seq) => [seq, 'Ada Owner']));
    for (const [at, { previous }] of entries.entries()) assert.equal(previous, entries[at - 1]?.hash ?? '0'.repeat(64));
  },

  async 'what a rule forbids is told with what would do'({ open }) {
    const page = await open(`${own.origin}/local#register`);
    await press(page, '[data-do="open-risk"]');
    await set(page, '#form [name="title"]', 'Once more');
    await until(page, () => document.querySelector('riskwright-workspace').shadowRoot.querySelector('#form [name="id"]')?.value);
    await (await find(page, '#form [name="id"]')).evaluate((field) => { field.value = 'no id'; });
    await press(page, '#form [data-do="submit"]');
    await find(page, '#told.wrong');
  },

  async 'two elements and two tabs see what each other does, and write over nothing'({ open }) {
    const [one, other] = [await open(`${own.origin}/two`), await open(`${own.origin}/two`)];
    for (const page of [one, other]) await find(page, '[data-do="open-risk"]', 'riskwright-register');
    await identify(one, 'Theft');
    await says(other, '#rows tbody', 'Theft');
    await until(one, () => /1/.test(document.querySelector('riskwright-overview').shadowRoot.textContent));
    // at the same time: both get through
    await Promise.all([identify(one, 'Fire').catch(() => {}), press(other, '[data-do="risk"][data-id="R-1"]').then(() => set(other, '#risk-owner-R-1', 'Ben'))]);
    await until(one, async () => (await document.querySelector('riskwright-register').isms).isms.scenarios.length === 2);
    for (const page of [one, other]) {
      await until(page, async () => {
        const { scenarios } = (await document.querySelector('riskwright-register').isms).isms;
        return scenarios.length === 2 && scenarios[0].owner === 'Ben';
      });
    }
    assert.deepEqual(await isms(one, 'riskwright-register'), await isms(other, 'riskwright-register'));
  },

  async 'an ISMS is taken out as a document, and in again'({ open }) {
    const page = await open(`${own.origin}/two`);
    await find(page, '[data-do="open-risk"]', 'riskwright-register');
    await page.evaluate(async () => {
      const document200 = await (await fetch('/made/isms.json')).json();
      document.querySelector('riskwright-register').isms = document200;
    });
    await says(page, '.count', '200 risks', 'riskwright-register');
    await page.reload();
    await says(page, '.count', '200 risks', 'riskwright-register');
    assert.deepEqual(await isms(page, 'riskwright-overview'), document200.isms);
    // one that does not hold together changes nothing
    const told = await page.evaluate(() => new Promise((resolve) => {
      const element = document.querySelector('riskwright-register');
      element.addEventListener('error', ({ detail }) => resolve(detail.message));
      element.isms = { format: 'riskwright.isms/9' };
    }));
    assert.match(told, /riskwright\.isms\/1/);
    assert.deepEqual(await isms(page, 'riskwright-register'), document200.isms);
  },

  async 'elements of another origin: the engine works in the page'({ open }) {
    const page = await open(`${far.origin}/inline`);
    await says(page, '.count', '200 risks');
    assert.deepEqual(page.workers().map((worker) => worker.url()), []);
    await press(page, `[data-do="risk"]`);
    const value = await (await find(page, PICKED)).evaluate((field) => field.value);
    await set(page, PICKED, value === '0' ? '1' : '0');
    await find(page, '#told [data-do="undo"]');
  },

  async 'a browser that keeps nothing says so, and hands the ISMS out'({ open }) {
    const page = await open(`${far.origin}/none`);
    await page.evaluate((body) => {
      IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); };
      const element = document.createElement('riskwright-register');
      element.setAttribute('name', body);
      document.querySelector('main').append(element);
    }, 'denied');
    await says(page, '[part="notice"]', 'SecurityError');
    await accessible(page, 'denied');
    await identify(page, 'Fire');
    await says(page, '#rows tbody', 'Fire');
    const file = await page.evaluate(async () => {
      const clicked = new Promise((resolve) => { HTMLAnchorElement.prototype.click = function click() { resolve([this.download, this.href]); }; });
      document.querySelector('riskwright-register').shadowRoot.querySelector('[data-do="take-out"]').click();
      return (await clicked)[0];
    });
    assert.equal(file, 'denied.json');
    assert.equal((await isms(page, 'riskwright-register')).scenarios[0].title, 'Fire');
  },

  async 'storage that is full, or cleared halfway, loses nothing'({ open }) {
    const page = await open(`${far.origin}/two`);
    await find(page, '[data-do="open-risk"]', 'riskwright-register');
    await identify(page, 'Fire');
    await page.evaluate(() => {
      globalThis.put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
    });
    await identify(page, 'Flood');
    await says(page, '[part="notice"]', 'QuotaExceededError');
    await page.evaluate(() => { IDBObjectStore.prototype.put = globalThis.put; });
    await identify(page, 'Theft');
    await until(page, () => !document.querySelector('riskwright-register').shadowRoot.textContent.includes('QuotaExceededError'));
    await page.reload();
    for (const title of ['Fire', 'Flood', 'Theft']) await says(page, '#rows tbody', title);
    await page.evaluate(() => new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase('riskwright-isms');
      request.onsuccess = resolve;
      request.onerror = reject;
    }));
    await identify(page, 'Spill');
    await page.reload();
    for (const title of ['Fire', 'Flood', 'Theft', 'Spill']) await says(page, '#rows tbody', title);
  },

  async 'a plugin’s methodology scores to the bit as the host does'({ open }) {
    const page = await open(`${own.origin}/plugged`);
    await says(page, '.count', '20 risks');
    await press(page, `[data-do="risk"][data-id="${byHost.risk}"]`);
    await says(page, '.assessment .sum', 'EBIOS RM');
    await until(page, (digest) => document.querySelector('riskwright-register').shadowRoot.textContent.includes(digest), byHost.digest);
    for (const label of byHost.labels) await says(page, '.why', label);
    await accessible(page, 'two methodologies');
    await press(page, '[data-do="back"]');
    await set(page, '#methodology', 'ebios-rm');
    await says(page, '#rows tbody', 'unacceptable');
    // elements of another origin work in the page, where nothing would end a plugin
    const elsewhere = await open(`${far.origin}/plugged`);
    await says(elsewhere, '.count', '20 risks');
    await press(elsewhere, `[data-do="risk"][data-id="${byHost.risk}"]`);
    await says(elsewhere, '.assessment .sum', 'plugins run in a worker only');
  },

  async 'a plugin that never answers, or is another, is not waited for, and nothing is lost'({ open }) {
    const page = await open(`${own.origin}/looping`);
    await says(page, '.count', '20 risks');
    await identify(page, 'Theft');
    await says(page, '.count', '21 risks');
    await press(page, '[data-do="risk"][data-id="R-1"]');
    await says(page, '.assessment .sum', 'assess: no answer within 2000 ms; it was ended');
    await set(page, '#risk-owner-R-1', 'Cleo');
    await find(page, '#told [data-do="undo"]');
    const { scenarios } = await isms(page, 'riskwright-register');
    assert.equal(scenarios[0].owner, 'Cleo');
    assert.ok(scenarios.some(({ title }) => title === 'Theft'), 'what was made before is there');
    await accessible(page, 'a plugin that was ended');
    const other = await open(`${own.origin}/other`);
    await says(other, '.count', '20 risks');
    await press(other, '[data-do="risk"][data-id="R-1"]');
    await says(other, '.assessment .sum', 'holds another package');
  },

  async 'a document goes from new to in force by keyboard alone'({ open }) {
    const page = await open(`${own.origin}/local#list/document`);
    const host = (work, ...given) => page.evaluate(`(${work})(document.querySelector('riskwright-workspace').shadowRoot, ...${JSON.stringify(given)})`);
    await find(page, '[data-do="new"]');
    const at = (selector) => host((root, selector) => root.activeElement?.matches(selector) ?? false, selector);
    /** Goes on by Tab until it is there. */
    const towards = async (selector) => {
      for (let steps = 0; !(await at(selector)); steps++) {
        assert.ok(steps < 120, `Tab does not lead to ${selector}`);
        await page.keyboard.press('Tab');
      }
    };
    const field = (label) => host((root, label) => {
      const found = [...root.querySelectorAll('#form label')].find((of) => of.textContent === label);
      return `#${found.htmlFor}`;
    }, label);
    const type = async (label, text) => {
      await towards(await field(label));
      await page.keyboard.type(text);
    };
    const step = async (name, state) => {
      await towards(`[data-do="step"][data-id="${name}"]`);
      await page.keyboard.press('Enter');
      await find(page, '#form [data-do="submit"]');
      await towards('#form [data-do="submit"]');
      await page.keyboard.press('Enter');
      await says(page, '.state', state);
    };
    await towards('[data-do="new"]');
    await page.keyboard.press('Enter');
    await find(page, '#form');
    assert.ok(await at('#form input'), 'the first field has the focus');
    await page.keyboard.type('Backup policy');
    await towards('#form summary');
    await page.keyboard.press('Enter');
    await type('Version', '1');
    await type('Text, as Markdown', '# Backups\n\nWe **try** them. <b>Not</b> markup.');
    await type('Author', 'Ben Author');
    await accessible(page, 'a form of a new record');
    // a form that was filled in is not left by a key
    await page.keyboard.press('Escape');
    await towards('#form [data-do="submit"]');
    await page.keyboard.press('Enter');
    await says(page, '#page', 'DOC-1 Backup policy');
    assert.equal(new URL(page.url()).hash, '#record/document/DOC-1');
    await says(page, '.document strong', 'try');
    await says(page, '.document', '<b>Not</b> markup');
    await step('submit', 'In review');
    await step('approve', 'Approved');
    await step('publish', 'In force');
    await accessible(page, 'a document');
    await towards('#told [data-do="undo"]');
    await page.keyboard.press('Enter');
    await says(page, '.state', 'Approved');
    // what is there leads back to it
    await page.goBack();
    await says(page, '.list', 'Backup policy');
  },

  async 'an incident is reported, and a step that is refused says why'({ open }) {
    const page = await open(`${own.origin}/local#list/incident`);
    await press(page, '[data-do="new"]');
    await set(page, '#form [data-id="0"]', 'Phishing mail');
    await press(page, '#form [data-do="submit"]');
    await says(page, '#page', 'INC-1 Phishing mail');
    await press(page, '[data-do="step"][data-id="assess"]');
    await press(page, '#form [data-do="submit"]');
    await says(page, '#told', 'Fill in the fields');
    await set(page, '#form select', 'high');
    await set(page, '#form [data-id="on"]', '2999-01-01');
    await press(page, '#form [data-do="submit"]');
    await says(page, '#told', 'in the future');
    assert.equal(await (await find(page, '#form select')).evaluate((field) => field.value), 'high', 'what was chosen stays');
    await set(page, '#form [data-id="on"]', '');
    await press(page, '#form [data-do="submit"]');
    await says(page, '.state', 'Assessed');
    await says(page, '.history', 'Assess');
  },

  async 'pages of the cycle hold at any width, light and dark'({ open }) {
    for (const width of [1280, 320]) {
      const page = await open(`${own.origin}/cycle`);
      await find(page, '.page .tile');
      if (name === 'chromium') await page.setViewport({ width, height: 900 });
      for (const scheme of name === 'chromium' ? ['light', 'dark'] : ['light']) {
        if (name === 'chromium') await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        for (const at of ['list/incident', 'record/incident/INC-1', 'readiness', 'required', 'calendar', 'measures', 'record/scope/scope']) {
          await page.evaluate((at) => { location.hash = at; }, at);
          await until(page, (at) => Boolean(document.querySelector('riskwright-workspace').shadowRoot.querySelector(`[data-page="${at.split('/')[0]}"] .page > :nth-child(2)`)), at);
          await accessible(page, `${at} ${width} ${scheme}`);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${at} is wider than ${width}`);
        }
      }
      if (name !== 'chromium') break;
      if (width === 320) {
        await press(page, '[data-do="ways"]');
        await find(page, 'nav[data-open]');
        await accessible(page, 'the ways at 320 px');
      }
    }
  },

  async 'ten thousand risks open and are asked for quickly'({ open }) {
    const page = await open(`${own.origin}/none`);
    Object.assign(figures, await page.evaluate(async () => {
      const text = await (await fetch('/made/large.json')).text();
      const element = document.createElement('riskwright-register');
      element.setAttribute('by', 'Ada Owner');
      element.source = JSON.parse(text);
      const began = performance.now();
      const ready = new Promise((resolve) => element.addEventListener('ready', resolve, { once: true }));
      document.querySelector('main').append(element);
      await ready;
      return { open_ms: Math.round(performance.now() - began), document_kb: Math.round(text.length / 1000) };
    }));
    await says(page, '.count', '10,000');
    Object.assign(figures, await page.evaluate(async () => {
      const element = document.querySelector('riskwright-register');
      const search = element.shadowRoot.querySelector('#search');
      const began = performance.now();
      search.value = 'scenario 4321';
      search.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      while (!element.shadowRoot.querySelector('.count').textContent.startsWith('1 risk')) await new Promise((resolve) => setTimeout(resolve, 1));
      return { search_ms_with_150_of_calm: Math.round(performance.now() - began) };
    }));
    Object.assign(figures, await page.evaluate(async () => {
      const script = document.querySelector('script[type="module"]').src;
      const { at } = await import(new URL('engine.js', script));
      const module = await WebAssembly.compileStreaming(fetch(new URL('engine.wasm', script)));
      const text = await (await fetch('/made/large.json')).text();
      const took = async (times, work) => {
        const all = [];
        for (let round = 0; round < times; round++) {
          const began = performance.now();
          await work();
          all.push(performance.now() - began);
        }
        return Math.round(all.sort((a, b) => a - b)[all.length >> 1] * 10) / 10;
      };
      const now = Date.now();
      const told = {};
      const engine_open_ms = await took(3, () => at(() => {}, 1, 'open', [module, '', text]));
      for (const [key, path] of Object.entries({ register: '/register?limit=100', search: '/register?text=scenario%204321', heat: '/heat', overview: '/overview', risk: '/risks/R-1' })) {
        told[`engine_${key}_ms`] = await took(9, async () => JSON.parse((await at(() => {}, 1, 'ask', [path, now])).data));
      }
      const body = (level) => JSON.stringify({ 'risk.estimate': { id: 'R-1', stage: 'inherent', estimate: { factors: { likelihood: { level } } } } });
      let level = 0;
      told.engine_change_ms = await took(9, () => at(() => {}, 1, 'send', ['/changes', body(level++ % 5), undefined, 'Ada', now]));
      return { engine_open_ms, ...told };
    }));
    say(JSON.stringify(figures));
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
      if (name === 'chromium') await page.setViewport({ width: 1280, height: 900 });
      await page.goto(address, { waitUntil: 'load' });
      return page;
    };
    try {
      await check({ open });
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
  for (const served of [own, far, other]) served.close();
}
console.log(JSON.stringify(outcome));
process.exit(0);
