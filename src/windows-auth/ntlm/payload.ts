import { NtlmMessageError } from "./messageError.ts";

/** The bytes that a field descriptor (length, allocated, offset) points to. @throws NtlmMessageError if they lie outside */
export function payloadField(message: Buffer, descriptor: number): Buffer {
  if (message.length < descriptor + 8) throw new NtlmMessageError("the message is cut short");
  const length = message.readUInt16LE(descriptor);
  const offset = message.readUInt32LE(descriptor + 4);
  if (length === 0) return Buffer.alloc(0);
  const bytes = message.subarray(offset, offset + length);
  if (bytes.length < length) throw new NtlmMessageError("a field lies outside of the message");
  return bytes;
}
