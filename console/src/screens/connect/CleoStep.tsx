import type { JSX } from "react";
import { SelectField, TextField } from "../../design/Field.tsx";
import type { CleoForm } from "./connectionForms.ts";

interface CleoStepProps {
  form: CleoForm;
  onChange: (change: Partial<CleoForm>) => void;
}

export function CleoStep({ form, onChange }: CleoStepProps): JSX.Element {
  const text = (name: keyof CleoForm) => ({
    value: form[name],
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  });
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <TextField
        label="Address of Cleo"
        type="url"
        required
        placeholder="https://tenant.cleointegration.com"
        hint="The address in your browser when you are in CIC or Harmony, without anything behind the host."
        {...text("url")}
      />
      <SelectField
        label="How files are written"
        options={[
          ["cic-folders-raw", "Cleo Integration Cloud, folders"],
          ["cic-folders-multipart", "Cleo Integration Cloud, folders, as a form"],
          ["versalex-http", "Harmony or VLTrader, HTTP"],
        ]}
        hint="Your Cleo administrator knows the product. The first one fits most."
        {...text("transport")}
      />
      <TextField
        label="Account"
        required
        autoComplete="off"
        hint="An account for this connector alone, with write access to the folders of the next step. Your Cleo administrator creates it."
        {...text("username")}
      />
      <TextField
        label="Password"
        type="password"
        required
        autoComplete="new-password"
        hint="Kept encrypted; never shown again."
        {...text("password")}
      />
    </div>
  );
}
