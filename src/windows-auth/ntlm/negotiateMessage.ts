import { offeredFlags, signature, versionField } from "./flags.ts";
import { NtlmMessageError } from "./messageError.ts";

/**
 * NEGOTIATE_MESSAGE (type 1), MS-NLMP 2.2.1.1: 40 bytes, with the Version field, without domain and workstation.
 * Windows takes 32 bytes too, some other servers do not.
 */
export function encodeNegotiateMessage(): Buffer {
  const message = Buffer.alloc(40);
  signature.copy(message);
  message.writeUInt32LE(1, 8);
  message.writeUInt32LE(offeredFlags, 12);
  message.writeUInt32LE(message.length, 20);
  message.writeUInt32LE(message.length, 28);
  versionField.copy(message, 32);
  return message;
}

/** The flags that a client offers. @throws NtlmMessageError if it is no type 1 message */
export function parseNegotiateMessage(message: Buffer): { readonly flags: number } {
  if (messageType(message) !== 1 || message.length < 16) throw new NtlmMessageError("not a type 1 message");
  return { flags: message.readUInt32LE(12) };
}

/** 1, 2 or 3, or `undefined` where the bytes are no NTLM message at all. */
export function messageType(message: Buffer): number | undefined {
  if (message.length < 12 || !message.subarray(0, 8).equals(signature)) return undefined;
  return message.readUInt32LE(8);
}
