export type EncryptionTypeName = "aes256" | "aes128" | "rc4";

/**
 * Makes the tokens of a Negotiate handshake in place of the module's own Kerberos: single sign-on, a ticket cache, a vault.
 *
 * @param spn `HTTP/host`
 * @param channelBinding the application data (`tls-server-end-point:` and the hash), without TLS `undefined`
 * @param inToken what the server answered, at first `undefined`
 * @returns the next SPNEGO token; none ends the handshake
 */
export type TokenProvider = (
  spn: string,
  channelBinding: Buffer | undefined,
  inToken: Buffer | undefined,
) => Uint8Array | undefined | Promise<Uint8Array | undefined>;

export interface KerberosOptions {
  /** Default: the suffix of the UPN, or the domain if it has a dot, in upper case. */
  realm?: string;
  /** `host` or `host:port`, tried in this order. Default: the DNS SRV records `_kerberos._tcp.<realm>`. */
  kdc?: string | readonly string[];
  /** Default: all, strongest first. */
  encryptionTypes?: readonly EncryptionTypeName[];
  tokenProvider?: TokenProvider;
  /** With scheme `negotiate`: NTLM where Kerberos cannot be had (no KDC, no such SPN). Default false; `auto` always does. */
  allowNtlmFallback?: boolean;
  /**
   * Whether the service must prove that it holds the key of its SPN. A proof that is sent is always checked.
   * Default: `require` over http, `ifOffered` over https, where the certificate has proven the server already.
   */
  mutualAuthentication?: "require" | "ifOffered";
  timeouts?: {
    /** To connect to one KDC. Default 3000 ms. */
    connect?: number;
    /** For one answer of a KDC. Default 10 000 ms. */
    response?: number;
  };
}
