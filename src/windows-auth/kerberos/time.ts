import { type DerValue, der, derToText, tags } from "../der.ts";
import { KerberosMessageError } from "./messageError.ts";

/** KerberosTime, RFC 4120 5.2.3: whole seconds in UTC. */
export function encodeKerberosTime(milliseconds: number): Buffer {
  const text = new Date(milliseconds).toISOString().replace(/[-:T]|\.\d+/g, "");
  return der(tags.generalizedTime, Buffer.from(text, "latin1"));
}

/** Milliseconds since 1970. @throws KerberosMessageError */
export function parseKerberosTime(value: DerValue): number {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(derToText(value));
  const time =
    match === null ? Number.NaN : Date.parse(match.slice(1, 4).join("-").concat("T", match.slice(4, 7).join(":"), "Z"));
  if (Number.isNaN(time)) throw new KerberosMessageError("a time is malformed");
  return time;
}
