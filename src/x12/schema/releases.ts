/**
 * What each release says differently from 004010. Blocks apply in order: a newer release has everything of those between
 * it and 004010; an older one has everything of those between 004010 and it.
 */
import type { Release } from "./definition.ts";

export interface ReleaseChange {
  readonly release: Release;
  readonly dictionary: string;
  readonly segments: string;
}

/** From 004010 towards newer releases. */
export const newer: readonly ReleaseChange[] = [
  { release: "004030", dictionary: "", segments: "" },
  {
    release: "005010",
    dictionary: `
127  AN 1/50    Reference Identification
358  R  1/15    Quantity Invoiced
364  AN 1/256   Communication Number
382  R  1/15    Number of Units Shipped
447  AN 1/4     Loop Identifier Code
719  N0 1/10    Segment Position in Transaction Set
C030 Position in Segment
  01 722  M  Element Position in Segment
  02 1528 O  Component Data Element Position in Composite
  03 1686 O  Repeating Data Element Position
C040 Reference Identifier
  01 128  M  Reference Identification Qualifier
  02 127  M  Reference Identification
  03 128  X  Reference Identification Qualifier
  04 127  X  Reference Identification
  05 128  X  Reference Identification Qualifier
  06 127  X  Reference Identification
  rules P0304 P0506
`,
    segments: `
ST Transaction Set Header
  01 143  M  Transaction Set Identifier Code
  02 329  M  Transaction Set Control Number
  03 1705 O  Implementation Convention Reference

AK1 Functional Group Response Header
  01 479  M  Functional Identifier Code
  02 28   M  Group Control Number
  03 480  O  Version / Release / Industry Identifier Code

AK2 Transaction Set Response Header
  01 143  M  Transaction Set Identifier Code
  02 329  M  Transaction Set Control Number
  03 1705 O  Implementation Convention Reference

PO1 Baseline Item Data
  01 350  O  Assigned Identification
  02 380  X  Quantity
  03 355  O  Unit or Basis for Measurement Code
  04 212  X  Unit Price
  05 639  O  Basis of Unit Price Code
  06-25 pairs 235 234  Product/Service ID Qualifier, Product/Service ID
  rules C0302 C0504
`,
  },
];

/** From 004010 towards older releases. */
export const older: readonly ReleaseChange[] = [
  {
    release: "003060",
    dictionary: `
93   AN 1/35    Name
370  DT 6/6     Terms Discount Due Date
373  DT 6/6     Date
388  DT 6/6     Terms Deferred Due Date
446  DT 6/6     Terms Net Due Date
`,
    segments: "",
  },
  { release: "003040", dictionary: "", segments: "" },
];

/** GS01 of the groups that carry a set, for the sets that are routed here without a schema of their own too. */
export const functionalIds: Readonly<Record<string, string>> = {
  "810": "IN",
  "816": "OR",
  "820": "RA",
  "824": "AG",
  "838": "TD",
  "850": "PO",
  "855": "PR",
  "856": "SH",
  "860": "PC",
  "865": "CA",
  "997": "FA",
  "999": "FA",
};
