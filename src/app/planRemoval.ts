/**
 * Taking a link or a connection out of the configuration: what it means, before it is done.
 *
 * Nothing on record goes: documents, deliveries, messages, drafts, audit and watermarks stay, and a link that comes back
 * under the same name goes on from there. What is lost is the work that waits, so that it is named and has to be left on
 * purpose; and what is under way would lose its outcome, so that it holds a removal up.
 */
import type { Configuration } from "../configuration/configuration.ts";
import type { Section } from "../configuration/secretPlaces.ts";
import { ConnectorError, type ErrorReport } from "../errors/connectorError.ts";
import type { LedgerTransaction } from "../ledger/ledger.ts";
import { endLinks } from "../ledger/linkHold.ts";
import { type OnRecord, onRecordOf, type Unfinished, unfinishedOf } from "../ledger/unfinished.ts";
import { plannedSchedules } from "../sync/plannedSchedules.ts";
import type { Application } from "./application.ts";
import { configurationInForce } from "./configurationInForce.ts";

export interface RemovalPlan {
  section: Section;
  name: string;
  /** Version of the configuration that the plan was made from. */
  version: number;
  /** Links that use a connection. */
  usedBy: string[];
  /** Connections that no other link uses: they stay, and can be removed after the link. */
  unused: { section: "gp" | "cleo"; name: string }[];
  /** How many schedules end. */
  schedules: number;
  /** Of a link: what is not done with. */
  unfinished: Unfinished[];
  /** Of a link: what stays in the books. */
  onRecord: OnRecord | null;
  /** Why it cannot be removed now, if so. */
  refused: ErrorReport | null;
  /** Whether something waits that has to be left undone on purpose. */
  leavesWork: boolean;
}

/**
 * What removing a link or a connection would mean now. Changes nothing.
 *
 * @throws {ConnectorError} CONFIGURATION_ENTRY_UNKNOWN
 */
export async function planRemoval(
  { ledger }: Pick<Application, "ledger">,
  section: Section,
  name: string,
): Promise<RemovalPlan> {
  const { version, configuration } = await configurationInForce(ledger);
  if (!configuration[section].some((each) => each.name === name)) throw unknownEntry(section, name);
  const link = section === "links" ? configuration.links.find((each) => each.name === name) : undefined;
  const usedBy = usersOf(configuration, section, name);
  const unfinished = link === undefined ? [] : await unfinishedOf(ledger, name);
  const refused = usedBy.length > 0 ? inUse(name, usedBy) : refusalOf(name, unfinished, true);
  return {
    section,
    name,
    version,
    usedBy,
    unused:
      link === undefined
        ? []
        : (["gp", "cleo"] as const)
            .filter((side) => usersOf(configuration, side, link[side]).every((user) => user === name))
            .map((side) => ({ section: side, name: link[side] })),
    schedules: plannedSchedules(configuration).filter((each) => link !== undefined && each.link === name).length,
    unfinished,
    onRecord: link === undefined ? null : await onRecordOf(ledger, name),
    refused: refused?.report() ?? null,
    leavesWork: unfinished.some((each) => !each.underWay),
  };
}

/**
 * Lets links go whose work is done, or left on purpose; until the transaction ends, nothing of them begins.
 *
 * @returns what each of them leaves undone
 * @throws {ConnectorError} LINK_UNDER_WAY, LINK_WORK_WAITING
 */
export async function letLinksGo(
  transaction: LedgerTransaction,
  links: readonly string[],
  leaveWaiting: boolean,
): Promise<{ link: string; left: Unfinished[] }[]> {
  const look = async () => {
    const gone: { link: string; left: Unfinished[] }[] = [];
    for (const link of links) {
      const left = await unfinishedOf(transaction, link);
      const refused = refusalOf(link, left, leaveWaiting);
      if (refused !== undefined) throw refused;
      gone.push({ link, left });
    }
    return gone;
  };
  // A link that is busy is refused at once, and not waited for until it begins nothing for a moment.
  await look();
  await endLinks(transaction, links);
  return look();
}

function refusalOf(link: string, unfinished: readonly Unfinished[], leaveWaiting: boolean): ConnectorError | undefined {
  const going = unfinished.filter(({ underWay }) => underWay);
  if (going.length > 0) {
    return new ConnectorError("LINK_UNDER_WAY", `the link ${link} cannot be removed now: ${inWords(going)}`, {
      at: { link },
    });
  }
  if (unfinished.length === 0 || leaveWaiting) return undefined;
  return new ConnectorError("LINK_WORK_WAITING", `the link ${link} would leave undone: ${inWords(unfinished)}`, {
    at: { link },
  });
}

/** `2 deliveries blocked, 1 draft in review`. */
export function inWords(unfinished: readonly Unfinished[]): string {
  return unfinished
    .map(({ what, state, count }) => `${count} ${nouns[what][count === 1 ? 0 : 1]} ${states[state] ?? state}`)
    .join(", ");
}

const nouns: Readonly<Record<Unfinished["what"], readonly [string, string]>> = {
  job: ["job", "jobs"],
  delivery: ["file", "files"],
  message: ["message", "messages"],
  document: ["document of a partner", "documents of partners"],
  draft: ["draft", "drafts"],
};

const states: Readonly<Record<string, string>> = {
  sending: "being sent",
  failed: "to be tried again",
  inDoubt: "in doubt",
  received: "not read yet",
  processing: "being carried out",
  review: "in review",
  quarantined: "in quarantine",
  creating: "being entered in GP",
};

/** Links that a connection serves. */
export function usersOf({ links }: Pick<Configuration, "links">, section: Section, name: string): string[] {
  return section === "links" ? [] : links.filter((link) => link[section] === name).map((link) => link.name);
}

export function inUse(name: string, users: readonly string[]): ConnectorError {
  return new ConnectorError(
    "CONFIGURATION_IN_USE",
    `the connection ${name} is used by ${users.length === 1 ? "the link" : "the links"} ${users.join(", ")}`,
    {
      at: { connection: name },
    },
  );
}

export function unknownEntry(section: string, name: string): ConnectorError {
  return new ConnectorError(
    "CONFIGURATION_ENTRY_UNKNOWN",
    `\`${section}\` has no ${JSON.stringify(name.slice(0, 60))}`,
  );
}
