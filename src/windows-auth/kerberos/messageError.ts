/** Thrown for bytes that are not the Kerberos or SPNEGO message expected, and for failed integrity checks. */
export class KerberosMessageError extends Error {
  override readonly name = "KerberosMessageError";
}
