/** Days that things are kept where the configuration says nothing. */
export const usualRetention = {
  readingDays: 400,
  messageDays: 400,
  /** Over seven years, as long as business papers commonly have to be at hand. */
  contentDays: 2_600,
} as const;
