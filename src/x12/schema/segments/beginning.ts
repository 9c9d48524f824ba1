/** The segment that begins each set. Release 004010; notation: `../notation.ts`. */
export const beginningSegments = `
BEG Beginning Segment for Purchase Order
  01 353  M  Transaction Set Purpose Code
  02 92   M  Purchase Order Type Code
  03 324  M  Purchase Order Number
  04 328  O  Release Number
  05 373  M  Date
  06 367  O  Contract Number
  07 587  O  Acknowledgment Type
  08 1019 O  Invoice Type Code
  09 1166 O  Contract Type Code
  10 ?    O  Not described
  11 ?    O  Not described
  12 ?    O  Not described

BCH Beginning Segment for Purchase Order Change
  01 353  M  Transaction Set Purpose Code
  02 92   M  Purchase Order Type Code
  03 324  M  Purchase Order Number
  04 328  O  Release Number
  05 327  O  Change Order Sequence Number
  06 373  M  Date
  07 326  O  Request Reference Number
  08 367  O  Contract Number
  09 127  O  Reference Identification
  10 373  O  Date
  11 373  O  Purchase Order Change Request Date
  12 373  O  Date
  13 ?    O  Not described
  14 ?    O  Not described
  15 ?    O  Not described
  16 ?    O  Not described

BCA Beginning Segment for Purchase Order Change Acknowledgment
  01 353  M  Transaction Set Purpose Code
  02 587  O  Acknowledgment Type
  03 324  M  Purchase Order Number
  04 328  O  Release Number
  05 327  O  Change Order Sequence Number
  06 373  M  Date
  07 ?    O  Not described
  08 ?    O  Not described
  09 ?    O  Not described
  10 ?    O  Not described
  11 ?    O  Not described
  12 ?    O  Not described
  13 ?    O  Not described
  14 ?    O  Not described
  15 ?    O  Not described
  16 ?    O  Not described

BAK Beginning Segment for Purchase Order Acknowledgment
  01 353  M  Transaction Set Purpose Code
  02 587  M  Acknowledgment Type
  03 324  M  Purchase Order Number
  04 373  M  Date
  05 328  O  Release Number
  06 326  O  Request Reference Number
  07 367  O  Contract Number
  08 127  O  Reference Identification
  09 373  O  Date
  10 640  O  Transaction Type Code

BSN Beginning Segment for Ship Notice
  01 353  M  Transaction Set Purpose Code
  02 396  M  Shipment Identification
  03 373  M  Date
  04 337  M  Time
  05 1005 O  Hierarchical Structure Code
  06 640  O  Transaction Type Code
  07 641  O  Status Reason Code
  rules C0706

BIG Beginning Segment for Invoice
  01 373  M  Date
  02 76   M  Invoice Number
  03 373  O  Date
  04 324  O  Purchase Order Number
  05 328  O  Release Number
  06 327  O  Change Order Sequence Number
  07 640  O  Transaction Type Code
  08 353  O  Transaction Set Purpose Code
  09 306  O  Action Code
  10 76   O  Invoice Number
`;
