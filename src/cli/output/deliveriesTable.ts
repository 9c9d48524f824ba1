import type { DeliveryState } from "../../ledger/deliveryState.ts";
import { outcomeStyle } from "./outcome.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

export interface DeliveryRow {
  document: string;
  revision: number;
  state: DeliveryState;
  file: string | null;
}

/** What a job delivers, in the order in which it does. */
export function deliveriesTable(rows: readonly DeliveryRow[], { colors }: Pick<Terminal, "colors">): string {
  return table(
    [
      { title: "document", value: (row) => row.document },
      { title: "rev", value: (row) => String(row.revision), align: "right" },
      { title: "state", value: (row) => row.state, style: (text, row) => outcomeStyle(row.state, colors)(text) },
      { title: "file", value: (row) => row.file ?? "" },
    ],
    rows,
    colors.dim,
  );
}
