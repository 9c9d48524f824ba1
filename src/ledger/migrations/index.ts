import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { up as ledger } from "./0001_ledger.ts";
import { up as inbox } from "./0002_inbox.ts";
import { up as operations } from "./0003_operations.ts";
import { up as access } from "./0004_access.ts";
import { up as answers } from "./0005_answers.ts";
import { up as checks } from "./0006_checks.ts";
import { up as scale } from "./0007_scale.ts";
import { up as search } from "./0008_search.ts";
import { up as collect } from "./0009_collect.ts";
import { up as blockedRecords } from "./0013_blocked_records.ts";
import { up as gpLoad } from "./0014_gp_load.ts";
import { up as archive } from "./0015_archive.ts";
import { up as clock } from "./0016_clock.ts";
import { up as setBack } from "./0017_set_back.ts";
import { up as linkHold } from "./0018_link_hold.ts";
import { up as resumed } from "./0019_resumed.ts";
import { up as openWork } from "./0020_open_work.ts";
import { up as latecomers } from "./0021_latecomers.ts";
import { up as deliveryPause } from "./0022_delivery_pause.ts";

const migration = (text: string): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await sql.raw(text).execute(db);
  },
});

/** In the order of their names, each run once, under a lock, when a process starts. */
export const migrations: Record<string, Migration> = {
  "0001_ledger": migration(ledger),
  "0002_inbox": migration(inbox),
  "0003_operations": migration(operations),
  "0004_access": migration(access),
  "0005_answers": migration(answers),
  "0006_checks": migration(checks),
  "0007_scale": migration(scale),
  "0008_search": migration(search),
  "0009_collect": migration(collect),
  "0013_blocked_records": migration(blockedRecords),
  "0014_gp_load": migration(gpLoad),
  "0015_archive": migration(archive),
  "0016_clock": migration(clock),
  "0017_set_back": migration(setBack),
  "0018_link_hold": migration(linkHold),
  "0019_resumed": migration(resumed),
  "0020_open_work": migration(openWork),
  "0021_latecomers": migration(latecomers),
  "0022_delivery_pause": migration(deliveryPause),
};
