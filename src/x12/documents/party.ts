import { bind } from "./binding.ts";
import { layout, membersOf } from "./layout.ts";

/** REF: a reference number. */
export interface Reference {
  /** REF01, code list 128: `IA` vendor number, `DP` department. */
  qualifier: string;
  /** REF02. */
  value?: string;
  /** REF03. */
  description?: string;
}

export const reference = bind<Reference>("REF", ["qualifier", "value", "description"]);

/** One way to reach a contact: `TE` phone, `FX` fax, `EM` e-mail, `EX` extension (code list 365). */
export interface ContactNumber {
  kind: string;
  number: string;
}

/** PER: whom to ask. */
export interface Contact {
  /** PER01, code list 366: `BD` buyer, `OC` order contact, `IC` information, `DC` delivery. */
  role: string;
  name?: string;
  /** PER03 to PER08, up to three. */
  numbers?: ContactNumber[];
  /** PER09. */
  inquiryReference?: string;
}

export const contact = bind<Contact>("PER", ["role", "name", null, null, null, null, null, null, "inquiryReference"], {
  name: "numbers",
  first: 3,
  count: 3,
  parts: ["kind", "number"],
});

/** N1 loop: a party and its address. */
export interface Party {
  /** N101, code list 98: `ST` ship to, `BT` bill to, `BY` buyer, `VN` vendor, `SU` supplier, `RE` remit to. */
  role: string;
  name?: string;
  /** N103, code list 66: `92` buyer's code, `91` seller's code, `9` DUNS+4, `UL` GLN. */
  idKind?: string;
  id?: string;
  /** N2, up to two to a segment. */
  additionalNames?: string[];
  /** N3, two lines to a segment. */
  address?: string[];
  place?: Place;
  references?: Reference[];
  contacts?: Contact[];
}

/** N4: where the party is. */
export interface Place {
  city?: string;
  /** N402, two letters; empty outside the United States, Canada and Mexico. */
  state?: string;
  postalCode?: string;
  /** N404, ISO 3166. */
  country?: string;
  /** N405 and N406, code list 309. */
  locationKind?: string;
  location?: string;
}

export const partyName = bind<Party>("N1", ["role", "name", "idKind", "id"]);
const place = bind<Place>("N4", ["city", "state", "postalCode", "country", "locationKind", "location"]);

const member = membersOf<Party>();

/** N2, N3, N4, REF and PER, as every set has them in its N1 loop. */
export const partyLayout = layout<Party>(
  member.texts("additionalNames", "N2", 2),
  member.texts("address", "N3", 2),
  member.one("place", place),
  member.many("references", reference),
  member.many("contacts", contact),
);
