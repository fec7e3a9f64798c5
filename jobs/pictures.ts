import { fetchPictures } from '../src/posts/fetch-pictures.ts'
import type { Job } from './run.ts'

/** Fetches the pictures of what was just read, at each portal's pace, and lets the rules look at it then. */
export const pictures: Job = { name: 'pictures', every: 10, needs: 'node', run: fetchPictures }
