/**
 * Opens links by the configuration in force, and follows it: where another one was applied, by whichever process, work
 * that begins afterwards is done by the new one. Work that is under way ends with the systems it began with, so the
 * clients of a former configuration stay open until the process ends.
 *
 * It also hears of accounts that work again (ledger/acceptedLogons.ts), of whatever process found out.
 */
import type { Configuration } from "../configuration/configuration.ts";
import { type AcceptedLogon, acceptedLogons } from "../ledger/acceptedLogons.ts";
import { configurationVersion } from "../ledger/configurations.ts";
import { endCredentialWait } from "../ledger/credentialWait.ts";
import { linksOfConnection } from "./accountWorks.ts";
import type { Application } from "./application.ts";
import { configurationInForce, emptyConfiguration } from "./configurationInForce.ts";
import { createLinkOpener, type LinkOpener } from "./linkOpener.ts";

export interface LinkFollower extends LinkOpener {
  /** Whether the configuration that it goes by has the link. */
  has(link: string): boolean;
  /** Version of the configuration that {@link LinkOpener.open} goes by; 0 before the first one was applied. */
  version(): number;
  configuration(): Configuration;
  /** Looks whether another configuration is in force, and whether an account works again. */
  refresh(): Promise<void>;
}

const keyOf = ({ system, connection, account }: AcceptedLogon): string => JSON.stringify([system, connection, account]);

export async function followLinks(application: Application): Promise<LinkFollower> {
  const openers: LinkOpener[] = [];
  let version = 0;
  let configuration = emptyConfiguration;
  let opener = createLinkOpener(application, configuration);

  /** What was accepted before this process began was never refused to it. */
  const accepted = new Map((await acceptedLogons(application.ledger)).map((logon) => [keyOf(logon), logon.serial]));
  let heardBefore: readonly AcceptedLogon[] = [];

  async function followLogons(): Promise<void> {
    const logons = await acceptedLogons(application.ledger);
    const heard = logons.filter((logon) => accepted.get(keyOf(logon)) !== logon.serial);
    for (const logon of heard) {
      accepted.set(keyOf(logon), logon.serial);
      for (const each of openers) each.forgetRefusal(logon);
    }
    // Until it heard, this process put off what came to it; and what was under way then, until now.
    for (const { system, connection } of [...heardBefore, ...heard]) {
      const links = linksOfConnection(configuration, system, connection);
      await endCredentialWait(application.ledger, links, application.clock(), system);
    }
    heardBefore = heard;
  }

  async function refresh(): Promise<void> {
    await followLogons();
    if ((await configurationVersion(application.ledger)) === version) return;
    const inForce = await configurationInForce(application.ledger);
    if (inForce.version === version) return;
    ({ version, configuration } = inForce);
    opener = createLinkOpener(application, configuration);
    openers.push(opener);
  }

  await refresh();
  return {
    has: (name) => configuration.links.some((link) => link.name === name),
    version: () => version,
    configuration: () => configuration,
    refresh,
    forgetRefusal: (logon) => opener.forgetRefusal(logon),
    open: (name) => opener.open(name),
    async close() {
      for (const each of openers) await each.close();
    },
  };
}
