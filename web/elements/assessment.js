// What <riskwright-assessment> needs of a page: fetching, keeping, telling. What it asks and draws is in the module.
import init, { Assessment } from './glue.js';
import { Keeping } from './keeping.js';

const LANGUAGES = /*languages*/['en', 'de', 'fr'];
const sheet = new CSSStyleSheet();
sheet.replaceSync(/*css*/'');
/** Larger files are noted without a digest. */
const DIGESTED = 512 * 1024 * 1024;
const EVENTS = ['click', 'input', 'change'];

let file, get, module;
let started;
const texts = new Map();

/** Compiles the module once for all elements. */
const begin = () => (started ??= init({ module_or_path: file('assessment.wasm') }));
const textsIn = (language) => texts.get(language) ?? texts.set(language, file(`assessment.${language}.txt`).then((response) => response.text())).get(language);

function intl(language) {
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 10 });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  const decimal = number.formatToParts(0.5).find(({ type }) => type === 'decimal').value;
  return {
    plural: (of) => plural.select(of),
    number: (of) => number.format(of),
    day: (of) => (Number.isNaN(Date.parse(of)) ? of : day.format(new Date(of))),
    decimal: () => decimal,
    read: Number,
  };
}

const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

async function digest(given) {
  // pages without https have none
  if (!globalThis.crypto?.subtle || given.size > DIGESTED) return '';
  return hex(await crypto.subtle.digest('SHA-256', await given.arrayBuffer()));
}

/** An element at work. */
export class Part {
  #host;
  #set;
  #root;
  #assessment;
  #keeping;
  #plugin;
  #busy = false;
  #round = 0;
  #kept;
  #over = new AbortController();

  constructor(host, set, sources) {
    ({ file, get, module } = sources);
    this.#host = host;
    this.#set = set;
    this.#root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    this.#root.adoptedStyleSheets = [sheet];
    // what stands in the element is seen until it is there
    this.#root.replaceChildren(document.createElement('slot'));
    for (const name of EVENTS) this.#root.addEventListener(name, (event) => this.#handle(event), { signal: this.#over.signal });
    this.#start();
  }

