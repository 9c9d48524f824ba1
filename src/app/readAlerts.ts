import { type Alert, listAlerts } from "../ledger/alerts.ts";
import type { Application } from "./application.ts";

export function readAlerts(
  { ledger }: Pick<Application, "ledger">,
  filter: { link?: string; state: "open" | "cleared" | "all"; limit: number },
): Promise<Alert[]> {
  return listAlerts(ledger, filter);
}
