// The engine at work, for pages that have no server: in a worker of the page's own origin, or else in the page itself.
import init, { Engine } from './glue.js';
import { Archive } from './archive.js';
import { words } from './database.js';

/** A plugin has so long for a call, if it does not ask for less; so long to be fetched and compiled. */
const TIME_MS = 2000;
const LOAD_MS = 30000;

/** Does what may take a plugin too long. The page is told, and ends this worker then. */
async function within(limit, work) {
  postMessage({ begins: limit });
  try {
    return await work();
  } finally {
    postMessage({ begins: null });
  }
}

/** The calls of a package, whose module lies in a folder that goes by the plugin's id. */
async function callsOf({ plugin, package: digest }, from) {
  const folder = new URL(`${encodeURIComponent(plugin)}/`, from);
  if (folder.origin !== location.origin) throw new Error(`${folder.href}: plugins are run from the page's own origin only; copy the folder there`);
  const limit = { package: digest, what: `\`${plugin}\` loads`, milliseconds: LOAD_MS };
  const { loaded, manifest } = await within(limit, async () => {
    const module = await import(new URL('plugin.mjs', folder).href);
    if (module.digest !== digest) {
      throw new Error(`${folder.href} holds another package (${module.digest ?? 'it does not say which'}) than the one in use (${digest}): put the module there that was made of that one`);
    }
    return { loaded: await module.load(), manifest: module.manifest };
  });
  const milliseconds = Math.min(TIME_MS, manifest.limits?.time_ms ?? Infinity);
  const call = (name) => (...given) => {
    postMessage({ begins: { package: digest, what: `\`${plugin}\` ${manifest.version}, ${name}`, milliseconds } });
    try {
      return loaded[name](...given);
    } catch (error) {
      throw String(error?.payload ?? error?.message ?? error);
    } finally {
      postMessage({ begins: null });
    }
  };
  return { assess: call('assess'), trace: call('trace') };
}

/** An ISMS: what is asked of it and said to it, one after the other. */
class Desk {
  #tell;
  #engine;
  #archive;
  /** What the document that is kept goes by, and the last entry that is kept with it. */
  #stamp;
  #kept = 0;
  /** Whether there is nothing yet that anyone would miss. */
  #blank = false;
  /** What it began with. */
  #document;
  #line = Promise.resolve();
  #unkept = false;
  /** Where modules of plugins lie, and packages that are not run any more, with why. */
  #plugins;
  #setAside = new Map();

  constructor(tell) {
    this.#tell = tell;
  }

  /**
   * The ISMS of a document, in memory; without one, what is kept under the name, or a new one. `since` are entries that were
   * made since and are not kept.
   */
  async open(name, document, { plugins, setAside = [], since = [] } = {}) {
    this.#plugins = plugins;
    this.#setAside = new Map(setAside);
    await this.#begin(name, document);
    const later = since.filter((entry) => JSON.parse(entry).seq > this.#engine.head);
    if (later.length > 0) this.#engine.take(later);
    await this.#fetch();
  }

  async #begin(name, document) {
    if (document !== undefined) {
      this.#engine = new Engine(document, '');
      return;
    }
    this.#archive = new Archive(name, () => this.#inTurn(() => undefined));
    this.#engine = new Engine(undefined, name || 'ISMS');
    this.#document = this.#engine.export();
    this.#blank = true;
    await this.#inTurn(() => undefined);
  }

  ask(path, at) {
    const [steps, query = ''] = path.split('?');
    const said = [...new URLSearchParams(query)].flat();
    const data = this.#engine.ask(steps.split('/').slice(1).map(decodeURIComponent), said, at);
    return { data, tag: String(this.#engine.head) };
  }

  send(path, body, tag, by, at) {
    const base = tag ? Number(tag) : undefined;
    const steps = path.split('/').slice(1).map(decodeURIComponent);
    switch (steps.length > 1 ? `${steps[0]} ${steps[2]}` : steps[0]) {
      case 'changes': return this.#inTurn((engine) => engine.change(body, by, at, base));
      case 'assessments': return this.#inTurn((engine) => engine.assess(body, by, at));
      case 'entries undo': return this.#inTurn((engine) => engine.undo(Number(steps[1]), by, at));
      case 'responses decisions': return this.#inTurn((engine) => engine.decide(steps[1], body, by, at, base));
      default: throw new Error(`there is nothing at ${path}`);
    }
  }

  export() {
    return this.#engine.export();
  }

  /** Puts the ISMS of a document in the place of what there is. */
  put(document) {
    return this.#inTurn(() => {
      const engine = new Engine(document, '');
      this.#engine.free();
      this.#engine = engine;
      this.#document = document;
      this.#stamp = undefined;
      this.#kept = 0;
      this.#blank = false;
      this.#tell({ changed: [] });
      return true;
    });
  }

