export type Random = () => number

/** Mulberry32: small, repeatable from one number, good enough for faults and opaque names. Never for secrets. */
export function makeRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** FNV-1a, to give each account and each post a stream of its own. */
export function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

export function letters(random: Random, count: number): string {
  let out = ''
  for (let i = 0; i < count; i++) out += alphabet[Math.floor(random() * alphabet.length)]
  return out
}

export function digits(random: Random, count: number): string {
  let out = ''
  for (let i = 0; i < count; i++) out += Math.floor(random() * 10)
  return out
}
