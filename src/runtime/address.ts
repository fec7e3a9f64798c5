import type { Config } from '../config.ts'

/**
 * Where a network that fetches pictures itself finds them. Sandboxes stand on this machine and fetch from `here`; a
 * real network comes from outside and wants https. Undefined: it finds us nowhere.
 */
export function fileAddress(
  config: Pick<Config, 'networks' | 'publicUrl'>,
  here?: string,
): (digest: string) => string | undefined {
  const base = config.networks === 'sandbox' ? here : config.publicUrl
  const usable = base !== undefined && (config.networks === 'sandbox' || base.startsWith('https://'))
  return digest => (usable ? `${base}/media/${digest}` : undefined)
}
