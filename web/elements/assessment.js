// What <riskwright-assessment> needs of a page: fetching, keeping, telling. What it asks and draws is in the module.
import init, { Assessment } from './glue.js';
import { intl } from './intl.js';
import { Keeping, paperOf } from './keeping.js';

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

function parsed(text, from) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${from}: ${error.message}`);
  }
}

const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

async function digest(given) {
  // pages without https have none
  if (!globalThis.crypto?.subtle || given.size > DIGESTED) return undefined;
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
  #source;
  #busy = false;
  #round = 0;
  #kept;
  /** What is asked. */
  #questionnaire;
  #left = [];
  /** Why the server could not be reached when this was opened. */
  #away;
  #unkept = false;
  #unsaved = false;
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
    if (!set) return this.#inline(format)[0];
    if (typeof set === 'object' && !(set instanceof URL)) return set;
    const url = new URL(set, document.baseURI);
    if (url.pathname.endsWith('/') && name === 'questionnaire') return url;
    return parsed(await (await get(url)).text(), url.href);
  }

  /** What is asked: from the server, where it is away as it was kept; or from where the page says. */
  async #asked(opened) {
    this.#left = opened?.answers;
    if (opened) return opened.document;
    const from = this.#host.getAttribute('source');
    this.#source?.end();
    this.#source = undefined;
    this.#away = undefined;
    if (!from) return this.#document('questionnaire', 'riskwright.questionnaire/1');
    const { Source } = await module('source.js');
    this.#source = new Source(new URL(from, document.baseURI), this.#set.link, {
      saved: () => this.#saved(),
      away: (why, again) => {
        this.#unsaved = true;
        this.#do((part) => part.tell({ unsaved: [why, again] }));
        this.#tell('save', { where: 'browser', why });
      },
      back: (opened) => this.#back(opened),
      differs: (answers) => this.#others(answers),
    });
    try {
      const { document, answers } = await this.#source.open();
      this.#left = answers;
      return document;
    } catch (error) {
      const paper = error.away && (await paperOf(this.#space(this.#source.id)));
      if (!paper) throw error;
      this.#away = error.message;
      return paper.questionnaire;
    }
  }

  /** Whether answers are read, and not given. */
  get #reads() {
    return ['readonly', 'compare'].includes(this.#host.getAttribute('mode'));
  }

  /** Under what answers are kept. */
  #space(id) {
    return JSON.stringify([id, this.#host.getAttribute('name') ?? '']);
  }

  /** The server is back: it gets what was answered meanwhile, if it asks the same; what it asks otherwise is shown. */
  #back(opened) {
    this.#away = undefined;
    const same = this.#assessment && JSON.stringify(opened.document) === JSON.stringify(this.#questionnaire);
    if (same) this.#bring(opened.answers);
    else this.#start(opened);
    return same;
  }

  /** Brings the answers here and those at the server together. */
  #bring(there) {
    this.#others(there);
    const { answers } = this.#assessment.answers();
    const byItem = (list) => JSON.stringify(list.toSorted((one, other) => (one.item < other.item ? -1 : 1)));
    if (!this.#reads && byItem(answers) !== byItem(there)) this.#source.save(answers);
    else if (this.#unsaved) this.#saved();
  }

  /** The server has all answers. */
  #saved() {
    if (this.#unsaved) this.#do((part) => part.tell({ unsaved: [null, false] }));
    this.#unsaved = false;
    this.#tell('save', { where: 'server' });
  }

  /** Answers of another machine: what is open here is filled, what differs is asked. */
  #others(answers) {
    const mine = new Map(this.#assessment.answers().answers.map((answer) => [answer.item, answer]));
    for (const other of answers) {
      const known = mine.has(other.item);
      this.#do((part) => part.tell({ [known ? 'differs' : 'heard']: [other.item, other] }));
      if (!known) this.#keeping?.put(other.item, other);
    }
  }

  #inline(format) {
    const scripts = [...this.#host.querySelectorAll(':scope > script[type="application/json"]')];
    return scripts.map((script) => parsed(script.textContent, 'the document in the element')).filter((file) => file?.format === format);
  }

  async #start(opened) {
    const round = ++this.#round;
    try {
      const wanted = this.#host.getAttribute('language') || this.#host.closest('[lang]')?.lang || navigator.language || 'en';
      const [language] = Intl.getCanonicalLocales(wanted);
      const primary = language.split('-')[0];
      const spoken = LANGUAGES.includes(primary) ? primary : LANGUAGES[0];
      const found = this.#asked(opened).then(async (document) => {
        if (!(document instanceof URL)) return { questionnaire: document };
        const { startPlugin } = await module('plugin.js');
        const plugin = await startPlugin(document);
        return { plugin, questionnaire: plugin.document };
      });
      const [table, { questionnaire, plugin }, previous] = await Promise.all([
        textsIn(spoken),
        found,
        this.#document('previous', ''),
        begin(),
      ]);
      if (!questionnaire) throw new Error('<riskwright-assessment> has no questionnaire: give its address as the attribute `questionnaire`, or the document in a <script type="application/json"> inside');
      if (round !== this.#round) return;
      const mode = this.#host.getAttribute('mode') ?? '';
      const assessment = new Assessment(this.#root, { questionnaire, coded: Boolean(plugin), served: Boolean(this.#source), language, spoken, mode }, table, intl(language));
      this.#plugin?.end();
      this.#plugin = plugin;
      const changes = await this.#take(assessment, questionnaire, previous);
      if (round !== this.#round) return;
      this.#assessment?.free();
      this.#root.replaceChildren();
      this.#assessment = assessment;
      this.#questionnaire = questionnaire;
      this.#perform(changes);
      this.#respondents();
      this.#do((part) => part.begin());
      if (this.#away) {
        this.#unsaved = true;
        this.#do((part) => part.tell({ away: this.#away }));
      } else if (opened) {
        this.#bring(this.#left);
      } else {
        this.#others(this.#left ?? []);
      }
    } catch (error) {
      if (round === this.#round) this.#fail(error);
    }
  }

  /** What was kept, and where it is kept from now on; gives what has to be kept otherwise. */
  async #take(assessment, questionnaire, previous) {
    const space = this.#space(questionnaire.id);
    if (this.#reads) {
      const [file] = this.#inline('riskwright.answers/1');
      if (file) assessment.tell({ kept: [file.answers, null] });
      if (previous) assessment.tell({ previous });
      return [];
    }
    const goesOn = this.#kept === space;
    const { paper, said } = goesOn ? this.#keeping : await this.#keep(space, assessment);
    const is = JSON.stringify(paper?.questionnaire) === JSON.stringify(questionnaire);
    if (!is) await this.#keeping.setPaper({ ...paper, questionnaire });
    const answers = goesOn ? this.#assessment.answers().answers : said;
    let changes;
    try {
      changes = assessment.tell({ kept: [answers, is ? null : paper?.questionnaire] });
    } catch {
      // what was asked then is written in a way that is no longer known
      changes = assessment.tell({ kept: [answers, null] });
    }
    previous ??= paper?.previous;
    if (previous) assessment.tell({ previous });
    return changes;
  }

  /** Keeps what is said from now on, and gives what was kept. */
  async #keep(space, assessment) {
    this.#keeping?.end();
    // what is told before the first drawing is told all the same
    const tell = (told) => (this.#assessment ? this.#do((part) => part.tell(told)) : assessment.tell(told));
    this.#keeping = new Keeping(space, {
      heard: (item, said) => tell({ heard: [item, said] }),
      differs: (item, said) => tell({ differs: [item, said] }),
      forget: (file) => tell({ forget: file }),
      unkept: (why) => {
        this.#unkept = true;
        tell({ unkept: why });
        this.#tell('save', { where: 'memory', why });
      },
      saved: () => {
        // mostly nothing has changed, and nothing is drawn
        if (this.#unkept) tell({ unkept: null });
        this.#unkept = false;
        this.#tell('save', { where: 'browser' });
      },
      all: () => this.#assessment.answers().answers.map((answer) => [answer.item, answer]),
    });
    const there = await this.#keeping.open();
    this.#kept = space;
    return there;
  }

  #respondents() {
    if (this.#host.getAttribute('mode') !== 'compare') return;
    const respondents = this.#set.respondents ?? this.#inline('riskwright.answers/1');
    this.#do((part) => part.tell({ respondents }));
  }

  /** An attribute or property was set. */
  async changed(name) {
    if (!this.#assessment) return this.#start();
    try {
      if (name === 'mode') {
        this.#do((part) => part.tell({ mode: this.#host.getAttribute('mode') ?? '' }));
        this.#respondents();
      } else if (name === 'respondents') {
        this.#respondents();
      } else if (name === 'previous') {
        const previous = await this.#document('previous', '');
        if (previous) this.#do((part) => part.tell({ previous }));
      } else {
        this.#start();
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  read(name) {
    if (name === 'answers' && this.#assessment) return this.#assessment.answers();
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
    for (const effect of effects) {
      const [[what, given]] = typeof effect === 'string' ? [[effect]] : Object.entries(effect);
      switch (what) {
        case 'keep':
          this.#keeping?.put(given.item, given.said, given.mine);
          if (this.#assessment) this.#source?.save(this.#assessment.answers().answers);
          break;
        case 'complete': this.#complete(given); break;
        case 'save': this.#save(given); break;
        case 'evaluate': this.#evaluate(given); break;
        case 'renew': this.#keeping?.renew(given); break;
        case 'print': print(); break;
        default: this.#tell(what, given);
      }
    }
  }

  /** Hands the answers over; what prevents that is said, and nothing is lost. */
  async #complete(given) {
    if (!this.#source) return this.#tell('complete', given);
    try {
      const sent = await this.#source.send(given.answers.answers);
      if (!sent) return;
      this.#do((part) => part.tell('sent'));
      this.#tell('complete', { ...given, sent });
    } catch (error) {
      this.notSent(error.message);
    }
  }

  notSent(why) {
    this.#do((part) => part.tell({ 'not-sent': why }));
  }

  async #evaluate(given) {
    try {
      const evaluated = await this.#plugin.evaluate(given);
      this.#do((part) => part.tell({ evaluated }));
    } catch (error) {
      this.#do((part) => part.tell({ 'not-evaluated': error.message }));
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
          await this.#takeIn(one);
        } else {
          const evidence = { title: one.name, digest: await digest(one), size: one.size };
          this.#do((part) => part.tell({ evidence: [Number(item), evidence] }));
        }
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  async #takeIn(file) {
    let told;
    try {
      told = { 'take-in': JSON.parse(await file.text()) };
      if (told['take-in']?.format !== 'riskwright.answers/1') told = { refused: `${file.name} is no file of answers` };
    } catch (error) {
      told = { refused: error.message };
    }
    this.#do((part) => {
      try {
        return part.tell(told);
      } catch (error) {
        return part.tell({ refused: error.message });
      }
    });
  }

  #save({ name, file }) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  end() {
    this.#over.abort();
    this.#round++;
    this.#keeping?.end();
    this.#plugin?.end();
    this.#source?.end();
    this.#assessment?.free();
    this.#assessment = undefined;
  }
}
