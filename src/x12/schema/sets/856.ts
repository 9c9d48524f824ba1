/** 856 Ship Notice/Manifest: segments and loops in their order. Release 004010; notation: `../notation.ts`. */
export const set856 = `
856 Ship Notice/Manifest (SH)

BSN  M
DTM  10

HL   M loop 200000
  LIN
  SN1
  SLN  1000
  PRF
  PO4
  PID  200
  MEA  40
  PWK  25
  PKG  25
  TD1  20
  TD5  12
  TD3  12
  TD4  5
  TSD
  REF  *
  PER  3
  LH1  loop 100
    LH2  4
    LH3  12
    LFH  20
    LEP  *
    LH4
    LHT  3
    LHR  10
    PER  5
    LHE
  CLD  loop 200
    REF  200
    DTP
  MAN  *
  DTM  10
  FOB
  PAL
  N1   loop 200
    N2   2
    N3   2
    N4
    REF  12
    PER  3
    FOB
  SDQ  50
  ETD
  CUR
  SAC  loop *
    CUR
  GF
  YNQ  10
  LM   loop 10
    LQ   M 100
  V1   loop *
    R4   *
    DTM  *

CTT
`;
