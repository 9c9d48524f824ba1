import { useMutation } from "@tanstack/react-query";
import { client, dataOf } from "../../api/client.ts";
import { type CleoForm, cleoEntry, type Entry, type GpForm, gpEntry } from "./connectionForms.ts";

/** What is known of a connection and not in the form (profile, certificates, limits) stays. */
function merged(stored: Entry | undefined, entry: Entry, password: string): Entry {
  const auth = { ...(stored?.auth as Entry | undefined), ...(entry.auth as Entry) };
  const { displayName: _, ...known } = (stored?.company ?? {}) as Entry;
  const company = entry.company === undefined ? {} : { company: { ...known, ...(entry.company as Entry) } };
  return { ...stored, ...entry, ...company, auth: { ...auth, ...(password !== "" && { password }) } };
}

function withoutName({ name: _, ...entry }: Entry): Entry {
  return entry;
}

const given = (password: string): { password?: string } => (password === "" ? {} : { password });

/** Without a password the stored one is used, where the address is the one that it was given for. */
export function usePingGp(form: GpForm, stored?: Entry) {
  return useMutation({
    mutationFn: () =>
      dataOf(
        client.POST("/api/pings/gp", {
          body: { connection: withoutPassword(merged(stored, gpEntry(form), "")), ...given(form.password) },
        }),
      ),
  });
}

export function usePingCleo(form: CleoForm, folders: readonly string[], stored?: Entry) {
  return useMutation({
    mutationFn: () =>
      dataOf(
        client.POST("/api/pings/cleo", {
          body: {
            connection: withoutPassword(merged(stored, cleoEntry(form), "")),
            ...given(form.password),
            folders: [...folders],
          },
        }),
      ),
  });
}

export async function saveGp(form: GpForm, stored?: Entry): Promise<void> {
  await dataOf(
    client.PUT("/api/configuration/gp/{name}", {
      params: { path: { name: form.name } },
      body: withoutName(merged(stored, gpEntry(form), form.password)),
    }),
  );
}

export async function saveCleo(form: CleoForm, stored?: Entry): Promise<void> {
  await dataOf(
    client.PUT("/api/configuration/cleo/{name}", {
      params: { path: { name: form.name } },
      body: withoutName(merged(stored, cleoEntry(form), form.password)),
    }),
  );
}

function withoutPassword({ auth, ...entry }: Entry): Entry {
  const { password: _, ...rest } = (auth ?? {}) as Entry;
  return { ...entry, auth: rest };
}
