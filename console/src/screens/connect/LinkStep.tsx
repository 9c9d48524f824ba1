import type { JSX } from "react";
import { CheckField, SelectField, TextField } from "../../design/Field.tsx";
import { boundField } from "./boundField.ts";
import type { LinkForm } from "./connectionForms.ts";

interface LinkStepProps {
  form: LinkForm;
  onChange: (change: Partial<LinkForm>) => void;
}

const qualifiers = [
  ["ZZ", "ZZ: agreed between us"],
  ["01", "01: D-U-N-S number"],
  ["12", "12: telephone number"],
  ["14", "14: D-U-N-S and suffix"],
  ["08", "08: UCC communications number"],
] as const;

export function LinkStep({ form, onChange }: LinkStepProps): JSX.Element {
  const bound = boundField(form, onChange);
  return (
    <div className="flex flex-col gap-6">
      <div className="max-w-sm">
        <TextField
          label="Name of the link"
          required
          pattern="[A-Za-z0-9][A-Za-z0-9._\-]{0,59}"
          hint="Yours to choose. It stands in every list."
          {...bound("name")}
        />
      </div>
      <fieldset className="grid gap-4 md:grid-cols-2">
        <legend className="mb-2 text-base font-semibold">What is sent</legend>
        <div className="flex flex-col gap-4 rounded-md border border-line p-4">
          <CheckField
            label="Purchase orders"
            checked={form.orders}
            onChange={(event) => onChange({ orders: event.target.checked })}
          />
          {form.orders && (
            <>
              <SelectField
                label="Format"
                options={[
                  ["x12", "EDI X12 850"],
                  ["json", "JSON"],
                ]}
                hint="What your Cleo administrator maps from. A partner may differ later."
                {...bound("orderFormat")}
              />
              <TextField
                label="Folder in Cleo"
                required
                hint="Ask your Cleo administrator; a data flow must pick up from there."
                {...bound("orderFolder")}
              />
              <TextField
                label="When"
                required
                hint="`every 15 minutes`, `hourly`, `daily at 02:00`, `weekly on Monday at 06:00`, a cron line, or `manual`."
                {...bound("orderSchedule")}
              />
              <TextField
                label="Orders from"
                type="date"
                hint="Orders of earlier dates are left alone. Empty: all."
                {...bound("start")}
              />
            </>
          )}
        </div>
        <div className="flex flex-col gap-4 rounded-md border border-line p-4">
          <CheckField
            label="Vendors"
            hint="As JSON files."
            checked={form.vendors}
            onChange={(event) => onChange({ vendors: event.target.checked })}
          />
          {form.vendors && (
            <>
              <TextField label="Folder in Cleo" required {...bound("vendorFolder")} />
              <TextField label="When" required {...bound("vendorSchedule")} />
            </>
          )}
        </div>
      </fieldset>
      {form.orders && form.orderFormat === "x12" && (
        <fieldset className="grid gap-4 md:grid-cols-2">
          <legend className="mb-2 text-base font-semibold">Who is who in EDI</legend>
          <div className="flex flex-col gap-4 rounded-md border border-line p-4">
            <p className="font-medium">You</p>
            <SelectField label="Qualifier (ISA05)" options={qualifiers} {...bound("ourQualifier")} />
            <TextField
              label="Interchange id (ISA06)"
              required
              maxLength={15}
              hint="Your own; it stands in the EDI agreement with each partner."
              {...bound("ourId")}
            />
            <TextField
              label="Application code (GS02)"
              maxLength={15}
              hint="Often the same. Empty: the interchange id."
              {...bound("ourGs")}
            />
          </div>
          <div className="flex flex-col gap-4 rounded-md border border-line p-4">
            <p className="font-medium">The partner, unless one is set up by itself</p>
            <SelectField label="Qualifier (ISA07)" options={qualifiers} {...bound("partnerQualifier")} />
            <TextField
              label="Interchange id (ISA08)"
              required
              maxLength={15}
              hint="Of the partner, or of Cleo where it routes by vendor. More partners come under Links and partners."
              {...bound("partnerId")}
            />
            <TextField label="Application code (GS03)" maxLength={15} {...bound("partnerGs")} />
            <SelectField
              label="Usage (ISA15)"
              options={[
                ["T", "T: tests"],
                ["P", "P: production"],
              ]}
              {...bound("usage")}
            />
          </div>
        </fieldset>
      )}
    </div>
  );
}
