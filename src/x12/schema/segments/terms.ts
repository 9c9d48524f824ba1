/** Money, terms, taxes, allowances and charges. Release 004010; notation: `../notation.ts`. */
export const termsSegments = `
CUR Currency
  01 98   M  Entity Identifier Code
  02 100  M  Currency Code
  03 280  O  Exchange Rate
  04 98   O  Entity Identifier Code
  05 100  O  Currency Code
  06 669  O  Currency Market/Exchange Code
  07 374  X  Date/Time Qualifier
  08 373  O  Date
  09 337  O  Time
  10 374  X  Date/Time Qualifier
  11 373  X  Date
  12 337  X  Time
  13 374  X  Date/Time Qualifier
  14 373  X  Date
  15 337  X  Time
  16 374  X  Date/Time Qualifier
  17 373  X  Date
  18 337  X  Time
  19 374  X  Date/Time Qualifier
  20 373  X  Date
  21 337  X  Time
  rules C0807 C0907 L101112 C1110 C1210 L131415 C1413 C1513 L161718 C1716 C1816 L192021 C2019 C2119

TAX Tax Reference
  01 325  X  Tax Identification Number
  02 309  X  Location Qualifier
  03 310  X  Location Identifier
  04 309  X  Location Qualifier
  05 310  X  Location Identifier
  06 309  X  Location Qualifier
  07 310  X  Location Identifier
  08 309  X  Location Qualifier
  09 310  X  Location Identifier
  10 309  X  Location Qualifier
  11 310  X  Location Identifier
  12 441  O  Tax Exempt Code
  13 1179 O  Tax Report Reason Code
  rules R0103 P0203 P0405 P0607 P0809 P1011

TXI Tax Information
  01 963  M  Tax Type Code
  02 782  X  Monetary Amount
  03 954  X  Percent
  04 955  X  Tax Jurisdiction Code Qualifier
  05 956  X  Tax Jurisdiction Code
  06 441  X  Tax Exempt Code
  07 662  O  Relationship Code
  08 ?    O  Not described
  09 325  O  Tax Identification Number
  10 350  O  Assigned Identification
  rules R020306 P0405 C0803

FOB F.O.B. Related Instructions
  01 146  M  Shipment Method of Payment
  02 309  X  Location Qualifier
  03 352  O  Description
  04 334  O  Transportation Terms Code
  05 335  X  Transportation Terms Code
  06 309  X  Location Qualifier
  07 352  O  Description
  08 54   O  Risk of Loss Code
  09 352  X  Description
  rules C0302 C0405 C0706 C0809

CTP Pricing Information
  01 687  O  Class of Trade Code
  02 236  X  Price Identifier Code
  03 212  X  Unit Price
  04 380  X  Quantity
  05 C001 X  Composite Unit of Measure
  06 648  O  Price Multiplier Qualifier
  07 649  X  Multiplier
  08 782  O  Monetary Amount
  09 639  O  Basis of Unit Price Code
  10 499  O  Condition Value
  11 289  O  Multiple Price Quantity
  rules P0405 C0607 C0902 C1002 C1103

PAM Period Amount
  01 673  X  Quantity Qualifier
  02 380  X  Quantity
  03 C001 X  Composite Unit of Measure
  04 522  X  Amount Qualifier Code
  05 782  X  Monetary Amount
  06 344  X  Unit of Time Period or Interval
  07 374  X  Date/Time Qualifier
  08 373  X  Date
  09 337  X  Time
  10 374  X  Date/Time Qualifier
  11 373  X  Date
  12 337  X  Time
  13 1004 X  Percent Qualifier
  14 954  X  Percent
  15 1073 O  Yes/No Condition or Response Code
  rules P0405

CSH Sales Requirements
  01 563  O  Sales Requirement Code
  02 306  O  Action Code
  03 610  X  Amount
  04 508  O  Account Number
  05 373  O  Date
  06 559  X  Agency Qualifier Code
  07 560  X  Special Services Code
  08 566  O  Product/Service Substitution Code
  09 954  X  Percent
  10 1004 O  Percent Qualifier

TC2 Commodity
  01 23   M  Commodity Code Qualifier
  02 22   M  Commodity Code

SAC Service, Promotion, Allowance, or Charge Information
  01 248  M  Allowance or Charge Indicator
  02 1300 X  Service, Promotion, Allowance, or Charge Code
  03 559  X  Agency Qualifier Code
  04 1301 X  Agency Service, Promotion, Allowance, or Charge Code
  05 610  O  Amount
  06 378  X  Allowance/Charge Percent Qualifier
  07 332  X  Percent, Decimal Format
  08 118  O  Rate
  09 355  X  Unit or Basis for Measurement Code
  10 380  X  Quantity
  11 380  O  Quantity
  12 331  O  Allowance or Charge Method of Handling Code
  13 127  X  Reference Identification
  14 770  O  Option Number
  15 352  X  Description
  16 819  O  Language Code
  rules R0203 P0304 P0607 P0910 C1110 L130204 C1413 C1615

ITD Terms of Sale/Deferred Terms of Sale
  01 336  O  Terms Type Code
  02 333  O  Terms Basis Date Code
  03 338  O  Terms Discount Percent
  04 370  X  Terms Discount Due Date
  05 351  X  Terms Discount Days Due
  06 446  O  Terms Net Due Date
  07 386  O  Terms Net Days
  08 362  O  Terms Discount Amount
  09 388  O  Terms Deferred Due Date
  10 389  X  Deferred Amount Due
  11 342  X  Percent of Invoice Payable
  12 352  O  Description
  13 765  X  Day of Month
  14 107  O  Payment Method Code
  15 954  O  Percent
  rules L03040513 L08040513 L091011

DIS Discount Detail
  01 653  M  Discount Terms Type Code
  02 654  M  Discount Base Qualifier
  03 655  M  Discount Base Value
  04 656  M  Discount Control Limit Qualifier
  05 657  M  Discount Control Limit
  06 657  O  Discount Control Limit

INC Installment Information
  01 336  M  Terms Type Code
  02 C001 M  Composite Unit of Measure
  03 380  M  Quantity
  04 380  M  Quantity
  05 782  O  Monetary Amount

AMT Monetary Amount
  01 522  M  Amount Qualifier Code
  02 782  M  Monetary Amount
  03 478  O  Credit/Debit Flag Code

PCT Percent Amounts
  01 1004 M  Percent Qualifier
  02 954  M  Percent
  03 1004 O  Percent Qualifier
  04 954  O  Percent

BAL Balance Detail
  01 951  M  Balance Type Code
  02 522  M  Amount Qualifier Code
  03 782  M  Monetary Amount

TDS Total Monetary Value Summary
  01 610  M  Amount
  02 610  O  Amount
  03 610  O  Amount
  04 610  O  Amount

CTT Transaction Totals
  01 354  M  Number of Line Items
  02 347  O  Hash Total
  03 81   X  Weight
  04 355  X  Unit or Basis for Measurement Code
  05 183  X  Volume
  06 355  X  Unit or Basis for Measurement Code
  07 352  O  Description
  rules P0304 P0506

FA1 Type of Financial Accounting Data
  01 559  M  Agency Qualifier Code
  02 1300 O  Service, Promotion, Allowance, or Charge Code
  03 248  O  Allowance or Charge Indicator

FA2 Accounting Data
  01 1195 M  Breakdown Structure Detail Code
  02 1196 M  Financial Information Code

ADV Advertising Demographic Information
  01 ?    M  Not described
  02 ?    M  Not described
  03 ?    O  Not described
  04 ?    O  Not described
  05 ?    O  Not described
  06 ?    O  Not described
  07 ?    O  Not described
`;
