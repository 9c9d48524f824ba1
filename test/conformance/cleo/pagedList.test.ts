import { expect, test } from "vitest";
import { cleo } from "./bundle.ts";

test("a listing is read whole, whatever the server's page size", async () => {
  const { sandbox, client, records } = await cleo({ pageCap: 7 });
  const names = Array.from({ length: 20 }, (_, index) => `ASN_${String(index).padStart(2, "0")}.x12`);
  for (const name of names)
    sandbox.admin.putFile({ folder: "download", name, content: name, encoding: "utf8", contentType: "text/plain" });
  expect((await client.list("download")).map(({ name }) => name).sort()).toEqual(names);
  expect(records.filter(({ purpose }) => purpose === "list")).toHaveLength(3);
});

test("every file of a long listing can be read and removed", async () => {
  const { sandbox, client } = await cleo({ pageCap: 3 });
  for (let index = 0; index < 10; index += 1) {
    sandbox.admin.putFile({
      folder: "download",
      name: `f${index}.x12`,
      content: `${index}`,
      encoding: "utf8",
      contentType: "text/plain",
    });
  }
  const contents: string[] = [];
  for (const file of await client.list("download")) {
    contents.push(String(await client.download("download", file)));
    await client.remove("download", file);
  }
  expect(contents.sort()).toEqual(Array.from({ length: 10 }, (_, index) => `${index}`));
  expect(await client.list("download")).toEqual([]);
});

test("a listing slower than the limit is an error that may be tried again", async () => {
  const { sandbox, client } = await cleo({}, "cic-folders-raw", { timeoutSeconds: 0.4 });
  sandbox.admin.armFault({ target: "cleo.list", times: 1, effect: { kind: "hang" } });
  await expect(client.list("download")).rejects.toMatchObject({ code: "CLEO_UNREACHABLE", retry: "transient" });
  expect(await client.list("download")).toEqual([]);
});
