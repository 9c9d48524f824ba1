import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type TemporaryLedger, temporaryLedger } from "../../test/temporaryLedger.ts";
import { acceptedLogons, noteAcceptedLogon } from "./acceptedLogons.ts";
import { sharedLoad } from "./sharedLoad.ts";

const start = new Date("2026-01-15T09:30:20Z");
const later = (milliseconds: number) => new Date(start.getTime() + milliseconds);
const minutes = 60_000;

describe("what processes hold together of a GP server", () => {
  let temporary: TemporaryLedger;
  beforeEach(async () => {
    temporary = await temporaryLedger();
  });
  afterEach(() => temporary.close());

  it("gives no more leave than the hour has calls, however many ask at once", async () => {
    const asked = await Promise.all(
      Array.from({ length: 15 }, () => sharedLoad(temporary.ledger, "gp").takeCalls(start, 10, 95)),
    );
    expect(asked.reduce((sum, { calls }) => sum + calls, 0)).toBe(95);
    expect(await sharedLoad(temporary.ledger, "other").takeCalls(start, 10, 95)).toEqual({ calls: 10 });
  });

  it("gives leave again when what was taken can have been used no later than an hour ago", async () => {
    const shared = sharedLoad(temporary.ledger, "gp");
    expect(await shared.takeCalls(start, 6, 10)).toEqual({ calls: 6 });
    expect(await shared.takeCalls(later(10 * minutes), 6, 10)).toEqual({ calls: 4 });
    // 09:30 counts until 10:32, twenty seconds earlier than an hour and two minutes after leave was taken.
    expect(await shared.takeCalls(later(20 * minutes), 6, 10)).toEqual({ calls: 0, wait: 42 * minutes - 20_000 });
    expect(await shared.takeCalls(later(61 * minutes), 6, 10)).toMatchObject({ calls: 0 });
    expect(await shared.takeCalls(later(62 * minutes), 20, 10)).toEqual({ calls: 6 });
  });

  it("lets one process try when a rest is over, and the next one where that one dies over it", async () => {
    const [one, two] = [sharedLoad(temporary.ledger, "gp"), sharedLoad(temporary.ledger, "gp")];
    expect(await one.askRest(start, 600_000)).toEqual({ resting: false });
    await one.rest(later(15_000), 2);
    expect(await two.askRest(later(5_000), 600_000)).toEqual({ resting: true, wait: 10_000 });
    const asked = await Promise.all([one, two, one, two].map((each) => each.askRest(later(15_000), 600_000)));
    expect(asked.filter(({ resting }) => resting === "over")).toEqual([{ resting: "over", pauses: 2 }]);
    expect(await two.askRest(later(16_000), 600_000)).toMatchObject({ resting: true });
    expect(await two.askRest(later(15_000 + 3 * minutes), 600_000)).toEqual({ resting: "over", pauses: 2 });
    await two.wake();
    expect(await one.askRest(later(16_000), 600_000)).toEqual({ resting: false });
  });

  it("counts up with each logon that was accepted", async () => {
    const note = () =>
      noteAcceptedLogon(temporary.ledger, {
        system: "gp",
        connection: "gp",
        account: "svc",
        by: "cli:ann",
        now: start,
      });
    await note();
    await note();
    expect(await acceptedLogons(temporary.ledger)).toEqual([
      { system: "gp", connection: "gp", account: "svc", serial: 2 },
    ]);
  });

  /** A server that counts what it is asked, and two processes that call it until they are stopped. */
  async function twoCallers(settings: object, status: number): Promise<{ asked: number; said: string[][] }> {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.writeHead(status).end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const said = await Promise.all(
      [1, 2].map(async () => {
        const child = spawn(
          process.execPath,
          [
            join(import.meta.dirname, "../../test/scale/gpCaller.ts"),
            JSON.stringify(temporary.poolConfig),
            url,
            JSON.stringify(settings),
          ],
          { stdio: ["ignore", "pipe", "inherit"] },
        );
        onTestFinished(() => void child.kill());
        return (await text(child.stdout)).trim().split("\n");
      }),
    );
    server.closeAllConnections();
    return { asked, said };
  }

  it("keeps two processes together within the calls of the hour", { timeout: 60_000 }, async () => {
    const { asked, said } = await twoCallers({ callsPerHour: 120 }, 200);
    expect(said.map((lines) => lines.at(-1))).toEqual(["GP_QUIET", "GP_QUIET"]);
    expect(asked).toBe(120);
  });

  it("lets no process call a server that another one found down", { timeout: 60_000 }, async () => {
    const { asked, said } = await twoCallers(
      { breaker: { failures: 5, pause: 3_600_000, longestPause: 3_600_000 } },
      503,
    );
    expect(said.map((lines) => lines.at(-1))).toEqual(["GP_PAUSED", "GP_PAUSED"]);
    // The one that found out made five; the other one fewer than five, and one that was under way.
    expect(asked).toBeGreaterThanOrEqual(5);
    expect(asked).toBeLessThanOrEqual(10);
  });
});
