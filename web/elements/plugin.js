// A plugin's questionnaire: what it asks and what follows, between the shapes of its module and those of documents.

const tagged = ({ tag, val }) => (val === undefined ? tag : { [tag]: val });

/** The contents as a document. */
export function asDocument({ id, version }, whole) {
  const items = whole.items.map((item) => ({
    id: item.id,
    section: item.section,
    title: item.title,
    help: item.help,
    kind: tagged(item.kind),
    required: item.required,
    may_not_apply: item.mayNotApply,
    wants_evidence: item.wantsEvidence,
    shown_if: item.shownIf.map((all) => all.map(({ item, test }) => ({ item, test: tagged(test) }))),
    about: item.about,
  }));
  const { title, intro, sections, scores } = whole;
  return { format: 'riskwright.questionnaire/1', id, version, contents: { title, intro, sections, items, scores } };
}

/** Answers as the module takes them. */
const asGiven = (answers) =>
  answers.map(({ item, value }) => {
    const [[tag, val]] = Object.entries(value);
    return { item, value: { tag, val } };
  });

const CHANGES = {
  'control-status': ([control, status]) => ({ control, status }),
  'factor-level': ([factor, level]) => ({ factor, level }),
  finding: ([severity, against]) => ({ severity, against }),
};

/** What follows, as the engine writes it. */
const asOutcome = ({ visible, missing, problems, scores, proposals }) => ({
  visible,
  missing,
  problems,
  scores: scores.map(({ id, value, explanation }) => ({ id, value: value ?? null, explanation })),
  proposals: proposals.map(({ change: { tag, val }, reason, because }) => ({ change: { [tag]: CHANGES[tag](val) }, reason, because })),
});

/** Starts the plugin in a folder: its questionnaire as a document, and what works out what follows. */
export async function startPlugin(folder) {
  if (folder.origin !== location.origin) {
    throw new Error(`${folder.href}: a plugin runs in a worker, which browsers start from the page's own origin only; copy its folder to ${location.origin}`);
  }
  const { start } = await import(new URL('run.mjs', folder));
  const plugin = await start(folder);
  return {
    document: asDocument(plugin.manifest, await plugin.questionnaire()),
    evaluate: async (given) => asOutcome(await plugin.evaluate(asGiven(given))),
    end: () => plugin.end(),
  };
}
