// A methodology of another package than the one in use.
import { load, manifest } from '/made/plugins/riskwright.ebios-rm/plugin.mjs';

export { load, manifest };
export const digest = '0'.repeat(64);
