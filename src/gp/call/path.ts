import type { GpConnection } from "../connection.ts";
import type { ServiceProfile } from "../profile/schema.ts";

export type KeyPart = string | number;

/** Fills the templates of a profile for one connection; every filled-in value is percent-encoded. */
export class GpPaths {
  readonly #profile: ServiceProfile;
  readonly #base: string;
  readonly #values: Readonly<Record<string, string>>;

  constructor(connection: GpConnection, profile: ServiceProfile) {
    this.#profile = profile;
    this.#base = new URL(connection.url).pathname.replace(/\/+$/, "");
    const { database, urlValue } = connection.company;
    this.#values = {
      tenant: this.#encode(connection.tenant),
      urlValue: this.#encode(urlValue ?? database),
      database: this.#encode(database),
    };
  }

  help(): string {
    return this.#expand(this.#profile.paths.help, {});
  }

  /** A template of the profile with its key, suffix and query; parameters without a value are left out. */
  of(
    template: string,
    key: readonly KeyPart[] = [],
    query: Readonly<Record<string, string | number | undefined>> = {},
  ): string {
    const encodedKey = key.map((part) => this.#encode(String(part))).join(this.#profile.keys.join);
    const path = this.#expand(template, { key: encodedKey }) + this.#profile.format.suffix;
    const pairs = Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
    return pairs.length > 0 ? `${path}${path.includes("?") ? "&" : "?"}${pairs.join("&")}` : path;
  }

  #expand(template: string, extra: Readonly<Record<string, string>>): string {
    const whole = template.replace("{company}", this.#profile.paths.company);
    const filled = whole.replace(
      /\{(\w+)\}/g,
      (placeholder, name: string) => extra[name] ?? this.#values[name] ?? placeholder,
    );
    return `${this.#base}/${filled.replace(/^\/+/, "")}`;
  }

  #encode(text: string): string {
    const component = encodeURIComponent(text.toWellFormed());
    if (this.#profile.keys.encoding === "component") return component;
    return component.replace(/[()'!*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  }
}
