// Drives a browser over pages with the elements, and prints what was found as JSON: what failed, what the browser
// complained of, figures. `node drive.mjs chromium|firefox-esr ELEMENTS SITE [--pictures FOLDER] [--only WORD]`
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from 'puppeteer-core';
import * as assessment from './assessment.mjs';
import { Served } from './served.mjs';
import { sites } from './server.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { pictures: { type: 'string' }, only: { type: 'string' } } });
const [name, elements, made] = positionals;
const here = import.meta.dirname;

const BROWSERS = {
  chromium: {
    browser: 'chrome',
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  },
  'firefox-esr': {
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    // what is said is heard on its output too; an icon of the site would be asked for, and refused
    extraPrefsFirefox: { 'devtools.console.stdout.content': true, 'browser.chrome.site_icons': false, 'extensions.webcompat.perform_injections': false, 'extensions.webcompat.perform_ua_overrides': false, 'extensions.webcompat.enable_shims': false, 'security.fileuri.strict_origin_policy': true },
  },
};

/** Whether a line on a browser's console is about a page; Firefox tells there of its own scripts and of what it mends elsewhere, too. */
const ofAPage = (line) => /^console\.|JavaScript error/.test(line)
  && !/JavaScript error: (chrome|resource):|webcompat intervention|Enabled UA override|un-needed interventions/.test(line);

const say = (what) => console.error(`${name}: ${what}`);

/** A browser with a profile of its own; what it complains of is written down. */
async function start({ prefs = {} } = {}) {
  const profile = await mkdtemp(join(tmpdir(), 'riskwright-web-'));
  const kind = BROWSERS[name];
  const extraPrefsFirefox = { ...kind.extraPrefsFirefox, ...prefs };
  const browser = await launch({ ...kind, extraPrefsFirefox, headless: true, userDataDir: profile, protocolTimeout: 600000 });
  const complaints = [];
  for (const stream of [browser.process().stdout, browser.process().stderr]) {
    if (stream) createInterface(stream).on('line', (line) => { if (ofAPage(line)) complaints.push(line); });
  }
  const watch = (page) => {
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // what was still on its way when a page was left
      if (!/ERR_ABORTED|NS_BINDING_ABORTED/.test(why)) complaints.push(`failed: ${request.url()} ${why}`);
    });
    page.on('response', (response) => { if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`); });
  };
  const end = async () => {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  };
  return { browser, complaints, watch, end };
}

const served = new Served();
for (const name of ['fifty.json', 'hostile.json']) served.add(JSON.parse(await readFile(join(made, name), 'utf8')));
// a plugin of which one call never ends lies over one that is well
const looping = Object.fromEntries(['evaluate', 'questionnaire'].flatMap((call) => [[`/looping/${call}/`, join(here, 'looping')], [`/looping/${call}`, join(made, 'self-assessment')]]));
const { other, intranet, close } = await sites({ elements, folders: { '/': join(here, 'site'), '/made/': made, ...looping }, served });
const outcome = { passed: [], failed: [], heard: [], figures: {} };
const running = await start();
outcome.version = await running.browser.version();
try {
  for (const [title, check] of Object.entries(assessment.checks)) {
    if (values.only && !title.includes(values.only)) continue;
    say(title);
    // each has a browser of its own, as far as what is kept goes
    const context = await running.browser.createBrowserContext();
    // what a check brings about by what it does; it is told soon or late
    const expected = [];
    const expect = (...patterns) => expected.push(...patterns);
    const open = async () => {
      const page = await context.newPage();
      running.watch(page);
      return page;
    };
    try {
      await check({ alone: `${pathToFileURL(join(made, 'alone.html'))}`, name, open, context, intranet, other, served, start, figures: outcome.figures, pictures: values.pictures, expect, say });
      outcome.passed.push(title);
    } catch (error) {
      outcome.failed.push(`${title}: ${error.stack}`);
      say(`  ${error.message}`);
    }
    await context.close().catch((error) => outcome.failed.push(`${title}: ${error.message}`));
    const heard = running.complaints.splice(0).filter((text) => !expected.some((pattern) => pattern.test(text)));
    outcome.heard.push(...heard.map((text) => `${title}: ${text}`));
  }
} finally {
  await running.end();
  close();
}
console.log(JSON.stringify(outcome));
process.exit(0);
