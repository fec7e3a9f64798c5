/** What is done to the networks and to us. Each has happened to somebody, or stands in a network's documents. */
export const faults = {
  F1: 'an error is answered, and the thing was made',
  F2: 'the connection ends after the request: made, or not',
  F3: 'no answer in time: made at once, or later',
  F4: 'a worker is killed, anywhere',
  F5: 'a worker is frozen past its claim, and woken',
  F6: 'a repetition is answered, and the thing was made',
  F7: 'the main step succeeds, a minor one fails',
  F8: 'the handle of a first step is lost, or the status stays silent',
  F9: 'processing takes long, or fails on a dead cover',
  F10: '200 carries an error',
  F11: 'a refresh token that works once: its answer lost, late, or the worker killed before it is stored',
  F12: 'a limit: 429, as 200, or nearly reached',
  F13: 'stop for a day',
  F14: 'no answer at all by form: a page, cut, empty, huge, dripping',
  F15: 'ids as numbers above 2^53, or as text where a number was promised',
  F16: 'the grant is taken back in the middle of a batch',
} as const
export type FaultId = keyof typeof faults
