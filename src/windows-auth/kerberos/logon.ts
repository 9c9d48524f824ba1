import { WindowsAuthError } from "../error.ts";
import type { MechanismLogon } from "../logon.ts";
import type { Settings } from "../options.ts";

export function createKerberosLogon(_settings: Settings): MechanismLogon {
  return async () => {
    throw new WindowsAuthError("SCHEME_NOT_OFFERED", "Kerberos is not available");
  };
}
