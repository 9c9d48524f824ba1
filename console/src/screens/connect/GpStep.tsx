import type { JSX } from "react";
import { SelectField, TextField } from "../../design/Field.tsx";
import { boundField } from "./boundField.ts";
import { type GpForm, passwordHint, passwordKept } from "./connectionForms.ts";

interface GpStepProps {
  form: GpForm;
  onChange: (change: Partial<GpForm>) => void;
  /** A password is stored already, and stays if none is entered. */
  passwordStored?: boolean;
}

const timeZones: readonly string[] = Intl.supportedValuesOf("timeZone");

export function GpStep({ form, onChange, passwordStored = false }: GpStepProps): JSX.Element {
  const bound = boundField(form, onChange);
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <TextField
        label="Address of the GP service"
        type="url"
        required
        placeholder="https://gp.corp.example/GPService"
        hint="In GP Web Client's Web Management Console under Services, or from whoever installed Service Based Architecture. Up to and without /Tenants(...)."
        {...bound("url")}
      />
      <TextField
        label="Tenant"
        required
        hint="In the Web Management Console under Tenants. Most installations have only DefaultTenant."
        {...bound("tenant")}
      />
      <TextField
        label="Company database"
        required
        placeholder="TWO"
        hint="The Company ID of Tools > Setup > Company, the name of the SQL Server database. Not the display name."
        {...bound("database")}
      />
      <TextField
        label="Company name"
        placeholder="Fabrikam, Inc."
        hint="As it shall stand on orders. If left empty, as GP gives it."
        {...bound("displayName")}
      />
      <TextField
        label="Time zone of the company"
        required
        list="time-zones"
        hint="The zone in which the GP server keeps its dates; they carry no zone of their own."
        {...bound("timeZone")}
      />
      <datalist id="time-zones">
        {timeZones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <SelectField
        label="GP version"
        options={[
          ["2015", "GP 2015"],
          ["2016", "GP 2016"],
          ["2018", "GP 2018"],
          ["18.x", "GP 18.x (October 2019 and later)"],
        ]}
        hint="Help > About Microsoft Dynamics GP."
        {...bound("version")}
      />
      <TextField
        label="Windows account"
        required
        placeholder="CONTOSO\svc-mlconnector"
        autoComplete="off"
        hint="A domain account of its own, as DOMAIN\user or user@domain, which may read vendors and purchase orders in GP. Your domain administrator creates it."
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
      <SelectField
        label="How to sign in"
        options={[
          ["auto", "What the server offers, the strongest first"],
          ["negotiate", "Kerberos"],
          ["ntlm", "NTLM"],
          ["basic", "Basic, over TLS"],
        ]}
        hint="Leave it as it is unless your security team says otherwise."
        {...bound("scheme")}
      />
    </div>
  );
}
