/** The functional acknowledgment, 997, and the implementation acknowledgment, 999, which differs in IK for AK. Release 004010; notation: `../notation.ts`. */
export const acknowledgmentSegments = `
AK1 Functional Group Response Header
  01 479  M  Functional Identifier Code
  02 28   M  Group Control Number

AK2 Transaction Set Response Header
  01 143  M  Transaction Set Identifier Code
  02 329  M  Transaction Set Control Number

AK3 Data Segment Note
  01 721  M  Segment ID Code
  02 719  M  Segment Position in Transaction Set
  03 447  O  Loop Identifier Code
  04 720  O  Segment Syntax Error Code

AK4 Data Element Note
  01 C030 M  Position in Segment
  02 725  O  Data Element Reference Number
  03 723  M  Data Element Syntax Error Code
  04 724  O  Copy of Bad Data Element

AK5 Transaction Set Response Trailer
  01 717  M  Transaction Set Acknowledgment Code
  02 718  O  Transaction Set Syntax Error Code
  03 718  O  Transaction Set Syntax Error Code
  04 718  O  Transaction Set Syntax Error Code
  05 718  O  Transaction Set Syntax Error Code
  06 718  O  Transaction Set Syntax Error Code

IK3 Implementation Data Segment Note
  01 721  M  Segment ID Code
  02 719  M  Segment Position in Transaction Set
  03 447  O  Loop Identifier Code
  04 620  O  Implementation Segment Syntax Error Code

IK4 Implementation Data Element Note
  01 C030 M  Position in Segment
  02 725  O  Data Element Reference Number
  03 621  M  Implementation Data Element Syntax Error Code
  04 724  O  Copy of Bad Data Element

IK5 Implementation Transaction Set Response Trailer
  01 717  M  Transaction Set Acknowledgment Code
  02 618  O  Implementation Transaction Set Syntax Error Code
  03 618  O  Implementation Transaction Set Syntax Error Code
  04 618  O  Implementation Transaction Set Syntax Error Code
  05 618  O  Implementation Transaction Set Syntax Error Code
  06 618  O  Implementation Transaction Set Syntax Error Code

CTX Context
  not described

AK9 Functional Group Response Trailer
  01 715  M  Functional Group Acknowledge Code
  02 97   M  Number of Transaction Sets Included
  03 123  M  Number of Received Transaction Sets
  04 2    M  Number of Accepted Transaction Sets
  05 716  O  Functional Group Syntax Error Code
  06 716  O  Functional Group Syntax Error Code
  07 716  O  Functional Group Syntax Error Code
  08 716  O  Functional Group Syntax Error Code
  09 716  O  Functional Group Syntax Error Code
`;
