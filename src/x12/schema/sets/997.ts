/** 997 Functional Acknowledgment: segments and loops in their order. Release 004010; notation: `../notation.ts`. */
export const set997 = `
997 Functional Acknowledgment (FA)

AK1  M

AK2  loop *
  AK3  loop *
    AK4  99
  AK5  M

AK9  M
`;
