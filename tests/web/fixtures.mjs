// Writes the questionnaires that the suites answer: `node fixtures.mjs FOLDER`
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const format = 'riskwright.questionnaire/1';

/** As many questions as asked for, five choices each, in sections of `per`. */
function many(id, title, count, per, sections = Math.ceil(count / per)) {
  const levels = ['Not at all', 'A little', 'In part', 'Mostly', 'Entirely'];
  return {
    format, id, version: '1.0.0',
    contents: {
      title,
      sections: Array.from({ length: sections }, (_, at) => ({ id: `s${at}`, title: `Section ${at + 1}` })),
      items: Array.from({ length: count }, (_, at) => ({
        id: `q${at}`,
        section: `s${Math.floor(at / per)}`,
        title: `Question ${at + 1}: how far is this in place?`,
        kind: { scale: levels },
        required: true,
        // every tenth is shown by the one before it
        ...(at % 10 === 9 && count > 1000 ? { shown_if: [[{ item: `q${at - 1}`, test: { 'at-least': 1 } }]] } : {}),
      })),
      scores: [{ id: 'care', title: 'Care', min: 0, max: 100, unit: '%' }],
    },
    rules: { scores: [{ score: 'care', items: Array.from({ length: count }, (_, at) => ({ item: `q${at}` })), share: 0.5 }] },
  };
}

/** Every kind of question, in three languages, with a branch. */
const kinds = {
  format, id: 'kinds', version: '1.0.0',
  contents: {
    title: { en: 'Backups and access', de: 'Sicherung und Zugriff', fr: 'Sauvegardes et accès' },
    intro: { en: 'Ten minutes. Answers stay on this computer until you send them.', de: 'Zehn Minuten. Die Antworten bleiben auf diesem Rechner, bis Sie sie absenden.', fr: 'Dix minutes. Les réponses restent sur cet ordinateur jusqu’à l’envoi.' },
    sections: [
      { id: 'backups', title: { en: 'Backups', de: 'Sicherung', fr: 'Sauvegardes' }, intro: { en: 'What is copied, and whether it comes back.', de: 'Was kopiert wird, und ob es wiederkommt.', fr: 'Ce qui est copié, et si cela revient.' } },
      { id: 'access', title: { en: 'Access', de: 'Zugriff', fr: 'Accès' } },
    ],
    items: [
      { id: 'made', section: 'backups', title: { en: 'Are backups made?', de: 'Werden Sicherungen gemacht?', fr: 'Fait-on des sauvegardes ?' }, help: { en: 'Of all data that you would miss.', de: 'Von allen Daten, die Ihnen fehlen würden.', fr: 'De toutes les données qui vous manqueraient.' }, kind: 'yes-no', required: true, wants_evidence: true, about: ['A.8.13'] },
      { id: 'tried', section: 'backups', title: { en: 'When was restoring last tried?', de: 'Wann wurde zuletzt zurückgespielt?', fr: 'Quand la restauration a-t-elle été essayée ?' }, kind: 'date', required: true, may_not_apply: true, shown_if: [[{ item: 'made', test: 'is-yes' }]] },
      { id: 'hours', section: 'backups', title: { en: 'How many hours of work may be lost?', de: 'Wie viele Stunden Arbeit dürfen verloren gehen?', fr: 'Combien d’heures de travail peut-on perdre ?' }, kind: { number: { min: 0, max: 2000, unit: 'h' } }, required: true },
      { id: 'where', section: 'backups', title: { en: 'Where are copies kept?', de: 'Wo liegen Kopien?', fr: 'Où sont les copies ?' }, kind: { 'any-of': [
        { id: 'site', title: { en: 'On site', de: 'Im Haus', fr: 'Sur place' } },
        { id: 'other', title: { en: 'At another site', de: 'An einem anderen Ort', fr: 'Sur un autre site' } },
        { id: 'cloud', title: { en: 'In a cloud', de: 'In einer Cloud', fr: 'Dans un nuage' } },
      ] }, may_not_apply: true },
      { id: 'who', section: 'access', title: { en: 'Who grants access?', de: 'Wer vergibt Zugriff?', fr: 'Qui accorde l’accès ?' }, kind: { 'one-of': [
        { id: 'owner', title: { en: 'The owner of the data', de: 'Wem die Daten gehören', fr: 'Le propriétaire des données' } },
        { id: 'it', title: { en: 'The IT department', de: 'Die IT', fr: 'Le service informatique' } },
        { id: 'nobody', title: { en: 'Nobody in particular', de: 'Niemand Bestimmtes', fr: 'Personne en particulier' } },
      ] }, required: true },
      { id: 'care', section: 'access', title: { en: 'How well are leavers’ accounts closed?', de: 'Wie gut werden Konten beim Austritt geschlossen?', fr: 'Les comptes des partants sont-ils bien fermés ?' }, kind: { scale: [
        { en: 'Never', de: 'Nie', fr: 'Jamais' }, { en: 'Sometimes', de: 'Manchmal', fr: 'Parfois' }, { en: 'Always', de: 'Immer', fr: 'Toujours' },
      ] }, required: true, may_not_apply: true },
      { id: 'country', section: 'access', title: { en: 'In which month are rights reviewed?', de: 'In welchem Monat werden Rechte geprüft?', fr: 'Quel mois les droits sont-ils revus ?' }, kind: { 'one-of': Array.from({ length: 13 }, (_, at) => ({ id: `m${at}`, title: at === 0 ? { en: 'None', de: 'In keinem', fr: 'Aucun' } : { en: `Month ${at}`, de: `Monat ${at}`, fr: `Mois ${at}` } })) } },
      { id: 'note', section: 'access', title: { en: 'What else should we know?', de: 'Was sollten wir noch wissen?', fr: 'Que devrions-nous savoir d’autre ?' }, kind: { text: 500 } },
    ],
    scores: [{ id: 'care', title: { en: 'Care', de: 'Sorgfalt', fr: 'Soin' }, min: 0, max: 100, unit: '%' }],
  },
  rules: {
    scores: [{ score: 'care', items: [{ item: 'made' }, { item: 'care', weight: 2 }], share: 0.5 }],
    proposals: [{ change: { 'control-status': { control: 'A.8.13', status: 'planned' } }, reason: { en: 'There are no backups', de: 'Es gibt keine Sicherungen', fr: 'Il n’y a pas de sauvegardes' }, when: [[{ item: 'made', test: 'is-no' }]] }],
  },
};

