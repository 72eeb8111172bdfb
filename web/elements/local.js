// An ISMS that no server has: a document of the page, or what this browser keeps under a name. The engine itself works in a
// worker; browsers start one from the page's own origin only, so for elements of another origin it works in the page.

const NOBODY = 'somebody at this browser';
let last = 0;
let work;

/** Packages that took too long, with what to say of them: they are not run again. */
const setAside = new Map();
/** What a page that was busy has not heard yet is heard in so long. */
const BUSY_MS = 50;

/** A worker with the engine; none where the page can have none. `ended` is told when a plugin took too long. */
async function apart(url, tell, ended) {
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
  let timer;
  const limit = (begun) => {
    clearTimeout(timer);
    if (begun) timer = setTimeout(() => { timer = setTimeout(() => end(begun), BUSY_MS); }, begun.milliseconds);
  };
  const end = ({ package: digest, what, milliseconds }) => {
    worker.terminate();
    const message = `${what}: no answer within ${milliseconds} ms; it was ended`;
    setAside.set(digest, message);
    fail({ message });
    ended();
  };
  worker.onmessage = ({ data: { id, done, refused, desk, told, begins } }) => {
    if (begins !== undefined) return limit(begins);
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
    const ended = () => {
      work = undefined;
      for (const of of shared.values()) of.ended();
    };
    const inWorker = await apart(address('engine.js'), tell, ended);
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
  #what;
  #sources;
  #call;
  /** Entries that nothing but the worker has. */
  #written = [];
  #listeners = new Map();
  #unkept;

  constructor(sources, ...what) {
    this.#sources = sources;
    this.#what = what;
    shared.set(this.#desk, this);
  }

  /** A way to the engine, which has it open. */
  begin() {
    const begin = async () => {
      const [call, module] = await working(this.#sources);
      const [name, text, plugins] = this.#what;
      await call(this.#desk, 'open', [module, name, text, { plugins, setAside: [...setAside], since: this.#written }]);
      return call;
    };
    this.#call ??= begin().catch((error) => {
      this.#call = undefined;
      throw error;
    });
    return this.#call;
  }

  /** The worker was ended: what is asked next begins another, with all that was made. */
  ended() {
    this.#call = undefined;
    this.hear({ changed: [] });
  }

  /** What was refused is an error in its words. */
  async call(does, ...given) {
    try {
      const call = await this.begin();
      return await call(this.#desk, does, given);
    } catch (error) {
      const { message = String(error), help = '' } = error;
      throw Object.assign(new Error(message), { help });
    }
  }

  /** Puts another document in its place. */
  async put(text) {
    await this.call('put', text);
    if (this.#what[1] !== undefined) this.#what[1] = text;
    this.#written = [];
  }

  hear(told, but) {
    if (told.written) {
      this.#written.push(...told.written);
      return;
    }
    if ('unkept' in told) this.#unkept = told.unkept;
    if (told.unkept === null) this.#written = [];
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
    // a server knows who is signed in
    const whose = path === '/waiting' ? `/waiting?for=${encodeURIComponent(this.#by() || NOBODY)}` : path;
    const { data, tag } = await this.#shared.call('ask', whose, Date.now());
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
    return this.#shared.put(JSON.stringify(document));
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

/** Where modules of plugins lie, as an element of the page says: a folder for each, by the plugin's id. */
function pluginsOf() {
  const element = [...document.querySelectorAll('[plugins]')].find(({ localName }) => localName.startsWith('riskwright-'));
  return element && new URL(`${element.getAttribute('plugins').replace(/\/$/, '')}/`, document.baseURI).href;
}

/**
 * The ISMS of an element: that of a document (an object, or its JSON), in memory; without one, what this browser keeps under
 * the name. Elements of the same name, or of the same document, share it. `by` says who makes changes.
 */
export async function engineOf(name, document, by, sources) {
  const from = document ?? ((name && sameNamed(name)) || undefined);
  const text = from === undefined || typeof from === 'string' ? from : JSON.stringify(from);
  const [known, key] = text === undefined ? [kept, name] : [given, JSON.stringify([name, text])];
  if (!known.has(key)) {
    const shared = new Shared(sources, name, text, pluginsOf());
    const opening = shared.begin().then(() => shared);
    known.set(key, opening);
    // who asks again tries again
    opening.catch(() => known.delete(key));
  }
  return new Local(await known.get(key), by, text === undefined ? 'browser' : 'page');
}
