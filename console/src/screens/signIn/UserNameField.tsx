import type { JSX } from "react";
import { TextField } from "../../design/Field.tsx";

/** The name that one signs in by, so marked that a password manager knows it. */
export function UserNameField({ value, onChange }: { value: string; onChange: (name: string) => void }): JSX.Element {
  return (
    <TextField
      label="User name"
      name="username"
      autoComplete="username"
      autoCapitalize="none"
      required
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
