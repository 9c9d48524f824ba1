import type { InboundFlow } from "../../configuration/configuration.ts";
import type { SecretValue } from "../../secrets/secretValue.ts";
import { type Arrival, type Receipt, storeArrival } from "../../sync/inbound/store.ts";
import type { Application } from "../application.ts";
import type { LinkFollower } from "../linkFollower.ts";
import { storedSecret } from "../linkOpener.ts";

export type WebhookSettings = NonNullable<InboundFlow["webhook"]>;

/** Where a link takes messages in. */
export interface WebhookEntrance {
  link: string;
  settings: WebhookSettings;
  /** In force now: the key, and the former one while Cleo is changed over. */
  keys: readonly SecretValue[];
  /** On disk when it resolves (Invariant 8). */
  store(arrival: Omit<Arrival, "link" | "source">): Promise<Receipt>;
}

export interface WebhookDesk {
  /** `undefined` where no enabled link of that name has a webhook. */
  entrance(link: string): Promise<WebhookEntrance | undefined>;
}

/** Milliseconds for which what was found about the configuration in force is believed. */
const lookAgain = 2_000;

/** Takes messages in for the links of the configuration in force. */
export function openWebhookDesk(
  application: Pick<Application, "ledger" | "vault" | "clock">,
  links: Pick<LinkFollower, "configuration" | "refresh">,
  wake: () => void,
): WebhookDesk {
  const entrances = new Map<string, WebhookEntrance>();
  let lookedAt = Number.NEGATIVE_INFINITY;

  /** One after the other, so that a thousand requests at once ask once. */
  let looking: Promise<void> = Promise.resolve();
  const look = (): Promise<void> => {
    looking = looking
      .catch(() => {})
      .then(async () => {
        if (performance.now() - lookedAt < lookAgain) return;
        await links.refresh();
        lookedAt = performance.now();
        // Also where the configuration is the same: a key may have been set anew.
        entrances.clear();
      });
    return looking;
  };

  return {
    async entrance(name) {
      await look();
      const present = entrances.get(name);
      if (present !== undefined) return present;
      const asked = lookedAt;
      const link = links.configuration().links.find((each) => each.name === name && each.enabled);
      const settings = link?.inbound?.webhook;
      if (link === undefined || settings === undefined) return undefined;
      const keys = [await storedSecret(application, settings.key)];
      if (settings.previousKey) keys.push(await storedSecret(application, settings.previousKey));
      const { ledger, clock } = application;
      const recipient = { ledger, clock, actor: `webhook:${link.name}`, wake };
      const entrance: WebhookEntrance = {
        link: link.name,
        settings,
        keys,
        store: (arrival) => storeArrival(recipient, { ...arrival, link: link.name, settings: link, source: "webhook" }),
      };
      if (asked === lookedAt) entrances.set(name, entrance);
      return entrance;
    },
  };
}
