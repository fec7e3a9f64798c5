import type { Side } from '../side.ts'
import { facebookSide } from './facebook.ts'
import { tiktokSide } from './tiktok.ts'
import { youtubeSide } from './youtube.ts'
import { zaloSide } from './zalo.ts'

const all: readonly Side[] = [facebookSide, zaloSide, youtubeSide, tiktokSide]
/** All four, unless a closer look at some was asked for. */
const only = process.env.FAULT_NETWORKS?.split(',')
export const sides = all.filter(({ id }) => !only || only.includes(id))
