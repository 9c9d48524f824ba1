/** Ends one thing after the other. One that fails keeps no other from being ended; the first failure is thrown at the end. */
export async function endEach(ends: Iterable<() => Promise<unknown>>): Promise<void> {
  const failures: unknown[] = [];
  for (const end of ends) await end().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
