/** The lines: items, quantities, schedules, sublines. Release 004010; notation: `../notation.ts`. */
export const lineSegments = `
PO1 Baseline Item Data
  01 350  O  Assigned Identification
  02 330  X  Quantity Ordered
  03 355  O  Unit or Basis for Measurement Code
  04 212  X  Unit Price
  05 639  O  Basis of Unit Price Code
  06-25 pairs 235 234  Product/Service ID Qualifier, Product/Service ID
  rules C0302 C0504

POC Line Item Change
  01 350  O  Assigned Identification
  02 670  M  Change or Response Type Code
  03 330  O  Quantity Ordered
  04 671  X  Quantity Left to Receive
  05 C001 X  Composite Unit of Measure
  06 212  X  Unit Price
  07 639  O  Basis of Unit Price Code
  08-27 pairs 235 234  Product/Service ID Qualifier, Product/Service ID
  rules C0706

IT1 Baseline Item Data (Invoice)
  01 350  O  Assigned Identification
  02 358  X  Quantity Invoiced
  03 355  X  Unit or Basis for Measurement Code
  04 212  X  Unit Price
  05 639  O  Basis of Unit Price Code
  06-25 pairs 235 234  Product/Service ID Qualifier, Product/Service ID
  rules P020304

ACK Line Item Acknowledgment
  01 668  M  Line Item Status Code
  02 380  X  Quantity
  03 355  X  Unit or Basis for Measurement Code
  04 374  O  Date/Time Qualifier
  05 373  X  Date
  06 326  O  Request Reference Number
  07-26 pairs 235 234  Product/Service ID Qualifier, Product/Service ID
  27 559  X  Agency Qualifier Code
  28 822  X  Source Subqualifier
  29 1271 X  Industry Code
  rules P0203 C0405 C2827

LIN Item Identification
  01 350  O  Assigned Identification
  02 235  M  Product/Service ID Qualifier
  03 234  M  Product/Service ID
  04-31 pairs 235 234  Product/Service ID Qualifier, Product/Service ID

SLN Subline Item Detail
  01 350  M  Assigned Identification
  02 350  O  Assigned Identification
  03 662  M  Relationship Code
  04 380  X  Quantity
  05 C001 X  Composite Unit of Measure
  06 212  X  Unit Price
  07 639  O  Basis of Unit Price Code
  08 662  O  Relationship Code
  09-28 pairs 235 234  Product/Service ID Qualifier, Product/Service ID
  rules P0405 C0706 C0806

PO3 Additional Item Detail
  01 371  M  Change Reason Code
  02 373  O  Date
  03 236  O  Price Identifier Code
  04 212  X  Unit Price
  05 639  O  Basis of Unit Price Code
  06 380  M  Quantity
  07 355  M  Unit or Basis for Measurement Code
  08 352  O  Description
  rules C0504

PO4 Item Physical Details
  01 356  O  Pack
  02 357  X  Size
  03 355  X  Unit or Basis for Measurement Code
  04 103  X  Packaging Code
  05 187  O  Weight Qualifier
  06 384  X  Gross Weight per Pack
  07 355  X  Unit or Basis for Measurement Code
  08 385  X  Gross Volume per Pack
  09 355  X  Unit or Basis for Measurement Code
  10 82   X  Length
  11 189  X  Width
  12 65   X  Height
  13 355  X  Unit or Basis for Measurement Code
  14 810  O  Inner Pack
  15 752  O  Surface/Layer/Position Code
  16 350  X  Assigned Identification
  17 350  O  Assigned Identification
  18 1470 O  Number
  rules P0203 C0506 P0607 P0809 C1013 C1113 C1213 L13101112 C1716

PID Product/Item Description
  01 349  M  Item Description Type
  02 750  O  Product/Process Characteristic Code
  03 559  X  Agency Qualifier Code
  04 751  X  Product Description Code
  05 352  X  Description
  06 752  O  Surface/Layer/Position Code
  07 822  O  Source Subqualifier
  08 1073 O  Yes/No Condition or Response Code
  09 819  O  Language Code
  rules C0403 R0405 C0703 C0804 C0905

MEA Measurements
  01 737  O  Measurement Reference ID Code
  02 738  O  Measurement Qualifier
  03 739  X  Measurement Value
  04 C001 X  Composite Unit of Measure
  05 740  X  Range Minimum
  06 741  X  Range Maximum
  07 935  O  Measurement Significance Code
  08 936  X  Measurement Attribute Code
  09 752  O  Surface/Layer/Position Code
  10 1373 O  Measurement Method or Device
  11 1270 X  Code List Qualifier Code
  12 1271 X  Industry Code
  rules R03050608 E0412 L050412 L060412 L07030506 E0803 P1112

PWK Paperwork
  01 755  M  Report Type Code
  02 756  O  Report Transmission Code
  03 757  O  Report Copies Needed
  04 98   O  Entity Identifier Code
  05 66   X  Identification Code Qualifier
  06 67   X  Identification Code
  07 352  O  Description
  08 C002 O  Actions Indicated
  09 1525 O  Request Category Code
  rules P0506

QTY Quantity
  01 673  M  Quantity Qualifier
  02 380  X  Quantity
  03 C001 O  Composite Unit of Measure
  04 61   X  Free-Form Message
  rules R0204 E0204

IT8 Conditions of Sale
  01 563  X  Sales Requirement Code
  02 306  O  Action Code
  03 ?    O  Not described
  04 508  O  Account Number
  05 373  O  Date
  06 559  X  Agency Qualifier Code
  07 ?    X  Not described
  08-27 pairs 235 234  Product/Service ID Qualifier, Product/Service ID

IT3 Additional Item Data
  01 382  X  Number of Units Shipped
  02 355  X  Unit or Basis for Measurement Code
  03 368  X  Shipment/Order Status Code
  04 ?    X  Not described
  05 371  O  Change Reason Code
  rules P0102

SCH Line Item Schedule
  01 380  M  Quantity
  02 355  M  Unit or Basis for Measurement Code
  03 98   O  Entity Identifier Code
  04 93   X  Name
  05 374  M  Date/Time Qualifier
  06 373  M  Date
  07 337  O  Time
  08 374  X  Date/Time Qualifier
  09 373  X  Date
  10 337  X  Time
  11 326  O  Request Reference Number
  12 350  O  Assigned Identification
  rules C0403 L080910 C0908 C1008

SDQ Destination Quantity
  01 355  M  Unit or Basis for Measurement Code
  02 66   O  Identification Code Qualifier
  03 67   M  Identification Code
  04 380  M  Quantity
  05-22 pairs 67 380  Identification Code, Quantity
  23 310  O  Location Identifier

CTB Restrictions/Conditions
  01 688  M  Restrictions/Conditions Qualifier
  02 352  X  Description
  03 673  X  Quantity Qualifier
  04 380  X  Quantity
  05 522  X  Amount Qualifier Code
  06 610  X  Amount
  rules P0304 P0506

CN1 Contract Information
  01 1166 M  Contract Type Code
  02 782  O  Monetary Amount
  03 332  O  Percent, Decimal Format
  04 127  O  Reference Identification
  05 338  O  Terms Discount Percent
  06 799  O  Version Identifier

CRC Conditions Indicator
  01 1136 M  Code Category
  02 1073 M  Yes/No Condition or Response Code
  03 1321 M  Condition Indicator
  04 1321 O  Condition Indicator
  05 1321 O  Condition Indicator
  06 1321 O  Condition Indicator
  07 1321 O  Condition Indicator

SPI Specification Identifier
  not described

CB1 Contract and Cost Accounting Standards Data
  not described

G53 Maintenance Type
  01 875  M  Maintenance Type Code

PD Pricing Data
  not described

PDD Pricing Data Detail
  not described

SR Requested Service Schedule
  not described
`;
