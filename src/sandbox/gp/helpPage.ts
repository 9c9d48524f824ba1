/** The discovery page of a tenant: HTML for people, as the real one; a client learns from it that the service answers. */
export function helpPage(tenant: string, version: string, services: readonly string[]): string {
  const links = services.map((service) => `<li><a href="#${service}">${service}</a></li>`).join("");
  return `<!DOCTYPE html><html><head><title>Microsoft Dynamics GP Service (simulated)</title></head><body>
<h1>Dynamics GP ${version}: tenant ${escapeHtml(tenant)}</h1><p>This is a sandbox. No Microsoft Dynamics GP runs here.</p>
<h2>Dictionaries</h2><ul><li>Dynamics<ul>${links}</ul></li></ul></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
