/**
 * Code lists, by data element; notation: `notation.ts`. A list that is not marked complete holds the codes of ordinary
 * purchasing: it gives them their names, and an unlisted code is not held against a document.
 */
export const codeLists = `
I01 Authorization Information Qualifier
  00 No authorization information present
  01 UCS communications identification
  02 EDX communications identification
  03 Additional data identification
I03 Security Information Qualifier
  00 No security information present
  01 Password
I05 Interchange ID Qualifier
  01 DUNS number
  02 Standard Carrier Alpha Code
  07 Global Location Number
  08 UCC communications identifier
  09 X.121
  12 Telephone number
  14 DUNS number plus suffix
  16 DUNS number plus four characters
  20 Health industry number
  30 Federal tax identification number
  ZZ Mutually defined
I13 Acknowledgment Requested, complete
  0 No acknowledgment requested
  1 Interchange acknowledgment requested
I14 Usage Indicator, complete
  I Information
  P Production data
  T Test data
I17 Interchange Acknowledgment Code, complete
  A Accepted
  E Accepted, but errors are noted
  R Rejected because of errors
I18 Interchange Note Code, complete
  000 No error
  001 The control numbers of header and trailer differ
  002 The standard is not supported
  003 The version is not supported
  004 The segment terminator is invalid
  005 Invalid interchange sender id qualifier
  006 Invalid interchange sender id
  007 Invalid interchange receiver id qualifier
  008 Invalid interchange receiver id
  009 Unknown interchange receiver id
  010 Invalid authorization information qualifier
  011 Invalid authorization information
  012 Invalid security information qualifier
  013 Invalid security information
  014 Invalid interchange date
  015 Invalid interchange time
  016 Invalid interchange standards identifier
  017 Invalid interchange version
  018 Invalid interchange control number
  019 Invalid acknowledgment requested value
  020 Invalid test indicator
  021 Invalid number of included groups
  022 Invalid control structure
  023 Improper (premature) end of file
  024 Invalid interchange content, such as an invalid GS
  025 Duplicate interchange control number
  026 Invalid data element separator
  027 Invalid component element separator
  028 Invalid delivery date in deferred delivery request
  029 Invalid delivery time in deferred delivery request
  030 Invalid delivery time code in deferred delivery request
  031 Invalid grade of service code
40 Equipment Description Code
  TL Trailer
  RR Rail car
  CN Container
66 Identification Code Qualifier
  1 DUNS number
  2 Standard Carrier Alpha Code
  9 DUNS number plus four characters
  15 Standard address number
  21 Health industry number
  54 Warehouse
  91 Assigned by the seller
  92 Assigned by the buyer
  93 Assigned by the organization originating the set
  94 Assigned by the organization that is its destination
  UL Global Location Number
  ZZ Mutually defined
88 Marks and Numbers Qualifier
  AA SSCC-18
  CP Carrier-assigned package id
  GM SSCC-18 with application identifier
  MC Master carton
  UC Shipper-assigned case UPC
91 Transportation Method/Type Code
  A Air
  H Customer pickup
  L Contract carrier
  LT Less than trailer load
  M Motor (common carrier)
  R Rail
  S Ocean
  U Private parcel service
  ZZ Mutually defined
92 Purchase Order Type Code
  BE Blanket order, estimated quantities
  BK Blanket order, firm quantities
  CF Confirmation
  CN Consigned order
  DS Drop ship
  KN Purchase order
  NE New order
  PR Promotion
  RE Reorder
  RL Release against a blanket order
  RO Rush order
  SA Stand-alone order
  SP Sample order
98 Entity Identifier Code
  BS Bill and ship to
  BT Bill to
  BY Buyer
  CA Carrier
  OB Ordered by
  RE Remit to
  RI Remit to
  SE Seller
  SF Ship from
  SO Sold to
  ST Ship to
  SU Supplier
  VN Vendor
  Z7 Mark for
100 Currency Code
  AUD Australian dollar
  CAD Canadian dollar
  CHF Swiss franc
  EUR Euro
  GBP Pound sterling
  JPY Yen
  MXN Mexican peso
  USD US dollar
103 Packaging Code
  CTN Carton
  CTN25 Carton, corrugated or solid
  PLT Pallet
128 Reference Identification Qualifier
  19 Division
  2I Tracking number
  AH Agreement number
  BM Bill of lading
  CN Carrier's reference number (PRO)
  CO Customer order number
  CT Contract number
  DP Department number
  IA Vendor number known to the buyer
  IV Seller's invoice number
  L1 Letters or notes
  MR Merchandise type
  PD Promotion number
  PK Packing list number
  PO Purchase order number
  VN Vendor order number
  VR Vendor id number
  ZZ Mutually defined
133 Routing Sequence Code
  A Origin carrier, agent's routing
  B Origin and delivery carrier
  O Origin carrier
143 Transaction Set Identifier Code
  810 Invoice
  816 Organizational relationships
  820 Payment order / remittance advice
  824 Application advice
  838 Trading partner profile
  850 Purchase order
  855 Purchase order acknowledgment
  856 Ship notice / manifest
  860 Purchase order change, buyer initiated
  865 Purchase order change acknowledgment or request, seller initiated
  997 Functional acknowledgment
146 Shipment Method of Payment
  CC Collect
  DF Defined by buyer and seller
  PB Customer pickup, backhaul
  PC Prepaid but charged to customer
  PO Prepaid only
  PP Prepaid by seller
  TP Third party pays
187 Weight Qualifier
  G Gross weight
  N Actual net weight
235 Product/Service ID Qualifier
  BO Buyer's colour
  BP Buyer's part number
  CB Buyer's catalogue number
  EN EAN-13
  IN Buyer's item number
  IZ Buyer's size code
  MG Manufacturer's part number
  PI Purchaser's item code
  PL Purchaser's order line number
  SK Stock keeping unit
  UA UPC case code
  UK GTIN-14
  UP UPC-12
  VA Vendor's style number
  VC Vendor's catalogue number
  VN Vendor's item number
  VP Vendor's part number
248 Allowance or Charge Indicator, complete
  A Allowance
  C Charge
  N Neither allowance nor charge
  P Promotion
  Q Charge request
  R Allowance request
  S Service
284 Service Level Code
  3D Three day service
  CG Ground
  ND Next day air
  SC Second day air
309 Location Qualifier
  AC City and state
  DE Destination
  OA Origin, after loading on equipment
  OR Origin
331 Allowance or Charge Method of Handling Code
  02 Off invoice
  04 Credit to customer's account
  06 Charge to be paid by customer
333 Terms Basis Date Code
  1 Ship date
  2 Delivery date
  3 Invoice date
  15 Receipt of goods
336 Terms Type Code
  01 Basic
  02 End of month
  03 Fixed date
  05 Discount not applicable
  08 Basic discount offered
  12 10 days after end of month
  14 Previously agreed upon
349 Item Description Type, complete
  F Free-form
  S Structured
  X Semi-structured (code and text)
353 Transaction Set Purpose Code, complete
  00 Original
  01 Cancellation
  02 Add
  03 Delete
  04 Change
  05 Replace
  06 Confirmation
  07 Duplicate
  08 Status
  10 Not found
  11 Response
  12 Not processed
  13 Request
  14 Advance notification
  15 Re-submission
  16 Proposed
  17 Cancel, to be reissued
  18 Reissue
  19 Seller initiated change
  20 Final transmission
  21 Transaction on hold
  22 Information copy
  24 Draft
  25 Incremental
  26 Replace, specified buyer's parts only
  27 Verify
  28 Query
  30 Renewal
  31 Allowance or addition
  32 Recovery or deletion
  33 Request for payment
  34 Payment declined
  35 Request authority
  36 Authority to deduct
  37 Authority declined
  38 No financial value
  39 Response to proposed trip plan
  40 Commitment advice
  41 Corrected and verified
  42 Temporary record
  43 Request permission to service
  44 Rejection
  45 Follow-up
  46 Cancellation with refund
  47 Transfer
  48 Suspended
  49 Original, no response necessary
  50 Register
  51 Historical inquiry
  52 Response to historical inquiry
  53 Completion
  54 Approval
  55 Excavation
  56 Expiration notification
  57 Initial
  77 Simulation exercise
  CN Completion notification
  CO Corrected
  EX Final loading configuration
  GR Granted
  PR Proposed loading configuration
  RH Release hold
  RV Revised loading configuration
  SU Status update
  ZZ Mutually defined
355 Unit or Basis for Measurement Code
  BX Box
  CA Case
  CS Cassette
  CT Carton
  DZ Dozen
  EA Each
  FT Foot
  GA Gallon
  HR Hour
  KG Kilogram
  LB Pound
  LO Lot
  PC Piece
  PK Package
  PR Pair
  RL Roll
  ST Set
  UN Unit
  YD Yard
365 Communication Number Qualifier
  EM Electronic mail
  EX Telephone extension
  FX Facsimile
  TE Telephone
366 Contact Function Code
  BD Buyer name or department
  CN General contact
  DC Delivery contact
  IC Information contact
  OC Order contact
374 Date/Time Qualifier
  001 Cancel after
  002 Delivery requested
  004 Purchase order
  010 Requested ship
  011 Shipped
  015 Promotion start
  016 Promotion end
  017 Estimated delivery
  035 Delivered
  037 Ship not before
  038 Ship no later
  061 Cancel if not delivered by
  063 Do not deliver after
  064 Do not deliver before
  067 Current schedule delivery
  068 Current schedule ship
  069 Promised for delivery
  079 Promised for shipment
  106 Required by
  118 Requested pick-up
  175 Cancel if not shipped by
378 Allowance/Charge Percent Qualifier
  1 Item list cost
  2 Item net cost
  3 Discount or gross
  6 Base price per unit
479 Functional Identifier Code
  AG Application advice (824)
  CA Purchase order change acknowledgment or request, seller initiated (865)
  FA Functional acknowledgment (997)
  IN Invoice (810)
  PC Purchase order change request, buyer initiated (860)
  PO Purchase order (850)
  PR Purchase order acknowledgment (855)
  RA Payment order / remittance advice (820)
  SH Ship notice / manifest (856)
  TD Trading partner profile (838)
455 Responsible Agency Code, complete
  T Transportation Data Coordinating Committee
  X Accredited Standards Committee X12
522 Amount Qualifier Code
  1 Line item total
  GV Gross value
  TT Total transaction amount
587 Acknowledgment Type, complete
  AC Acknowledge, with detail and change
  AD Acknowledge, with detail, no change
  AE Acknowledge, with exception detail only
  AH Acknowledge, hold status
  AK Acknowledge, no detail or change
  AP Acknowledge, product replenishment
  AT Accepted
  NA No acknowledgment needed
  RD Reject with detail
  RF Reject with exception detail only
  RJ Rejected, no detail
  RO Rejected with counter-offer
  ZZ Mutually defined
639 Basis of Unit Price Code
  LE Catalogue price per each
  PE Price per each
  QT Quoted
  TE Contract price per each
  UM Price per unit of measure
  WE Wholesale price per each
640 Transaction Type Code
  CI Consolidated invoice
  CN Credit invoice
  CR Credit memo
  DI Debit invoice
  DO Drop shipment invoice
  DR Debit memo
  FD Consolidated invoice, unified
  PR Product or service
662 Relationship Code
  A Add
  D Delete
  I Included
  O Information only
  S Substituted
668 Line Item Status Code, complete
  AA Item accepted, order forwarded to another location
  AC Item accepted and shipped
  AR Item accepted and released for shipment
  BP Item accepted, partial shipment, balance backordered
  DR Item accepted, date rescheduled
  IA Item accepted
  IB Item backordered
  IC Item accepted, changes made
  ID Item deleted
  IE Item accepted, price pending
  IF Item on hold, incomplete description
  IH Item on hold
  IP Item accepted, price changed
  IQ Item accepted, quantity changed
  IR Item rejected
  IS Item accepted, substitution made
  IW Item on hold, waiver required
  R1 Item rejected, not a contract item
  R2 Item rejected, invalid item product number
  R3 Item rejected, invalid unit of issue
  R4 Item rejected, contract item not available
  R5 Item rejected, reorder item in process
  R6 Item rejected, invalid or missing contract
  R7 Item rejected, exceeds limits
  R8 Item rejected, other
  SP Item accepted, schedule date pending
670 Change or Response Type Code
  AI Add additional items
  CA Changes to line items
  DI Delete items
  NC No change
  PC Price change
  PQ Price and quantity change
  PR Price and requested date change
  QD Quantity decrease
  QI Quantity increase
  RZ Replace all values
715 Functional Group Acknowledge Code, complete
  A Accepted
  E Accepted, but errors were noted
  M Rejected, message authentication failed
  P Partially accepted, at least one set was rejected
  R Rejected
  W Rejected, assurance failed validity tests
  X Rejected, content after decryption could not be analyzed
716 Functional Group Syntax Error Code
  1 Functional group not supported
  2 Functional group version not supported
  3 Functional group trailer missing
  4 Group control number in header and trailer do not agree
  5 Number of included sets does not match the count
  6 Group control number violates syntax
618 Implementation Transaction Set Syntax Error Code
  1 Transaction set not supported
  2 Transaction set trailer missing
  3 Control numbers in header and trailer do not match
  4 Number of included segments does not match the count
  5 One or more segments in error
  6 Missing or invalid transaction set identifier
  7 Missing or invalid transaction set control number
  I5 Implementation: one or more segments in error
  I6 Implementation convention not supported
620 Implementation Segment Syntax Error Code
  1 Unrecognized segment id
  2 Unexpected segment
  3 Mandatory segment missing
  4 Loop occurs over maximum times
  5 Segment exceeds maximum use
  6 Segment not in defined transaction set
  7 Segment not in proper sequence
  8 Segment has data element errors
  I4 Implementation: unused segment present
  I6 Implementation: dependent segment missing
  I7 Implementation: loop occurs under minimum times
  I8 Implementation: segment below minimum use
  I9 Implementation: dependent unused segment present
621 Implementation Data Element Syntax Error Code
  1 Required data element missing
  2 Conditional required data element missing
  3 Too many data elements
  4 Data element too short
  5 Data element too long
  6 Invalid character in data element
  7 Invalid code value
  8 Invalid date
  9 Invalid time
  10 Exclusion condition violated
  12 Too many repetitions
  13 Too many components
  I6 Code value not used in implementation
  I9 Implementation: dependent data element missing
  I10 Implementation: unused data element present
  I11 Implementation: too few repetitions
  I12 Implementation: pattern match failure
  I13 Implementation: dependent unused data element present
717 Transaction Set Acknowledgment Code, complete
  A Accepted
  E Accepted, but errors were noted
  M Rejected, message authentication failed
  R Rejected
  W Rejected, assurance failed validity tests
  X Rejected, content after decryption could not be analyzed
718 Transaction Set Syntax Error Code
  1 Transaction set not supported
  2 Transaction set trailer missing
  3 Control numbers in header and trailer do not match
  4 Number of included segments does not match the count
  5 One or more segments in error
  6 Missing or invalid transaction set identifier
  7 Missing or invalid transaction set control number
720 Segment Syntax Error Code
  1 Unrecognized segment id
  2 Unexpected segment
  3 Mandatory segment missing
  4 Loop occurs over maximum times
  5 Segment exceeds maximum use
  6 Segment not in defined transaction set
  7 Segment not in proper sequence
  8 Segment has data element errors
723 Data Element Syntax Error Code
  1 Mandatory data element missing
  2 Conditional required data element missing
  3 Too many data elements
  4 Data element too short
  5 Data element too long
  6 Invalid character in data element
  7 Invalid code value
  8 Invalid date
  9 Invalid time
  10 Exclusion condition violated
  12 Too many repetitions
  13 Too many components
735 Hierarchical Level Code
  E Transport equipment
  F Component
  I Item
  O Order
  P Pack
  Q Subpack
  S Shipment
  T Tare
  X Serial number
736 Hierarchical Child Code, complete
  0 No subordinate level
  1 Subordinate levels follow
750 Product/Process Characteristic Code
  08 Product
  73 Vendor colour description
  74 Vendor size description
  75 Buyer's colour description
  91 Buyer's item size description
755 Report Type Code
  PL Packing list
963 Tax Type Code
  GS Goods and services tax
  LS State and local sales tax
  ST State sales tax
  TX All taxes
  VA Value added tax
1005 Hierarchical Structure Code
  0001 Shipment, order, packaging, item
  0002 Shipment, order, item, packaging
  0003 Shipment, packaging, order, item
  0004 Shipment, order, item
1073 Yes/No Condition or Response Code
  N No
  U Unknown
  W Not applicable
  Y Yes
1300 Service, Promotion, Allowance, or Charge Code
  C310 Discount
  D240 Freight
  D500 Handling
  ZZZZ Mutually defined
`;
