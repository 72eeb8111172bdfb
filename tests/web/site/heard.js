// Writes down what elements tell and what the policy refuses.
globalThis.heard = [];
for (const name of ['ready', 'change', 'progress', 'save', 'complete', 'error']) {
  addEventListener(name, (event) => { if (event instanceof CustomEvent) heard.push({ name, detail: event.detail, at: performance.now() }); }, true);
}
globalThis.violations = [];
addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => violations.push(`${effectiveDirective} ${blockedURI}`));
addEventListener('message', ({ data, origin }) => { if (data?.riskwright !== undefined) heard.push({ ...data, origin }); });
