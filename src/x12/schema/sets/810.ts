/** 810 Invoice: segments and loops in their order. Release 004010; notation: `../notation.ts`. */
export const set810 = `
810 Invoice (IN)

BIG  M
NTE  100
CUR
REF  12
YNQ  10
PER  3
N1   loop 200
  N2   2
  N3   2
  N4
  REF  12
  PER  3
  DMG
ITD  *
DTM  10
FOB
PID  200
MEA  40
PWK  25
PKG  25
L7
BAL  *
INC
PAM  *
LM   loop 10
  LQ   M 100
N9   loop 1
  MSG  M 10  until 004010
  MSG  10  from 004030
  MTX  10  from 004030
V1   loop *
  R4   *
  DTM  *
FA1  loop *
  FA2  M *

IT1  loop 200000
  CRC
  QTY  5
  CUR
  IT3  5
  TXI  10
  CTP  25
  PAM  10
  MEA  40
  PID  loop 1000
    MEA  10
  PWK  25
  PKG  25
  PO4
  ITD  2
  REF  *
  YNQ  10
  PER  5
  SDQ  500
  DTM  10
  CAD  *
  L7   *
  SR
  SAC  loop 25
    TXI  10
  SLN  loop 1000
    DTM
    REF  *
    PID  1000
    SAC  25
    TC2  2
    TXI  10
  N1   loop 200
    N2   2
    N3   2
    N4
    REF  12
    PER  3
    DMG
  LM   loop 10
    LQ   M 100
  V1   loop *
    R4   *
    DTM  *
  FA1  loop *
    FA2  M *

TDS  M
TXI  10
CAD
AMT  *
SAC  loop 25
  TXI  10
ISS  loop *
  PID
CTT
`;
