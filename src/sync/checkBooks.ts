import type { Configuration } from "../configuration/configuration.ts";
import { clearAlert, raiseAlert } from "../ledger/alerts.ts";
import { differenceOf, keepBooks } from "../ledger/books.ts";
import { currentConfiguration } from "../ledger/configurations.ts";
import type { WorkerContext } from "./workerContext.ts";

/** Looks whether the books of the last three days balance; where they do not, that is an alert until they do. */
export async function checkBooks({ ledger, clock }: Pick<WorkerContext, "ledger" | "clock">): Promise<void> {
  const now = clock();
  const dayFromNow = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const links = ((await currentConfiguration(ledger))?.document as Configuration | undefined)?.links ?? [];
  const timeZones = Object.fromEntries(links.map(({ name, timeZone }) => [name, timeZone]));
  const rows = await keepBooks(ledger, { from: dayFromNow(-2), to: dayFromNow(1), timeZones });
  const wrong = rows.filter((row) => differenceOf(row) !== 0);
  await ledger.transaction().execute(async (transaction) => {
    const [first] = wrong;
    if (first === undefined) return void (await clearAlert(transaction, "books", now));
    const lines = wrong.map(({ link, type, day }) => `${type} of ${link} on ${day}`).join(", ");
    await raiseAlert(transaction, {
      key: "books",
      code: "BOOKS_MISMATCH",
      link: first.link,
      subject: first.day,
      message: `the books do not balance: ${lines}`,
      now,
    });
  });
}