  #tell(name, detail) {
    // scripts of the page that wait for errors of its own are left alone
    this.#host.dispatchEvent(new CustomEvent(name, { detail, bubbles: name !== 'error', composed: true }));
  }

  #fail(error) {
    const message = error?.message ?? String(error);
    if (!this.#assessment) {
      const said = document.createElement('p');
      said.setAttribute('role', 'alert');
      said.setAttribute('part', 'error');
      said.textContent = message;
      this.#root.replaceChildren(said);
    }
    this.#tell('error', { message });
  }

  /** A document: a property, an address, or what stands in the element. */
  async #document(name, format) {
    const set = this.#set[name] ?? this.#host.getAttribute(name);
    if (set && typeof set === 'object' && !(set instanceof URL)) return JSON.stringify(set);
    if (set) {
      const url = new URL(set, document.baseURI);
      return url.pathname.endsWith('/') && name === 'questionnaire' ? url : (await get(url)).text();
    }
    return this.#inline(format)[0];
  }

  #inline(format) {
    const scripts = [...this.#host.querySelectorAll(':scope > script[type="application/json"]')];
    return scripts.map((script) => script.textContent).filter((text) => text.includes(`"${format}"`));
  }

  async #start() {
    const round = ++this.#round;
    try {
      const wanted = this.#host.getAttribute('language') || this.#host.closest('[lang]')?.lang || navigator.language || 'en';
      const [language] = Intl.getCanonicalLocales(wanted);
      const primary = language.split('-')[0];
      const spoken = LANGUAGES.includes(primary) ? primary : LANGUAGES[0];
      const found = this.#document('questionnaire', 'riskwright.questionnaire/1').then(async (document) => {
        if (!(document instanceof URL)) return { text: document };
        const { startPlugin } = await module('plugin.js');
        const plugin = await startPlugin(document);
        return { plugin, text: JSON.stringify(plugin.document) };
      });
      const [table, { text, plugin }, previous] = await Promise.all([
        textsIn(spoken),
        found,
        this.#document('previous', ''),
        begin(),
      ]);
      if (!text) throw new Error('<riskwright-assessment> has no questionnaire: give its address as the attribute `questionnaire`, or the document in a <script type="application/json"> inside');
      if (round !== this.#round) return;
      const mode = this.#host.getAttribute('mode') ?? '';
      const assessment = new Assessment(this.#root, text, Boolean(plugin), language, spoken, table, intl(language), mode);
      this.#plugin?.end();
      this.#plugin = plugin;
      await this.#take(assessment, text, previous);
      if (round !== this.#round) return;
      this.#assessment?.free();
      this.#root.replaceChildren();
      this.#assessment = assessment;
      this.#respondents();
      this.#do((part) => part.begin());
    } catch (error) {
      if (round === this.#round) this.#fail(error);
    }
  }

  /** What was kept, and where it is kept from now on. */
  async #take(assessment, text, previous) {
    const name = this.#host.getAttribute('name') ?? '';
    const space = JSON.stringify([assessment.id, name]);
    const reads = ['readonly', 'compare'].includes(this.#host.getAttribute('mode'));
    if (this.#kept === space) {
      assessment.takeKept(JSON.stringify(JSON.parse(this.#assessment.answers()).answers), '');
    } else if (!reads) {
      this.#keeping?.end();
      const unkept = (why) => {
        assessment.setUnkept(why);
        this.#tell('save', { where: 'memory', why });
      };
      this.#keeping = new Keeping(space, {
        heard: (item, said) => this.#do((part) => part.heard(item, said)),
        differs: (item, said) => this.#do((part) => part.differs(item, said)),
        forget: (file) => this.#do((part) => part.forget(file)),
        unkept: (why) => (this.#assessment ? this.#do(() => unkept(why)) : assessment.setUnkept(why)),
        saved: () => {
          this.#do((part) => part.setUnkept(''));
          this.#tell('save', { where: 'browser' });
        },
        all: () => JSON.parse(this.#assessment.answers()).answers.map((answer) => [answer.item, JSON.stringify(answer)]),
      });
      const { paper, said } = await this.#keeping.open();
      this.#kept = space;
      const changes = assessment.takeKept(`[${said.join()}]`, paper?.questionnaire ?? '');
      if (paper?.questionnaire !== text) await this.#keeping.setPaper({ ...paper, questionnaire: text });
      this.#perform(changes);
      previous ??= paper?.previous;
    }
    if (reads) {
      const [answers] = this.#inline('riskwright.answers/1');
      if (answers) assessment.takeKept(JSON.stringify(JSON.parse(answers).answers), '');
    }
    if (previous) assessment.setPrevious(previous);
  }

  #respondents() {
    const files = this.#set.respondents?.map((one) => JSON.stringify(one)) ?? this.#inline('riskwright.answers/1');
    if (this.#host.getAttribute('mode') === 'compare') this.#assessment.setRespondents(files);
  }

  /** An attribute or property was set. */
  async changed(name) {
    if (!this.#assessment) return this.#start();
    try {
      if (name === 'mode') {
        this.#do((part) => part.setMode(this.#host.getAttribute('mode') ?? ''));
        this.#respondents();
      } else if (name === 'respondents') {
        this.#respondents();
      } else if (name === 'previous') {
        const previous = await this.#document('previous', '');
        if (previous) this.#do((part) => part.setPrevious(previous));
      } else {
        this.#start();
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  read(name) {
    if (name === 'answers' && this.#assessment) return JSON.parse(this.#assessment.answers());
  }

  /** Calls the module, then does what it wants. While it draws, nothing that drawing brings about is heard. */
  #do(call) {
    if (this.#busy || !this.#assessment) return;
    this.#busy = true;
    let effects;
    try {
      effects = call(this.#assessment);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#busy = false;
    }
    this.#perform(effects ?? []);
  }

  #perform(effects) {
    for (let at = 0; at < effects.length; at += 3) {
      const [what, one, two] = effects.slice(at, at + 3);
      switch (what) {
        case 'keep': this.#keeping?.put(one, two); break;
        case 'keep-mine': this.#keeping?.put(one, two, true); break;
        case 'tell': this.#tell(one, JSON.parse(two)); break;
        case 'save': this.#save(one, two); break;
        case 'evaluate': this.#evaluate(JSON.parse(one)); break;
        case 'renew': this.#keeping?.renew(one); break;
        case 'print': print(); break;
      }
    }
  }

  async #evaluate(given) {
    try {
      const outcome = JSON.stringify(await this.#plugin.evaluate(given));
      this.#do((part) => part.evaluated(outcome));
    } catch (error) {
      this.#do((part) => part.notEvaluated(error.message));
    }
  }

  #handle(event) {
    const { target } = event;
    if (event.type === 'change' && target.dataset?.file) {
      this.#files(target);
      return;
    }
    this.#do((part) => part.handle(event));
  }

  async #files(field) {
    const given = [...field.files];
    const { file: kind, item } = field.dataset;
    field.value = '';
    try {
      for (const one of given) {
        if (kind === 'answers') {
          const text = await one.text();
          this.#do((part) => part.takeIn(text));
        } else {
          const found = await digest(one);
          this.#do((part) => part.addFile(Number(item), one.name, one.size, found));
        }
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #save(name, text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  end() {
    this.#over.abort();
    this.#round++;
    this.#keeping?.end();
    this.#plugin?.end();
    this.#assessment?.free();
    this.#assessment = undefined;
  }
}
