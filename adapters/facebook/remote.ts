import type { Remote } from '../../src/ports/network.ts'

/** A video goes by its own id, bare digits; a post by `{page}_{post}`. */
export const isVideo = ({ id }: Pick<Remote, 'id'>): boolean => !id.includes('_')