  #inTurn(work) {
    const turn = this.#line.then(async () => {
      const before = this.#engine.head;
      try {
        return await this.#keeping(work);
      } finally {
        if (!this.#archive || this.#unkept) this.#tell({ written: this.#engine.entriesAfter(before) });
        if (await this.#fetch()) this.#tell({ changed: [] });
      }
    });
    this.#line = turn.catch(() => {});
    return turn;
  }

  /** Has the modules of plugins fetched that methodologies rest on; gives whether there are any more by now. */
  async #fetch() {
    if (!this.#plugins) return false;
    const wanted = this.#engine.wanted();
    for (const of of wanted) {
      try {
        const why = this.#setAside.get(of.package);
        if (why) throw new Error(why);
        if (globalThis.document) throw new Error('plugins run in a worker only, which browsers start from the page\'s own origin: have the elements\' files there');
        Engine.putPlugin(of.package, await callsOf(of, this.#plugins), '');
      } catch (error) {
        Engine.putPlugin(of.package, undefined, error.message);
      }
    }
    return wanted.length > 0;
  }

  /** Works with what all tabs have written so far, and keeps what comes of it. What can't be kept stays in memory. */
  async #keeping(work) {
    let outcome;
    const once = () => {
      if (outcome) return;
      try {
        outcome = { made: work(this.#engine) };
      } catch (refused) {
        outcome = { refused };
      }
    };
    if (this.#archive) {
      try {
        await this.#archive.during(this.#kept, this.#stamp, (there) => {
          const wrong = this.#takeIn(there);
          if (wrong) outcome = { refused: wrong };
          once();
          return this.#toKeep(there.document);
        });
        this.#kept = this.#engine.head;
        if (this.#unkept) this.#tell({ unkept: null });
        this.#unkept = false;
      } catch (error) {
        if (error.damaged) throw error;
        this.#unkept = true;
        this.#tell({ unkept: error.name === 'Error' ? error.message : words(error) });
      }
    }
    once();
    if ('refused' in outcome) throw outcome.refused;
    return outcome.made;
  }

  /** Takes in what other tabs wrote; gives why nothing can rest on it. */
  #takeIn({ document, entries }) {
    if (!document) return undefined;
    const mine = this.#stamp;
    if (document.stamp === mine) {
      if (entries.length === 0) return undefined;
      // two tabs went on from the same entry, one of them without being able to keep it
      if (this.#engine.head > this.#kept) {
        this.#archive = undefined;
        throw new Error('another tab went on meanwhile');
      }
      this.#tell({ changed: this.#read(() => this.#engine.take(entries)) });
      this.#kept = this.#engine.head;
      return undefined;
    }
    const first = this.#blank && this.#engine.head === 0;
    if (mine === undefined && !first) {
      this.#archive = undefined;
      throw new Error('another tab began meanwhile');
    }
    const engine = this.#read(() => {
      const engine = new Engine(document.text, '');
      engine.take(entries);
      return engine;
    });
    this.#engine.free();
    this.#engine = engine;
    this.#stamp = document.stamp;
    this.#document = document.text;
    this.#kept = engine.head;
    this.#blank = false;
    this.#tell({ changed: [] });
    return first ? undefined : { message: 'another tab put another ISMS in the place of this one', help: '' };
  }

  /** Reads what was kept. What can't be read stays as it is, and nothing is written over it. */
  #read(reading) {
    try {
      return reading();
    } catch ({ message }) {
      throw Object.assign(new Error(`what this browser keeps under this name can't be read: ${message}`), { damaged: true });
    }
  }

  /** What is not kept yet: all, where nothing is there or it was put in its place. */
  #toKeep(there) {
    const anew = !there || there.stamp !== this.#stamp;
    if (anew) {
      if (!there && this.#blank && this.#engine.head === 0) return undefined;
      this.#stamp = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
      this.#kept = 0;
    }
    return {
      document: anew ? { stamp: this.#stamp, text: this.#document } : undefined,
      first: this.#kept + 1,
      entries: this.#engine.entriesAfter(this.#kept),
    };
  }
}

const desks = new Map();

/** Does what is wanted at a desk; `tell` hears what happens there by itself. */
export async function at(tell, desk, does, given) {
  if (does !== 'open') return desks.get(desk)[does](...given);
  const [module, ...what] = given;
  await init({ module_or_path: module });
  const opened = new Desk((told) => tell(desk, told));
  await opened.open(...what);
  desks.set(desk, opened);
}

if (!globalThis.document) {
  const tell = (desk, told) => postMessage({ desk, told });
  addEventListener('message', async ({ data: { id, desk, does, given } }) => {
    try {
      postMessage({ id, done: await at(tell, desk, does, given) });
    } catch (error) {
      const { message = String(error), help = '' } = error;
      postMessage({ id, refused: { message, help } });
    }
  });
  postMessage({ ready: true });
}
