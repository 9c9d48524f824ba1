import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { expect, onTestFinished, test } from "vitest";
import { makeCertificate } from "../../test/windows-auth/certificate.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { SecretValue } from "../secrets/secretValue.ts";
import { type MailChannelOptions, mailChannel } from "./mailChannel.ts";
import type { Message } from "./message.ts";

const message: Message = {
  id: "ntf_1",
  event: "alert.raised",
  at: new Date("2026-03-18T17:00:00Z"),
  link: "two",
  subject: "alr_1",
  title: "Cleo cannot be reached: PO2075 and 3 others wait",
  text: "Cleo cannot be reached.\n\nWhat to do: check the firewall.",
  facts: [
    ["link", "two"],
    ["since", "2026-03-18 17:00 UTC"],
  ],
  consoleUrl: "https://connector.test/",
};

interface Mail {
  from: string;
  to: string[];
  raw: string;
  user: string | undefined;
}

async function mailServer(options: SMTPServerOptions & { answer?: Error & { responseCode?: number } } = {}) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onAuth: ({ username, password }, _session, done) =>
      username === "connector" && password === "s3cret-of-mail"
        ? done(null, { user: username })
        : done(new Error("535 no such account")),
    onData(stream, session, done) {
      let raw = "";
      stream.on("data", (piece) => {
        raw += piece;
      });
      stream.on("end", () => {
        if (options.answer) return done(options.answer);
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw,
          user: session.user as string | undefined,
        });
        done();
      });
    },
    ...options,
  });
  // A client that does not trust the certificate breaks off.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as { port: number };
  return { mails, port };
}

function channelTo(port: number, change: Partial<MailChannelOptions["server"]> = {}, to = ["ops@contoso.test"]) {
  const server = { host: "127.0.0.1", port, security: "none" as const, from: "connector@contoso.test", ...change };
  const channel = mailChannel({ name: "operators", to, server });
  onTestFinished(() => channel.close());
  return channel;
}

const login = { username: "connector", password: new SecretValue("s3cret-of-mail") };
const failureOf = async (sending: Promise<void>): Promise<ConnectorError> => {
  const error = await sending.then(
    () => undefined,
    (caught) => caught,
  );
  expect(error).toBeInstanceOf(ConnectorError);
  return error as ConnectorError;
};

test("A mail says everything, is marked as automatic, and keeps its identifier.", async () => {
  const { mails, port } = await mailServer();
  const channel = channelTo(port, {}, ["ops@contoso.test", "night@contoso.test"]);
  await channel.send(message);
  await channel.send(message);
  const [mail, again] = mails;
  expect(mail).toMatchObject({ from: "connector@contoso.test", to: ["ops@contoso.test", "night@contoso.test"] });
  expect(mail?.raw).toMatch(/^Subject: Cleo cannot be reached: PO2075 and 3 others wait\r$/m);
  expect(mail?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(mail?.raw).toMatch(/^Message-ID: <ntf_1@contoso.test>\r$/m);
  expect(again?.raw).toMatch(/^Message-ID: <ntf_1@contoso.test>\r$/m);
  for (const part of ["What to do: check the firewall.", "since  2026-03-18 17:00 UTC", "https://connector.test/"]) {
    expect(mail?.raw).toContain(part);
  }
});

test("A title from GP can make no header of its own.", async () => {
  const { mails, port } = await mailServer();
  await channelTo(port).send({ ...message, title: "PO1\r\nBcc: evil@b.test\r\n\r\nbody" });
  expect(mails[0]?.to).toEqual(["ops@contoso.test"]);
  expect(mails[0]?.raw).not.toMatch(/^Bcc:/im);
});

test("The account is used over an encrypted connection whose certificate the given authority vouches for.", async () => {
  const { cert, key } = makeCertificate("ecdsa-sha256");
  const { mails, port } = await mailServer({ secure: true, cert, key, authOptional: false });
  await channelTo(port, { security: "tls", host: "localhost", ca: cert, login }).send(message);
  expect(mails).toMatchObject([{ user: "connector" }]);
});

test("What goes wrong is told apart by what a retry can achieve, and names no secret.", async () => {
  const { cert, key } = makeCertificate("ecdsa-sha256");
  const wrong = { ...login, password: new SecretValue("another-wrong-one") };
  const guarded = await mailServer({ authOptional: false, allowInsecureAuth: true });
  const refused = await failureOf(channelTo(guarded.port, { login: wrong }).send(message));
  expect(refused).toMatchObject({ code: "NOTIFY_LOGIN_REFUSED", retry: "credential" });
  expect(JSON.stringify(refused.report())).not.toContain("another-wrong-one");

  const untrusted = await mailServer({ secure: true, cert, key });
  const tls = await failureOf(channelTo(untrusted.port, { security: "tls", host: "localhost" }).send(message));
  expect(tls.code).toBe("NOTIFY_TLS");

  const plain = await mailServer();
  const clear = await failureOf(channelTo(plain.port, { security: "starttls" }).send(message));
  expect(clear.code).toBe("NOTIFY_TLS");
  expect(plain.mails).toEqual([]);

  const full = await mailServer({ answer: Object.assign(new Error("try later"), { responseCode: 452 }) });
  expect(await failureOf(channelTo(full.port).send(message))).toMatchObject({ code: "NOTIFY_UNAVAILABLE" });

  const hostile = await mailServer({ answer: Object.assign(new Error("spam"), { responseCode: 554 }) });
  expect(await failureOf(channelTo(hostile.port).send(message))).toMatchObject({ code: "NOTIFY_REFUSED" });

  expect(await failureOf(channelTo(1).send(message))).toMatchObject({ code: "NOTIFY_UNREACHABLE", retry: "transient" });
});

test("An address that the server does not take is said, though the others got the mail.", async () => {
  const { mails, port } = await mailServer({
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith("gone") ? done(Object.assign(new Error("no mailbox"), { responseCode: 550 })) : done(),
  });
  const error = await failureOf(channelTo(port, {}, ["ops@contoso.test", "gone@contoso.test"]).send(message));
  expect(error).toMatchObject({ code: "NOTIFY_REFUSED" });
  expect(error.message).toContain("gone@contoso.test");
  expect(mails).toMatchObject([{ to: ["ops@contoso.test"] }]);
});
