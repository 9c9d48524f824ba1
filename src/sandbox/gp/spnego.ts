/**
 * NTLM inside SPNEGO (RFC 4178), as far as a server needs it that knows NTLM only: takes the NTLM message out of the client's
 * token, and wraps the challenge into a NegTokenResp.
 */
const marker = Buffer.from("NTLMSSP\0", "latin1");
const ntlmMechanism = Buffer.from("060a2b06010401823702020a", "hex");

/** The NTLM message in a token, bare or wrapped. A token without one is handed back as it is. */
export function unwrapNegotiate(token: Buffer): { message: Buffer; wrapped: boolean } {
  if (token.subarray(0, 8).equals(marker)) return { message: token, wrapped: false };
  const start = token.indexOf(marker);
  if (start < 0 || (token[0] !== 0x60 && token[0] !== 0xa1)) return { message: token, wrapped: true };
  return { message: token.subarray(start, start + lengthBefore(token, start)), wrapped: true };
}

/** NegTokenResp { accept-incomplete, NTLM, responseToken }. */
export function wrapNegotiate(message: Buffer): Buffer {
  return der(
    0xa1,
    der(
      0x30,
      Buffer.concat([der(0xa0, der(0x0a, Buffer.from([1]))), der(0xa1, ntlmMechanism), der(0xa2, der(0x04, message))]),
    ),
  );
}

/** The length that the OCTET STRING header just before `start` gives; all the rest where there is none. */
function lengthBefore(token: Buffer, start: number): number {
  for (const headerLength of [2, 3, 4]) {
    const at = start - headerLength;
    if (at < 0 || token[at] !== 0x04) continue;
    const first = token[at + 1] ?? 0;
    if (headerLength === 2 && first < 0x80) return first;
    if (headerLength === 3 && first === 0x81) return token[at + 2] ?? 0;
    if (headerLength === 4 && first === 0x82) return token.readUInt16BE(at + 2);
  }
  return token.length - start;
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const header =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), content]);
}
