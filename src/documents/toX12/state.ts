import { countryCode } from "./country.ts";

/** Two-letter postal codes by the names that people type into GP's state field. */
const states: ReadonlyMap<string, string> = new Map(
  Object.entries({
    US: {
      AL: "Alabama",
      AK: "Alaska",
      AZ: "Arizona",
      AR: "Arkansas",
      CA: "California",
      CO: "Colorado",
      CT: "Connecticut",
      DE: "Delaware",
      DC: "District of Columbia",
      FL: "Florida",
      GA: "Georgia",
      HI: "Hawaii",
      ID: "Idaho",
      IL: "Illinois",
      IN: "Indiana",
      IA: "Iowa",
      KS: "Kansas",
      KY: "Kentucky",
      LA: "Louisiana",
      ME: "Maine",
      MD: "Maryland",
      MA: "Massachusetts",
      MI: "Michigan",
      MN: "Minnesota",
      MS: "Mississippi",
      MO: "Missouri",
      MT: "Montana",
      NE: "Nebraska",
      NV: "Nevada",
      NH: "New Hampshire",
      NJ: "New Jersey",
      NM: "New Mexico",
      NY: "New York",
      NC: "North Carolina",
      ND: "North Dakota",
      OH: "Ohio",
      OK: "Oklahoma",
      OR: "Oregon",
      PA: "Pennsylvania",
      PR: "Puerto Rico",
      RI: "Rhode Island",
      SC: "South Carolina",
      SD: "South Dakota",
      TN: "Tennessee",
      TX: "Texas",
      UT: "Utah",
      VT: "Vermont",
      VA: "Virginia",
      WA: "Washington",
      WV: "West Virginia",
      WI: "Wisconsin",
      WY: "Wyoming",
    },
    CA: {
      AB: "Alberta",
      BC: "British Columbia",
      MB: "Manitoba",
      NB: "New Brunswick",
      NL: "Newfoundland and Labrador",
      NS: "Nova Scotia",
      NT: "Northwest Territories",
      NU: "Nunavut",
      ON: "Ontario",
      PE: "Prince Edward Island",
      QC: "Quebec",
      SK: "Saskatchewan",
      YT: "Yukon",
    },
  }).flatMap(([country, names]) =>
    Object.entries(names).map(([code, name]): [string, string] => [`${country} ${name.toUpperCase()}`, code]),
  ),
);

/** States are coded in these countries only; elsewhere N402 stays empty. */
const countriesWithStates = new Set(["US", "CA", "MX"]);

/**
 * N402: the code of a state given as its code or, in the United States and Canada, its English name. `undefined` where
 * it is neither, and in every other country. An address without a country counts as one of ours.
 */
export function stateCode(text: string | undefined, country: string | undefined): string | undefined {
  const state = text?.trim().toUpperCase();
  if (state === undefined) return undefined;
  const known = countryCode(country);
  if (known !== undefined && !countriesWithStates.has(known)) return undefined;
  if (/^[A-Z]{2}$/.test(state)) return state;
  return states.get(`${known ?? "US"} ${state}`) ?? (known === undefined ? states.get(`CA ${state}`) : undefined);
}
