import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { failure, get, type LabBundle } from "./labBundle.ts";

export function tlsCases(bundle: LabBundle): void {
  const pinOf = (file: string): Buffer => {
    const certificate = new X509Certificate(readFileSync(join(bundle.variable("DIR"), "tls", file)));
    return createHash("sha256")
      .update(certificate.publicKey.export({ type: "spki", format: "der" }))
      .digest();
  };

  describe("TLS", () => {
    test("trusts no unknown authority", async () => {
      const error = await failure(get(bundle.client("EPA_ALLOW", { tls: {} })));
      expect(error).toMatchObject({ code: "TLS", sent: false });
      expect(error.message).toContain("tls.ca");
    });

    test("does not accept a certificate for another host", async () => {
      const error = await failure(
        get(bundle.client("EPA_ALLOW", { tls: { ca: bundle.lab.ca, servername: "other.test" } })),
      );
      expect(error.code).toBe("TLS");
      expect(error.message).toContain("another host name");
    });

    test("accepts the pinned key, base64 or hex, and no other", async () => {
      const right = pinOf("gp256.pem");
      for (const pin of [right.toString("base64"), `sha256/${right.toString("base64")}`, right.toString("hex")]) {
        expect((await get(bundle.client("EPA_ALLOW", { tls: { ca: bundle.lab.ca, pin } }))).status).toBe(200);
      }
      const wrong = { ca: bundle.lab.ca, pin: pinOf("gp384.pem").toString("base64") };
      const error = await failure(get(bundle.client("EPA_ALLOW", { tls: wrong })));
      expect(error).toMatchObject({ code: "TLS", sent: false });
      expect(error.message).toContain(`sha256/${right.toString("base64")}`);
    });

    test("speaks TLS 1.3 if that is demanded", async () => {
      const tls = { ca: bundle.lab.ca, minVersion: "TLSv1.3" } as const;
      expect((await get(bundle.client("EPA_REQUIRE", { tls }))).status).toBe(200);
    });

    test("says that a port speaks no TLS", async () => {
      const origin = bundle.variable("URL_APACHE").replace("http:", "https:");
      const error = await failure(get(bundle.client("APACHE", { origin, tls: { ca: bundle.lab.ca } })));
      expect(error).toMatchObject({ code: "TLS", sent: false });
      expect(error.message).toContain("does not speak TLS");
    });
  });
}
