import type { Bell } from "../engine/bell.ts";
import type { Occurrence } from "../engine/schedules.ts";
import type { Application } from "./application.ts";
import { requestCollection } from "./inbox/requestCollection.ts";
import { requestPoll } from "./pollNow.ts";
import { requestCheck } from "./runCheck.ts";
import { requestRetention } from "./runRetention.ts";

/** Asks for the job that a schedule stands for; a worker carries it out. */
export async function requestScheduled(
  application: Pick<Application, "ledger" | "actor" | "clock">,
  { bell }: { bell: Bell },
  { link, entity, kind }: Occurrence,
): Promise<{ id: string; joined: boolean }> {
  if (entity === "inbound") return requestCollection(application, { bell }, link);
  if (entity === "check") return requestCheck(application, { bell }, link);
  if (entity === "retention") return requestRetention(application, { bell });
  const sweep = kind === "sweep";
  return requestPoll(application, { bell }, link, { entities: [entity], full: sweep, sweep });
}
