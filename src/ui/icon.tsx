import type { FC } from 'hono/jsx'

/** Outlines on a 24 × 24 grid, drawn for this project in the manner of Tabler's set: one stroke width, round ends. */
const paths = {
  pencil: 'M4 20l1-4L16.5 4.5a2.1 2.1 0 0 1 3 3L8 19zM14 7l3 3',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18M12 7v5l3 2',
  turning: 'M20 11a8 8 0 0 0-14.9-3M4 4v4h4M4 13a8 8 0 0 0 14.9 3M20 20v-4h-4',
  half: 'M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18M12 3v18M12 8l5-2.5M12 13l7.5-3.5M12 18l7.5-3.5',
  hand: 'M8 13V5.5a1.5 1.5 0 0 1 3 0V12M11 11.5v-2a1.5 1.5 0 0 1 3 0V12M14 10.5a1.5 1.5 0 0 1 3 0V12M17 11.5a1.5 1.5 0 0 1 3 0V16a5 5 0 0 1-5 5h-2a6 6 0 0 1-5-2.7L4.6 14a1.6 1.6 0 0 1 2.6-1.8L8 13.5',
  pause: 'M7 5h3v14H7zM14 5h3v14h-3z',
  cross: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  ban: 'M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18M5.7 5.7l12.6 12.6',
  hourglass: 'M6.5 3h11M6.5 21h11M7 3v3.5a5 5 0 0 0 10 0V3M7 21v-3.5a5 5 0 0 1 10 0V21',
  erase: 'M9 6h10a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 19 18H9l-6-6zM11 9.5l5 5M16 9.5l-5 5',
  stop: 'M6 6h12v12H6z',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18M12 8h.01M11 12h1v4h1',
  alert: 'M12 9v4M12 16.5h.01M10.3 4.3L2.9 17a2 2 0 0 0 1.7 3h14.8a2 2 0 0 0 1.7-3L13.7 4.3a2 2 0 0 0-3.4 0z',
  link: 'M12 6H7a2 2 0 0 0-2 2v9a2 2 0 0 0 2 2h9a2 2 0 0 0 2-2v-5M10 14L20 4M15 4h5v5',
  back: 'M5 12h14M5 12l6 6M5 12l6-6',
  copies: 'M8 8h11a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1zM4 16V5a1 1 0 0 1 1-1h11',
  shield: 'M12 3l8 3v6c0 4.5-3.2 7.6-8 9-4.8-1.4-8-4.5-8-9V6zM12 8v4M12 15.5h.01',
  menu: 'M4 6h16M4 12h16M4 18h16',
} as const

export type IconName = keyof typeof paths

/** Only ever accompanies a word, so it is hidden from readers. */
export const Icon: FC<{ name: IconName }> = ({ name }) => (
  <svg class="lt-icon" viewBox="0 0 24 24" width="16" height="16" aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
)
