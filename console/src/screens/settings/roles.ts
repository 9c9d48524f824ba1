export const roleOptions = [
  ["viewer", "Viewer: looks"],
  ["operator", "Operator: runs and repairs"],
  ["administrator", "Administrator: everything"],
] as const;
