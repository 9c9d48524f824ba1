import { parseFault } from "./faultText.ts";
import type { SandboxOptions } from "./options.ts";
import { parseAnswer } from "./partner/answerText.ts";

/** A command line flag for an option of the sandbox. */
export interface SandboxFlag {
  /** `--gp-port` */
  name: string;
  /** What stands behind it in the help text; absent for a switch. */
  argument?: string;
  /** Where its value goes in {@link SandboxOptions}. */
  path: string;
  help: string;
  read: (text: string) => unknown;
}

const number = (text: string): number => {
  if (!/^-?\d{1,12}$/.test(text)) throw new RangeError(`not a whole number: ${text.slice(0, 40)}`);
  return Number(text);
};
const words = (text: string): string[] => text.split(",").map((word) => word.trim());
const asIs = (text: string): string => text;
const yes = () => true;
const no = () => false;
const pickUp = (text: string) => (text === "immediate" || text === "never" ? text : number(text));

const takes = (
  name: string,
  argument: string,
  path: string,
  help: string,
  read: (text: string) => unknown,
): SandboxFlag => ({ name, argument, path, help, read });
const turns = (name: string, path: string, help: string, read: () => unknown): SandboxFlag => ({
  name,
  path,
  help,
  read,
});

/** Suggested flags of `ml-connector sandbox`; every other option is for the options file. */
export const sandboxFlags: readonly SandboxFlag[] = [
  takes("--gp-port", "PORT", "gp.port", "port of the simulated GP (0: any free one)", number),
  takes("--cleo-port", "PORT", "cleo.port", "port of the simulated Cleo (0: any free one)", number),
  takes("--admin-port", "PORT", "admin.port", "port of the admin endpoint (0: any free one)", number),
  takes("--journal", "DIR", "journal", "keep the upload log in this directory", asIs),
  takes("--seed", "N", "seed", "seed for faults with a probability", number),
  takes("--time-zone", "NAME", "gp.timeZone", "time zone of the GP site, such as America/Chicago", asIs),
  takes("--today", "DATE", "gp.today", "pin the GP site's calendar date (YYYY-MM-DD)", asIs),
  takes("--gp-version", "VERSION", "gp.version", "2015, 2016, 2018 or 18.x", asIs),
  takes("--schemes", "LIST", "gp.schemes", "authentication schemes that GP offers: Negotiate,NTLM,Basic", words),
  takes("--authentication", "MODE", "gp.authentication", "how long a logon lasts: connection or request", asIs),
  turns("--require-mic", "gp.requireMic", "refuse NTLM without a message integrity code", yes),
  takes("--body-style", "STYLE", "gp.bodyStyle", "names in GP's answers: object, column or mixed", asIs),
  takes("--envelope", "FORM", "gp.envelope", "list envelope: property, total, array or payload", asIs),
  takes("--dates", "FORM", "gp.dates", "date form: isoDateTime, isoDate, ms or msZone", asIs),
  takes("--decimals", "FORM", "gp.decimals", "amounts as number or string", asIs),
  turns("--summary-lists", "gp.listDetail", "lists without lines; documents must be read one by one", () => "summary"),
  takes("--page-cap", "N", "gp.pageCap", "most rows in one GP answer", number),
  takes("--moving-rows", "HOW", "gp.movingRows", "a row moves while a list is paged: toEnd or toFront", asIs),
  takes("--cold-start", "MS", "gp.coldStartMs", "delay of the first GP call", number),
  takes("--latency", "MS", "gp.latencyMs", "delay of every GP call", number),
  takes("--runtimes", "N", "gp.runtimes", "GP calls served at the same time (0: no limit)", number),
  takes("--wrong-company", "WHERE", "gp.wrongCompany", "answer for another company: check, documents or both", asIs),
  turns("--stock-gp", "gp.purchaseOrderService", "stock GP: no purchase-order service", no),
  takes("--token-seconds", "N", "cleo.tokenSeconds", "announced life of a Cleo token", number),
  takes("--real-token-seconds", "N", "cleo.realTokenSeconds", "true life of a Cleo token", number),
  turns("--no-refresh-token", "cleo.issueRefreshToken", "Cleo gives no refresh token", no),
  turns("--refuse-refresh", "cleo.refreshAccepted", "Cleo refuses every refresh token", no),
  takes("--pick-up", "WHEN", "cleo.pickUp", "uploaded files vanish: immediate, never, or after so many ms", pickUp),
  takes("--same-name", "POLICY", "cleo.sameName", "a second file of one name: accept, conflict or overwrite", asIs),
  takes("--uploads-per-minute", "N", "cleo.uploadsPerMinute", "more are answered with 429", number),
  turns("--partner", "partner.automatic", "a trading partner answers every uploaded order", yes),
  takes(
    "--partner-webhook",
    "URL",
    "partner.webhook.url",
    "where the partner pushes its answers to, as Cleo would",
    asIs,
  ),
  takes("--partner-key", "KEY", "partner.webhook.key", "the key that it shows there", asIs),
  takes("--partner-folder", "FOLDER", "partner.folder", "where it leaves files if it does not push", asIs),
  takes("--partner-format", "FORM", "partner.format", "its answers as x12 or json", asIs),
  takes(
    "--partner-answers",
    "LIST",
    "partner.answers",
    "what it sends, in this order, e.g. 997,855=changedDate,856:x2,810",
    (text) => words(text).map(parseAnswer),
  ),
  takes("--fault", "LIST", "faults", "arm faults, e.g. lostAnswer:x1,html502:0.1@cleo.upload", (text) =>
    words(text).map(parseFault),
  ),
];

/**
 * Options with the values of flags laid over them.
 *
 * @param values flag name (`--gp-port`) to its text; any text for a switch
 * @throws RangeError for an unknown flag or a value that cannot be read; ranges are checked by `startSandbox`
 */
export function withFlags(options: SandboxOptions, values: Readonly<Record<string, string>>): SandboxOptions {
  const result = structuredClone(options) as Record<string, unknown>;
  for (const [name, text] of Object.entries(values)) {
    const flag = sandboxFlags.find((each) => each.name === name);
    if (flag === undefined) throw new RangeError(`no such flag: ${name}`);
    const path = flag.path.split(".");
    const last = path.pop() ?? flag.path;
    let target = result;
    for (const part of path) {
      target[part] ??= {};
      target = target[part] as Record<string, unknown>;
    }
    target[last] = flag.read(text);
  }
  return result as SandboxOptions;
}
