import type { FileInput } from "./fileSchema.ts";

export type Entry = Readonly<Record<string, unknown>>;
export type Section = keyof Pick<FileInput, "gp" | "cleo" | "links">;
/** Parts of the file that are there once, and hold for all links. */
export type SettingsSection = keyof Pick<FileInput, "notifications" | "retention">;
type Path = readonly (string | number)[];

/** Where a part of the file holds a secret, and under which name the vault keeps it (see parse.ts). */
export interface SecretPlace {
  path: Path;
  secret: string;
  /** There need not be one: an empty text in its place says that there is. */
  optional?: true;
}

/** Of a part that is not there at all, its secret is none. */
export function secretPlaces(section: Section | SettingsSection, name: string, entry: Entry): SecretPlace[] {
  const has = (...path: Path): boolean => memberAt(entry, path) !== undefined;
  switch (section) {
    case "gp":
      return [{ path: ["auth", "password"], secret: `gp/${name}/password` }];
    case "cleo":
      return [
        { path: ["auth", "password"], secret: `cleo/${name}/password` },
        ...(has("auth", "otp") ? [{ path: ["auth", "otp", "secret"], secret: `cleo/${name}/otp` }] : []),
      ];
    case "links":
      return [
        ...(has("inbound", "webhook") ? [{ path: ["inbound", "webhook", "key"], secret: `link/${name}/webhook` }] : []),
        ...(has("inbound", "webhook", "previousKey")
          ? [
              {
                path: ["inbound", "webhook", "previousKey"],
                secret: `link/${name}/webhook-previous`,
                optional: true as const,
              },
            ]
          : []),
      ];
    case "retention":
      return [];
    case "notifications": {
      const channels = (memberAt(entry, ["channels"]) ?? []) as readonly Entry[];
      return [
        ...(has("mailServer", "username")
          ? [{ path: ["mailServer", "password"], secret: "notifications/mail/password" }]
          : []),
        ...channels.flatMap((channel, place) =>
          channelSecrets(channel).map((path) => ({
            path: ["channels", place, ...path],
            secret: `notifications/${String(channel.name)}/${path.at(-1)}`,
            ...(path.at(-1) === "secret" && { optional: true as const }),
          })),
        ),
      ];
    }
  }
}

function channelSecrets(channel: Entry): string[][] {
  return [
    ...["webhook", "slack", "teams"].filter((kind) => channel[kind] !== undefined).map((kind) => [kind, "url"]),
    ...(memberAt(channel, ["webhook", "secret"]) === undefined ? [] : [["webhook", "secret"]]),
  ];
}

export function memberAt(entry: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? (value as Entry)[key] : undefined),
    entry,
  );
}

/** A copy with one member set, or taken out where `value` is `undefined`. Objects on the way are made. */
export function withMember<Value extends Entry>(entry: Value, [key, ...rest]: Path, value: unknown): Value {
  if (key === undefined) return entry;
  const copy = (Array.isArray(entry) ? [...entry] : { ...entry }) as Record<string | number, unknown>;
  if (rest.length > 0) copy[key] = withMember((copy[key] ?? {}) as Entry, rest, value);
  else if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy as Value;
}
