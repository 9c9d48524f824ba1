import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { answerFromJson } from "../../documents/fromJson/answer.ts";
import { readContent } from "../../documents/received/content.ts";
import type { Sandbox } from "../sandbox.ts";
import { adminClient, cleoClient } from "../testing/clients.ts";
import { sandboxes } from "../testing/running.ts";
import { parseAnswer } from "./answerText.ts";
import { type AnswerHow, answerHows, answerTypes } from "./options.ts";

const golden = (name: string) =>
  readFileSync(join(import.meta.dirname, "../../../test/golden/documents", name), "utf8");
const start = sandboxes();

async function upload(sandbox: Sandbox, name: string): Promise<void> {
  const cleo = cleoClient(sandbox);
  await cleo.put(await cleo.token(), `upload/850/${name}`, golden(name));
}

/** The documents that the partner sent, as the connector's inbox reads them. */
const readOf = (content: string) => readContent(Buffer.from(content));

describe("the trading partner", () => {
  let webhook: Server | undefined;
  afterEach(() => webhook?.close());

  it("answers an 850 with 997, 855, 856 and 810 that are right, in the folder", async () => {
    const sandbox = await start({ partner: { automatic: true, foldersByType: true } });
    await upload(sandbox, "PO2075.x12");
    await sandbox.admin.partner.idle();
    const sent = sandbox.admin.partner.sent(0);
    expect(sent.map(({ type, by, interchange }) => [type, by, interchange])).toEqual([
      ["997", "folder", "000000001"],
      ["855", "folder", "000000002"],
      ["856", "folder", "000000003"],
      ["810", "folder", "000000004"],
    ]);
    for (const { type, content } of sent) {
      const { documents, fault } = readOf(content);
      expect(fault).toBeUndefined();
      expect(documents).toHaveLength(1);
      expect(documents[0]).toMatchObject({ type, envelope: { sender: "123456789", receiver: "FABRIKAM", usage: "T" } });
      const { orders, document } = documents[0]?.read() ?? {};
      if (type === "997") expect(document).toMatchObject({ group: { controlNumber: "12" }, result: { status: "A" } });
      else expect(orders).toEqual(["PO2075"]);
      if (type === "810") expect(document).toMatchObject({ total: { due: "337.94" } });
    }
    const cleo = cleoClient(sandbox);
    const listed = await cleo.get(await cleo.token(), "download/855");
    expect(listed.json.resources).toMatchObject([{ name: "855_PO2075_2.edi" }]);
  });

  it("answers a JSON order in JSON of the published form", async () => {
    const sandbox = await start();
    await upload(sandbox, "PO2075.json");
    const answers = [{ type: "855", how: "changedDate" }, { type: "856" }, { type: "810" }] as const;
    const sent = await sandbox.admin.partner.answer("PO2075", answers);
    const read = sent.map(({ content }, index) => answerFromJson(answers[index]?.type ?? "855", JSON.parse(content)));
    expect(read).toMatchObject([
      { type: "855", content: { purchaseOrder: "PO2075", answer: "acceptedWithChanges" } },
      {
        type: "856",
        content: { lines: expect.arrayContaining([expect.objectContaining({ purchaseOrder: "PO2075" })]) },
      },
      { type: "810", content: { purchaseOrder: "PO2075" } },
    ]);
  });

  it("can be wrong in every way that it knows, and is readable in all but one", async () => {
    const sandbox = await start();
    await upload(sandbox, "PO2075.x12");
    await upload(sandbox, "PO2075.json");
    await upload(sandbox, "PO2075.x12");
    const broken: string[] = [];
    for (const how of answerHows.filter((each): each is Exclude<AnswerHow, "any"> => each !== "any")) {
      for (const type of answerTypes) {
        for (const format of ["x12", "json"] as const) {
          const [sent] = await sandbox.admin.partner.answer("PO2075", [{ type, how, format }]);
          const { fault } = readOf(sent?.content ?? "");
          if (fault) broken.push(how);
        }
      }
    }
    expect(new Set(broken)).toEqual(new Set(["broken"]));
    const wrong = await sandbox.admin.partner.answer("PO2075", [
      { type: "856", how: "unknownOrder" },
      { type: "855", purchaseOrder: "PO2024" },
    ]);
    expect(wrong.map(({ content }) => readOf(content).documents[0]?.read().orders)).toEqual([["PO2075X"], ["PO2024"]]);
  });

  it("reuses numbers, repeats bytes, and sends out of order where it is told to", async () => {
    const sandbox = await start();
    await upload(sandbox, "PO2075.x12");
    const sent = await sandbox.admin.partner.answer("PO2075", [
      { type: "810", times: 2 },
      { type: "856", how: "reusedNumber" },
    ]);
    expect(sent.map(({ type, interchange }) => [type, interchange])).toEqual([
      ["810", "000000001"],
      ["810", "000000001"],
      ["856", "000000001"],
    ]);
    expect(sent[0]?.content).toBe(sent[1]?.content);
  });

  it("gives the same answers for the same seed, and others for another one", async () => {
    const run = async (seed: number) => {
      const sandbox = await start({ seed, gp: { today: "2026-01-15" } });
      await upload(sandbox, "PO2075.x12");
      const plans = Array.from({ length: 12 }, () => ({ type: "855" as const, how: "any" as const }));
      return (await sandbox.admin.partner.answer("PO2075", plans)).map(({ how }) => how);
    };
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });

  it("pushes to a webhook as Cleo does, shows its key, and tries again until it is answered", async () => {
    const heard: { key: string | undefined; body: { eventId: string; documentType: string } }[] = [];
    const server = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk) => {
        text += chunk;
      });
      request.on("end", () => {
        heard.push({ key: request.headers["x-ml-connector-key"] as string, body: JSON.parse(text) });
        response.statusCode = heard.length === 1 ? 503 : 202;
        response.setHeader("content-type", "application/json");
        response.end('{"receiptId":"rcv_1","status":"accepted","duplicate":false}');
      });
    });
    webhook = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const sandbox = await start({
      partner: { webhook: { url: `http://127.0.0.1:${port}/x`, key: "secret", retryMs: 1 } },
    });
    await upload(sandbox, "PO2075.x12");
    const admin = adminClient(sandbox);
    const answered = await admin("POST", "/partner/answers", { purchaseOrder: "PO2075", answers: [{ type: "855" }] });
    expect(answered.json.answers).toMatchObject([{ by: "webhook", status: 202, receiptId: "rcv_1" }]);
    expect(heard).toHaveLength(2);
    expect(heard[1]).toMatchObject({ key: "secret", body: { documentType: "855", poNumber: "PO2075" } });
    expect((await admin("POST", "/partner/answers", { purchaseOrder: "PO1", answers: [{ type: "855" }] })).status).toBe(
      400,
    );
    expect((await admin("POST", "/partner", { automatic: true, answers: [{ type: "810" }] })).status).toBe(204);
    await upload(sandbox, "PO2075.x12");
    await sandbox.admin.partner.idle();
    expect((await admin("GET", "/partner/answers?since=1")).json.answers).toMatchObject([{ type: "810" }]);
  });

  it("is told in one word on the command line", () => {
    expect(parseAnswer("855=changedDate:x2+5000")).toEqual({
      type: "855",
      how: "changedDate",
      times: 2,
      afterMs: 5000,
    });
    expect(() => parseAnswer("855=nonsense")).toThrow(RangeError);
    expect(() => parseAnswer("850")).toThrow(RangeError);
  });
});
