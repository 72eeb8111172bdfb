// The same form for each: fifty required questions with a scale of five steps, and a script that bundlers make of it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const LEVELS = ['Not at all', 'A little', 'In part', 'Mostly', 'Entirely'];
const QUESTIONS = Array.from({ length: 50 }, (_, at) => ({ id: `q${at}`, title: `Question ${at + 1}: how far is this in place?` }));
const TITLE = 'Fifty questions';

const page = (title, head, body) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
${head}
</head>
<body><main><h1>Intranet</h1>${body}</main></body>
</html>`;

/** Ours: the elements as they are built, the document beside them. */
export async function riskwright(elements) {
  const names = Object.keys(JSON.parse(await readFile(join(elements, 'elements.json'), 'utf8')));
  const files = Object.fromEntries(await Promise.all(names.map(async (name) => [`/elements/${name}`, await readFile(join(elements, name))])));
  files['/form.json'] = JSON.stringify({
    format: 'riskwright.questionnaire/1', id: 'fifty', version: '1.0.0',
    contents: {
      title: TITLE,
      sections: [{ id: 'all', title: 'Questions' }],
      items: QUESTIONS.map((of) => ({ ...of, section: 'all', kind: { scale: LEVELS }, required: true })),
    },
    rules: {},
  });
  files['/riskwright.html'] = page(
    TITLE,
    '<script type="module" src="/elements/riskwright.js"></script>',
    '<riskwright-assessment questionnaire="/form.json"></riskwright-assessment>',
  );
  return { path: '/riskwright.html', files };
}

/** SurveyJS at its lightest: one bundle without what the form does not use, as far as a bundler can tell, styles without
    fonts, the form in the script so that nothing is fetched for it. */
export async function surveyjs() {
  const form = {
    title: TITLE,
    elements: QUESTIONS.map(({ id, title }) => ({ type: 'radiogroup', name: id, title, choices: LEVELS.map((text, value) => ({ value, text })), isRequired: true })),
  };
  const { outputFiles } = await build({
    entryPoints: [join(here, 'survey.mjs')],
    bundle: true, minify: true, write: false, format: 'esm', target: 'es2022', legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [{
      name: 'form',
      setup(building) {
        building.onResolve({ filter: /^form$/ }, () => ({ path: 'form', namespace: 'form' }));
        building.onLoad({ filter: /./, namespace: 'form' }, () => ({ contents: JSON.stringify(form), loader: 'json' }));
      },
    }],
  });
  const css = await readFile(join(here, 'node_modules/survey-core/survey-core.fontless.min.css'));
  const head = '<link rel="stylesheet" href="/survey.css">\n<script type="module" src="/survey.js"></script>';
  const files = { '/survey.js': Buffer.from(outputFiles[0].contents), '/survey.css': css, '/survey.html': page(TITLE, head, '<div id="survey"></div>') };
  return { path: '/survey.html', files };
}
