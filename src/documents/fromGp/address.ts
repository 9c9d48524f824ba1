import type { GpAddress } from "../../gp/index.ts";
import type { Address } from "../canonical/field.ts";

export function addressFromGp(address: GpAddress | undefined): Address | undefined {
  if (address === undefined) return undefined;
  const { code, name, contact, lines, city, state, postalCode, country, countryCode, fax, email } = address;
  const phone = address.phone1 ?? address.phone2 ?? address.phone3;
  const mapped: Address = {
    code,
    name,
    contact,
    lines,
    city,
    state,
    postalCode,
    country,
    countryCode,
    phone,
    fax,
    email,
  };
  const empty = lines.length === 0 && Object.values(mapped).every((value) => value === undefined || value === lines);
  return empty ? undefined : withoutAbsent(mapped);
}

/** Without the keys whose value is `undefined`, so that equal contents are equal JSON. */
export function withoutAbsent<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Value;
}
