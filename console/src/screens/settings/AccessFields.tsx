import type { JSX } from "react";
import type { components } from "../../api/schema.d.ts";
import { CheckField, SelectField } from "../../design/Field.tsx";

export interface Access {
  role: components["schemas"]["User"]["role"];
  readsContent: boolean;
}

const roles = [
  ["viewer", "Viewer: looks"],
  ["operator", "Operator: runs and repairs"],
  ["administrator", "Administrator: everything"],
] as const;

/** What a user or a token may do. */
export function AccessFields({
  access,
  onChange,
}: {
  access: Access;
  onChange: (change: Partial<Access>) => void;
}): JSX.Element {
  return (
    <>
      <SelectField
        label="Role"
        value={access.role}
        options={roles}
        onChange={({ target }) => onChange({ role: target.value as Access["role"] })}
      />
      <CheckField
        label="May read the content of documents"
        hint="Orders, vendors and prices; without it only what became of them."
        checked={access.readsContent}
        onChange={({ target }) => onChange({ readsContent: target.checked })}
      />
    </>
  );
}
