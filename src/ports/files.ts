import type { ReadFiles } from './network.ts'

export type KeptStream = { is: 'kept'; digest: string; bytes: number } | { is: 'too_big' }

/** Our own copies of pictures and documents, under the hex SHA-256 of their bytes. */
export interface Files extends ReadFiles {
  /** Idempotent: the same bytes give the same digest and are kept once. */
  keep(bytes: Uint8Array): Promise<string>
  /** The same for what is too large to hold: `most` bytes, and nothing is kept of more. Absent where nothing can be kept. */
  keepStream?(parts: AsyncIterable<Uint8Array>, most: number): Promise<KeptStream>
  /** Bytes of a copy; undefined where it is not kept. */
  size?(digest: string): Promise<number | undefined>
  /** Set where they are kept on another machine: what carries pictures is left to a process that has them. */
  elsewhere?: true
}
