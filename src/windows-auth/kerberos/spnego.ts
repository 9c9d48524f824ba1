/** SPNEGO, RFC 4178: how Kerberos tokens travel in `Negotiate`. */
import {
  applicationTag,
  contextTag,
  der,
  derField,
  derFields,
  derObjectIdentifier,
  derOctets,
  derSequence,
  derToNumber,
  derToObjectIdentifier,
  expectDer,
  tags,
} from "../der.ts";
import { krb5Mechanism } from "./apMessages.ts";
import { KerberosMessageError } from "./messageError.ts";

const spnegoMechanism = "1.3.6.1.5.5.2";
/** The number that Windows 2000 gave Kerberos by mistake, and that Windows has offered ever since. */
const microsoftKrb5Mechanism = "1.2.840.48018.1.2.2";

/** NegTokenInit that offers Kerberos and carries its first token. */
export const encodeNegTokenInit = (mechanismToken: Buffer): Buffer =>
  der(
    applicationTag(0),
    derObjectIdentifier(spnegoMechanism),
    derField(
      0,
      derSequence(
        derField(0, derSequence(derObjectIdentifier(krb5Mechanism), derObjectIdentifier(microsoftKrb5Mechanism))),
        derField(2, derOctets(mechanismToken)),
      ),
    ),
  );

export type NegotiationState = "accept-completed" | "accept-incomplete" | "reject" | "request-mic";
const states: readonly NegotiationState[] = ["accept-completed", "accept-incomplete", "reject", "request-mic"];

export interface NegTokenResp {
  /** Absent from the final message of some servers, which means completed. */
  readonly state: NegotiationState | undefined;
  readonly token: Buffer | undefined;
}

/**
 * Reads the server's token, which may also be a bare Kerberos one.
 *
 * @throws DerError, KerberosMessageError
 */
export function parseNegTokenResp(bytes: Buffer): NegTokenResp {
  if (bytes[0] === applicationTag(0)) return { state: "accept-completed", token: bytes };
  const fields = derFields(expectDer(expectDer(bytes, contextTag(1)).content, tags.sequence));
  const stateField = fields.get(0);
  const state = stateField === undefined ? undefined : states[derToNumber(stateField)];
  if (stateField !== undefined && state === undefined)
    throw new KerberosMessageError("the negotiation state is unknown");
  const mechanism = fields.get(1);
  if (mechanism !== undefined) {
    const chosen = derToObjectIdentifier(mechanism);
    if (chosen !== krb5Mechanism && chosen !== microsoftKrb5Mechanism) {
      throw new KerberosMessageError("the service chose another mechanism than Kerberos");
    }
  }
  return { state, token: fields.get(2)?.content };
}
