import { tidy } from '../../src/kit/text.ts'

/** No address may stand in it, and letters of the mathematical alphabets are read out by nobody. */
export function clean(text: string): string {
  const plain = text.replace(FAKE_LETTERS, letters => letters.normalize('NFKC'))
  return tidy(plain.replace(ADDRESSES, ' ')).replace(/\s+([.,;:)])/g, '$1')
}

export const FAKE_LETTERS = /[\u{1D400}-\u{1D7FF}]+/gu
export const ADDRESSES = /(?:https?:\/\/|www\.)[^\s<>"”]+/giu
