import { listNotifications, type Notification } from "../ledger/notifications.ts";
import type { Application } from "./application.ts";

export function readNotifications(
  { ledger }: Pick<Application, "ledger">,
  filter: { channel?: string; state?: Notification["state"]; limit: number },
): Promise<Notification[]> {
  return listNotifications(ledger, filter);
}
