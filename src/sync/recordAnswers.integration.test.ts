import type { KyselyPlugin } from "kysely";
import { onTestFinished, test } from "vitest";
import { openPollingSite } from "../../test/pollingSite.ts";
import { deliverSome } from "./deliver.ts";
import type { LinkResources } from "./linkResources.ts";
import { createAnswerRecorder } from "./recordAnswers.ts";

type Upload = LinkResources["cleo"]["upload"];

/** Four files that go side by side, of which each is answered when it is told to. */
async function fourFiles(patience: () => Promise<void>) {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z" });
  onTestFinished(site.close);
  await site.request();
  await site.takeUp();
  const answers: PromiseWithResolvers<void>[] = [];
  const allSent = Promise.withResolvers<void>();
  const upload: Upload = async (file, authorization) => {
    const answer = Promise.withResolvers<void>();
    if (answers.push(answer) === 4) allSent.resolve();
    await answer.promise;
    return site.resources.cleo.upload(file, authorization);
  };
  let recordings = 0;
  const recorded: (() => void)[] = [];
  const context = {
    ...site.contextOf("wrk_1"),
    reached(step: string) {
      if (step !== "deliver.recorded") return;
      recordings += 1;
      recorded.shift()?.();
    },
  };
  const resources = { ...site.resources, cleo: { ...site.resources.cleo, upload } };
  const delivered = deliverSome(context, resources, 4, createAnswerRecorder(context, resources, patience));
  await allSent.promise;
  return {
    answer: (index: number) => answers[index]?.resolve(),
    nextRecording: () => new Promise<void>((resolve) => recorded.push(resolve)),
    delivered,
    recordings: () => recordings,
    sent: async () => {
      const { length } = await site.ledger.selectFrom("delivery").where("state", "=", "sent").select("id").execute();
      return length;
    },
  };
}

test("What Cleo answers of files that went side by side is written down together.", async ({ expect }) => {
  const files = await fourFiles(() => new Promise(() => {}));
  for (const index of [2, 0, 3, 1]) files.answer(index);
  expect(await files.delivered).toBe("done");
  expect([files.recordings(), await files.sent()]).toEqual([1, 4]);
});

test("What Cleo answered is written down though it never answers of another file.", async ({ expect }) => {
  const files = await fourFiles(async () => {});
  const recording = files.nextRecording();
  files.answer(0);
  await recording;
  expect(await files.sent()).toBe(1);
  for (const index of [1, 2, 3]) files.answer(index);
  expect(await files.delivered).toBe("done");
  expect(await files.sent()).toBe(4);
});

test("An answer that was written down, though the database broke off before it said so, is told once.", async ({
  expect,
}) => {
  const site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00" });
  onTestFinished(site.close);
  await site.request({ entities: ["vendors"] });
  await site.takeUp();
  let broken = 0;
  const settling = new WeakSet<object>();
  const losingTheReply: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      if (JSON.stringify(node).includes("with answer as")) settling.add(queryId);
      return node;
    },
    transformResult: async ({ result, queryId }) => {
      if (settling.has(queryId) && broken++ === 0) throw Object.assign(new Error("terminated"), { code: "57P01" });
      return result;
    },
  };
  await deliverSome({ ...site.contextOf("wrk_1"), ledger: site.ledger.withPlugin(losingTheReply) }, site.resources, 1);
  expect(broken).toBe(2);
  const entries = site.ledger.selectFrom("auditEntry").select("action").where("action", "like", "delivery.%");
  expect(await entries.execute()).toEqual([{ action: "delivery.sent" }]);
});
