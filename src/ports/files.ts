import type { ReadFiles } from './network.ts'

/** Our own copies of pictures and documents, under the hex SHA-256 of their bytes. */
export interface Files extends ReadFiles {
  /** Idempotent: the same bytes give the same digest and are kept once. */
  keep(bytes: Uint8Array): Promise<string>
  /** Set where they are kept on another machine: what carries pictures is left to a process that has them. */
  elsewhere?: true
}
