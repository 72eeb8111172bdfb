// The workspace's page: who is here, and the workspace itself once someone is.
const TEXTS = {
  en: { name: 'Name', password: 'Password', enter: 'Sign in', leave: 'Sign out', away: 'The server can’t be reached.', api: 'For programs' },
  de: { name: 'Name', password: 'Passwort', enter: 'Anmelden', leave: 'Abmelden', away: 'Der Server ist nicht zu erreichen.', api: 'Für Programme' },
  fr: { name: 'Nom', password: 'Mot de passe', enter: 'Se connecter', leave: 'Se déconnecter', away: 'Le serveur est injoignable.', api: 'Pour les programmes' },
};
const language = navigator.languages.map((tag) => tag.split('-')[0]).find((tag) => TEXTS[tag]) ?? 'en';
const texts = TEXTS[language];
document.documentElement.lang = language;
const said = document.getElementById('said');
const who = document.getElementById('who');
const make = (name, properties, ...inside) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
};

async function ask(options = {}) {
  try {
    return await fetch('/api/v1/session', options);
  } catch {
    throw new Error(texts.away);
  }
}

function signIn() {
  const name = make('input', { name: 'name', autocomplete: 'username', required: true, id: 'name' });
  const password = make('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true, id: 'password' });
  const form = make('form', { className: 'sign-in' },
    make('h1', { textContent: texts.enter }),
    make('label', { htmlFor: 'name', textContent: texts.name }), name,
    make('label', { htmlFor: 'password', textContent: texts.password }), password,
    make('button', { textContent: texts.enter }));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const response = await ask({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name: name.value, password: password.value }) });
      if (response.ok) return location.reload();
      const { detail, help } = await response.json();
      said.textContent = [detail, help].filter(Boolean).join('. ');
    } catch (error) {
      said.textContent = error.message;
    }
    password.value = '';
    password.focus();
  });
  said.before(form);
  name.focus();
}

async function begin() {
  const response = await ask();
  if (response.status === 401) return signIn();
  const { name, until, csrf } = await response.json();
  who.append(make('a', { href: '/api', textContent: texts.api }), ` ${name} `);
  if (until) {
    const leave = make('button', { type: 'button', textContent: texts.leave });
    leave.addEventListener('click', async () => {
      await ask({ method: 'DELETE', headers: { 'X-CSRF-Token': csrf } });
      location.reload();
    });
    who.append(leave);
  }
  await import('/elements/riskwright.js');
  const workspace = document.createElement('riskwright-workspace');
  workspace.setAttribute('source', '/api/v1');
  workspace.setAttribute('language', language);
  said.before(workspace);
}

begin().catch((error) => { said.textContent = error.message; });
