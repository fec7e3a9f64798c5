import { tidy } from '../../src/kit/text.ts'

/**
 * No link may stand in it: of an address its host stays, as the name it is in a sentence ("tại dichvucong.gov.vn").
 * Letters of the mathematical alphabets are read out by nobody.
 */
export function clean(text: string): string {
  const plain = text.replace(FAKE_LETTERS, letters => letters.normalize('NFKC'))
  return tidy(plain.replace(ADDRESSES, hostOf))
}

export const FAKE_LETTERS = /[\u{1D400}-\u{1D7FF}]+/gu
/** Without the sign that ends the sentence or the bracket around it. */
export const ADDRESSES = /(?:https?:\/\/|www\.)[^\s<>"”()]*[^\s<>"”().,;:!?]/giu

function hostOf(address: string): string {
  const whole = /^https?:/i.test(address) ? address : `https://${address}`
  return URL.canParse(whole) ? new URL(whole).hostname.replace(/^www\./, '') : ''
}
