// The door of a room: what stands behind the `#` of its address is shown once, and kept by the browser as a cookie.
const said = document.getElementById('said');
const link = location.hash.slice(1);

async function enter() {
  if (!link) throw new Error('The address lacks its last part. Copy the whole address.');
  const response = await fetch('/room/enter', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ link }),
  });
  if (response.ok) return location.replace('/room/');
  const told = await response.json();
  throw new Error([told.detail, told.help].filter(Boolean).join('. '));
}

enter().catch((error) => { said.textContent = error.message; });
