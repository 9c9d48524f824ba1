import { expect, test } from "vitest";
import { createPersistenceMemory } from "./persistence.ts";

test("what is not known is tried with reads only", () => {
  const memory = createPersistenceMemory("detect", true);
  expect(memory.trusts("GET")).toBe(true);
  expect(memory.trusts("POST")).toBe(false);
});

test("one answer without credentials settles it for writes too", () => {
  const memory = createPersistenceMemory("detect", true);
  memory.lasted();
  expect([memory.state, memory.trusts("POST")]).toEqual(["connection", true]);
});

test("one 401 while it is not known settles it the other way", () => {
  const memory = createPersistenceMemory("detect", true);
  memory.ended();
  expect([memory.state, memory.trusts("GET")]).toEqual(["request", false]);
});

test("a server known to keep logons may drop one, but not two in a row", () => {
  const memory = createPersistenceMemory("detect", true);
  memory.lasted();
  memory.ended();
  expect(memory.state).toBe("connection");
  memory.lasted();
  memory.ended();
  expect(memory.state).toBe("connection");
  memory.ended();
  expect(memory.state).toBe("request");
});

test("the server's announcement settles it", () => {
  const memory = createPersistenceMemory("detect", false);
  expect(memory.trusts("GET")).toBe(false);
  memory.announced("TRUE");
  expect(memory.state).toBe("connection");
  memory.announced(undefined);
  expect(memory.state).toBe("connection");
  memory.announced("false");
  expect(memory.state).toBe("request");
});

test("an option is stronger than what is seen", () => {
  const memory = createPersistenceMemory("request", true);
  memory.lasted();
  memory.announced("true");
  expect(memory.trusts("GET")).toBe(false);
});
