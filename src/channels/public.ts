import type { Ctx } from '../context.ts'
import { hmacSha256Hex } from '../kit/crypto.ts'
import { FetchFault } from '../kit/http.ts'
import type { AnyNetwork, Problem } from '../ports/network.ts'

const patience = 10_000

/**
 * What stands in the way of a network that fetches pictures from us. Asked through the guard that portals are read
 * with, which reaches the public internet only: an address inside the office is found out. Sandboxes fetch from this
 * machine and need none of it.
 */
export async function publicAddressProblems(
  ctx: Pick<Ctx, 'config' | 'outbound' | 'files'>,
  network: AnyNetwork,
): Promise<Problem[]> {
  const { networks, publicUrl } = ctx.config
  if (!network.about.traits.fetchesPictures || networks === 'sandbox') return []
  if (!publicUrl) return [{ code: 'channel.public_missing' }]
  const slots = { url: publicUrl }
  if (!publicUrl.startsWith('https://')) return [{ code: 'channel.public_plain', with: slots }]
  // Portals are read by a Node process; a Worker leaves the question to it.
  if (ctx.files.elsewhere) return []
  const nonce = crypto.randomUUID().replaceAll('-', '')
  try {
    const init = { signal: AbortSignal.timeout(patience) }
    const answer = await ctx.outbound.portals(`${publicUrl}/media/self/${nonce}`, init)
    const said = await answer.text()
    if (answer.status === 200 && said === (await proofOfSelf(ctx, nonce))) return []
    return [{ code: 'channel.public_other', with: { ...slots, status: answer.status } }]
  } catch (cause) {
    const network = cause instanceof FetchFault || (cause instanceof DOMException && /Abort|Timeout/.test(cause.name))
    if (!network) throw cause
    const hidden = cause instanceof FetchFault && cause.kind === 'blocked'
    return [{ code: hidden ? 'channel.public_private' : 'channel.public_unreachable', with: slots }]
  }
}

/** Only this installation can say it: what answers at our address is us and not the page of a proxy. */
export const proofOfSelf = (ctx: Pick<Ctx, 'config'>, nonce: string): Promise<string> =>
  hmacSha256Hex(ctx.config.secretKey ?? '', `self ${nonce}`)
