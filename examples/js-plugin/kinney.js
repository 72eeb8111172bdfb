// Likelihood × exposure × consequence, after G. F. Kinney and A. D. Wiruth, Practical Risk Analysis for Safety Management
// (1976). The numbers are theirs, the words are ours.

const LIKELIHOOD = [
  [0.1, 'Virtually impossible', 'So gut wie unmöglich'],
  [0.2, 'Practically impossible', 'Praktisch unmöglich'],
  [0.5, 'Conceivable but very unlikely', 'Denkbar, aber sehr unwahrscheinlich'],
  [1, 'Only remotely possible', 'Nur entfernt möglich'],
  [3, 'Unusual but possible', 'Ungewöhnlich, aber möglich'],
  [6, 'Quite possible', 'Gut möglich'],
  [10, 'To be expected', 'Zu erwarten'],
];
const EXPOSURE = [
  [0.5, 'Very rare', 'Sehr selten'],
  [1, 'A few times a year', 'Einige Male im Jahr'],
  [2, 'Monthly', 'Monatlich'],
  [3, 'Weekly', 'Wöchentlich'],
  [6, 'Daily', 'Täglich'],
  [10, 'Continuous', 'Dauernd'],
];
const CONSEQUENCE = [
  [1, 'Noticeable', 'Spürbar'],
  [3, 'Important', 'Bedeutend'],
  [7, 'Serious', 'Ernst'],
  [15, 'Very serious', 'Sehr ernst'],
  [40, 'Disaster', 'Katastrophe'],
  [100, 'Catastrophe for many', 'Katastrophe für viele'],
];
const LEVELS = [
  ['Acceptable', 'Hinnehmbar'],
  ['Possible', 'Möglich'],
  ['Substantial', 'Erheblich'],
  ['High', 'Hoch'],
  ['Very high', 'Sehr hoch'],
];
// a score from here on belongs to the next level
const BANDS = [20, 70, 200, 400];

const texts = (en, de) => [
  { language: 'en', text: en },
  { language: 'de', text: de },
];

const SCALES = [LIKELIHOOD, EXPOSURE, CONSEQUENCE];
const FACTORS = [
  factor('likelihood', LIKELIHOOD, ['Likelihood', 'Wahrscheinlichkeit'], [
    'How likely it is that it comes to harm, once somebody is exposed',
    'Wie wahrscheinlich es ist, dass Schaden entsteht, wenn man der Gefahr ausgesetzt ist',
  ]),
  factor('exposure', EXPOSURE, ['Exposure', 'Exposition'], [
    'How often the asset is exposed to the threat',
    'Wie oft der Wert der Bedrohung ausgesetzt ist',
  ]),
  factor('consequence', CONSEQUENCE, ['Consequence', 'Folgen'], [
    'How bad the harm would be',
    'Wie schlimm der Schaden wäre',
  ]),
];

function factor(id, scale, title, help) {
  return {
    id,
    title: texts(...title),
    help: texts(...help),
    kind: { tag: 'ordinal', val: scale.map(([, en, de]) => texts(en, de)) },
    required: true,
    effect: 'raises',
  };
}

function bandsOf(settings) {
  return JSON.parse(settings).bands ?? BANDS;
}

function levelOf(score, bands) {
  let level = 0;
  while (level < bands.length && score >= bands[level]) level += 1;
  return level;
}

// The factors' numbers in a row, or what is missing.
function numbersOf(batch, missing, row) {
  const numbers = [];
  for (const [at, column] of batch.columns.entries()) {
    if (missing[at].has(row)) return { problem: FACTORS[at].title };
    const step = SCALES[at][column.values.val[row]];
    if (step === undefined) return { problem: FACTORS[at].title };
    numbers.push(step[0]);
  }
  return { numbers };
}

// Calls `scored(row, score, numbers)` or `failed(row, title)` for each row.
function eachRow(batch, scored, failed) {
  if (batch.columns.length !== FACTORS.length) throw `expected ${FACTORS.length} columns`;
  const missing = batch.columns.map((column) => new Set(column.missing));
  for (let row = 0; row < batch.rows; row += 1) {
    const { numbers, problem } = numbersOf(batch, missing, row);
    if (problem) failed(row, problem);
    else scored(row, numbers[0] * numbers[1] * numbers[2], numbers);
  }
}

export const methodology = {
  validateSettings(settings) {
    let bands;
    try {
      bands = bandsOf(settings);
    } catch {
      return [{ path: '', message: texts('not JSON', 'kein JSON') }];
    }
    const rises = bands.every((band, at) => at === 0 || bands[at - 1] < band);
    if (rises) return [];
    return [{ path: '/bands', message: texts('bands have to rise', 'die Grenzen müssen steigen') }];
  },

  describe() {
    return {
      title: texts('Likelihood × exposure × consequence', 'Wahrscheinlichkeit × Exposition × Folgen'),
      factors: FACTORS,
      nodes: [],
      levels: LEVELS.map(([en, de]) => texts(en, de)),
      minScore: 0.1 * 0.5 * 1,
      maxScore: 10 * 10 * 100,
      unit: '',
      axes: [0, 2],
      givesLoss: false,
    };
  },

  assess(settings, batch) {
    const bands = bandsOf(settings);
    const scores = new Float64Array(batch.rows);
    const levels = new Uint8Array(batch.rows);
    // what is wrong with many rows is told once
    const lacking = new Map();
    eachRow(
      batch,
      (row, score) => {
        scores[row] = score;
        levels[row] = levelOf(score, bands);
      },
      (row, title) => {
        if (!lacking.has(title)) lacking.set(title, []);
        lacking.get(title).push(row);
      },
    );
    const problems = [...lacking].map(([[en, de], rows]) => ({
      rows: new Uint32Array(rows),
      message: texts(`${en.text} is not estimated`, `${de.text} ist nicht geschätzt`),
    }));
    return { scores, levels, problems };
  },

  trace(settings, batch) {
    const bands = bandsOf(settings);
    const ids = FACTORS.map(({ id }) => id);
    const steps = [];
    eachRow(
      batch,
      (row, score) => {
        const factors = ids.map((node, at) => ({
          node,
          value: { tag: 'level', val: batch.columns[at].values.val[row] },
          sources: [],
        }));
        steps.push([
          ...factors,
          { node: 'score', value: { tag: 'number', val: score }, sources: ids },
          { node: 'level', value: { tag: 'level', val: levelOf(score, bands) }, sources: ['score'] },
        ]);
      },
      () => steps.push([]),
    );
    return steps;
  },

  loss(settings, batch) {
    return new Array(batch.rows).fill(undefined);
  },
};
