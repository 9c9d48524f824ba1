import { addDays } from "../calendar.ts";
import type { Vendor, VendorAddress } from "../entities.ts";

type AddressFacts = Partial<VendorAddress> & { code: string };
type VendorFacts = Partial<Omit<Vendor, "addresses">> & {
  id: string;
  name: string;
  /** Days before today on which the vendor was last changed. */
  age: number;
  addresses: AddressFacts[];
};

const street = (
  code: string,
  contact: string,
  address1: string,
  city: string,
  state: string,
  zip: string,
  more: Partial<VendorAddress> = {},
): AddressFacts => ({ code, contact, address1, city, state, zip, country: "USA", countryCode: "US", ...more });

/**
 * The vendors of the lesson company. Ids and what public documents show are Fabrikam's; names and addresses that they do not show are
 * invented here. Flaws on purpose: a key with a space, one with five trailing digits, a vendor on hold, an inactive one, a name of
 * 64 characters, names with `&`, `*` and `~`, an address without a street, a vendor without any address.
 */
const facts: readonly VendorFacts[] = [
  {
    id: "ACETRAVE0001",
    name: "A Travel Company",
    age: 3,
    classId: "AUS-NSW-M",
    shippingMethod: "OVERNIGHT",
    taxSchedule: "AUSNSWST+20",
    remitToAddress: "REMIT TO",
    accountNumber: "FAB-20077",
    addresses: [
      street("PRIMARY", "Greg Powell", "123 Riley Street", "Sydney", "NSW", "2086", {
        country: "Australia",
        countryCode: "AU",
        phone1: "29855501010000",
        fax: "29455501010000",
        email: "orders@atravel.example",
      }),
      street("REMIT TO", "Greg Powell", "Box 342", "Sydney", "NSW", "2000", {
        country: "Australia",
        countryCode: "AU",
        phone1: "29855501020000",
        fax: "29455501020000",
      }),
    ],
  },
  {
    id: "ADVANCED0001",
    name: "Advanced Office Systems",
    age: 5,
    purchaseAddress: "PRIMARY",
    accountNumber: "F-1182",
    addresses: [
      street("PRIMARY", "Ronda Jewell", "678 Sherwood Park South", "Chicago", "IL", "60611", {
        phone1: "31255501540000",
        email: "edi@advancedoffice.example",
      }),
      street("WAREHOUSE", "Dock 4", "690 Sherwood Park South", "Chicago", "IL", "60611"),
    ],
  },
  {
    id: "ALLENSON0001",
    name: "Allenson Properties",
    age: 9,
    addresses: [street("PRIMARY", "Jean Allenson", "1050 Madison Avenue", "Minneapolis", "MN", "55403")],
  },
  {
    id: "AMERICAN0001",
    name: "American Wire & Cable",
    age: 120,
    addresses: [street("PRIMARY", "Order Desk", "2200 Industrial Blvd.", "Toledo", "OH", "43607")],
  },
  {
    id: "AMEX0001",
    name: "American Express",
    age: 40,
    // A card vendor made for payments: it has no address at all.
    addresses: [],
    primaryAddress: "",
    purchaseAddress: "",
    remitToAddress: "",
    shipFromAddress: "",
  },
  {
    id: "ASSOCIAT0001",
    name: "Associated Insurance Inc.",
    age: 200,
    classId: "USA-US-M",
    onHold: true,
    remitToAddress: "REMIT TO",
    addresses: [
      street("PRIMARY", "Wade Norris", "18 Elm Street", "Waterville", "ME", "04901"),
      street("REMIT TO", "Accounts", "P.O. Box 18", "Waterville", "ME", "04903"),
    ],
  },
  {
    id: "ATTRACTI00001",
    name: "Attractive Telephone Co.",
    age: 4,
    terms: "2% 10/Net 30",
    addresses: [
      street("PRIMARY", "Linda Cho", "900 Bell Plaza", "Dallas", "TX", "75201", { phone1: "21455501770012" }),
    ],
  },
  {
    id: "BEAUMONT0001",
    name: "Beaumont Construction",
    age: 60,
    comment1: "1099 Nonemployee Compensation",
    addresses: [street("PRIMARY", "Sam Beaumont", "77 Quarry Road", "Joliet", "IL", "60432")],
  },
  {
    id: "BURNETTT0001",
    name: "Burnett Tool * Die ~ Works",
    age: 14,
    addresses: [street("PRIMARY", "Parts > Service", "41 Foundry Lane: Unit B", "Gary", "IN", "46402")],
  },
  {
    id: "BUSINESS MAG",
    name: "Business Machines & Gear",
    age: 6,
    addresses: [street("PRIMARY", "Ann O'Hara", "12 Exchange Place", "New York", "NY", "10005")],
  },
  {
    id: "BUSINESS0001",
    name: "Business Equipment Center",
    age: 365,
    status: 2,
    addresses: [street("PRIMARY", "", "3300 Main Street", "Fargo", "ND", "58103")],
  },
  {
    id: "CAPITALP0001",
    name: "Capital Packaging",
    age: 31,
    // An address that was begun and never finished.
    addresses: [street("PRIMARY", "", "", "Springfield", "IL", "")],
  },
  {
    id: "CARLSONS0001",
    name: "Carlson Specialties",
    age: 90,
    currency: "",
    addresses: [street("PRIMARY", "Nils Carlson", "5 Lakeshore Drive", "Duluth", "MN", "55802")],
  },
  {
    id: "CENTRALC0001",
    name: "Central Communications, Cabling and Telephone Distribution Group",
    age: 7,
    shortName: "Central Comm.",
    addresses: [
      street(
        "PRIMARY",
        "Department of Inbound Electronic Orders and Confirmations",
        "15000 North Central Expressway, Building C, Suite 1200-A",
        "Plano",
        "TX",
        "75074",
      ),
    ],
  },
  {
    id: "COMVEXIN0001",
    name: "ComVex, Inc.",
    age: 45,
    terms: "EOM",
    addresses: [street("PRIMARY", "Ruth Vex", "610 Harbor Way", "Seattle", "WA", "98104")],
  },
  {
    id: "CRUGEREN0001",
    name: "Cruger Engineering Company",
    age: 25,
    addresses: [street("PRIMARY", "Pär Crüger", "28 Königsallee Court", "Milwaukee", "WI", "53202")],
  },
  {
    id: "FABRIKAM0001",
    name: "Fabrikam, Inc.",
    age: 12,
    shippingMethod: "GROUND",
    addresses: [
      street("PRIMARY", "Receiving", "4277 West Oak Parkway", "Chicago", "IL", "60601-4277", {
        phone1: "31243626710000",
      }),
    ],
  },
  {
    id: "MITCHELL0001",
    name: "Mitchell Customs Brokers",
    age: 18,
    classId: "CAN-ALL-M",
    currency: "Z-C$",
    addresses: [
      street("PRIMARY", "Claire Mitchell", "88 Rue Saint-Jacques", "Montréal", "QC", "H2Y 1L6", {
        country: "Canada",
        countryCode: "CA",
      }),
    ],
  },
];

