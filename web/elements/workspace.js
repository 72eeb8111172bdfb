// What the workspace elements need of a page: asking, sending, telling. What they show is in the module.
import init, { Workspace } from './glue.js';
import { key, left, pressed } from './grid.js';
import { intl } from './intl.js';

const LANGUAGES = /*languages*/['en', 'de', 'fr'];
const sheet = new CSSStyleSheet();
sheet.replaceSync(/*css*/'');
const EVENTS = ['click', 'input', 'change', 'focusin'];
/** What is typed is asked for when nobody has typed for so long. */
const CALM_MS = 150;
/** So high a row of the register is. */
const ROW = 56;

let file, module, address;
let started;
const texts = new Map();

const begin = () => (started ??= init({ module_or_path: file('workspace.wasm') }));
const textsIn = (language) => texts.get(language) ?? texts.set(language, file(`workspace.${language}.txt`).then((response) => response.text())).get(language);

/** An element at work. */
export class Part {
  #host;
  #set;
  #root;
  #workspace;
  #source;
  #busy = false;
  #round = 0;
  #calm = new Map();
  #tags = new Map();
  #seen = '';
  #frame;
  #deaf;
  #over = new AbortController();

  constructor(host, set, sources) {
    ({ file, module, address } = sources);
    this.#host = host;
    this.#set = set;
    this.#root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.replaceChildren(document.createElement('slot'));
    const { signal } = this.#over;
    for (const name of EVENTS) this.#root.addEventListener(name, (event) => this.#do((part) => part.handle(event)), { signal });
    const tell = (told) => this.#do((part) => part.tell(told));
    this.#root.addEventListener('keydown', (event) => (this.#key(event) ? undefined : key(event, this.#root, tell)), { signal });
    this.#root.addEventListener('mousedown', pressed, { signal });
    this.#root.addEventListener('focusout', (event) => left(event, tell), { signal });
    this.#root.addEventListener('scroll', () => this.#soon(), { signal, capture: true, passive: true });
    addEventListener('resize', () => this.#soon(), { signal, passive: true });
    if (this.#whole) addEventListener('popstate', () => this.#do((part) => part.tell({ go: this.#address() })), { signal });
    this.#start();
  }

  get #kind() {
    return this.#host.localName.replace('riskwright-', '');
  }

  get #whole() {
    return this.#kind === 'workspace';
  }

