// The same form side by side, each loaded as often with nothing in any cache, in turns: what goes over the wire, and when the
// first answer can be given. `node run.mjs ELEMENTS [--rounds 9] [--json]`; ELEMENTS is what `cargo xtask web FOLDER` makes.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { launch } from 'puppeteer-core';
import { riskwright, surveyjs } from './forms.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string', default: '9' }, json: { type: 'boolean' } } });
const [elements] = positionals;
const rounds = Number(values.rounds);
assert.ok(elements && rounds > 0, 'node run.mjs ELEMENTS [--rounds 9] [--json]');

const KINDS = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm', '.css': 'text/css', '.txt': 'text/plain; charset=utf-8' };

/** Serves files that were compressed before, as servers do with what does not change. */
async function serve(files) {
  const compressed = new Map(Object.entries(files).map(([path, text]) => [path, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } })]));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const body = compressed.get(pathname);
    if (!body) return response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
    assert.match(request.headers['accept-encoding'] ?? '', /\bbr\b/, 'the browser takes brotli');
    response.writeHead(200, { 'Content-Type': KINDS[extname(pathname)] ?? 'application/octet-stream', 'Content-Encoding': 'br', 'Content-Length': body.length, 'Cache-Control': 'public, max-age=31536000, immutable' }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://localhost:${server.address().port}`, close: () => server.close() };
}

/** In the page: gives the first answer as soon as there is a field for it, and notes when the form has it. */
function answer(name) {
  const ways = {
    riskwright: {
      field: () => document.querySelector('riskwright-assessment')?.shadowRoot?.querySelector('input[type="radio"]'),
      has: () => document.querySelector('riskwright-assessment').answers?.answers?.[0]?.value?.level === 0,
      fields: () => document.querySelector('riskwright-assessment').shadowRoot.querySelectorAll('input[type="radio"]').length,
    },
    surveyjs: {
      field: () => document.querySelector('#survey input[type="radio"]'),
      has: () => globalThis.survey?.data.q0 === 0,
      fields: () => document.querySelectorAll('#survey input[type="radio"]').length,
    },
  };
  const { field, has, fields } = ways[name];
  globalThis.told = new Promise((resolve) => {
    const look = () => {
      const found = field();
      if (found && !found.checked) found.click();
      if (!found || !has()) return setTimeout(look, 2);
      const interactive = performance.now();
      // the frame that shows it is out
      requestAnimationFrame(() => setTimeout(() => resolve({ interactive, shown: performance.now(), fields: fields() })));
    };
    look();
  });
}

/** One load, in a context that has seen nothing. */
async function load(browser, origin, name, path) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    const session = await page.createCDPSession();
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
    const failures = [];
    page.on('pageerror', (error) => failures.push(error.message));
    page.on('response', (response) => { if (response.status() >= 400) failures.push(`${response.status()} ${response.url()}`); });
    await page.evaluateOnNewDocument(answer, name);
    await page.goto(origin + path, { waitUntil: 'load' });
    const told = await page.evaluate(() => globalThis.told);
    await page.waitForNetworkIdle({ idleTime: 300 });
    assert.deepEqual(failures, [], name);
    assert.equal(told.fields, 250, `${name} shows all fields`);
    return { ...told, bytes };
  } finally {
    await context.close();
  }
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

const peers = { riskwright: await riskwright(elements), surveyjs: await surveyjs() };
const names = Object.keys(peers);
const server = await serve(Object.assign({}, ...Object.values(peers).map(({ files }) => files)));
const browser = await launch({
  browser: 'chrome',
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  headless: true,
});
const loads = Object.fromEntries(names.map((name) => [name, []]));
try {
  // the first of all finds nothing warm in the browser itself
  for (const name of names) await load(browser, server.origin, name, peers[name].path);
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) loads[name].push(await load(browser, server.origin, name, peers[name].path));
  }
} finally {
  await browser.close();
  server.close();
}
const MEASURES = { bytes: 'bytes over the wire', interactive: 'first answer given, ms', shown: 'and shown, ms' };
const medians = Object.fromEntries(names.map((name) => [name, Object.fromEntries(Object.keys(MEASURES).map((measure) => [measure, Math.round(median(loads[name].map((of) => of[measure])))]))]));
const ratios = Object.fromEntries(Object.keys(MEASURES).map((measure) => [measure, medians.riskwright[measure] / medians.surveyjs[measure]]));
if (values.json) {
  console.log(JSON.stringify({ rounds, medians, ratios, loads }));
} else {
  console.log(`50 questions, 250 radio buttons; medians of ${rounds} loads with nothing cached, in turns`);
  console.log(`${''.padEnd(28)}${names.map((name) => name.padStart(12)).join('')}${'ratio'.padStart(8)}`);
  for (const [measure, title] of Object.entries(MEASURES)) {
    console.log(`${title.padEnd(28)}${names.map((name) => String(medians[name][measure]).padStart(12)).join('')}${ratios[measure].toFixed(2).padStart(8)}`);
  }
}
