/**
 * By hand: `npm run proof`. Real clients of the networks against our sandboxes. They are no dependencies; install them
 * anywhere outside the tree and name the folder in PROOF_MODULES (or NODE_PATH). What is absent is said in one line.
 */
import { proveFacebook } from './facebook.ts'
import { proveTiktok } from './tiktok.ts'
import { proveYoutube } from './youtube.ts'
import { proveZalo } from './zalo.ts'

const proved = [await proveFacebook(), await proveTiktok(), await proveYoutube(), await proveZalo()]
process.exitCode = proved.every(Boolean) ? 0 : 1
