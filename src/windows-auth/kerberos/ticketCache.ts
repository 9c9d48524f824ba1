/** Keeps the tickets of one client until shortly before they end, and lets concurrent requests share one exchange. */
import type { Secrets } from "../secrets.ts";
import type { GrantedTicket, GrantingTicket } from "./tickets.ts";

/** Domain clocks may differ by five minutes, so a ticket is renewed that much earlier. */
const margin = 5 * 60_000;

export interface TicketCache {
  /** The service's ticket, from the cache if `fresh` is false and there is one made with these secrets. */
  get(
    secrets: Secrets,
    now: number,
    fresh: boolean,
  ): Promise<{ readonly cached: boolean; readonly ticket: GrantedTicket }>;
}

export function createTicketCache(
  logOn: (secrets: Secrets) => Promise<GrantingTicket>,
  serve: (granting: GrantingTicket) => Promise<GrantedTicket>,
): TicketCache {
  let granting: { readonly fingerprint: string; readonly ticket: GrantingTicket } | undefined;
  let service: { readonly fingerprint: string; readonly ticket: GrantedTicket } | undefined;
  let pending: { readonly fingerprint: string; readonly ticket: Promise<GrantedTicket> } | undefined;
  const lasts = (ticket: GrantedTicket, now: number) => ticket.endTime - margin > now;

  const obtain = async (secrets: Secrets, now: number): Promise<GrantedTicket> => {
    if (granting === undefined || granting.fingerprint !== secrets.fingerprint || !lasts(granting.ticket, now)) {
      granting = { fingerprint: secrets.fingerprint, ticket: await logOn(secrets) };
    }
    try {
      service = { fingerprint: secrets.fingerprint, ticket: await serve(granting.ticket) };
    } catch (error) {
      granting = undefined; // it may be the granting ticket that the domain does not take any more
      throw error;
    }
    return service.ticket;
  };

  return {
    async get(secrets, now, fresh) {
      if (!fresh && service?.fingerprint === secrets.fingerprint && lasts(service.ticket, now))
        return { cached: true, ticket: service.ticket };
      if (pending?.fingerprint !== secrets.fingerprint) {
        const ticket = obtain(secrets, now);
        const mine = { fingerprint: secrets.fingerprint, ticket };
        pending = mine;
        const clear = () => {
          if (pending === mine) pending = undefined;
        };
        ticket.then(clear, clear);
      }
      return { cached: false, ticket: await pending.ticket };
    },
  };
}
