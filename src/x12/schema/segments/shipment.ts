/** Shipments: levels, packages, carriers, hazards. Release 004010; notation: `../notation.ts`. */
export const shipmentSegments = `
HL Hierarchical Level
  01 628  M  Hierarchical ID Number
  02 734  O  Hierarchical Parent ID Number
  03 735  M  Hierarchical Level Code
  04 736  O  Hierarchical Child Code

SN1 Item Detail (Shipment)
  01 350  O  Assigned Identification
  02 382  M  Number of Units Shipped
  03 355  M  Unit or Basis for Measurement Code
  04 646  O  Quantity Shipped to Date
  05 330  X  Quantity Ordered
  06 355  X  Unit or Basis for Measurement Code
  07 728  O  Returnable Container Load Make-Up Code
  08 668  O  Line Item Status Code
  rules P0506

PRF Purchase Order Reference
  01 324  M  Purchase Order Number
  02 328  O  Release Number
  03 327  O  Change Order Sequence Number
  04 373  O  Date
  05 350  O  Assigned Identification
  06 367  O  Contract Number
  07 92   O  Purchase Order Type Code

MAN Marks and Numbers
  01 88   M  Marks and Numbers Qualifier
  02 87   M  Marks and Numbers
  03 87   O  Marks and Numbers
  04 88   X  Marks and Numbers Qualifier
  05 87   X  Marks and Numbers
  06 87   O  Marks and Numbers
  rules P0405 C0605

PKG Marking, Packaging, Loading
  01 349  X  Item Description Type
  02 753  O  Packaging Characteristic Code
  03 559  X  Agency Qualifier Code
  04 754  X  Packaging Description Code
  05 352  X  Description
  06 400  X  Unit Load Option Code
  rules R040506 C0403

TD1 Carrier Details (Quantity and Weight)
  01 103  O  Packaging Code
  02 80   X  Lading Quantity
  03 23   O  Commodity Code Qualifier
  04 22   X  Commodity Code
  05 79   O  Lading Description
  06 187  O  Weight Qualifier
  07 81   X  Weight
  08 355  X  Unit or Basis for Measurement Code
  09 183  X  Volume
  10 355  X  Unit or Basis for Measurement Code
  rules C0102 C0304 C0607 P0708 P0910

TD3 Carrier Details (Equipment)
  01 40   O  Equipment Description Code
  02 206  O  Equipment Initial
  03 207  X  Equipment Number
  04 187  O  Weight Qualifier
  05 81   X  Weight
  06 355  X  Unit or Basis for Measurement Code
  07 102  O  Ownership Code
  08 407  O  Seal Status Code
  09 225  O  Seal Number
  10 24   X  Equipment Type
  rules C0203 C0405 P0506 E0110

TD4 Carrier Details (Special Handling, or Hazardous Materials, or Both)
  01 152  X  Special Handling Code
  02 208  X  Hazardous Material Code Qualifier
  03 209  X  Hazardous Material Class Code
  04 352  X  Description
  05 1073 O  Yes/No Condition or Response Code
  rules R010204 C0203

TD5 Carrier Details (Routing Sequence/Transit Time)
  01 133  O  Routing Sequence Code
  02 66   X  Identification Code Qualifier
  03 67   X  Identification Code
  04 91   X  Transportation Method/Type Code
  05 387  X  Routing
  06 368  X  Shipment/Order Status Code
  07 309  X  Location Qualifier
  08 310  X  Location Identifier
  09 731  O  Transit Direction Code
  10 732  X  Transit Time Direction Qualifier
  11 733  X  Transit Time
  12 284  X  Service Level Code
  13 284  X  Service Level Code
  14 284  O  Service Level Code
  15 26   O  Country Code
  rules R0204050612 C0203 C0706 C0807 C1011 C1312 C1413

TSD Trailer Shipment Details
  01 350  O  Assigned Identification
  02 ?    O  Not described

CLD Load Detail
  01 622  M  Number of Loads
  02 382  M  Number of Units Shipped
  03 103  O  Packaging Code
  04 357  X  Size
  05 355  X  Unit or Basis for Measurement Code
  rules C0504

ETD Excess Transportation Detail
  01 626  M  Excess Transportation Reason Code
  02 627  M  Excess Transportation Responsibility Code
  03 128  X  Reference Identification Qualifier
  04 127  X  Reference Identification
  05 ?    O  Not described
  rules P0304

PAL Pallet Type and Load Characteristics
  not described

GF Furnished Goods and Services
  not described

LH1 Hazardous Identification Information
  not described

LH2 Hazardous Classification Information
  not described

LH3 Hazardous Material Shipping Name
  not described

LH4 Canadian Dangerous Requirements
  not described

LFH Freeform Hazardous Material Information
  not described

LEP EPA Required Data
  not described

LHT Transborder Hazardous Requirements
  not described

LHR Hazardous Material Identifying Reference Numbers
  not described

LHE Empty Equipment Hazardous Material Information
  not described

V1 Vessel Identification
  not described

R4 Port or Terminal
  not described

L7 Tariff Reference
  not described

CAD Carrier Detail
  01 91   O  Transportation Method/Type Code
  02 206  O  Equipment Initial
  03 207  X  Equipment Number
  04 140  X  Standard Carrier Alpha Code
  05 387  X  Routing
  06 368  O  Shipment/Order Status Code
  07 128  O  Reference Identification Qualifier
  08 127  X  Reference Identification
  09 284  O  Service Level Code
  rules R0405 C0708

ISS Invoice Shipment Summary
  01 382  X  Number of Units Shipped
  02 355  X  Unit or Basis for Measurement Code
  03 81   X  Weight
  04 355  X  Unit or Basis for Measurement Code
  05 183  X  Volume
  06 355  X  Unit or Basis for Measurement Code
  07 380  O  Quantity
  08 81   O  Weight
  rules R010305 P0102 P0304 P0506
`;
