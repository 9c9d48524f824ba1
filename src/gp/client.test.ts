import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { createGpClient } from "./client.ts";
import type { GpConnection } from "./connection.ts";
import { connection, errorOf, keysOf, numbered, order, setup, vendor } from "./fixtures/client.ts";
import { companies, company, type Handler, serviceOf } from "./fixtures/service.ts";
import { type ProfileSetting, resolveProfile } from "./profile/resolve.ts";
import type { GpPage } from "./read/readPages.ts";

describe("a ping", () => {
  it("asks for the help page of the tenant and names what it links to", async () => {
    const { client, paths } = setup(serviceOf({}));
    expect((await client.ping()).services).toEqual(["Dynamics"]);
    expect(paths()).toEqual(["/GPService/Tenants(DefaultTenant)/help"]);
  });

  it("says that the tenant is not there", async () => {
    const { client } = setup(() => ({ status: 404, body: "not found" }));
    expect((await errorOf(client.ping())).code).toBe("GP_TENANT_NOT_FOUND");
  });
});

describe("reading a list", () => {
  it("checks the company first, once for all reads", async () => {
    const { client, paths } = setup(serviceOf({ vendors: [vendor("A")], orders: [order("PO1")], total: true }));
    expect(await keysOf(client.vendors())).toEqual(["A"]);
    expect(await keysOf(client.purchaseOrders())).toEqual(["PO1"]);
    expect(paths()[0]).toBe(`${company}/Companies/Companies`);
    expect(paths().filter((path) => path.includes("Companies/Companies"))).toHaveLength(1);
  });

  it("sends the dates under the names of the profile", async () => {
    const { client, paths } = setup(serviceOf({}));
    await keysOf(client.purchaseOrders({ from: "2026-01-14" as never, to: "2026-01-15" as never }));
    expect(paths()[1]).toBe(
      `${company}/Purchasing/PurchaseOrders?ModifiedDateFrom=2026-01-14&ModifiedDateTo=2026-01-15&Skip=0&Take=100`,
    );
  });

  it("reads to the end over a server that caps its pages", async () => {
    const { client } = setup(serviceOf({ vendors: numbered(53, vendor), cap: 7 }));
    expect(await keysOf(client.vendors())).toEqual(numbered(53, (id) => id));
  });

  it("goes on from where a page left off, without what was read and without a gap", async () => {
    const service = serviceOf({ vendors: numbered(20, vendor), cap: 6 });
    const first = await setup(service).client.vendors().next();
    if (first.done) throw new Error("no page");
    const stored = JSON.parse(JSON.stringify(first.value.next));
    expect(await keysOf(setup(service).client.vendors({ resume: stored }))).toEqual(numbered(20, (id) => id).slice(6));
    expect(await keysOf(setup(service).client.vendors({ skip: 15 }))).toEqual(["R15", "R16", "R17", "R18", "R19"]);
  });

  it("goes on after a record that cannot be read, and yields it with its problem", async () => {
    const rows = [order("PO1"), { ...order("PO2"), POSTATUS: 77 }, "nonsense", order("PO3")] as object[];
    const { client } = setup(() => ({ body: { PurchaseOrders: rows, Total: 4 } }));
    const guarded = setup((url) =>
      url.pathname.includes("Companies/Companies") ? { body: companies } : { body: { PurchaseOrders: rows, Total: 4 } },
    );
    expect((await errorOf(keysOf(client.purchaseOrders()))).code).toBe("GP_ANSWER_UNREADABLE");
    const pages: GpPage<unknown>[] = [];
    for await (const page of guarded.client.purchaseOrders()) pages.push(page);
    const records = pages.flatMap((page) => page.records);
    expect(records.map(({ ok, key }) => [ok, key])).toEqual([
      [true, "PO1"],
      [false, "PO2"],
      [false, undefined],
      [true, "PO3"],
    ]);
  });

  it("stops at a service that ignores skip", async () => {
    const { client, transport } = setup((url) =>
      url.pathname.includes("Companies/Companies") ? { body: companies } : { body: { Vendors: numbered(30, vendor) } },
    );
    expect((await errorOf(keysOf(client.vendors()))).code).toBe("GP_PAGING_STUCK");
    expect(transport.requests.length).toBeLessThan(15);
  });

  it("reads such a service where the profile says that it sends everything", async () => {
    const { client } = setup(
      (url) =>
        url.pathname.includes("Companies/Companies")
          ? { body: companies }
          : { body: { Vendors: numbered(30, vendor) } },
      { extends: "sba", resources: { vendors: { paging: { style: "none" } } } },
    );
    expect(await keysOf(client.vendors())).toHaveLength(30);
  });

  it("pages by number where the profile says so", async () => {
    const rows = numbered(25, vendor);
    const { client } = setup(
      (url) => {
        if (url.pathname.includes("Companies/Companies")) return { body: companies };
        const page = Number(url.searchParams.get("p"));
        return { body: rows.slice((page - 1) * 10, page * 10) };
      },
      {
        extends: "sba",
        resources: { vendors: { paging: { style: "page", size: 10 }, query: { page: "p", take: "n" } } },
      },
    );
    expect(await keysOf(client.vendors())).toEqual(numbered(25, (id) => id));
  });

  it("pages behind the last key where the profile says so", async () => {
    const rows = numbered(25, vendor);
    const { client, paths } = setup(
      (url) => {
        if (url.pathname.includes("Companies/Companies")) return { body: companies };
        const after = url.searchParams.get("after");
        const start = after === null ? 0 : rows.findIndex((row) => row.Key.Id === after) + 1;
        return { body: rows.slice(start, start + 10) };
      },
      {
        extends: "sba",
        resources: { vendors: { paging: { style: "afterKey", size: 10 }, query: { afterKey: "after" } } },
      },
    );
    expect(await keysOf(client.vendors())).toEqual(numbered(25, (id) => id));
    expect(paths().at(-1)).toContain("after=R24");
  });

  it("reads each record by its key where the list holds summaries, no more at once than the profile allows", async () => {
    const orders = numbered(9, order);
    const service = serviceOf({ orders, total: true });
    let running = 0;
    let most = 0;
    const { client } = setup(
      async (url, request) => {
        running++;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        if (/PurchaseOrders\?/.test(request.path))
          return { body: { PurchaseOrders: orders.map(({ PONUMBER }) => ({ PONUMBER })), Total: 9 } };
        return service(url, request);
      },
      { extends: "sba", resources: { purchaseOrders: { detail: true, detailConcurrency: 3 } } },
    );
    expect(await keysOf(client.purchaseOrders())).toEqual(numbered(9, (id) => id));
    expect(most).toBe(3);
  });

  it("tells of an order that vanished between list and detail", async () => {
    const service = serviceOf({ orders: [order("PO1")], total: true });
    const { client } = setup(
      (url, request) =>
        /PurchaseOrders\?/.test(request.path)
          ? { body: { PurchaseOrders: [{ PONUMBER: "PO1" }, { PONUMBER: "PO9" }], Total: 2 } }
          : service(url, request),
      { extends: "sba", resources: { purchaseOrders: { detail: true } } },
    );
    const { value } = await client.purchaseOrders().next();
    const gone = value?.records[1];
    expect(gone).toMatchObject({ ok: false, key: "PO9", problem: { code: "GP_RECORD_NOT_FOUND" } });
  });

  it("works over a real connection", async () => {
    const handler = serviceOf({ vendors: numbered(40, vendor), cap: 9 });
    const server = createServer(async (incoming, outgoing) => {
      const answer = await handler(new URL(incoming.url ?? "/", "http://localhost"), {
        method: "GET",
        path: incoming.url ?? "",
      });
      outgoing.writeHead(answer.status ?? 200, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const client = createGpClient({
      connection: { ...connection, url: `http://127.0.0.1:${port}/GPService/` },
      profile: resolveProfile("sba"),
      now: () => new Date(),
      transport: {
        request: ({ method, path, headers }) =>
          new Promise((resolve, reject) => {
            httpRequest({ host: "127.0.0.1", port, method, path, headers }, (incoming) => {
              const chunks: Buffer[] = [];
              incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
              incoming.on("end", () =>
                resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }),
              );
            })
              .on("error", reject)
              .end();
          }),
        close: () => void server.close(),
      },
    });
    expect(await keysOf(client.vendors())).toEqual(numbered(40, (id) => id));
    await client.close();
  });
});

describe("reading one record", () => {
  it("encodes a key that holds the grammar of the path", async () => {
    const { client, transport } = setup(serviceOf({ vendors: [vendor("A/B (1);%#?&")] }));
    expect(await client.vendor("A/B (1);%#?&")).toMatchObject({ ok: true, key: "A/B (1);%#?&" });
    expect(transport.requests.at(-1)?.path).toBe(
      "/GPService/Tenants(DefaultTenant)/Companies(TWO)/Dynamics/Purchasing/Vendors(A%2FB%20%281%29%3B%25%23%3F%26)",
    );
  });

  it("tells an absent record from an absent service", async () => {
    expect(await setup(serviceOf({ vendors: [] })).client.vendor("NOBODY")).toBeUndefined();
    const { client } = setup((url, request) =>
      url.pathname.includes("/Purchasing/") ? { status: 404 } : serviceOf({})(url, request),
    );
    expect((await errorOf(client.vendor("NOBODY"))).code).toBe("GP_SERVICE_NOT_FOUND");
  });

  it("refuses another record than the one asked for", async () => {
    const service = serviceOf({});
    const { client } = setup((url, request) =>
      url.pathname.includes("Vendors(") ? { body: vendor("OTHER") } : service(url, request),
    );
    expect(await client.vendor("A")).toMatchObject({ ok: false, key: "A", problem: { code: "GP_RECORD_UNREADABLE" } });
  });
});

describe("the company guard", () => {
  const listing =
    (...entries: object[]): Handler =>
    (url, request) =>
      url.pathname.includes("Companies/Companies")
        ? { body: { Companies: entries } }
        : serviceOf({ vendors: [vendor("A")] })(url, request);
  const two = { Key: { Id: -1 }, Name: "Fabrikam, Inc.", DatabaseName: "TWO" };
  const copy = { Key: { Id: 3 }, Name: "Fabrikam, Inc.", DatabaseName: "TWO03" };

  it("names what the server has instead", async () => {
    const { client, transport } = setup(listing(copy));
    const error = await errorOf(keysOf(client.vendors()));
    expect(error).toMatchObject({ code: "GP_COMPANY_MISMATCH", at: { company: "TWO", url: "gp.test" } });
    expect(error.message).toContain("TWO03 (Fabrikam, Inc.)");
    expect(transport.requests).toHaveLength(1);
  });

  it("refuses a server that lists more than the configured company", async () => {
    expect((await errorOf(setup(listing(two, copy)).client.checkCompany())).code).toBe("GP_COMPANY_MISMATCH");
  });

  it("takes ours among all where the profile says so, unless the address may mean another", async () => {
    const among: ProfileSetting = { extends: "sba", companyCheck: { rule: "among" } };
    expect(await setup(listing(two, copy), among).client.checkCompany()).toEqual({
      database: "TWO",
      name: "Fabrikam, Inc.",
      id: "-1",
    });
    const byName = { company: { ...connection.company, urlValue: "Fabrikam, Inc." } };
    expect((await errorOf(setup(listing(two, copy), among, byName).client.checkCompany())).code).toBe(
      "GP_COMPANY_MISMATCH",
    );
  });

  it("does not take a name in another case for the same", async () => {
    const error = await errorOf(setup(listing({ ...two, DatabaseName: "two" })).client.checkCompany());
    expect(error.code).toBe("GP_COMPANY_MISMATCH");
    expect(error.fix).toContain("two");
  });

  it.each([
    ["a record's company id", { PurchaseOrders: [{ ...order("PO1"), CMPANYID: 6 }] }],
    ["a record's company key", { PurchaseOrders: [{ Key: { Id: "PO1" }, CompanyKey: { Id: 6 } }] }],
    ["a record's database", { PurchaseOrders: [{ ...order("PO1"), INTERID: "TWO03" }] }],
    ["the envelope", { DatabaseName: "TWO03", PurchaseOrders: [order("PO1")] }],
  ])("refuses an answer by %s", async (_, body) => {
    const { client } = setup((url) => ({ body: url.pathname.includes("Companies/Companies") ? companies : body }));
    const error = await errorOf(keysOf(client.purchaseOrders()));
    expect(error.code).toBe("GP_COMPANY_MISMATCH");
  });

  it("asks again after a failure, so that a repaired server is found", async () => {
    let down = true;
    const service = serviceOf({ vendors: [vendor("A")] });
    const { client } = setup((url, request) => (down ? { status: 503 } : service(url, request)));
    expect((await errorOf(client.checkCompany())).code).toBe("GP_BUSY");
    down = false;
    expect((await client.checkCompany()).database).toBe("TWO");
  });

  it("uses the display name in the address where that is configured", async () => {
    const { client, transport } = setup(listing(two), "sba", {
      company: { ...connection.company, urlValue: "Fabrikam (Übung), Inc." },
    });
    await client.checkCompany();
    expect(transport.requests[0]?.path).toContain("/Companies(Fabrikam%20%28%C3%9Cbung%29%2C%20Inc.)/");
  });
});

describe("before any call", () => {
  const none: Handler = () => {
    throw new Error("a call was made");
  };

  it.each<[Partial<GpConnection>, string, string]>([
    [{ url: "gp.corp" }, "GP_CONNECTION_INVALID", "gp.url"],
    [{ url: "https://user:pw@gp.test/GPService" }, "GP_CONNECTION_INVALID", "gp.url"],
    [{ company: { database: "Fabrikam, Inc.", timeZone: "UTC" } }, "GP_CONNECTION_INVALID", "gp.company.database"],
    [{ company: { database: "TWO", timeZone: "Chicago" } }, "GP_CONNECTION_INVALID", "gp.company.timeZone"],
    [{ version: "2013" }, "GP_VERSION_UNSUPPORTED", "gp.version"],
    [{ version: "10" }, "GP_VERSION_UNSUPPORTED", "gp.version"],
  ])("%j is refused", async (changes, code, field) => {
    const error = await errorOf(() => setup(none, "sba", changes));
    expect(error.code).toBe(code);
    expect(error.at.field).toBe(field);
    expect(error.message).not.toContain("pw@");
  });

  it("a resource that the profile does not have is refused", async () => {
    const { client } = setup(none, { extends: "sba", resources: { purchaseOrders: null } });
    expect((await errorOf(keysOf(client.purchaseOrders()))).code).toBe("GP_RESOURCE_NOT_OFFERED");
  });

  it("a purchase-order service that is called stock is refused: no version has one", async () => {
    const { client } = setup(none, { extends: "sba", resources: { purchaseOrders: { service: "stock" } } });
    const error = await errorOf(keysOf(client.purchaseOrders()));
    expect(error.code).toBe("GP_RESOURCE_NOT_OFFERED");
    expect(error.message).toContain("2018");
  });
});
