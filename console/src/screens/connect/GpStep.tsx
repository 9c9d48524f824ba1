import type { JSX } from "react";
import { SelectField, TextField } from "../../design/Field.tsx";
import type { GpForm } from "./connectionForms.ts";

interface StepProps<Form> {
  form: Form;
  onChange: (change: Partial<Form>) => void;
}

const timeZones: readonly string[] = Intl.supportedValuesOf("timeZone");

export function GpStep({ form, onChange }: StepProps<GpForm>): JSX.Element {
  const text = (name: keyof GpForm) => ({
    value: form[name],
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  });
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <TextField
        label="Address of the GP service"
        type="url"
        required
        placeholder="https://gp.corp.example/GPService"
        hint="In GP Web Client's Web Management Console under Services, or from whoever installed Service Based Architecture. Up to and without /Tenants(...)."
        {...text("url")}
      />
      <TextField
        label="Tenant"
        required
        hint="In the Web Management Console under Tenants. Most installations have only DefaultTenant."
        {...text("tenant")}
      />
      <TextField
        label="Company database"
        required
        placeholder="TWO"
        hint="The Company ID of Tools > Setup > Company, the name of the SQL Server database. Not the display name."
        {...text("database")}
      />
      <TextField
        label="Company name"
        placeholder="Fabrikam, Inc."
        hint="As it shall stand on orders. If left empty, as GP gives it."
        {...text("displayName")}
      />
      <TextField
        label="Time zone of the company"
        required
        list="time-zones"
        hint="The zone in which the GP server keeps its dates; they carry no zone of their own."
        {...text("timeZone")}
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
        {...text("version")}
      />
      <TextField
        label="Windows account"
        required
        placeholder="CONTOSO\svc-mlconnector"
        autoComplete="off"
        hint="A domain account of its own, as DOMAIN\user or user@domain, which may read vendors and purchase orders in GP. Your domain administrator creates it."
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
      <SelectField
        label="How to sign in"
        options={[
          ["auto", "What the server offers, the strongest first"],
          ["negotiate", "Kerberos"],
          ["ntlm", "NTLM"],
          ["basic", "Basic, over TLS"],
        ]}
        hint="Leave it as it is unless your security team says otherwise."
        {...text("scheme")}
      />
    </div>
  );
}
