import type { Vendor } from "../canonical/vendor.ts";
import { type Change, fieldChanges } from "./change.ts";

/** What is different in a vendor, addresses by their code. */
export function vendorChanges(before: Vendor, after: Vendor): Change[] {
  const changes = fieldChanges(before, after, {
    names: { taxId: "tax id", addressCodes: "use of addresses", onHold: "on hold" },
    except: ["id", "addresses"],
  });
  const former = new Map(before.addresses.map((address) => [address.code ?? "", address]));
  for (const address of after.addresses) {
    const code = address.code ?? "";
    const was = former.get(code);
    former.delete(code);
    const place = `address ${code}`.trim();
    if (was === undefined) changes.push({ kind: "added", place, text: `${place} added` });
    else changes.push(...fieldChanges(was, address, { place, names: {}, except: ["code"] }));
  }
  for (const code of former.keys()) {
    const place = `address ${code}`.trim();
    changes.push({ kind: "removed", place, text: `${place} removed` });
  }
  return changes;
}
