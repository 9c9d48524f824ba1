import { expect, test } from "vitest";
import { createCleoClient } from "../../../src/cleo/client.ts";
import { resolveTransport, type TransportPreset, transportPresetNames } from "../../../src/cleo/transport.ts";
import { cleo, order } from "./bundle.ts";

test.each(transportPresetNames)("%s: a file is uploaded, listed, read back and removed", async (preset) => {
  const { client, accepted } = await cleo({ keepFolders: ["test"] }, preset);
  const probe = order("PO 2075 ä'(1)", "test/a b");
  const file = { ...probe, fileName: "PO-2075 (1).x12" };
  expect(await client.upload(file)).toMatchObject({ kind: "sent" });
  expect(accepted()).toEqual([file.fileName]);
  const [listed, ...others] = await client.list(file.folder);
  expect([listed?.name, listed?.size, others]).toEqual([file.fileName, file.bytes.byteLength, []]);
  expect(await client.download(file.folder, { name: file.fileName })).toEqual(Buffer.from(file.bytes));
  expect(await client.remove(file.folder, { name: file.fileName })).toBe("removed");
  expect(await client.list(file.folder)).toEqual([]);
});

const {
  ML_CONFORMANCE_CLEO_URL: url,
  ML_CONFORMANCE_CLEO_USER: username,
  ML_CONFORMANCE_CLEO_PASSWORD: password,
} = process.env;

test.skipIf(!url)(
  "the Cleo server of ML_CONFORMANCE_CLEO_URL takes the same round trip, in a folder without a flow",
  async () => {
    const preset = (process.env.ML_CONFORMANCE_CLEO_TRANSPORT ?? "cic-folders-raw") as TransportPreset;
    const folder = process.env.ML_CONFORMANCE_CLEO_FOLDER ?? "test";
    const client = createCleoClient({
      connection: {
        name: "cleo",
        url: url ?? "",
        transport: resolveTransport(preset),
        credentials: { username: username ?? "", password: { reveal: () => password ?? "" } },
      },
      now: () => new Date(),
    });
    try {
      const file = order(`CONFORMANCE${Date.now()}`, folder);
      expect(await client.upload(file)).toMatchObject({ kind: "sent" });
      expect((await client.list(folder)).map(({ name }) => name)).toContain(file.fileName);
      expect(await client.compare(file)).toBe("same");
      expect(await client.remove(folder, { name: file.fileName })).toBe("removed");
    } finally {
      await client.close();
    }
  },
);
