// What the page does with the element: it says where the questions come from, by which link its answers go back, and thanks.
// An intranet would know who is here and ask for a link of their own; this one has been given one.
const element = document.querySelector('riskwright-assessment');
const said = document.getElementById('said');
const { server, questionnaire, link } = await (await fetch('invitation.json')).json();
element.link = link;
element.setAttribute('source', `${server}/api/v1/questionnaires/${questionnaire}`);
element.addEventListener('complete', ({ detail }) => {
  said.textContent = `Thank you. Your answers are with the security team as ${detail.sent.response}.`;
});
await import(`${server}/elements/riskwright.js`);
