/** Names of the links, for filters. */
export function useLinkNames(): readonly string[] {
  return [];
}
