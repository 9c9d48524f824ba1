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

/** An account that works again, or whatever another configuration mended. */
interface PutRight {
  links: readonly string[];
  /** Both where absent. */
  system?: AcceptedLogon["system"];
}

const keyOf = ({ system, connection, account }: AcceptedLogon): string => JSON.stringify([system, connection, account]);

export async function followLinks(application: Application): Promise<LinkFollower> {
  const openers: LinkOpener[] = [];
  let version = 0;
  let configuration = emptyConfiguration;
  let opener = createLinkOpener(application, configuration);

  /** What was accepted before this process began was never refused to it. */
  const accepted = new Map((await acceptedLogons(application.ledger)).map((logon) => [keyOf(logon), logon.serial]));
  const isNews = (logon: AcceptedLogon) => accepted.get(keyOf(logon)) !== logon.serial;
  let before: readonly PutRight[] = [];

  /** Until it hears, this process puts off what comes to it; and what is under way then, until the next look. */
  async function endWaits(now: readonly PutRight[]): Promise<void> {
    const once = before;
    for (const { links, system } of [...once, ...now])
      await endCredentialWait(application.ledger, links, application.clock(), system);
    before = [...before.filter((each) => !once.includes(each)), ...now];
  }

  /** What is told is noted once it was acted on: where the database breaks off meanwhile, it is told again. */
  async function refresh(): Promise<void> {
    const heard = (await acceptedLogons(application.ledger)).filter(isNews);
    const another = (await configurationVersion(application.ledger)) !== version;
    const inForce = another ? await configurationInForce(application.ledger) : undefined;
    const putRight: PutRight[] = heard.map(({ system, connection }) => ({
      links: linksOfConnection(configuration, system, connection),
      system,
    }));
    // A process that begins has put nothing off.
    if (inForce && version > 0) putRight.push({ links: inForce.configuration.links.map(({ name }) => name) });
    await endWaits(putRight);
    // Another refresh may have gone on in the meantime.
    for (const logon of heard.filter(isNews)) {
      accepted.set(keyOf(logon), logon.serial);
      for (const each of openers) each.forgetRefusal(logon);
    }
    if (inForce === undefined || inForce.version <= version) return;
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
