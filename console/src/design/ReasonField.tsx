import type { JSX } from "react";
import { TextField } from "./Field.tsx";

interface ReasonFieldProps {
  label?: string;
  /** When it is needed, or what follows from it. */
  hint?: string;
  required?: boolean;
  value: string;
  onChange: (reason: string) => void;
}

/** Why somebody does something that stands in the audit trail; at most 500 characters. */
export function ReasonField({
  label = "Reason",
  hint = "Kept in the audit trail.",
  required = false,
  value,
  onChange,
}: ReasonFieldProps): JSX.Element {
  return (
    <TextField
      label={label}
      hint={hint}
      required={required}
      maxLength={500}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
