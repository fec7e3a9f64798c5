import type { ReadFiles } from './network.ts'

/** Our own copies of pictures and documents, under the hex SHA-256 of their bytes. */
export interface Files extends ReadFiles {
  /** Idempotent: the same bytes give the same digest and are kept once. */
  keep(bytes: Uint8Array): Promise<string>
}
