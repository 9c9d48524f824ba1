/** Where a request came from, as far as a browser says so. Pure decisions. */

export interface RequestHeaders {
  host?: string | undefined;
  origin?: string | undefined;
  "sec-fetch-site"?: string | string[] | undefined;
  "x-requested-with"?: string | string[] | undefined;
}

/**
 * Why a request that changes something, and that a browser has sent with its session, is not one of the console's own;
 * `undefined` where it is. Three fences stand behind each other, beside the cookie's `SameSite=Strict`: what the browser
 * says of the page that sent it, the page's origin, and a header that no form and no other origin can send.
 *
 * @param publicUrl the console's own address, where a proxy gives us another `Host`
 */
export function foreignness(headers: RequestHeaders, publicUrl: URL | undefined): string | undefined {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return `it was sent from another site (${site})`;
  const { origin } = headers;
  if (origin !== undefined) {
    const host = URL.canParse(origin) ? new URL(origin).host : undefined;
    if (host === undefined || (host !== headers.host && host !== publicUrl?.host)) return "its Origin is another one";
  }
  if (headers["x-requested-with"] === undefined) return "the header X-Requested-With is missing";
  return undefined;
}

const loopbackNames = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|::1)$/i;

/** `localhost`, `127.0.0.1`, `[::1]`: an address that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return loopbackNames.test(host);
}

/**
 * Whether a `Host` may be one of ours. A server that listens on loopback only is called by a loopback name; another name
 * means that somebody has pointed theirs at it, to have a browser here ask for them (DNS rebinding). Elsewhere any name may
 * be the right one, and nothing is trusted because of where it comes from.
 */
export function isOwnHost(host: string | undefined, listensOn: string, publicUrl: URL | undefined): boolean {
  if (!isLoopback(listensOn)) return true;
  if (host === undefined || !URL.canParse(`http://${host}`)) return false;
  return isLoopback(new URL(`http://${host}`).hostname) || host === publicUrl?.host;
}
