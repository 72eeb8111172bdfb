// Runs a plugin in a worker of its own. `run.mjs` makes it, asks it one thing at a time, and ends it when it takes too long.
import { load, manifest } from './plugin.mjs';

const inBrowser = typeof self !== 'undefined' && typeof self.postMessage === 'function';
const port = inBrowser ? self : (await import('node:worker_threads')).parentPort;
const asked = (handle) => (inBrowser ? port.addEventListener('message', (event) => handle(event.data)) : port.on('message', handle));
const CALLS = new Set(['validateSettings', 'describe', 'assess', 'trace', 'loss', 'catalogue', 'questionnaire', 'evaluate']);

const words = (error) => String(error?.payload ?? error?.message ?? error);

try {
  const plugin = await load();
  asked(({ call, given }) => {
    try {
      if (!CALLS.has(call)) throw new TypeError(`\`${call}\` is no call of a plugin`);
      port.postMessage({ answer: plugin[call](...given) });
    } catch (error) {
      port.postMessage({ error: words(error) });
    }
  });
  port.postMessage({ manifest });
} catch (error) {
  port.postMessage({ error: words(error) });
}
