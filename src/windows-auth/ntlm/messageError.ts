/** Thrown for bytes that are not the NTLM message expected, and for content that fits into none. */
export class NtlmMessageError extends Error {
  override readonly name = "NtlmMessageError";
}
