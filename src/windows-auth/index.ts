/**
 * Windows authentication over HTTP for Node.js: NTLMv2 with message integrity code and channel binding, Kerberos through
 * SPNEGO, and Basic over TLS, on connections that are kept and reused as long as the server lets a logon last.
 * See docs/windows-auth.md.
 */
export {
  createWindowsHttpClient,
  type WindowsHttpClient,
  type WindowsHttpStatistics,
} from "./client.ts";
export { md4 } from "./crypto/md4.ts";
export {
  type AuthenticationLeg,
  type AuthenticationScheme,
  isWindowsAuthError,
  type LogonRefusal,
  WindowsAuthError,
  type WindowsAuthErrorCode,
} from "./error.ts";
export type { EncryptionTypeName, KerberosOptions, TokenProvider } from "./kerberos/options.ts";
export { createLogonGuard, type LogonGuard, type LogonOutcome } from "./logonGuard.ts";
export {
  type AuthenticateMessage,
  encodeAuthenticateMessage,
  parseAuthenticateMessage,
} from "./ntlm/authenticateMessage.ts";
export { type AvPair, avIds, encodeAvPairs, parseAvPairs } from "./ntlm/avPairs.ts";
export { type ChallengeMessage, encodeChallengeMessage, parseChallengeMessage } from "./ntlm/challengeMessage.ts";
export { negotiateFlags } from "./ntlm/flags.ts";
export { NtlmMessageError } from "./ntlm/messageError.ts";
export { encodeNegotiateMessage, messageType, parseNegotiateMessage } from "./ntlm/negotiateMessage.ts";
export type { LogonEvent, WindowsCredentials, WindowsHttpOptions } from "./options.ts";
export type { PersistenceOption } from "./persistence.ts";
export type { WindowsHttpRequest, WindowsHttpResponse } from "./request.ts";
export type { SchemeOption } from "./scheme.ts";
