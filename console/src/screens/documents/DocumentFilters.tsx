import type { JSX } from "react";
import { useLinkNames } from "../../api/useLinkNames.ts";
import { FilterBar, type FilterValues } from "../../design/FilterBar.tsx";
import { stateWord } from "../../design/Status.tsx";

const states = ["planned", "sending", "sent", "failed", "blocked", "inDoubt", "superseded"] as const;

export function DocumentFilters({
  value,
  onChange,
}: {
  value: FilterValues;
  onChange: (values: Record<string, string>) => void;
}): JSX.Element {
  const links = useLinkNames();
  return (
    <>
      <FilterBar
        text={{ name: "q", label: "Search documents", placeholder: "Order, vendor, item, file, number" }}
        choices={[
          { name: "state", label: "State", options: states.map((state) => [state, stateWord(state)] as const) },
          {
            name: "type",
            label: "Kind",
            options: [
              ["purchaseOrder", "purchase orders"],
              ["vendor", "vendors"],
              ["functionalAcknowledgment", "997 acknowledgements"],
            ],
          },
          { name: "link", label: "Link", options: links.map((link) => [link, link] as const) },
        ]}
        values={value}
        onChange={onChange}
      />
      {value.job !== undefined && (
        <p className="border-b border-line bg-accent-soft px-4 py-1.5 text-xs">
          Only documents of the run <span className="font-mono">{value.job}</span>.
        </p>
      )}
    </>
  );
}
