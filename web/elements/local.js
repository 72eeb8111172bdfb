// An ISMS that no server has: a document of the page, or what this browser keeps under a name. The engine itself works in a
// worker; browsers start one from the page's own origin only, so for elements of another origin it works in the page.

const NOBODY = 'somebody at this browser';
let last = 0;
let work;

/** A worker with the engine; none where the page can have none. */
async function apart(url, tell) {
  if (url.origin !== location.origin || !globalThis.Worker) return undefined;
  const calls = new Map();
  let worker;
  try {
    // on pages that want scripts' addresses vouched for: this is one of ours
    const trusted = globalThis.trustedTypes?.createPolicy('riskwright', { createScriptURL: (url) => url });
    worker = new Worker(trusted?.createScriptURL(url.href) ?? url, { type: 'module' });
    await new Promise((resolve, reject) => {
      worker.onmessage = resolve;
      worker.onerror = reject;
    });
  } catch {
    worker?.terminate();
    return undefined;
  }
  const fail = ({ message }) => {
    for (const { reject } of calls.values()) reject(new Error(message ?? 'the engine stopped'));
    calls.clear();
  };
  worker.onerror = fail;
  worker.onmessageerror = fail;
  worker.onmessage = ({ data: { id, done, refused, desk, told } }) => {
    if (told) return tell(desk, told);
    const { resolve, reject } = calls.get(id);
    calls.delete(id);
    refused ? reject(refused) : resolve(done);
  };
  let count = 0;
  return (desk, does, given) =>
    new Promise((resolve, reject) => {
      calls.set(++count, { resolve, reject });
      worker.postMessage({ id: count, desk, does, given });
    });
}

/** What does the work for all elements of the page: the engine's module, and a way to it. */
function working({ address, file, module }) {
  const begin = async () => {
    const tell = (desk, told) => shared.get(desk)?.hear(told);
    const compiled = file('engine.wasm').then((response) => {
      const streams = response.headers.get('Content-Type')?.startsWith('application/wasm');
      return streams ? WebAssembly.compileStreaming(response) : response.arrayBuffer().then((bytes) => WebAssembly.compile(bytes));
    });
    // who waits for it hears of it
    compiled.catch(() => {});
    const inWorker = await apart(address('engine.js'), tell);
    if (inWorker) return [inWorker, await compiled];
    const { at } = await module('engine.js');
    return [(...call) => at(tell, ...call), await compiled];
  };
  work ??= begin().catch((error) => {
    work = undefined;
    throw error;
  });
  return work;
}

const shared = new Map();

/** An ISMS that elements share. */
class Shared {
  #desk = ++last;
  #call;
  #listeners = new Map();
  #unkept;

  constructor() {
    shared.set(this.#desk, this);
  }

  async open(name, text, sources) {
    const [call, module] = await working(sources);
    this.#call = call;
    await this.call('open', module, name, text);
    return this;
  }

  /** What was refused is an error in its words. */
  async call(does, ...given) {
    try {
      return await this.#call(this.#desk, does, given);
    } catch (error) {
      const { message = String(error), help = '' } = error;
      throw Object.assign(new Error(message), { help });
    }
  }

  hear(told, but) {
    if ('unkept' in told) this.#unkept = told.unkept;
    for (const [listener, of] of this.#listeners) if (of !== but) listener(told);
  }

  listen(listener, of) {
    this.#listeners.set(listener, of);
    if (this.#unkept) listener({ unkept: this.#unkept });
    return () => this.#listeners.delete(listener);
  }
}

/** What one element asks and sends. */
class Local {
  #shared;
  #by;

  constructor(shared, by, where) {
    this.#shared = shared;
    this.#by = by;
    this.where = where;
  }

  async ask(path) {
    const { data, tag } = await this.#shared.call('ask', path, Date.now());
    return { data: JSON.parse(data), tag };
  }

  async send(path, body, tag) {
    const made = await this.#shared.call('send', path, JSON.stringify(body), tag, this.#by() || NOBODY, Date.now());
    this.#shared.hear({ changed: made.records }, this);
    return made;
  }

  listen(listener) {
    return this.#shared.listen(listener, this);
  }

  /** The whole, as a document. */
  async isms() {
    return JSON.parse(await this.#shared.call('export'));
  }

  /** Puts another in its place. */
  put(document) {
    return this.#shared.call('put', JSON.stringify(document));
  }
}

const kept = new Map();
const given = new Map();

/** The document of another element of the page that goes by the same name. */
const sameNamed = (name) =>
  [...document.querySelectorAll('[name]')]
    .filter((other) => other.localName.startsWith('riskwright-') && other.getAttribute('name') === name)
    .map((other) => (typeof other.source === 'object' && other.source) || other.querySelector(':scope > script[type="application/json"]')?.textContent)
    .find(Boolean);

/**
 * The ISMS of an element: that of a document (an object, or its JSON), in memory; without one, what this browser keeps under
 * the name. Elements of the same name, or of the same document, share it. `by` says who makes changes.
 */
export async function engineOf(name, document, by, sources) {
  const from = document ?? ((name && sameNamed(name)) || undefined);
  const text = from === undefined || typeof from === 'string' ? from : JSON.stringify(from);
  const [known, key] = text === undefined ? [kept, name] : [given, JSON.stringify([name, text])];
  if (!known.has(key)) {
    const opening = new Shared().open(name, text, sources);
    known.set(key, opening);
    // who asks again tries again
    opening.catch(() => known.delete(key));
  }
  return new Local(await known.get(key), by, text === undefined ? 'browser' : 'page');
}
