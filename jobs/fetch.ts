import { fetchVideos } from '../src/posts/videos.ts'
import type { Job } from './run.ts'

/** Fetches films of portals, so that networks of films have something to show. */
export const fetch: Job = { name: 'fetch', every: 10, needs: 'node', run: fetchVideos }