/** The vendors as they stand on `today`. */
export function seedVendors(today: string): Vendor[] {
  return facts.map(({ age, addresses, ...given }) => {
    const modified = addDays(today, -age);
    return {
      shortName: given.name.slice(0, 15),
      checkName: given.name,
      classId: "USA-US-C",
      status: 1,
      onHold: false,
      currency: "Z-US$",
      terms: "Net 30",
      shippingMethod: "GROUND",
      priority: "1",
      taxSchedule: "USASTCITY-6*",
      taxId: "",
      accountNumber: "",
      comment1: "",
      comment2: "",
      primaryAddress: "PRIMARY",
      purchaseAddress: "PRIMARY",
      remitToAddress: "PRIMARY",
      shipFromAddress: "PRIMARY",
      created: addDays(today, -900),
      modified,
      rowStamp: `${modified}T15:20:31.307Z`,
      ...given,
      addresses: addresses.map(vendorAddress),
    };
  });
}

/** A vendor address with GP's empty values where nothing is given. */
export function vendorAddress(given: AddressFacts): VendorAddress {
  return {
    contact: "",
    address1: "",
    address2: "",
    address3: "",
    city: "",
    state: "",
    zip: "",
    country: "",
    countryCode: "",
    phone1: "00000000000000",
    phone2: "00000000000000",
    fax: "00000000000000",
    email: "",
    shippingMethod: "GROUND",
    taxSchedule: "",
    ...given,
  };
}
