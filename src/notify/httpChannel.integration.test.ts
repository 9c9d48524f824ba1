import { createServer, type IncomingHttpHeaders } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { ConnectorError } from "../errors/connectorError.ts";
import { SecretValue } from "../secrets/secretValue.ts";
import { type HttpChannelOptions, httpChannel, signatureOf } from "./httpChannel.ts";
import type { Message } from "./message.ts";
import { slackPayload } from "./payload/slack.ts";
import { teamsPayload } from "./payload/teams.ts";
import { webhookPayload } from "./payload/webhook.ts";

const message: Message = {
  id: "ntf_1",
  event: "order.confirmedWithChanges",
  at: new Date("2026-03-18T17:00:00Z"),
  link: "two",
  subject: "doc_1",
  title: "PO2075: <!channel> confirmed *with* changes",
  text: "Line 1: 10 & more <https://evil.test|click>",
  facts: [["order", "PO2075"]],
  consoleUrl: "https://connector.test/",
};

async function listener(answer: { status: number; headers?: Record<string, string> } = { status: 200 }) {
  const got: { headers: IncomingHttpHeaders; body: string; path: string | undefined }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => {
      body += piece;
    });
    request.on("end", () => {
      got.push({ headers: request.headers, body, path: request.url });
      response.writeHead(answer.status, answer.headers).end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return { got, url: `http://127.0.0.1:${port}/services/T00/secret-part` };
}

const clock = () => new Date("2026-03-18T17:00:30Z");
const channelTo = (url: string, change: Partial<HttpChannelOptions> = {}) =>
  httpChannel({ name: "chat", url: new SecretValue(url), payload: webhookPayload, clock, ...change });

async function failureOf(sending: Promise<void>): Promise<ConnectorError> {
  const error = await sending.then(
    () => undefined,
    (caught) => caught,
  );
  expect(error).toBeInstanceOf(ConnectorError);
  return error as ConnectorError;
}

test("A webhook gets the message as JSON, with a signature over time and body that the receiver can check.", async () => {
  const { got, url } = await listener({ status: 204 });
  const signingKey = new SecretValue("key-of-receiver");
  await channelTo(url, { signingKey }).send(message);
  const [request] = got;
  expect(JSON.parse(request?.body ?? "")).toEqual({
    id: "ntf_1",
    event: "order.confirmedWithChanges",
    at: "2026-03-18T17:00:00.000Z",
    link: "two",
    subject: "doc_1",
    title: message.title,
    text: message.text,
    facts: { order: "PO2075" },
    consoleUrl: "https://connector.test/",
  });
  const timestamp = String(request?.headers["x-ml-connector-timestamp"]);
  expect(timestamp).toBe("1773853230");
  expect(request?.headers["x-ml-connector-signature"]).toBe(
    `sha256=${signatureOf(signingKey, timestamp, request?.body ?? "")}`,
  );
  expect(request?.headers["x-ml-connector-message"]).toBe("ntf_1");
});

test("In Slack nothing that GP or a partner wrote becomes a mention, a link or a format.", async () => {
  const { got, url } = await listener();
  await channelTo(url, { payload: slackPayload }).send(message);
  const sent = JSON.parse(got[0]?.body ?? "");
  expect(sent.text).toBe("PO2075: &lt;!channel&gt; confirmed *with* changes");
  expect(JSON.stringify(sent.blocks.slice(1))).not.toMatch(/<[!h]/);
  expect(sent.blocks[0]).toMatchObject({ type: "header", text: { type: "plain_text", text: message.title } });
});

test("In Teams every text is a plain run.", async () => {
  const { got, url } = await listener({ status: 202 });
  await channelTo(url, { payload: teamsPayload }).send({ ...message, text: "one\n\ntwo [a](https://evil.test)" });
  const { content, contentType } = JSON.parse(got[0]?.body ?? "").attachments[0];
  expect(contentType).toBe("application/vnd.microsoft.card.adaptive");
  expect(content.body.every((block: { type: string }) => block.type === "RichTextBlock")).toBe(true);
  expect(content.body.map(({ inlines }: { inlines: { text: string }[] }) => inlines[0]?.text)).toEqual([
    message.title,
    "one",
    "two [a](https://evil.test)",
    "order: ",
  ]);
  expect(content.actions).toMatchObject([{ url: "https://connector.test/" }]);
});

test.each([
  [{ status: 429, headers: { "retry-after": "7" } }, "NOTIFY_UNAVAILABLE", 7_000],
  [{ status: 503, headers: { "retry-after": "Wed, 18 Mar 2026 17:01:30 GMT" } }, "NOTIFY_UNAVAILABLE", 60_000],
  [{ status: 500 }, "NOTIFY_UNAVAILABLE", undefined],
  [{ status: 403 }, "NOTIFY_LOGIN_REFUSED", undefined],
  [{ status: 404 }, "NOTIFY_REFUSED", undefined],
  [{ status: 302, headers: { location: "https://evil.test/" } }, "NOTIFY_REFUSED", undefined],
] as const)("An answer %j is %s", async (answer, code, retryAfter) => {
  const { got, url } = await listener(answer);
  const error = await failureOf(channelTo(url).send(message));
  expect(error).toMatchObject({ code, retryAfter });
  expect(JSON.stringify(error.report())).not.toContain("secret-part");
  expect(got).toHaveLength(1);
});

test("A receiver that is not there is a matter of time, and its address stands in no error.", async () => {
  const error = await failureOf(channelTo("http://127.0.0.1:1/services/secret-part").send(message));
  expect(error).toMatchObject({ code: "NOTIFY_UNREACHABLE", retry: "transient" });
  expect(`${error.stack}${JSON.stringify(error)}`).not.toContain("secret-part");
  expect((await failureOf(channelTo("slack channel 7").send(message))).code).toBe("NOTIFY_REFUSED");
});
