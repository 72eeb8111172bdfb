// What a page does that has no server behind it: answers are given to who answered as a file, to be handed on.
const TEXTS = {
  en: (name) => `Your answers are in the file ${name}. Give it to who asked you.`,
  de: (name) => `Ihre Antworten sind in der Datei ${name}. Geben Sie sie denen, die Sie gefragt haben.`,
  fr: (name) => `Vos réponses sont dans le fichier ${name}. Remettez-le à qui vous a interrogé.`,
};
const language = navigator.languages.map((tag) => tag.split('-')[0]).find((tag) => TEXTS[tag]) ?? 'en';
document.documentElement.lang = language;
document.querySelector('riskwright-assessment').addEventListener('complete', ({ detail: { answers } }) => {
  const link = document.createElement('a');
  link.download = `${answers.questionnaire ?? 'answers'}.answers.json`;
  link.href = URL.createObjectURL(new Blob([JSON.stringify(answers, null, 2)], { type: 'application/json' }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  document.getElementById('said').textContent = TEXTS[language](link.download);
});
