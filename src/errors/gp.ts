import { defineErrors } from "./entry.ts";

export const gpErrors = defineErrors({
  GP_UNREACHABLE: {
    meaning: "The GP server could not be reached: name, port, firewall, or the service is stopped.",
    fix: "Check the host and port of `gp.url`, and that the GP Service is running on that server (it does not always come back after a reboot).",
    owner: "gp-admin",
    retry: "transient",
    exit: 3,
  },
  GP_TLS: {
    meaning: "The certificate of the GP server is not trusted, has expired, or is for another host name.",
    fix: "Use the host name that stands in the certificate as `gp.url`, and give the issuing authority in `gp.tls.caFile`.",
    owner: "gp-admin",
    retry: "permanent",
    exit: 3,
  },
  GP_LOGON_REFUSED: {
    meaning:
      "The GP server refused the Windows account: wrong password, or the account is locked, disabled or expired.",
    fix: "Check user name and password of `gp.auth` and the state of the account in Active Directory. No second try was made, so that the account is not locked.",
    owner: "gp-admin",
    retry: "credential",
    exit: 3,
  },
  GP_SCHEME_NOT_OFFERED: {
    meaning: "The GP server does not offer the authentication scheme that is configured.",
    fix: "Set `gp.auth.scheme` to `auto`, or to one of the schemes the server offers.",
    owner: "gp-admin",
    retry: "permanent",
    exit: 3,
  },
  GP_ACCESS_DENIED: {
    meaning:
      "Windows accepted the account, GP did not: it is not mapped to a GP user, or that user lacks access to the company or the service.",
    fix: "Map the Windows account to a GP user (User Setup), give that user access to the company (User Access Setup) and to the service operations (security task and role).",
    owner: "gp-admin",
    retry: "permanent",
    exit: 3,
  },
  GP_COMPANY_MISMATCH: {
    meaning:
      "An answer came from another company than the configured one, or the configured company is not on the server.",
    fix: "Set `gp.company.database` to the SQL Server database name (INTERID) of the company, as in Company Setup; it is not the display name.",
    owner: "gp-admin",
    retry: "permanent",
    exit: 3,
  },
  GP_NOT_FOUND: {
    meaning: "The GP server has no such tenant, company or service at this address.",
    fix: "Compare `gp.url`, `gp.tenant` and the service profile with the service's help page (`.../Tenants(<tenant>)/help`).",
    owner: "gp-admin",
    retry: "permanent",
    exit: 3,
  },
  GP_SERVER_ERROR: {
    meaning: "The GP server answered with an error of its own (5xx), timed out, or broke off the connection.",
    fix: "It is tried again by itself. If it stays, look at the Dexterity Service Management page and the logs under ProgramData\\Microsoft Dynamics\\GPSessions\\Logs.",
    owner: "gp-admin",
    retry: "transient",
    exit: 3,
  },
  GP_REJECTED: {
    meaning: "GP refused a request with a message of its own.",
    fix: "Follow GP's message.",
    owner: "gp-admin",
    retry: "permanent",
    exit: 1,
  },
  GP_ANSWER_UNREADABLE: {
    meaning: "The GP server's answer has a form that the service profile does not describe.",
    fix: "Compare the answer kept in the audit trail with the service profile (list path, field names, date format) and adapt the profile.",
    owner: "gp-admin",
    retry: "permanent",
    exit: 3,
  },
});
