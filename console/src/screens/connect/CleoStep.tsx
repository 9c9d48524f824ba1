import type { JSX } from "react";
import { SelectField, TextField } from "../../design/Field.tsx";
import { boundField } from "./boundField.ts";
import { type CleoForm, passwordHint, passwordKept } from "./connectionForms.ts";

interface CleoStepProps {
  form: CleoForm;
  onChange: (change: Partial<CleoForm>) => void;
  /** A password is stored already, and stays if none is entered. */
  passwordStored?: boolean;
}

export function CleoStep({ form, onChange, passwordStored = false }: CleoStepProps): JSX.Element {
  const bound = boundField(form, onChange);
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <TextField
        label="Address of Cleo"
        type="url"
        required
        placeholder="https://tenant.cleointegration.com"
        hint="The address in your browser when you are in CIC or Harmony, without anything behind the host."
        {...bound("url")}
      />
      <SelectField
        label="How files are written"
        options={[
          ...(form.transport === "" ? [["", "As in the configuration file"] as const] : []),
          ["cic-folders-raw", "Cleo Integration Cloud, folders"],
          ["cic-folders-multipart", "Cleo Integration Cloud, folders, as a form"],
          ["versalex-http", "Harmony or VLTrader, HTTP"],
        ]}
        hint="Your Cleo administrator knows the product. The first one fits most."
        {...bound("transport")}
      />
      <TextField
        label="Account"
        required
        autoComplete="off"
        hint="An account for this connector alone, with write access to the folders of the next step. Your Cleo administrator creates it."
        {...bound("username")}
      />
      <TextField
        label="Password"
        type="password"
        required={!passwordStored}
        autoComplete="new-password"
        hint={passwordStored ? passwordKept : passwordHint}
        {...bound("password")}
      />
    </div>
  );
}
