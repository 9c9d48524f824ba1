/** NEGOTIATE flags, MS-NLMP 2.2.2.5. */
export const negotiateFlags = {
  unicode: 0x00000001,
  oem: 0x00000002,
  requestTarget: 0x00000004,
  sign: 0x00000010,
  seal: 0x00000020,
  ntlm: 0x00000200,
  alwaysSign: 0x00008000,
  extendedSessionSecurity: 0x00080000,
  targetInformation: 0x00800000,
  version: 0x02000000,
  encryption128: 0x20000000,
  keyExchange: 0x40000000,
  encryption56: 0x80000000,
} as const;

/** Not OEM, because a server that picked it would break every name outside of ASCII. */
export const offeredFlags =
  (negotiateFlags.unicode |
    negotiateFlags.requestTarget |
    negotiateFlags.ntlm |
    negotiateFlags.alwaysSign |
    negotiateFlags.extendedSessionSecurity |
    negotiateFlags.targetInformation |
    negotiateFlags.version |
    negotiateFlags.encryption128 |
    negotiateFlags.encryption56) >>>
  0;

export const has = (flags: number, flag: number): boolean => (flags & flag) !== 0;

/** `NTLMSSP\0`, the beginning of each message. */
export const signature = Buffer.from("NTLMSSP\0", "latin1");

/** Version 10.0 build 0, NTLM revision 15 (MS-NLMP 2.2.2.10). For debugging only; peers must not decide by it. */
export const versionField = Buffer.from([10, 0, 0, 0, 0, 0, 0, 15]);
