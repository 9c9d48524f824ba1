/** 860 Purchase Order Change Request - Buyer Initiated: segments and loops in their order. Release 004010; notation: `../notation.ts`. */
export const set860 = `
860 Purchase Order Change Request - Buyer Initiated (PC)

BCH  M
CUR
REF  *
PER  3
TAX  *
FOB  *
CTP  *
PAM  10
CSH  5
SAC  loop 25
  CUR
ITD  5
DIS  20
INC
DTM  10
LDT  12
LIN  5
SI   *
PID  200
MEA  40
PWK  25
PKG  200
TD1  2
TD5  12
TD3  12
TD4  5
CTB  *
MAN  10
G53  *
TXI  *
PCT  *
AMT  loop *
  REF  *
  DTM
  PCT  *
  FA1  loop *
    FA2  M *
N9   loop 1000
  DTM  *
  MSG  1000
  MTX  *  from 004030
N1   loop 200
  N2   2
  N3   2
  N4   *
  NX2  *
  REF  12
  PER  *
  SI   *
  FOB
  TD1  2
  TD5  12
  TD3  12
  TD4  5
  PKG  200
LM   loop *
  LQ   M *
SPI  loop *
  REF  5
  DTM  5
  MSG  50
  N1   loop 20
    N2   2
    N3   2
    N4
    REF  20
    G61
    MSG  50
  CB1  loop *
    REF  20
    DTM  5
    LDT
    MSG  50
ADV  loop *
  DTM  *
  MTX  *

POC  loop *
  LIN  *
  SI   *
  CUR
  CN1
  PO3  25
  CTP  *
  PAM  10
  MEA  40
  PID  loop 1000
    MEA  10
  PWK  25
  PKG  200
  PO4  *
  REF  *
  PER  3
  SAC  loop 25
    CUR
  IT8
  CSH  *
  ITD  2
  DIS  20
  INC
  TAX  *
  FOB  *
  SDQ  500
  DTM  10
  TD1
  TD5  12
  TD3  12
  TD4  5
  MAN  10
  PCT  *
  TC2  2
  CTB  *
  TXI  *
  SPI  *
  MSG  *
  QTY  loop *
    SI   *
  SCH  loop 200
    TD1  2
    TD5  12
    TD3  12
    TD4  5
    REF  *
  N9   loop 1000
    DTM  *
    MSG  1000
    MTX  *  from 004030
  LS   loop 1
    LDT  M loop *
      QTY  *
      MSG
      REF  3
      LM   loop *
        LQ   M *
    LE   M
  N1   loop 200
    N2   2
    N3   2
    N4
    QTY  *
    NX2  *
    REF  12
    PER  3
    SI   *
    DTM
    FOB
    SCH  200
    TD1  2
    TD5  12
    TD3  12
    TD4  5
    PKG  200
    LDT  loop *
      MAN  10
      QTY  5
      MSG
      REF  3
  SLN  loop 1000
    MSG  *
    SI   *
    PID  1000
    PO3  104
    TC2  2
    SAC  loop 25
      CUR
    DTM  10
    CTP  25
    PAM  10
    PO4
    TAX  3
    ADV  *
    QTY  loop *
      SI   *
    N9   loop *
      DTM  *
      MSG  *
    N1   loop 10
      N2   2
      N3   2
      N4
      NX2  *
      REF  12
      PER  3
      SI   *
  AMT  loop *
    REF
    PCT  *
  LM   loop *
    LQ   M *

CTT  loop 1
  AMT  5
`;
