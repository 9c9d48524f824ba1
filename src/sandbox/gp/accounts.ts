import type { GpOptions, WindowsAccount } from "../options.ts";

/** The domain controller behind the simulated GP server: accounts, and failed logons until one is locked. */
export interface Accounts {
  /** The account behind `DOMAIN\user`, `user@suffix` or a bare name; names compare without regard to case. */
  find(user: string, domain: string): WindowsAccount | undefined;
  /** False: disabled or locked, whatever the password. */
  mayLogOn(account: WindowsAccount): boolean;
  failed(account: WindowsAccount): void;
  succeeded(account: WindowsAccount): void;
  set(name: string, change: Partial<WindowsAccount>): boolean;
  list(): { user: string; state: string; failures: number }[];
  readonly refusals: number;
}

export function createAccounts(options: GpOptions): Accounts {
  const accounts = options.accounts.map((account) => ({ ...account }));
  const failures = new Map<WindowsAccount, number>();
  let refusals = 0;
  const same = (left: string, right: string) => left.toUpperCase() === right.toUpperCase();
  const find = (user: string, domain: string): WindowsAccount | undefined => {
    const at = user.lastIndexOf("@");
    const name = domain === "" && at > 0 ? user.slice(0, at) : user;
    const realm = domain === "" && at > 0 ? user.slice(at + 1) : domain;
    return accounts.find(
      (account) =>
        same(account.username, name) &&
        (realm === "" ||
          same(realm, account.domain) ||
          (same(account.domain, options.domain) && same(realm, options.dnsDomain))),
    );
  };
  return {
    find,
    mayLogOn: (account) => account.state === "active",
    failed(account) {
      refusals += 1;
      const count = (failures.get(account) ?? 0) + 1;
      failures.set(account, count);
      if (options.lockAfterFailures > 0 && count >= options.lockAfterFailures) account.state = "locked";
    },
    succeeded(account) {
      failures.delete(account);
    },
    set(name, change) {
      const [domain, user] = name.includes("\\") ? (name.split("\\", 2) as [string, string]) : ["", name];
      const account = find(user, domain);
      if (account === undefined) return false;
      Object.assign(account, change);
      failures.delete(account);
      return true;
    },
    list: () =>
      accounts.map((account) => ({
        user: `${account.domain}\\${account.username}`,
        state: account.state,
        failures: failures.get(account) ?? 0,
      })),
    get refusals() {
      return refusals;
    },
  };
}
