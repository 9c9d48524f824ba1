import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encryptionTypes } from "./encryption.ts";
import { parseKeytab } from "./keytab.ts";
import { keytabKeys, keytabPrincipal } from "./longTermKey.ts";
import { KerberosMessageError } from "./messageError.ts";

interface Line {
  readonly key?: Buffer;
  readonly name: string;
  readonly type?: number;
  readonly version?: number;
}

function counted(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Layout: https://web.mit.edu/kerberos/krb5-latest/doc/formats/keytab_file_format.html */
function keytab(...lines: readonly (Line | "hole")[]): Buffer {
  const parts = lines.map((line) => {
    const size = Buffer.alloc(4);
    if (line === "hole") {
      size.writeInt32BE(-6);
      return Buffer.concat([size, Buffer.alloc(6)]);
    }
    const components = line.name.split("/");
    const head = Buffer.alloc(2);
    head.writeUInt16BE(components.length);
    const tail = Buffer.alloc(11);
    tail.writeUInt32BE(1, 0);
    tail.writeUInt8((line.version ?? 1) & 255, 8);
    tail.writeUInt16BE(line.type ?? 18, 9);
    const long = Buffer.alloc(4);
    long.writeUInt32BE(line.version ?? 1);
    const entry = Buffer.concat([
      head,
      counted(Buffer.from("CORP.TEST")),
      ...components.map((component) => counted(Buffer.from(component))),
      tail,
      counted(line.key ?? Buffer.alloc(32, 1)),
      long,
    ]);
    size.writeInt32BE(entry.length);
    return Buffer.concat([size, entry]);
  });
  return Buffer.concat([Buffer.from([5, 2]), ...parts]);
}

describe("a keytab", () => {
  test("gives its entries, past holes, with key versions above 255", () => {
    const entries = parseKeytab(keytab({ name: "svc" }, "hole", { name: "HTTP/host", version: 300, type: 17 }));
    expect(entries).toMatchObject([
      { components: ["svc"], encryptionType: 18, realm: "CORP.TEST", version: 1 },
      { components: ["HTTP", "host"], encryptionType: 17, version: 300 },
    ]);
  });

  test("that is cut anywhere gives fewer entries or an error, nothing else", () => {
    const whole = keytab({ name: "svc" }, { name: "HTTP/host" });
    for (let length = 0; length < whole.length; length++) {
      try {
        expect(parseKeytab(whole.subarray(0, length)).length).toBeLessThan(2);
      } catch (error) {
        expect(error).toBeInstanceOf(KerberosMessageError);
      }
    }
  });

  test("of random bytes is refused without any other error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          parseKeytab(Buffer.concat([Buffer.from([5, 2]), bytes]));
        } catch (error) {
          expect(error).toBeInstanceOf(KerberosMessageError);
        }
      }),
    );
  });
});

describe("the principal of a keytab", () => {
  const entries = parseKeytab(keytab({ name: "svc" }, { name: "other" }));
  test("is the one that is named, with or without its realm, in any case", () => {
    expect(keytabPrincipal(entries, "SVC")).toMatchObject({ user: "svc", realm: "CORP.TEST" });
    expect(keytabPrincipal(entries, "other@corp.test").user).toBe("other");
  });
  test("is the only one there is", () => {
    expect(keytabPrincipal(parseKeytab(keytab({ name: "svc" })), "svc@contoso.test").user).toBe("svc");
  });
  test("is not guessed among several", () => {
    expect(() => keytabPrincipal(entries, "third")).toThrow("no entry for third");
  });
});

test("the newest key of the strongest type that the domain knows is taken", async () => {
  const newer = Buffer.alloc(32, 2);
  const entries = parseKeytab(
    keytab(
      { name: "s", version: 1 },
      { name: "s", version: 2, key: newer },
      { name: "s", type: 17, key: Buffer.alloc(16) },
    ),
  );
  const recipe = (encryptionType: number) => ({ encryptionType, parameters: undefined, salt: undefined });
  const keys = keytabKeys(entries, "s");
  expect((await keys.choose([recipe(17), recipe(18)], encryptionTypes(undefined))).value).toEqual(newer);
  expect((await keys.choose([recipe(17)], encryptionTypes(undefined))).type.id).toBe(17);
  await expect(keys.choose([recipe(23)], encryptionTypes(undefined))).rejects.toMatchObject({
    code: "KERBEROS_NO_COMMON_ENCRYPTION",
  });
});
