// A Riskwright plugin as an ES module, for node and for browsers under a CSP with 'wasm-unsafe-eval'.
// Every call gets a fresh instance, as on the native host: nothing survives a call.
import { instantiate } from './plugin.js';

const CORES = /*cores*/[];

/** What the package says of itself. */
export const manifest = /*manifest*/{};

/** The digest of the package this was made of: what scores pin. */
export const digest = '/*digest*/';

async function compile(url) {
  if (url.protocol === 'file:') {
    const { readFile } = await import('node:fs/promises');
    return WebAssembly.compile(await readFile(url));
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  // compileStreaming wants the right content type; servers often have another
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Settings as the host writes them (RFC 8785), so that a plugin gets the same text everywhere. */
export function canonical(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = Object.keys(value).filter((name) => value[name] !== undefined).sort();
  return `{${fields.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

const plain = (values) => ArrayBuffer.isView(values);

function finite(numbers) {
  for (let row = 0; row < numbers.length; row++) if (!Number.isFinite(numbers[row])) return false;
  return true;
}

/** What a factor's column may hold. A typed array would wrap or cut anything else without a word. */
const FITS = {
  ordinal: (value) => Number.isInteger(value) && value >= 0 && value <= 255,
  number: Number.isFinite,
  flag: (value) => typeof value === 'boolean',
  estimate: (value) => value?.length === 3 && Array.prototype.every.call(value, Number.isFinite),
};

/** A factor's column: null or undefined where it was not estimated; typed arrays have no gaps. */
function column(kind, given) {
  const missing = [];
  const fill = (Type, zero) => {
    // bytes are levels whatever they are; of others each value is looked at
    if (plain(given) && given.constructor === Type && (kind === 'ordinal' || finite(given))) return given;
    const into = new Type(given.length);
    for (let row = 0; row < given.length; row++) {
      const value = given[row];
      if (value === null || value === undefined) { missing.push(row); into[row] = zero; continue; }
      if (!FITS[kind](value)) throw new RangeError(`row ${row + 1}: ${JSON.stringify(value)} is no value of this factor (${kind})`);
      into[row] = value;
    }
    return into;
  };
  switch (kind) {
    case 'ordinal': return { values: { tag: 'ordinal', val: fill(Uint8Array, 0) }, missing: Uint32Array.from(missing) };
    case 'number': return { values: { tag: 'number', val: fill(Float64Array, 0) }, missing: Uint32Array.from(missing) };
    case 'flag': return { values: { tag: 'flag', val: fill(Array, false) }, missing: Uint32Array.from(missing) };
    default: {
      const points = fill(Array, [0, 0, 0]);
      const point = (at) => Float64Array.from(points, (estimate) => estimate[at]);
      return { values: { tag: 'estimate', val: { low: point(0), mode: point(1), high: point(2) } }, missing: Uint32Array.from(missing) };
    }
  }
}

function batch(description, columns) {
  if (columns.length !== description.factors.length) {
    throw new TypeError(`${columns.length} columns were given, the methodology has ${description.factors.length} factors`);
  }
  const rows = columns.length === 0 ? 0 : columns[0].length;
  if (columns.some((values) => values.length !== rows)) throw new TypeError('the columns have different lengths');
  return { rows, columns: description.factors.map((factor, at) => column(factor.kind.tag, columns[at])) };
}

/** Scores, levels and rows are held to the description, as the native host holds them. */
function checked(description, rows, answer) {
  const { scores, levels, problems } = answer;
  if (scores.length !== rows || levels.length !== rows) throw new Error('the plugin answered with another number of rows');
  const bad = new Set();
  for (const { rows: own } of problems) {
    if (own.length === 0) throw new Error('the plugin told a problem of no row');
    let last = -1;
    for (const row of own) {
      if (!(row > last && row < rows) || bad.has(row)) {
        throw new Error(`the plugin told a problem of row ${row + 1}, out of order, a second time or beyond the last`);
      }
      bad.add(last = row);
    }
  }
  const { minScore, maxScore } = description;
  const highest = description.levels.length;
  for (let row = 0; row < rows; row++) {
    if (bad.size > 0 && bad.has(row)) {
      if (!Object.is(scores[row], 0) || levels[row] !== 0) throw new Error(`row ${row + 1}: the plugin gave a score and a problem`);
      continue;
    }
    if (!(scores[row] >= minScore && scores[row] <= maxScore) || levels[row] >= highest) {
      throw new Error(`row ${row + 1}: the plugin answered out of its bounds`);
    }
  }
  return answer;
}

export class Plugin {
  #modules;
  #descriptions = new Map();

  constructor(modules) { this.#modules = modules; }

  /** A fresh instance: the interfaces it exports. */
  instance() { return instantiate((name) => this.#modules.get(name), {}); }

  #interface(name) {
    const found = this.instance()[name];
    if (!found) throw new Error(`the plugin offers no ${name}`);
    return found;
  }

  /** What is wrong with settings; empty if they will do. */
  validateSettings(settings) { return this.#interface('methodology').validateSettings(canonical(settings)); }

  describe(settings = {}) {
    const text = canonical(settings);
    if (!this.#descriptions.has(text)) this.#descriptions.set(text, this.#interface('methodology').describe(text));
    return this.#descriptions.get(text);
  }

  /** Scores rows: a column for each factor in the order of the description. */
  assess(settings, columns) {
    const description = this.describe(settings);
    const asked = batch(description, columns);
    return checked(description, asked.rows, this.#interface('methodology').assess(canonical(settings), asked));
  }

  /** The steps to the score of each row. */
  trace(settings, columns) {
    return this.#interface('methodology').trace(canonical(settings), batch(this.describe(settings), columns));
  }

  /** The loss model of each row. */
  loss(settings, columns) {
    return this.#interface('methodology').loss(canonical(settings), batch(this.describe(settings), columns));
  }

  /** The whole catalogue. */
  catalogue() { return this.#interface('catalogue').whole(); }

  /** All that is asked. */
  questionnaire() { return this.#interface('questionnaire').whole(); }

  /** What follows from answers. */
  evaluate(answers) { return this.#interface('questionnaire').evaluate(answers); }
}

/** Compiles the plugin's code, which lies beside this file unless said otherwise. */
export async function load(base = import.meta.url) {
  const modules = await Promise.all(CORES.map(async (name) => [name, await compile(new URL(name, base))]));
  return new Plugin(new Map(modules));
}
