/** Names, addresses, contacts, references and dates. Release 004010; notation: `../notation.ts`. */
export const partySegments = `
N1 Name
  01 98   M  Entity Identifier Code
  02 93   X  Name
  03 66   X  Identification Code Qualifier
  04 67   X  Identification Code
  05 706  O  Entity Relationship Code
  06 98   O  Entity Identifier Code
  rules R0203 P0304

N2 Additional Name Information
  01 93   M  Name
  02 93   O  Name

N3 Address Information
  01 166  M  Address Information
  02 166  O  Address Information

N4 Geographic Location
  01 19   O  City Name
  02 156  O  State or Province Code
  03 116  O  Postal Code
  04 26   O  Country Code
  05 309  X  Location Qualifier
  06 310  O  Location Identifier
  rules C0605

NX2 Location ID Component
  01 1106 M  Address Component Qualifier
  02 166  M  Address Information
  03 1096 O  County Designator

PER Administrative Communications Contact
  01 366  M  Contact Function Code
  02 93   O  Name
  03 365  X  Communication Number Qualifier
  04 364  X  Communication Number
  05 365  X  Communication Number Qualifier
  06 364  X  Communication Number
  07 365  X  Communication Number Qualifier
  08 364  X  Communication Number
  09 443  O  Contact Inquiry Reference
  rules P0304 P0506 P0708

G61 Contact
  01 366  M  Contact Function Code
  02 93   M  Name
  03 365  X  Communication Number Qualifier
  04 364  X  Communication Number
  05 443  O  Contact Inquiry Reference
  rules P0304

REF Reference Identification
  01 128  M  Reference Identification Qualifier
  02 127  X  Reference Identification
  03 352  X  Description
  04 C040 O  Reference Identifier
  rules R0203

N9 Reference Identification
  01 128  M  Reference Identification Qualifier
  02 127  X  Reference Identification
  03 369  X  Free-form Description
  04 373  O  Date
  05 337  X  Time
  06 623  O  Time Code
  07 C040 O  Reference Identifier
  rules R0203 C0605

DTM Date/Time Reference
  01 374  M  Date/Time Qualifier
  02 373  X  Date
  03 337  X  Time
  04 623  O  Time Code
  05 1250 X  Date Time Period Format Qualifier
  06 1251 X  Date Time Period
  rules R020305 C0403 P0506

DTP Date or Time or Period
  01 374  M  Date/Time Qualifier
  02 1250 M  Date Time Period Format Qualifier
  03 1251 M  Date Time Period

DMG Demographic Information
  01 1250 X  Date Time Period Format Qualifier
  02 1251 X  Date Time Period
  03 1068 O  Gender Code
  04 1067 O  Marital Status Code
  05 1109 O  Race or Ethnicity Code
  06 1066 O  Citizenship Status Code
  07 26   O  Country Code
  08 659  O  Basis of Verification Code
  09 380  O  Quantity
  rules P0102

MSG Message Text
  01 933  M  Free-Form Message Text
  02 934  X  Printer Carriage Control Code
  03 1470 O  Number
  rules C0302

MTX Text
  01 363  O  Note Reference Code
  02 1551 X  Textual Data
  03 1551 O  Textual Data
  04 934  O  Printer Carriage Control Code
  05 1470 O  Number
  06 819  O  Language Code
  rules C0302 C0504

NTE Note/Special Instruction
  01 363  O  Note Reference Code
  02 352  M  Description

LM Code Source Information
  01 559  M  Agency Qualifier Code
  02 822  O  Source Subqualifier

LQ Industry Code
  01 1270 O  Code List Qualifier Code
  02 1271 X  Industry Code
  rules C0102

LS Loop Header
  01 447  M  Loop Identifier Code

LE Loop Trailer
  01 447  M  Loop Identifier Code

SI Service Characteristic Identification
  01 559  M  Agency Qualifier Code
  02 1000 M  Service Characteristics Code
  03 234  M  Product/Service ID
  04-21 pairs 1000 234  Service Characteristics Code, Product/Service ID

YNQ Yes/No Question
  01 1321 X  Condition Indicator
  02 1073 M  Yes/No Condition or Response Code
  03 1250 X  Date Time Period Format Qualifier
  04 1251 X  Date Time Period
  05 933  X  Free-Form Message Text
  06 933  O  Free-Form Message Text
  07 933  O  Free-Form Message Text
  08 1270 X  Code List Qualifier Code
  09 1271 X  Industry Code
  10 ?    X  Not described
  rules R010910 P0304 P0809

LDT Lead Time
  01 345  M  Lead Time Code
  02 380  M  Quantity
  03 344  M  Unit of Time Period or Interval
  04 373  O  Date
`;
