/** Windows authentication against software that this project did not write: Samba, Apache, MIT Kerberos, gss-ntlmssp. */
import { afterAll, beforeAll, describe, test } from "vitest";
import { type AdLab, labObstacle, startLab } from "./adLab.ts";
import { kerberosCases } from "./kerberosCases.ts";
import { createLabBundle } from "./labBundle.ts";
import { ntlmCases } from "./ntlmCases.ts";
import { pollCases } from "./pollCases.ts";
import { refusalCases } from "./refusalCases.ts";
import { tlsCases } from "./tlsCases.ts";

const obstacle = labObstacle();
const borrowed = process.env.AD_LAB_ENV !== undefined;
if (obstacle !== undefined) {
  process.stderr.write(
    `\nNOT TESTED: Windows authentication (NTLM, Kerberos, Basic, channel binding, account states) against a real domain, because ${obstacle}.\n`,
  );
}

describe.skipIf(obstacle !== undefined)("in the AD lab", () => {
  let lab: AdLab | undefined;
  beforeAll(async () => {
    lab = await startLab();
  }, 240_000);
  afterAll(async () => {
    await lab?.stop();
  }, 60_000);

  const bundle = createLabBundle(() => {
    if (lab === undefined) throw new Error("the lab did not start");
    return lab;
  });
  ntlmCases(bundle);
  kerberosCases(bundle);
  refusalCases(bundle);
  tlsCases(bundle);
  // Last, since from here on the lab's fronts lead to a simulated GP instead of to themselves.
  if (borrowed)
    process.stderr.write(
      "\nNOT TESTED: polls through the lab's fronts, because the lab of AD_LAB_ENV is left as it is.\n",
    );
  else pollCases(bundle);
});

test.runIf(obstacle !== undefined)("Windows authentication against a real domain was NOT tested", ({ skip }) => {
  skip(obstacle ?? "");
});
