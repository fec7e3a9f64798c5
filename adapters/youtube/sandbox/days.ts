/** Quotas and reports count days as they begin in Los Angeles, whatever its clocks do there. */
const format = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Los_Angeles',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** `2026-11-25` */
export const pacificDay = (at: number) => format.format(at)
