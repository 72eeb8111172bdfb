// A methodology that is well, but for a call that never ends.
import { digest, load as loaded, manifest } from '/made/plugins/riskwright.ebios-rm/plugin.mjs';

export { digest, manifest };

export async function load() {
  const plugin = await loaded();
  plugin.assess = () => { for (;;); };
  return plugin;
}
