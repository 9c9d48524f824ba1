import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiSite, type Ask, openApiSite } from "../../test/apiSite.ts";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import type { Role } from "../ledger/accessSchema.ts";
import { describeApi } from "./apiDescription.ts";

const gpPassword = "Sandbox-Pa55!";
const cleoPassword = "S@mple&Pw+1%";

describe("the HTTP API over a site that was polled", () => {
  let site: PollingSite;
  let api: ApiSite;
  let administrator: Ask;
  let reader: Ask;

  beforeAll(async () => {
    site = await openPollingSite();
    await site.poll();
    api = await openApiSite(site.application);
    administrator = await api.as("administrator");
    reader = await api.as("administrator", { readsContent: true });
  }, 120_000);
  afterAll(async () => {
    await api?.close();
    await site?.close();
  });

  it("lets nobody through to any route without the right that the route names", async () => {
    const { paths } = await describeApi();
    const roles: { role: Role; rights: string[]; readsContent?: boolean }[] = [
      { role: "viewer", rights: ["view", "signedIn", "public"] },
      { role: "viewer", rights: ["view", "content", "signedIn", "public"], readsContent: true },
      { role: "operator", rights: ["view", "operate", "signedIn", "public"] },
    ];
    let refusals = 0;
    for (const { role, rights, readsContent = false } of roles) {
      const ask = await api.as(role, { readsContent });
      for (const { method, url, right } of routesOf(paths)) {
        if (rights.includes(right)) continue;
        const answer = await ask(method, url, method === "GET" ? undefined : {});
        expect([role, method, url, answer.status, answer.json?.error.code]).toEqual([
          role,
          method,
          url,
          403,
          "RIGHT_MISSING",
        ]);
        refusals += 1;
      }
    }
    for (const { method, url, right } of routesOf(paths)) {
      if (right === "public") continue;
      const answer = await api.ask(method, url, method === "GET" ? undefined : {});
      expect([method, url, answer.status]).toEqual([method, url, 401]);
      refusals += 1;
    }
    expect(refusals).toBeGreaterThan(100);
  });

  it("answers every route that reads, in the form that it describes, and without any secret", async () => {
    const { paths } = await describeApi();
    const found = (await reader("GET", "/api/documents?type=purchaseOrder&limit=1")).json.documents[0];
    const ids: Record<string, string> = {
      "/api/documents/{id}": found.id,
      "/api/deliveries/{id}": found.deliveryId,
      "/api/jobs/{id}": found.jobId,
      "/api/audit/{position}": "1",
    };
    const answered: string[] = [];
    for (const { method, path } of routesOf(paths)) {
      if (method !== "GET" || path === "/api/events") continue;
      const [, id] = Object.entries(ids).find(([start]) => path.startsWith(start)) ?? [];
      const url = `${path.replace(/\{[^}]+\}/, id ?? "unknown")}${path.endsWith("/preview") ? "?schedule=hourly&timeZone=UTC" : ""}`;
      const answer = await reader("GET", url);
      expect([url, answer.status]).toEqual([
        url,
        expect.toSatisfy((status: number) => status === 200 || status === 404),
      ]);
      if (answer.status === 200) answered.push(path);
      const sealed = await site.ledger.selectFrom("secret").select("sealed").execute();
      for (const secret of [gpPassword, cleoPassword, ...sealed.map((row) => row.sealed)]) {
        expect(answer.text.includes(secret) || answer.text.includes(JSON.stringify(secret).slice(1, -1))).toBe(false);
      }
      expect(answer.text).not.toMatch(/argon2id|fingerprint/);
      expect(answer.headers).toMatchObject({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
    }
    expect(answered).toContain("/api/home");
    expect(answered.length).toBeGreaterThan(20);
    expect(api.defects).toEqual([]);
  });

  it("keeps the content of documents from whoever may not read it, and shows all else", async () => {
    const [{ id, deliveryId }] = (await administrator("GET", "/api/documents?type=purchaseOrder")).json.documents;
    const without = (await administrator("GET", `/api/documents/${id}`)).json.documents[0];
    const full = (await reader("GET", `/api/documents/${id}`)).json.documents[0];
    expect(without).toMatchObject({ contentWithheld: true, timeline: full.timeline });
    expect(without.revisions[0].content).toBeNull();
    expect(without.deliveries[0].content).toBeNull();
    expect(full.revisions[0].content.number).toBe(full.key);
    expect(JSON.parse(full.deliveries[0].content).purchaseOrder.number).toBe(full.key);
    expect((await administrator("GET", `/api/deliveries/${deliveryId}/file`)).status).toBe(403);
    const file = await reader("GET", `/api/deliveries/${deliveryId}/file`);
    expect(file.text).toBe(full.deliveries[0].content);
    expect(String(file.headers["content-disposition"])).toMatch(/^attachment; filename="PO_TWO_/);
  });

  it("searches by the beginning of any word, by digits alone, and page by page", async () => {
    const all = (await administrator("GET", "/api/documents?limit=200")).json.documents as {
      id: string;
      key: string;
    }[];
    const paged: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { documents: { id: string }[]; next: string | null } = (
        await administrator("GET", `/api/documents?limit=7${cursor === "" ? "" : `&cursor=${cursor}`}`)
      ).json;
      paged.push(...page.documents.map(({ id }) => id));
      cursor = page.next;
    }
    expect(paged).toEqual(all.map(({ id }) => id));
    const search = async (query: string) => (await administrator("GET", `/api/documents?${query}`)).json.documents;
    expect((await search("text=PO2075"))[0]).toMatchObject({ key: "PO2075", matched: { kind: "number" } });
    expect((await search("text=2075"))[0].key).toBe("PO2075");
    expect((await search("text=acetrave&type=vendor"))[0].key).toBe("ACETRAVE0001");
    const travel = await search("text=trav a&type=purchaseOrder&limit=200");
    expect(travel.length).toBeGreaterThan(0);
    expect(new Set(travel.map(({ vendorId }: { vendorId: string }) => vendorId))).toEqual(new Set(["ACETRAVE0001"]));
    const [{ jobId }] = await search("text=PO2075");
    expect((await search(`text=${jobId}&limit=200`)).length).toBe(all.length);
    expect((await search("text=PO2075&state=blocked")).length).toBe(0);
    for (const cursor of ["x", "e30", Buffer.from('{"by":"position","position":"1; drop"}').toString("base64url")]) {
      expect((await administrator("GET", `/api/documents?cursor=${cursor}`)).status).toBe(400);
    }
    const hostile = await administrator(
      "GET",
      `/api/documents?text=${encodeURIComponent("'; drop table document; --%_\\")}`,
    );
    expect([hostile.status, hostile.json.documents]).toEqual([200, []]);
  });

  it("asks for a poll, cancels it, and tells the audit trail who did", async () => {
    const operator = await api.as("operator");
    const asked = await operator("POST", `/api/links/${site.link}/poll`, { only: "vendors" });
    expect(asked.status).toBe(202);
    const canceled = await operator("POST", `/api/jobs/${asked.json.jobId}/cancellation`);
    expect(canceled.json).toMatchObject({ state: "failed", error: { code: "JOB_CANCELED" } });
    expect((await operator("POST", `/api/jobs/${asked.json.jobId}/cancellation`)).status).toBe(409);
    const { entries } = (await operator("GET", `/api/audit?job=${asked.json.jobId}`)).json;
    expect(entries.map(({ actor, action }: Record<string, string>) => `${actor} ${action}`)).toEqual([
      "token:test-operator poll.canceled",
      "token:test-operator poll.requested",
    ]);
    expect((await operator("POST", "/api/links/nowhere/poll", {})).json.error.code).toBe("LINK_UNKNOWN");
  });

  it("edits the configuration piece by piece: secrets go in, stay, and never come out", async () => {
    const before = (await administrator("GET", "/api/configuration")).json;
    const [gp] = before.file.gp;
    const { name, ...entry } = gp;
    expect(entry.auth).not.toHaveProperty("password");
    const kept = await administrator("PUT", `/api/configuration/gp/${name}`, { ...entry, concurrency: 3 });
    expect(kept.json).toMatchObject({ version: before.version + 1, secretsSet: [] });
    expect(kept.json.secretsKept).toContain("gp/gp/password");
    expect((await administrator("GET", "/api/configuration")).json.file.gp[0].concurrency).toBe(3);

    const moved = await administrator("PUT", `/api/configuration/gp/${name}`, {
      ...entry,
      url: "https://evil.example/GPService",
    });
    expect([moved.status, moved.json.error.code]).toEqual([422, "CONFIGURATION_SECRET_MISSING"]);
    const pinged = await administrator("POST", "/api/pings/gp", {
      connection: { ...gp, url: "https://evil.example/GPService" },
    });
    expect(pinged.json.error.code).toBe("CONFIGURATION_SECRET_MISSING");
    const { yaml } = (await administrator("GET", "/api/configuration/yaml")).json;
    const whole = await administrator("PUT", "/api/configuration", {
      yaml: yaml.replace(gp.url, "https://evil.example/GPService"),
    });
    expect(whole.json.error.code).toBe("CONFIGURATION_SECRET_MISSING");

    const faulty = await administrator("PUT", `/api/configuration/gp/${name}`, { ...entry, version: "2011", extra: 1 });
    expect([faulty.status, faulty.json.error.code]).toEqual([422, "CONFIGURATION_INVALID"]);
    expect(faulty.json.error.others.map((other: { at: { field: string } }) => other.at.field)).toEqual(
      expect.arrayContaining(["gp[0].version"]),
    );
    const inUse = await administrator("DELETE", `/api/configuration/gp/${name}`);
    expect([inUse.status, inUse.json.error.code]).toEqual([409, "CONFIGURATION_IN_USE"]);
    const outdated = await administrator(
      "PUT",
      `/api/configuration/gp/${name}?expectedVersion=${before.version}`,
      entry,
    );
    expect([outdated.status, outdated.json.error.code]).toEqual([409, "CONFIGURATION_CHANGED"]);

    const plan = await administrator("GET", `/api/configuration/links/${site.link}/removal`);
    expect(plan.json).toMatchObject({ refused: null, leavesWork: true, unfinished: [{ what: "delivery" }] });
    const wouldLeave = await administrator("DELETE", `/api/configuration/links/${site.link}?leaveWaiting=false`);
    expect([wouldLeave.status, wouldLeave.json.error.code]).toEqual([409, "LINK_WORK_WAITING"]);

    const terms = { readingDays: 90, schedule: "daily at 04:00" };
    expect((await administrator("PUT", "/api/configuration/retention", terms)).status).toBe(200);
    expect((await administrator("GET", "/api/configuration")).json.file.retention).toMatchObject(terms);
    expect((await administrator("GET", "/api/schedules")).json.schedules.at(-1)).toMatchObject({
      kind: "retention",
      schedule: "daily at 04:00",
    });
    const never = await administrator("PUT", "/api/configuration/retention", { schedule: "never" });
    expect([never.status, never.json.error.code]).toEqual([422, "CONFIGURATION_INVALID"]);
    await administrator("DELETE", "/api/configuration/retention");
    expect((await administrator("GET", "/api/configuration")).json.file.retention).toBeUndefined();

    // The former key of a webhook, which need not be there, stays when something else of the link is changed.
    const linkEntry = async () => {
      const { name: _, ...link } = (await administrator("GET", "/api/configuration")).json.file.links[0];
      return link;
    };
    const webhook = { key: "the-key-in-use-0123456789", previousKey: "the-former-key-0123456789" };
    const withKeys = { ...(await linkEntry()), inbound: { webhook } };
    expect((await administrator("PUT", `/api/configuration/links/${site.link}`, withKeys)).status).toBe(200);
    const read = await linkEntry();
    expect(read.inbound.webhook).not.toHaveProperty("key");
    expect(read.inbound.webhook.previousKey).toBe("");
    const again = await administrator("PUT", `/api/configuration/links/${site.link}`, { ...read, enabled: true });
    expect(again.json.secretsKept).toEqual(
      expect.arrayContaining([`link/${site.link}/webhook`, `link/${site.link}/webhook-previous`]),
    );

    const partner = await administrator("PUT", `/api/configuration/links/${site.link}/partners/ACETRAVE0001`, {
      usage: "P",
    });
    expect(partner.status).toBe(200);
    expect((await administrator("GET", "/api/configuration")).json.file.links[0].partners.ACETRAVE0001).toEqual({
      usage: "P",
    });
    const wrong = await administrator("PUT", `/api/configuration/links/${site.link}/partners/ACETRAVE0001`, {
      usage: "Q",
    });
    expect(wrong.json.error.code).toBe("CONFIGURATION_INVALID");
    expect((await administrator("DELETE", `/api/configuration/links/${site.link}/partners/ACETRAVE0001`)).status).toBe(
      200,
    );
  });

  it("shows an order on record with settings of its partner that are not saved", async () => {
    const [{ key, vendorId }] = (await reader("GET", "/api/documents?type=purchaseOrder")).json.documents;
    const url = `/api/links/${site.link}/partners/${vendorId}/preview`;
    const asX12 = await reader("POST", url, { order: key, settings: { format: "x12", gs: "NEWGROUP" } });
    expect([asX12.status, asX12.json.ok]).toEqual([200, true]);
    expect(asX12.json.raw).toMatch(/^ISA\*.*NEWGROUP/s);
    expect((await reader("POST", url, { order: key, settings: { usage: "Q" } })).json.error.code).toBe(
      "CONFIGURATION_VALUE",
    );
    expect((await administrator("POST", url, { order: key, settings: {} })).json.error.code).toBe("RIGHT_MISSING");
  });

  it("reads neither files nor environment variables of the server for whoever sits at a browser", async () => {
    process.env.ML_CONNECTOR_TEST_SECRET = "of the server";
    const { yaml } = (await administrator("GET", "/api/configuration/yaml")).json;
    const stolen = yaml.replace("name: gp\n", "name: other\n").replaceAll("GP_PASSWORD", "ML_CONNECTOR_TEST_SECRET");
    const variable = await administrator("POST", "/api/configuration/validation", { yaml: stolen });
    expect(variable.json.error.others.map(({ code }: { code: string }) => code)).toContain(
      "CONFIGURATION_VARIABLE_MISSING",
    );
    const file = await administrator("POST", "/api/configuration/validation", {
      yaml: yaml.replace("tls: {}", "tls: { caFile: /etc/ssl/certs/ca-certificates.crt }"),
    });
    expect(JSON.stringify(file.json)).toContain("CONFIGURATION_FILE_UNREADABLE");
    delete process.env.ML_CONNECTOR_TEST_SECRET;
  });

  it("tells live what happens, until the watcher goes away", async () => {
    const url = await api.server.listen({ host: "127.0.0.1", port: 0 });
    const { text } = (await administrator("POST", "/api/tokens", { name: "watcher", role: "viewer" })).json;
    const gone = new AbortController();
    const response = await fetch(`${url}/api/events`, {
      headers: { authorization: `Bearer ${text}` },
      signal: gone.signal,
    });
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const reading = (response.body as ReadableStream<Uint8Array>).getReader();
    let heard = "";
    const hear = async (what: RegExp): Promise<void> => {
      while (!what.test(heard)) {
        const { value, done } = await reading.read();
        if (done) throw new Error(`the stream ended after ${heard}`);
        heard += Buffer.from(value).toString("utf8");
      }
    };
    await hear(/event: counters\ndata: \{.*\}\n\n/);
    heard = "";
    const asked = await administrator("POST", `/api/links/${site.link}/poll`, {});
    await hear(new RegExp(`event: jobs\\ndata: .*${asked.json.jobId}.*"state":"queued"`));
    heard = "";
    await administrator("POST", `/api/jobs/${asked.json.jobId}/cancellation`);
    await hear(new RegExp(`event: jobs\\ndata: .*${asked.json.jobId}.*"state":"failed"`));
    expect(heard).not.toMatch(/workerId|checkpoint/);
    gone.abort();
    await reading.closed.catch(() => {});
  });

  it("exports an audit trail that proves itself, and one for spreadsheets", async () => {
    expect((await administrator("POST", "/api/audit/verification")).json.ok).toBe(true);
    const lines = (await administrator("GET", "/api/audit/export.jsonl")).text.trimEnd().split("\n");
    const { verifyExport } = await import("../ledger/auditChain.ts");
    expect(await verifyExport(lines.map((line) => `${line}\n`))).toMatchObject({ ok: true, entries: lines.length - 1 });
    const csv = (await administrator("GET", "/api/audit/export.csv?action=configuration.applied")).text.split("\r\n");
    expect(csv[0]).toBe("position,at,actor,action,job,link,subject,detail,hash");
    expect(csv.length).toBeGreaterThan(3);
  });

  it("brings up a sandbox with a marked link in one request, and again at the same addresses", async () => {
    const started = await administrator("POST", "/api/sandbox");
    expect([started.status, started.json.link]).toEqual([201, "sandbox"]);
    expect((await administrator("GET", "/api/sandbox")).json.running).toEqual(started.json);
    const links = (await administrator("GET", "/api/links")).json.links;
    expect(links.map(({ name, sandbox }: Record<string, unknown>) => [name, sandbox])).toContainEqual([
      "sandbox",
      true,
    ]);
    const { file } = (await administrator("GET", "/api/configuration")).json;
    const preview = await administrator("POST", "/api/links/sandbox/preview", { only: "purchaseOrders" });
    expect(preview.json.outcomes.sent).toBeGreaterThan(0);
    await administrator("POST", "/api/sandbox");
    expect((await administrator("GET", "/api/configuration")).json.file.gp).toEqual(file.gp);
  });
});

/** Every operation with an address that may be asked, and the right that it says it needs. */
function routesOf(paths: Record<string, Record<string, unknown>>) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      url: path.replace(/\{position\}/, "1").replace(/\{[^}]+\}/g, "unknown"),
      right: (operation as { "x-right": string })["x-right"],
    })),
  );
}
