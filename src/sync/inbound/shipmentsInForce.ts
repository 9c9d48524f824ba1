/** What the ship notices of an order come to: a replacement takes the place of what came before, a cancellation leaves nothing. */
import { add, type Decimal, zero } from "../../decimal/decimal.ts";
import type { ShipNotice } from "../../documents/canonical/shipNotice.ts";

/** What an answer of type 856 keeps as its detail. */
export interface ShipmentDetail {
  purpose: ShipNotice["purpose"];
  /** SHA-256 of what the notice says of the order. */
  digest: string;
  lines: { line: number; ord: number; item?: string; quantity: Decimal; unit: string }[];
  unmatched: string[];
  carrier?: string;
  tracking: string[];
  shippedDate?: string;
  expectedDate?: string;
}

export interface RecordedShipment {
  inboundId: string;
  /** The partner's number. */
  number: string;
  sequence: string;
  detail: ShipmentDetail;
  /** A person decided that nothing comes of it. */
  rejected: boolean;
}

/** @param shipments of one order, in any order */
export function shipmentsInForce(shipments: readonly RecordedShipment[]): RecordedShipment[] {
  const latest = new Map<string, RecordedShipment>();
  for (const shipment of shipments) {
    const { detail, number, rejected, sequence } = shipment;
    if (rejected && detail.purpose !== "cancellation") continue;
    const before = latest.get(number);
    if (before === undefined || before.sequence < sequence) latest.set(number, shipment);
  }
  return [...latest.values()].filter(({ detail }) => detail.purpose !== "cancellation");
}

/** Quantities by line (ORD). */
export function shippedQuantities(shipments: readonly RecordedShipment[]): Map<number, Decimal> {
  const sums = new Map<number, Decimal>();
  for (const { detail } of shipments) {
    for (const { ord, quantity } of detail.lines) sums.set(ord, add(sums.get(ord) ?? zero, quantity));
  }
  return sums;
}
