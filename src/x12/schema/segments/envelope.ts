/** The envelope: interchange, group and set control segments, and the interchange acknowledgment. Release 004010; notation: `../notation.ts`. */
export const envelopeSegments = `
ISA Interchange Control Header
  01 I01  M  Authorization Information Qualifier
  02 I02  M  Authorization Information
  03 I03  M  Security Information Qualifier
  04 I04  M  Security Information
  05 I05  M  Interchange ID Qualifier
  06 I06  M  Interchange Sender ID
  07 I05  M  Interchange ID Qualifier
  08 I07  M  Interchange Receiver ID
  09 I08  M  Interchange Date
  10 I09  M  Interchange Time
  11 I10  M  Interchange Control Standards Identifier
  12 I11  M  Interchange Control Version Number
  13 I12  M  Interchange Control Number
  14 I13  M  Acknowledgment Requested
  15 I14  M  Usage Indicator
  16 I15  M  Component Element Separator

IEA Interchange Control Trailer
  01 I16  M  Number of Included Functional Groups
  02 I12  M  Interchange Control Number

TA1 Interchange Acknowledgment
  01 I12  M  Interchange Control Number
  02 I08  M  Interchange Date
  03 I09  M  Interchange Time
  04 I17  M  Interchange Acknowledgment Code
  05 I18  M  Interchange Note Code

GS Functional Group Header
  01 479  M  Functional Identifier Code
  02 142  M  Application Sender's Code
  03 124  M  Application Receiver's Code
  04 373  M  Date
  05 337  M  Time
  06 28   M  Group Control Number
  07 455  M  Responsible Agency Code
  08 480  M  Version / Release / Industry Identifier Code

GE Functional Group Trailer
  01 97   M  Number of Transaction Sets Included
  02 28   M  Group Control Number

ST Transaction Set Header
  01 143  M  Transaction Set Identifier Code
  02 329  M  Transaction Set Control Number

SE Transaction Set Trailer
  01 96   M  Number of Included Segments
  02 329  M  Transaction Set Control Number
`;