const clone = (value) => JSON.parse(JSON.stringify(value));
const next = clone(kinds);
next.version = '2.0.0';
next.contents.items.find(({ id }) => id === 'hours').title.en = 'How many hours of work may at most be lost?';
next.contents.items = next.contents.items.filter(({ id }) => id !== 'country');
next.contents.items.find(({ id }) => id === 'care').kind.scale.push({ en: 'At once', de: 'Sofort', fr: 'Aussitôt' });
next.contents.items.push({ id: 'devices', section: 'access', title: { en: 'Are devices given back?' }, kind: 'yes-no', required: true });

// every text is markup, and links that would run
const hostile = clone(kinds);
hostile.id = 'hostile';
const markup = '<img src=x onerror="globalThis.ran=1"><script>globalThis.ran=1</script>';
(function poison(value) {
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'en' || key === 'de' || key === 'fr') value[key] = `${markup} ${inner}`;
    else if (inner && typeof inner === 'object') poison(inner);
  }
})({ ...hostile.contents, rules: hostile.rules });
hostile.version = `${markup} 1`;
const short = '<img src=x onerror=ran=1>';
for (const item of hostile.contents.items) {
  item.about = [short];
  if (item.kind.number) item.kind.number.unit = markup;
  for (const choice of item.kind['one-of'] ?? item.kind['any-of'] ?? []) choice.id = `${short}${choice.id}`;
}
hostile.contents.scores[0].unit = markup;
hostile.rules.proposals[0].change['control-status'].control = short;
const hostileNext = clone(hostile);
hostileNext.version = `${markup} 2`;
hostileNext.contents.items = hostileNext.contents.items.filter(({ id }) => id !== 'hours');

await mkdir(folder, { recursive: true });
const files = {
  'fifty.json': many('fifty', 'Fifty questions', 50, 50),
  'sections.json': many('sections', 'Fifty questions in sections', 50, 10),
  'large.json': many('large', 'Two thousand questions', 2000, 2000),
  'kinds.json': kinds,
  'kinds-2.json': next,
  'hostile.json': hostile,
  'hostile-2.json': hostileNext,
};
for (const [name, value] of Object.entries(files)) await writeFile(join(folder, name), JSON.stringify(value));
