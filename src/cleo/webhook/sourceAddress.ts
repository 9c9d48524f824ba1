import { BlockList, isIP } from "node:net";

export type AddressRanges = (address: string) => boolean;

/** @param ranges addresses, or ranges such as `192.245.195.0/24` */
export function addressRanges(ranges: readonly string[]): AddressRanges {
  const list = new BlockList();
  for (const range of ranges) {
    const [host = "", bits] = range.split("/");
    const family = isIP(host) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(host, family);
    else list.addSubnet(host, Number(bits), family);
  }
  return (address) => {
    const plain = unmapped(address);
    return list.check(plain, isIP(plain) === 6 ? "ipv6" : "ipv4");
  };
}

/**
 * Where a request comes from. `X-Forwarded-For` can be written by anyone, so it is read from its end, and only as far as
 * the proxies go that are trusted: the first address before them is the source.
 */
export function sourceAddress(
  peer: string | undefined,
  forwardedFor: string | string[] | undefined,
  isProxy: AddressRanges,
): string {
  let source = unmapped(peer ?? "");
  const hops = (Array.isArray(forwardedFor) ? forwardedFor.join(",") : (forwardedFor ?? "")).split(",");
  for (let at = hops.length - 1; at >= 0 && isIP(source) !== 0 && isProxy(source); at--) {
    const hop = unmapped((hops[at] ?? "").trim().replace(/^\[(.*)\](?::\d+)?$/, "$1"));
    if (isIP(hop) === 0) break;
    source = hop;
  }
  return source;
}

/** An IPv4 address as a dual-stack socket shows it: `::ffff:192.0.2.1`. */
function unmapped(address: string): string {
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? address.slice(7) : address;
}
