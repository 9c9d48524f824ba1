/** 999 Implementation Acknowledgment: the 997 of those who answer against an implementation guide. Release 005010; notation: `../notation.ts`. */
export const set999 = `
999 Implementation Acknowledgment (FA)

AK1  M

AK2  loop *
  IK3  loop *
    CTX  10
    IK4  loop *
      CTX  10
  IK5  M

AK9  M
`;
