import type { Side } from '../side.ts'
import { facebookSide } from './facebook.ts'
import { tiktokSide } from './tiktok.ts'
import { youtubeSide } from './youtube.ts'
import { zaloSide } from './zalo.ts'

export const sides: readonly Side[] = [facebookSide, zaloSide, youtubeSide, tiktokSide]
