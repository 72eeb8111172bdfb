// The page of who was invited: shows the questionnaire of the link, and sends what was answered.
const TEXTS = {
  en: { sent: 'Your answers were sent. Thank you.', again: 'Send again', away: 'The server can’t be reached. Your answers are kept in this browser.', none: 'The address lacks its last part. Copy the whole address out of the invitation.' },
  de: { sent: 'Ihre Antworten sind gesendet. Vielen Dank.', again: 'Noch einmal senden', away: 'Der Server ist nicht zu erreichen. Ihre Antworten bleiben in diesem Browser.', none: 'Der Adresse fehlt ihr letzter Teil. Kopieren Sie die ganze Adresse aus der Einladung.' },
  fr: { sent: 'Vos réponses ont été envoyées. Merci.', again: 'Renvoyer', away: 'Le serveur est injoignable. Vos réponses restent dans ce navigateur.', none: 'Il manque la fin de l’adresse. Copiez toute l’adresse de l’invitation.' },
};
const language = navigator.languages.map((tag) => tag.split('-')[0]).find((tag) => TEXTS[tag]) ?? 'en';
const texts = TEXTS[language];
document.documentElement.lang = language;
const said = document.getElementById('said');
const link = location.hash.slice(1);

function say(text, again) {
  said.replaceChildren(text);
  if (!again) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = texts.again;
  button.addEventListener('click', again);
  said.append(' ', button);
}

/** Asks the server by the link; what it refuses is told in its own words. */
async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(`/api/v1${path}`, { ...options, headers: { authorization: `Bearer ${link}`, 'content-type': 'application/json' } });
  } catch {
    throw new Error(texts.away);
  }
  const told = await response.json();
  if (!response.ok) throw new Error([told.detail, told.help].filter(Boolean).join('. '));
  return told;
}

async function send(place, digest, answers) {
  const again = () => send(place, digest, answers);
  try {
    const { response } = await ask(`${place}/responses`, { method: 'POST', body: JSON.stringify({ digest, answers }) });
    say(`${texts.sent} (${response})`);
  } catch (error) {
    say(error.message, again);
  }
}

async function begin() {
  if (!link) throw new Error(texts.none);
  const invitation = await ask('/invitation');
  const place = `/questionnaires/${encodeURIComponent(invitation.questionnaire)}`;
  if (invitation.sent) {
    say(`${texts.sent} (${invitation.sent})`);
    return;
  }
  const [{ digest, title }, document_] = await Promise.all([ask(place), ask(`${place}/document`)]);
  document.title = title;
  await import('/elements/riskwright.js');
  const element = document.createElement('riskwright-assessment');
  element.setAttribute('name', invitation.id);
  element.questionnaire = document_;
  element.addEventListener('complete', ({ detail }) => send(place, digest, detail.answers.answers));
  said.before(element);
}

begin().catch((error) => say(error.message));
