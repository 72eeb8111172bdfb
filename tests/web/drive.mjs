// Drives a browser over pages with the elements, and prints what was found as JSON: what failed, what the browser
// complained of, figures. `node drive.mjs chromium|firefox-esr ELEMENTS SITE [--pictures FOLDER] [--only WORD]`
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import * as assessment from './assessment.mjs';
import { start } from './browser.mjs';
import { Served } from './served.mjs';
import { sites } from './server.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { pictures: { type: 'string' }, only: { type: 'string' } } });
const [name, elements, made] = positionals;
const here = import.meta.dirname;

const say = (what) => console.error(`${name}: ${what}`);

const served = new Served();
for (const name of ['fifty.json', 'hostile.json', 'kinds.json']) served.add(JSON.parse(await readFile(join(made, name), 'utf8')));
// a plugin of which one call never ends lies over one that is well
const looping = Object.fromEntries(['evaluate', 'questionnaire'].flatMap((call) => [[`/looping/${call}/`, join(here, 'looping')], [`/looping/${call}`, join(made, 'self-assessment')]]));
const { other, intranet, close } = await sites({ elements, folders: { '/': join(here, 'site'), '/made/': made, ...looping }, served });
const outcome = { passed: [], failed: [], heard: [], figures: {} };
const running = await start(name);
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
      await check({ made, alone: `${pathToFileURL(join(made, 'alone.html'))}`, name, open, context, intranet, other, served, start: (options) => start(name, options), figures: outcome.figures, pictures: values.pictures, expect, say });
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
