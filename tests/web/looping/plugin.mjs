// The self-assessment, but one of its calls never ends: the one that the folder is named after.
import { load as loaded, manifest } from '/made/self-assessment/plugin.mjs';

export { manifest };
const endless = new URL(import.meta.url).pathname.split('/').at(-2);

export async function load() {
  const plugin = await loaded();
  plugin[endless] = () => { for (;;); };
  return plugin;
}
