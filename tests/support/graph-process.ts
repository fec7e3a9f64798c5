import { facebookSandbox } from '../../adapters/facebook/sandbox.ts'
import { serve } from './serve.ts'

/** The Facebook sandbox as a process of its own: it prints its address and lives until it is told to end. */
const [seed = '1', port = '0'] = process.argv.slice(2)
const { url } = await serve(facebookSandbox({ seed: Number(seed) }).app, Number(port))
console.log(url)
