import { z } from 'zod'
import type { Sealer } from '../context.ts'
import { addFact, findFact } from '../db/facts.ts'
import type { Db } from '../db/open.ts'
import { makeSealer } from '../kit/sealer.ts'

/** A sealed sample in the database tells the key it was written with from any other. */
export const canaryFact = 'secret.canary'
const canary = z.object({ key: z.string(), sealed: z.base64() })
const sample = 'lantoa'

export type Seal = { is: 'sealer'; sealer: Sealer } | { is: 'wrong'; written: string; given: string }

/** The id of the key that this database is sealed with, when it was opened before. */
export const findSealedWith = async (db: Db): Promise<string | undefined> =>
  canary.safeParse(await findFact(db, canaryFact)).data?.key

/** @param hex 64 hexadecimal digits. Writes the sample where there is none; changes nothing otherwise. */
export async function openSeal(db: Db, hex: string): Promise<Seal> {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
  const { keyId, seal, open } = await makeSealer(bytes)
  if (!(await findSealedWith(db)))
    await addFact(db, canaryFact, { key: keyId, sealed: toBase64(await seal(sample, canaryFact)) })
  const written = canary.parse(await findFact(db, canaryFact))
  const opened = await open(fromBase64(written.sealed), canaryFact)
  return opened === sample
    ? { is: 'sealer', sealer: { seal, open } }
    : { is: 'wrong', written: written.key, given: keyId }
}

const toBase64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
const fromBase64 = (text: string) => Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
