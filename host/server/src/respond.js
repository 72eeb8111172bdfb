// The page of who was invited: the questionnaire of the link, its answers kept at the server as well, and sent there.
const TEXTS = {
  en: { sent: 'Your answers were sent. Thank you.', away: 'The server can’t be reached. Your answers are kept in this browser.', none: 'The address lacks its last part. Copy the whole address out of the invitation.' },
  de: { sent: 'Ihre Antworten sind gesendet. Vielen Dank.', away: 'Der Server ist nicht zu erreichen. Ihre Antworten bleiben in diesem Browser.', none: 'Der Adresse fehlt ihr letzter Teil. Kopieren Sie die ganze Adresse aus der Einladung.' },
  fr: { sent: 'Vos réponses ont été envoyées. Merci.', away: 'Le serveur est injoignable. Vos réponses restent dans ce navigateur.', none: 'Il manque la fin de l’adresse. Copiez toute l’adresse de l’invitation.' },
};
const language = navigator.languages.map((tag) => tag.split('-')[0]).find((tag) => TEXTS[tag]) ?? 'en';
const texts = TEXTS[language];
document.documentElement.lang = language;
const said = document.getElementById('said');
const link = location.hash.slice(1);

/** Asks the server by the link; what it refuses is told in its own words. */
async function ask(path) {
  let response;
  try {
    response = await fetch(`/api/v1${path}`, { headers: { Authorization: `Bearer ${link}` } });
  } catch {
    throw new Error(texts.away);
  }
  const told = await response.json();
  if (!response.ok) throw new Error([told.detail, told.help].filter(Boolean).join('. '));
  return told;
}

async function begin() {
  if (!link) throw new Error(texts.none);
  const invitation = await ask('/invitation');
  if (invitation.sent) {
    said.textContent = `${texts.sent} (${invitation.sent})`;
    return;
  }
  const place = `/questionnaires/${encodeURIComponent(invitation.questionnaire)}`;
  document.title = (await ask(place)).title;
  await import('/elements/riskwright.js');
  const element = document.createElement('riskwright-assessment');
  element.setAttribute('name', invitation.id);
  element.setAttribute('source', `/api/v1${place}`);
  element.link = link;
  element.addEventListener('complete', ({ detail }) => {
    said.textContent = `${texts.sent} (${detail.sent.response})`;
  });
  said.before(element);
}

begin().catch((error) => { said.textContent = error.message; });