  /** The page and the record that the address names. */
  #address() {
    const [page, ...id] = decodeURIComponent(location.hash.slice(1)).split('/');
    return [page || 'overview', id.join('/')];
  }

  #tell(name, detail) {
    this.#host.dispatchEvent(new CustomEvent(name, { detail, bubbles: name !== 'error', composed: true }));
  }

  #fail(error) {
    const message = error?.message ?? String(error);
    if (!this.#workspace) {
      const said = document.createElement('p');
      said.setAttribute('role', 'alert');
      said.setAttribute('part', 'error');
      said.textContent = message;
      this.#root.replaceChildren(said);
    }
    this.#tell('error', { message });
  }

  async #open() {
    const from = this.#set.source ?? this.#host.getAttribute('source');
    if (from && (typeof from === 'string' || from instanceof URL)) {
      const { serverAt } = await module('server.js');
      return serverAt(new URL(from, document.baseURI));
    }
    const { engineOf } = await module('local.js');
    const inline = this.#host.querySelector(':scope > script[type="application/json"]');
    const by = () => this.#host.getAttribute('by');
    return engineOf(this.#host.getAttribute('name') ?? '', from ?? inline?.textContent, by, { file, module, address });
  }

  async #start() {
    const round = ++this.#round;
    try {
      const wanted = this.#host.getAttribute('language') || this.#host.closest('[lang]')?.lang || navigator.language || 'en';
      const [language] = Intl.getCanonicalLocales(wanted);
      const primary = language.split('-')[0];
      const spoken = LANGUAGES.includes(primary) ? primary : LANGUAGES[0];
      const [table, source] = await Promise.all([textsIn(spoken), this.#open(), begin()]);
      if (round !== this.#round) return;
      const readonly = this.#host.getAttribute('mode') === 'readonly';
      const linked = this.#host.hasAttribute('for');
      this.#deaf?.();
      this.#workspace?.free();
      this.#root.replaceChildren();
      this.#source = source;
      const mirrored = getComputedStyle(this.#host).direction === 'rtl';
      this.#workspace = new Workspace(this.#root, { kind: this.#kind, language, readonly, linked, mirrored }, table, intl(language));
      this.#root.host.lang = this.#root.host.lang || spoken;
      this.#deaf = source.listen((told) => this.#do((part) => part.tell(told)));
      this.#do((part) => (this.#whole && location.hash ? part.tell({ go: this.#address() }) : undefined));
      if (!this.#whole || !location.hash || this.#address()[0] === 'overview') this.#do((part) => part.begin());
    } catch (error) {
      if (round === this.#round) this.#fail(error);
    }
  }

  /** An attribute or property was set. */
  changed(name) {
    if (!this.#workspace) return this.#start();
    if (name === 'filter') {
      const { cell = null, stage = '' } = this.#set.filter ?? {};
      this.#do((part) => part.tell({ filter: [cell, stage] }));
    } else if (name === 'isms') {
      this.#put(this.#set.isms);
    } else if (name === 'by') {
      // it is asked for with each change
    } else if (name === 'mode') {
      this.#do((part) => part.tell({ readonly: this.#host.getAttribute('mode') === 'readonly' }));
    } else {
      this.#start();
    }
  }

  /** The ISMS as a document, where no server has it. */
  read(name) {
    return name === 'isms' ? this.#source?.isms?.() : undefined;
  }

  async #put(document) {
    try {
      if (!this.#source.put) throw new Error('what a server has is not put in its place by a page');
      await this.#source.put(document);
    } catch (error) {
      this.#fail(error);
    }
  }

  async #takeOut() {
    const isms = JSON.stringify(await this.#source.isms(), null, 2);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([isms], { type: 'application/json' }));
    link.download = `${this.#host.getAttribute('name') || 'isms'}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  /** Calls the module, then does what it wants. While it draws, nothing that drawing brings about is heard. */
  #do(call) {
    if (this.#busy || !this.#workspace) return;
    this.#busy = true;
    let effects;
    try {
      effects = call(this.#workspace);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#busy = false;
    }
    for (const effect of effects ?? []) {
      const [[what, given]] = typeof effect === 'string' ? [[effect]] : Object.entries(effect);
      this.#perform(what, given);
    }
    this.#soon();
  }

  #perform(what, given) {
    switch (what) {
      case 'ask': this.#ask(given); break;
      case 'send': this.#send(given); break;
      case 'show': {
        const address = `#${[given.page, ...given.id.split('/')].filter(Boolean).map(encodeURIComponent).join('/')}`;
        if (location.hash !== address) history.pushState(null, '', address);
        this.#tell('show', given);
        break;
      }
      case 'filter': {
        const other = document.getElementById(this.#host.getAttribute('for') ?? '');
        if (other) other.filter = given;
        this.#tell('filter', given);
        break;
      }
      case 'to-top': {
        const rows = this.#root.querySelector('#rows');
        if (rows) rows.scrollTop = 0;
        break;
      }
      case 'take-out': this.#takeOut().catch((error) => this.#fail(error)); break;
      case 'copy': navigator.clipboard?.writeText(given.text).catch((error) => this.#tell('error', { message: error.message })); break;
      case 'print': print(); break;
      default: this.#tell(what, given);
    }
  }

  #ask({ name, round, from, path, calm }) {
    clearTimeout(this.#calm.get(name));
    const work = async () => {
      let told;
      try {
        const { data, tag } = await this.#source.ask(path);
        this.#tags.set(name, tag);
        told = { [name]: { round, from, data } };
      } catch (error) {
        told = { failed: { name, round, message: error.message, help: error.help ?? '' } };
      }
      this.#do((part) => {
        try {
          return part.tell(told);
        } catch (error) {
          return part.tell({ failed: { name, round, message: error.message, help: '' } });
        }
      });
    };
    if (calm) this.#calm.set(name, setTimeout(work, CALM_MS));
    else work();
  }

  async #send({ path, body }) {
    const shown = { risk: 'risk', register: 'risk', heatmap: 'risk', treatment: 'board', soa: 'soa', response: 'response', list: 'list', record: 'life' }[this.#root.querySelector('[data-page]')?.dataset.page];
    // what is taken back says itself what it rests on
    const tag = path === '/changes' || path.endsWith('/decisions') ? this.#tags.get(shown) : undefined;
    let told;
    try {
      const answer = await this.#source.send(path, body, tag);
      told = path === '/invitations' ? { invited: answer } : path.endsWith('/readers') ? { asked: answer } : path.startsWith('/rooms') ? { room: answer ?? null } : { made: answer };
      this.#tell('save', { where: this.#source.where ?? 'server' });
    } catch (error) {
      told = { failed: { name: '', round: 0, message: error.message, help: error.help ?? '' } };
    }
    this.#do((part) => part.tell(told));
  }

  /** A key in a form, if it is one. */
  #key(event) {
    const form = event.target.closest('#form');
    if (!form) return false;
    // Enter chooses from what is offered, and Escape does not throw away what was typed into a form of many fields
    const enters = event.key === 'Enter' && event.target.matches('input:not([list])');
    const leaves = event.key === 'Escape' && !('touched' in form.dataset);
    const does = leaves ? 'cancel' : enters ? 'submit' : undefined;
    if (does) {
      event.preventDefault();
      form.querySelector(`[data-do="${does}"]`)?.click();
    }
    return true;
  }

  /** Tells which rows are seen, once for each picture the browser draws. */
  #soon() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      const rows = this.#root.querySelector('#rows');
      if (!rows) return;
      const head = rows.querySelector('thead')?.offsetHeight ?? 0;
      const first = Math.max(0, Math.floor((rows.scrollTop - head) / ROW));
      const count = Math.ceil(rows.clientHeight / ROW) + 1;
      const seen = `${first} ${count}`;
      if (seen === this.#seen) return;
      this.#seen = seen;
      this.#do((part) => part.tell({ scrolled: [first, count] }));
    });
  }

  end() {
    this.#over.abort();
    this.#round++;
    this.#deaf?.();
    cancelAnimationFrame(this.#frame);
    this.#workspace?.free();
    this.#workspace = undefined;
  }
}
