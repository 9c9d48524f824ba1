import { expect, test } from "vitest";
import { parseAccounts } from "./serverUser.ts";

test("accounts are read from passwd, and what is not an account is left out", () => {
  const passwd =
    "root:x:0:0:root:/root:/bin/bash\n\n# comment\n+::::::\nnobody:x:65534:65533::/:/bin/false\nbad:x:one:two::/:\n";
  expect(parseAccounts(passwd)).toEqual([
    { name: "root", uid: 0, gid: 0 },
    { name: "nobody", uid: 65534, gid: 65533 },
  ]);
});
